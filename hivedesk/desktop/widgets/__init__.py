"""The kit: every control and painted thing the pages are put together from."""
