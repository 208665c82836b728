"""The store as CSV: one file for each kind of record, described so that a machine can check it.

cells: a value as one cell and back · plan: which column holds what, from the declarations ·
pseudonyms: what is left of a person · package: datapackage.json · writer, places, reader.
"""
