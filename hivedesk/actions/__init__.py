"""One verb, one function, one transaction. Every write to the store comes through here."""
