"""Which reports there are. To add one: a package beside `monthly`, and a line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportAbout:
    """One report.

    Attributes:
        name: what the terminal calls it.
        title: what people call it.
        words: one sentence on what it is for.
        module: where its `write_pdf` lives; imported only when it is asked for.
    """

    name: str
    title: str
    words: str
    module: str


REPORTS: dict[str, ReportAbout] = {
    about.name: about
    for about in (
        ReportAbout(
            "monthly",
            "Monthly Hive activity",
            "One month of one Hive, or of all Hives: who is in it, what was done, what it took.",
            "hivedesk.reports.monthly",
        ),
    )
}
