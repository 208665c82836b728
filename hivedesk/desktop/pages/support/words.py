"""How the records of Support stand in lists: one line and one head for each kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.models.words import moment_words
from hivedesk.desktop.pages.detail import Head, Row
from hivedesk.desktop.pages.today.words import late_words
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.records import FollowUpBy, ProfessionalRole, ReferralState, Way
from hivedesk.rules.days import duration_words, local

WAY_ICONS = {
    Way.PHONE: "phone",
    Way.TEXT: "text",
    Way.VIDEO: "video",
    Way.VISIT: "home",
    Way.OUT: "walk",
    Way.EMAIL: "mail",
}
_CONTACTS = {
    Way.PHONE: "phone call",
    Way.TEXT: "text",
    Way.VIDEO: "video call",
    Way.VISIT: "home visit",
    Way.OUT: "outing",
    Way.EMAIL: "e-mail",
}
_DUE = "Due "


def log_line(row: Row, today: dt.date) -> Line:
    """A contact: whom with, when, how and how long."""
    when = date_words(local(row["at"]).date(), today)
    second = f"{when} · {row['way'].label}, {duration_words(row['minutes'])}"
    open_promises = [each for each in row["follow_ups"] if each["done_on"] is None]
    mark: BadgeSpec | str = ""
    if open_promises:
        mark = quietly(promise_badge(open_promises[0], today, "Follow-up"))
    elif row["out_of_hours"]:
        mark = "Out of hours"
    return Line(row["id"], _whom(row), second, mark, WAY_ICONS[row["way"]], row)


def log_head(row: Row, today: dt.date) -> Head:
    """A contact's title, with everything that is particular about it as badges."""
    badges = []
    if row["out_of_hours"]:
        badges.append(BadgeSpec("Out of hours", "neutral", "moon"))
    if row["breakdown_averted"]:
        badges.append(BadgeSpec("Breakdown averted", "positive", "check-circle"))
    if row["carer_staying"]:
        badges.append(BadgeSpec("Carer staying", "positive", "check-circle"))
    second = f"{row['way'].label} · {moment_words(row['at'], today)}"
    second += f" · {duration_words(row['minutes'])}"
    if row["others"]:
        second += f" · with {row['others']}"
    return Head(_whom(row), second, tuple(badges))


def _whom(row: Row) -> str:
    """ "Hargreaves, about Connor": with whom, and about which children."""
    return f"{row['family']}, about {row['children']}" if row["children"] else str(row["family"])


def promise_badge(row: Row, today: dt.date, usual: str = "") -> BadgeSpec:
    """How a follow-up stands: done, late (and how late), today, or its day."""
    if row["done_on"]:
        return BadgeSpec("Done", "positive", "check-circle")
    if row["due_on"] < today:
        return BadgeSpec(late_words(row["due_on"], today), "danger", "clock")
    if row["due_on"] == today:
        return BadgeSpec("Today", "warning", "flag")
    return BadgeSpec(usual or date_words(row["due_on"], today), "neutral", "flag")


def follow_up_line(row: Row, today: dt.date) -> Line:
    """A promise: what, to whom, whose move it is, and how late."""
    second = row["family"]
    if row["by"] is not FollowUpBy.ME:
        second += " · waiting on somebody else"
    elif row["way"]:
        second += f" · {_from(row, today)}"
    return Line(row["id"], row["what"], second, quietly(promise_badge(row, today)), "", row)


def follow_up_head(row: Row, today: dt.date) -> Head:
    """A promise in full."""
    second = f"{row['family']} · {_from(row, today)}" if row["way"] else row["family"]
    return Head(row["what"], second, (promise_badge(row, today),))


def check_line(row: Row, today: dt.date) -> Line:
    """A check: which family, what, about whom, and how soon."""
    who = row["carer"] or row["person"]
    second = f"{row['kind'].label}: {who}" if who else row["kind"].label
    return Line(row["id"], row["family"], second, quietly(check_badge(row, today)), "", row)


def check_head(row: Row, today: dt.date) -> Head:
    """A check in full."""
    line = check_line(row, today)
    return Head(line.title, line.second, (check_badge(row, today),))


def check_badge(row: Row, today: dt.date) -> BadgeSpec:
    """How a check stands."""
    if row["done_on"]:
        return BadgeSpec(f"Done {date_words(row['done_on'], today)}", "positive", "check-circle")
    if row["due_on"] < today:
        return BadgeSpec(late_words(row["due_on"], today), "danger", "clock")
    return BadgeSpec(f"{_DUE}{date_words(row['due_on'], today)}", "neutral", "calendar")


def quietly(badge: BadgeSpec) -> BadgeSpec | str:
    """In a list only what presses is a badge; the rest is a muted word, and leaves room."""
    return badge if badge.role != "neutral" else badge.word.removeprefix(_DUE)


def referral_line(row: Row, today: dt.date) -> Line:
    """A referral: for whom, to whom, since when, how far."""
    second = f"{row['service'].label} · {date_words(row['on'], today)}"
    title = f"{row['family']}: {row['child']}" if row["child"] else row["family"]
    badge = BadgeSpec(row["status"].label, _REFERRAL_ROLES[row["status"]])
    return Line(row["id"], title, second, badge, "", row)


_REFERRAL_ROLES: dict[ReferralState, Any] = {
    ReferralState.SENT: "info",
    ReferralState.ACCEPTED: "positive",
    ReferralState.DECLINED: "warning",
    ReferralState.CLOSED: "neutral",
}


def person_line(row: Row, today: dt.date) -> Line:
    """A professional: who, what they are (in short), where, and their number."""
    role = row["role"]
    short = role.label if role is ProfessionalRole.OTHER else role.value.upper()
    second = " · ".join(filter(None, (short, row["team"] or row["hive"])))
    return Line(row["id"], row["name"], second, row["phone"] or "", "user", row)


def person_head(row: Row, today: dt.date) -> Head:
    """A professional by name and what they are."""
    return Head(row["name"], row["role"].label)


def _from(row: Row, today: dt.date) -> str:
    when = date_words(local(row["from_at"]).date(), today)
    return f"from the {_CONTACTS[row['way']]} on {when}"
