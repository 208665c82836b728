"""How it travels: between laptops and the central store, as CSV, and on a stick."""
