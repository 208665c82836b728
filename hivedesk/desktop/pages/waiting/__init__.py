"""Families who want to join, and what they were offered."""
