"""The central store: one truth for all laptops, and who may see which part of it.

PostgreSQL keeps it, a stateless HTTP service stands in front of it. The tables of records are
those of `records/`; which fields an account is sent is read from the same declarations.
"""
