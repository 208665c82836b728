"""HiveDesk: the desk of a Hive support worker."""

__version__ = "0.1.0"
