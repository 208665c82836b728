"""Reading the store: each function takes a session and gives plain values, never records."""
