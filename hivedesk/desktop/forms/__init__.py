"""Forms for any record, made from what its fields declare."""
