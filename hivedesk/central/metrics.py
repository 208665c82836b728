"""Counters of one process, as Prometheus reads them. They count; they name nobody."""

from __future__ import annotations

import threading

_HELP = {
    "hivedesk_requests_total": "Requests by route and status.",
    "hivedesk_request_seconds_sum": "Seconds spent on requests, by route.",
    "hivedesk_changes_total": "Changes pushed, by what became of them.",
    "hivedesk_changes_told_total": "Changes told to laptops.",
    "hivedesk_stores_put_back_total": "Laptops that asked from less than they once had.",
    "hivedesk_bugs_total": "Errors that are ours.",
}

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """What one process has counted since it began."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: dict[tuple[str, _Labels], float] = {}

    def count(self, name: str, by: int = 1, **labels: str) -> None:
        """Count one more, or `by` more."""
        self.add(name, by, **labels)

    def add(self, name: str, amount: float, **labels: str) -> None:
        """Add an amount to a sum."""
        key = name, tuple(sorted(labels.items()))
        with self._lock:
            self._counted[key] = self._counted.get(key, 0) + amount

    def text(self) -> str:
        """All of them in Prometheus' text format."""
        with self._lock:
            counted = sorted(self._counted.items())
        lines = []
        for name, about in sorted(_HELP.items()):
            lines += [f"# HELP {name} {about}", f"# TYPE {name} counter"]
            for (its, labels), value in counted:
                if its == name:
                    inside = ",".join(f'{key}="{said}"' for key, said in labels)
                    lines.append(f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}")
        return "\n".join(lines) + "\n"
