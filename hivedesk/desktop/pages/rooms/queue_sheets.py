"""Waiting for a night, asked one thing at a time: joining the queue, the offer, its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.waiting import answer_bed, ask_to_wait, stop_waiting, wait_for_night
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_choice import choice
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking, NotFound, StayKind
from hivedesk.rules.problems import Problem, Severity, refuse_on
from hivedesk.store.queries.night_queue import Wish, wish_of

from .queue_words import count_words, nights_words

_WAIT, _WAITS = "Put on the waiting list", "On the waiting list for this night"


def open_waiting(
    host: QWidget,
    workspace: Workspace,
    child_ids: Sequence[str] = (),
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    kind: StayKind = StayKind.SLEEPOVER,
    room_id: str = "",
    why: str = "",
    values: dict[str, Any] | None = None,
    on_saved: Callable[[Outcome], None] | None = None,
) -> None:
    """Let children wait for a night that cannot be had.

    Args:
        to_on: the check-out day.
        room_id: the room they asked for; without it, one of their Hive's is suggested.
        why: why it cannot be had, in words; it stands in the form, ready to be changed.
        values: more fields of the stay (needs, food, `guest_name` of a guest…).
        on_saved: told once they wait.
    """
    begin = from_on or workspace.today
    end = to_on or begin + dt.timedelta(days=1)
    now, hive_id = workspace.open_desk.now, workspace.hive_id
    more = dict(values or {})

    def show(wish: Wish) -> None:
        rooms = [Option(each, name) for each, name in wish.rooms]
        fields = {
            "room_id": Field(
                "Room asked for", choice(rooms), f"Any room of {wish.hive} may be offered."
            ),
            "why": _why_field("Why it waits", _before_words(wish)),
        }
        fields["room_id"].set_value(rooms[0].value if rooms else None)
        fields["why"].set_value(why or None)

        def save(desk: Desk, given: dict[str, Any]) -> Outcome:
            if given["room_id"] is None:
                refuse_on([Problem("room_id", "Choose the room that was asked for.")])
            stay = {**more, "kind": kind, "from_on": begin, "to_on": end}
            return ask_to_wait(
                desk, child_ids, stay | {"room_id": given["room_id"]}, given["why"] or ""
            )

        names = wish.names or str(more.get("guest_name") or "")
        sheet = ask(
            host,
            workspace,
            "Wait for a night",
            fields,
            save,
            subtitle=f"{names} · {nights_words(begin, end, kind, workspace.today)}",
            save_word=_WAIT,
            done_words=_WAITS,
        )
        sheet.on_saved = on_saved

    workspace.read(
        lambda session: wish_of(session, child_ids, begin, end, now, hive_id, room_id),
        show,
        host,
        "waiting",
    )


def open_request_waits(
    host: QWidget, workspace: Workspace, booking_ids: Sequence[str], why: str = ""
) -> None:
    """Let a request that is written already wait, with the reason."""
    now, today = workspace.open_desk.now, workspace.today

    def about(session: Session) -> tuple[Wish, str]:
        stays = [session.get(Booking, each) for each in booking_ids]
        first = stays[0]
        if first is None:
            raise NotFound("That stay is not in this store.", "Reload the page.")
        children = [stay.child_id for stay in stays if stay and stay.child_id]
        wish = wish_of(session, children, first.from_on, first.to_on, now, room_id=first.room_id)
        nights = nights_words(first.from_on, first.to_on, first.kind, today)
        return wish, f"{wish.names or first.guest_name} · {nights}"

    def show(found: tuple[Wish, str]) -> None:
        wish, subtitle = found
        field = _why_field("Why it waits", _before_words(wish))
        field.set_value(why or None)

        def save(desk: Desk, given: dict[str, Any]) -> Outcome:
            _needs_words(given["why"], "Say why it waits; it is kept with the stay.")
            return wait_for_night(desk, booking_ids, given["why"])

        ask(
            host,
            workspace,
            "Wait for a night",
            {"why": field},
            save,
            subtitle=subtitle,
            save_word=_WAIT,
            done_words=_WAITS,
        )

    workspace.read(about, show, host, "waiting")


def open_bed_refused(
    host: QWidget, workspace: Workspace, booking_id: str, names: str, room: str
) -> None:
    """Keep that an offered bed was refused, and why; it is the next one's turn."""
    ask(
        host,
        workspace,
        "They refuse",
        {"why": _why_field("Why they refuse", "They wait on for another room.", optional=True)},
        lambda desk, v: answer_bed(desk, booking_id, False, v["why"]),
        subtitle=f"{names} · {room}",
        save_word="They refuse",
        done_words=f"{names}: {room} refused",
    )


def take_bed(workspace: Workspace, booking_id: str, names: str, room: str, owner: QWidget) -> None:
    """Keep that an offered bed is taken; over a mere warning, ask for the reason first."""

    def refused(found: list[Problem]) -> None:
        warning = " ".join(problem.words for problem in found)
        if all(problem.severity is Severity.WARNING for problem in found):
            workspace.open_sheet(
                "bed-taken-anyway",
                booking_id=booking_id,
                about=f"{names} · {room}",
                warning=warning,
            )
        else:
            workspace.said.emit(warning, False)

    workspace.do(
        lambda desk: answer_bed(desk, booking_id, True),
        refused=refused,
        owner=owner,
        words=f"{names}: {room} agreed",
    )


def open_bed_taken_anyway(
    host: QWidget, workspace: Workspace, booking_id: str, about: str, warning: str
) -> None:
    """Ask for the reason to agree an offered bed over a warning."""
    note = _why_field("Why it is right all the same", warning)

    def save(desk: Desk, given: dict[str, Any]) -> Outcome:
        _needs_words(given["why"], "Say why; it is kept with the stay.")
        return answer_bed(desk, booking_id, True, override=given["why"])

    ask(
        host,
        workspace,
        "Ask first",
        {"why": note},
        save,
        subtitle=about,
        save_word="They take it",
        done_words="Stay agreed",
    )


def open_stop_waiting(host: QWidget, workspace: Workspace, booking_id: str, about: str) -> None:
    """Ask why, then take a request off the list."""
    ask(
        host,
        workspace,
        "Take off the waiting list",
        {"why": _why_field("Why it waits no longer", "Kept with the stay.")},
        lambda desk, v: stop_waiting(desk, booking_id, v["why"] or ""),
        subtitle=about,
        save_word="Take off the list",
        done_words="Taken off the waiting list",
    )


def _why_field(label: str, help: str, *, optional: bool = False) -> Field:
    return Field(label, TextEditor(lines=3), help, optional=optional)


def _before_words(wish: Wish) -> str:
    if not wish.before:
        return "Nobody waits for these nights yet."
    some = count_words(wish.before).removesuffix(" for a night.")
    return f"{some} for some of these nights already; this one comes after."


def _needs_words(why: Any, sentence: str) -> None:
    if not str(why or "").strip():
        refuse_on([Problem("why", sentence)])
