"""The first page: what a worker opens the laptop for."""
