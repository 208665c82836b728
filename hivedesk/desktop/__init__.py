"""What people see: the only part of the house that knows Qt."""
