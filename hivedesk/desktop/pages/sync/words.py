"""What is said of sending and fetching, in the top bar and on the Sync page. No Qt here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from hivedesk.desktop.pages.rooms.board.words import span_words
from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.records import KINDS, declared
from hivedesk.rules.days import local
from hivedesk.store.queries.sync_state import HeldBack, Run, SetAside, Standing, Waiting

FAR_BEHIND = 1024
KINDS_TOLD = 9


class Sync(Protocol):
    """What `syncing.Syncing` tells."""

    standing: Standing
    sending: bool
    so_far: tuple[int, int]


class Saved(NamedTuple):
    """What the top bar says, in full and in short, with an icon and its colour."""

    sentence: str
    short: str
    icon: str = ""
    tone: str = "text_muted"


def saved_words(sync: Sync, now: dt.datetime | None = None) -> Saved:
    """ "Saved here · 3 to send", "All sent", "2 need you", "Offline since 14:10".

    Args:
        now: the machine's own time, aware; None for this moment.
    """
    found = sync.standing
    waits = f" · {found.to_send} to send" if found.to_send else ""
    if found.ended:
        return Saved("Access ended", "Access ended", "warning", "warning")
    if not found.connected:
        return Saved("Saved here", "Saved")
    if sync.sending:
        return Saved("Sending…", "Sending…", "cloud-up")
    if found.need_you:
        says = "1 needs you" if found.need_you == 1 else f"{found.need_you} need you"
        return Saved(f"{says}{waits}", says, "warning", "warning")
    if found.silent_since is not None:
        since = f"Offline since {moment_words(found.silent_since, now)}"
        return Saved(f"{since}{waits}", "Offline", "cloud-off")
    if found.to_send:
        return Saved(f"Saved here{waits}", f"{found.to_send} to send", "cloud-up")
    if found.heard_at is None:
        return Saved("Saved here", "Saved")
    return Saved("All sent", "All sent", "cloud-check", "positive")


def lead_words(sync: Sync, now: dt.datetime | None = None) -> str:
    """The sentence that the page opens with."""
    found = sync.standing
    if found.ended:
        return found.ended
    if not found.connected:
        return "Everything is kept on this laptop, and nowhere else."
    parts = []
    if found.need_you:
        parts.append(
            "One change needs you." if found.need_you == 1 else f"{found.need_you} need you."
        )
    other = "else " if found.need_you else ""
    if found.to_send:
        parts.append(
            "One change is only here so far."
            if found.to_send == 1
            else f"{found.to_send:,} changes are only here so far."
        )
    elif found.heard_at is not None:
        parts.append(f"Everything {other}has been sent.")
    if found.silent_since is not None:
        since = moment_words(found.silent_since, now)
        parts.append(f"Offline since {since}: work as usual.")
    elif found.heard_at is not None:
        parts.append(f"Last in touch {moment_words(found.heard_at, now)}.")
    return " ".join(parts) or "Not in touch with the central store yet."


def sending_words(sync: Sync) -> str:
    """ "Sending… 1,500 sent, 2,000 fetched so far." """
    sent, fetched = sync.so_far
    parts = [f"{sent:,} sent"] if sent else []
    parts += [f"{fetched:,} fetched"] if fetched else []
    return f"Sending… {', '.join(parts)} so far." if parts else "Sending…"


def sent_first_words(rows: Sequence[Waiting]) -> str:
    """What connecting will send, before it is done."""
    if not rows:
        return "Nothing has been entered here yet: connecting only fetches."
    told = [kind_words(row.kind, row.many) for row in rows[:KINDS_TOLD]]
    if rest := sum(row.many for row in rows[KINDS_TOLD:]):
        told.append(f"{rest:,} more")
    return f"Connecting sends {', '.join(told[:-1])}{' and ' if told[1:] else ''}{told[-1]}."


def moment_words(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """ "14:10" today, else "Thu 24 Jun, 14:10"; by the machine's own day, not a demo's."""
    here, today = local(moment), local(now or dt.datetime.now(dt.UTC)).date()
    at = time_words(here.time())
    return at if here.date() == today else f"{date_words(here.date(), today)}, {at}"


def kind_words(kind: str, count: int) -> str:
    """ "1 stay", "3 stays"."""
    model = KINDS.get(kind)
    if model is None:
        return f"{count:,} {kind}"
    # Evidence is not counted by itself.
    pieces = model.one == model.many
    one = f"piece of {model.one}" if pieces else model.one
    many = f"pieces of {model.many}" if pieces else model.many
    return f"1 {one}" if count == 1 else f"{count:,} {many}"


def waiting_words(rows: Sequence[Waiting], now: dt.datetime | None = None) -> str:
    """How old the oldest of what waits is."""
    return f"The oldest is from {moment_words(min(row.oldest for row in rows), now)}."


def held_back_words(held: HeldBack) -> Iterable[str]:
    """A line for each reason for which changes from elsewhere wait."""
    if held.missing:
        changes = f"{held.missing:,} changes" if held.missing > 1 else "1 change"
        waits = "wait" if held.missing > 1 else "waits"
        yield f"{changes} from elsewhere {waits} for a record that is not here yet."
    if held.newer:
        changes = f"{held.newer:,} changes come" if held.newer > 1 else "1 change comes"
        yield f"{changes} from a newer HiveDesk. Update this laptop to see what was changed."


def field_words(kind: str, field: str) -> str:
    """The label of a field."""
    known = declared(KINDS[kind]) if kind in KINDS else {}
    return known[field][1].label if field in known else field.replace("_", " ")


def set_aside_words(each: SetAside, today: dt.date) -> str:
    """ "Book sleepover: Wren Ash, Blue room, Fri 2 – Sun 4 Jul, 2 nights"."""
    parts = [each.title, span_words(*each.days, today)] if each.days else [each.title]
    told = ", ".join(filter(None, parts))
    return f"{each.verb}: {told}" if told else each.verb


def advice(each: SetAside) -> str:
    """What can be done about a change that central did not take."""
    if each.code == "missing":
        return "HiveDesk tries it again each time. Nothing is needed from you for now."
    if each.code == "many":
        return "It goes through by itself once a manager agrees. Take it back if it was a slip."
    if each.code == "no-bed":
        return "Find another bed for these days, or take the stay back."
    if each.code == "scope":
        return "Ask the other Hive to change it, and take yours back."
    return "Change it so that it fits, or take it back. Either is sent with the next run."


class Told(NamedTuple):
    """One line of the history: when, what came of it, the trouble if there was any, and whether
    central answered."""

    when: str
    what: str
    trouble: str
    answered: bool


def history(runs: Iterable[Run], now: dt.datetime | None = None) -> list[Told]:
    """The runs as lines; those alike that follow each other become one."""
    lines: list[Told] = []
    alike: list[Run] = []

    def close() -> None:
        if alike:
            lines.append(_told(alike, now))
            alike.clear()

    for run in runs:
        if alike and _sort(alike[0]) != _sort(run):
            close()
        alike.append(run)
        if _moved(run):
            close()
    close()
    return lines


def bytes_words(count: int) -> str:
    """ "820 bytes", "12 kB", "3.4 MB"."""
    if count < FAR_BEHIND:
        return f"{count} bytes"
    if count < FAR_BEHIND**2:
        return f"{count / FAR_BEHIND:.0f} kB"
    return f"{count / FAR_BEHIND**2:.1f} MB"


def _moved(run: Run) -> bool:
    return bool(run.pushed or run.pulled or run.conflicts or run.set_aside)


def _sort(run: Run) -> tuple[bool, str, bool]:
    return _moved(run), run.trouble, run.ended_at is None


def _told(alike: Sequence[Run], now: dt.datetime | None) -> Told:
    newest, oldest = alike[0], alike[-1]
    when = moment_words(newest.begun_at, now)
    if len(alike) > 1:
        when = f"{when}, and {len(alike) - 1} before since {moment_words(oldest.begun_at, now)}"
    if newest.ended_at is None and not newest.trouble:
        return Told(when, "Stopped before it was done; the next one goes on from there", "", True)
    parts = [
        words
        for count, words in (
            (newest.pushed, f"{newest.pushed:,} sent"),
            (newest.pulled, f"{newest.pulled:,} fetched"),
            (newest.set_aside, f"{newest.set_aside} not taken"),
            (newest.conflicts, f"{newest.conflicts} written twice"),
        )
        if count
    ]
    traffic = newest.bytes_out + newest.bytes_in
    if parts and traffic:
        out, back = bytes_words(newest.bytes_out), bytes_words(newest.bytes_in)
        parts.append(f"{out} out, {back} in")
    if parts and newest.ended_at is not None:
        took = (newest.ended_at - newest.begun_at).total_seconds()
        parts.append(f"{took:.1f} s" if took < 60 else f"{took / 60:.0f} min")
    answered = not newest.trouble or newest.bytes_in > 0
    nothing = "Nothing new" if answered else "Offline"
    return Told(when, " · ".join(parts) or nothing, newest.trouble, answered)
