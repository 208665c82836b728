"""Courses, sessions and the evidence of what was learnt."""
