"""Version 6: which children a contact was about."""

from __future__ import annotations

from sqlalchemy import Connection

_TABLE = """\
CREATE TABLE log_children (
  id VARCHAR(36) NOT NULL,
  support_log_id VARCHAR(36) NOT NULL,
  child_id VARCHAR(36) NOT NULL,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_log_children PRIMARY KEY (id),
  CONSTRAINT fk_log_children_support_log_id FOREIGN KEY(support_log_id)
    REFERENCES support_logs (id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fk_log_children_child_id FOREIGN KEY(child_id)
    REFERENCES children (id) DEFERRABLE INITIALLY DEFERRED
)"""
_INDEXES = ("child_id", "support_log_id")


def upgrade(connection: Connection) -> None:
    """Add the table, empty: of the contacts that are there nobody has said it."""
    connection.exec_driver_sql(_TABLE)
    for column in _INDEXES:
        connection.exec_driver_sql(
            f"CREATE INDEX ix_log_children_{column} ON log_children ({column})"
        )
