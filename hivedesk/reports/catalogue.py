"""Which reports there are. To add one: a package beside `monthly`, and a line here."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Of(enum.Enum):
    """Whom a report is about, and so what it asks besides the month."""

    HIVE = "hive"
    LINK_CARER = "link carer"


@dataclass(frozen=True)
class ReportAbout:
    """One report.

    Attributes:
        name: what the terminal calls it.
        title: what people call it.
        words: one sentence on what it is for.
        of: whom it is about.
        module: where its `write_pdf` lives; imported only when it is asked for.
    """

    name: str
    title: str
    words: str
    of: Of
    module: str


REPORTS: dict[str, ReportAbout] = {
    about.name: about
    for about in (
        ReportAbout(
            "monthly",
            "Monthly Hive activity",
            "One month of one Hive, or of all Hives: who is in it, what was done, what it took.",
            Of.HIVE,
            "hivedesk.reports.monthly",
        ),
        ReportAbout(
            "statement",
            "Statement",
            "One month of one link carer: rooms held, stays, what is owed.",
            Of.LINK_CARER,
            "hivedesk.reports.statement",
        ),
        ReportAbout(
            "board",
            "Board for the fridge",
            "A month of a link carer's agreed stays on one sheet, to hang up.",
            Of.LINK_CARER,
            "hivedesk.reports.board",
        ),
    )
}
