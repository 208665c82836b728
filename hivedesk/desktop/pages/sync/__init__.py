"""The Sync page: the central store, what waits, what needs somebody, what ran."""
