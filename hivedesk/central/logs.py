"""Logs as lines of JSON: what happened, when, how it ended; never who or what it was about."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object. Of an exception only its type: its text may quote what was written."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname.lower(), "what": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            said["bug"] = record.exc_info[0].__name__
        said |= getattr(record, "told", {})
        return json.dumps(said, ensure_ascii=False)


def log_to_stderr() -> None:
    """Send our own lines, and the server's warnings, to standard error."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(_Lines())
    for name, level in (("hivedesk", logging.INFO), ("uvicorn", logging.WARNING)):
        log = logging.getLogger(name)
        log.setLevel(level)
        log.propagate = False
        log.handlers = [lines]
