"""What can be done to a family from its card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from hivedesk.actions import saving
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.problems import Refused
from hivedesk.store.queries.family_card import Card


class Deeds:
    """The verbs of one family; `owner` is the widget that asks."""

    def __init__(self, workspace: Workspace, card: Card, owner: QWidget) -> None:
        self._workspace, self._card, self._owner = workspace, card, owner

    def log(self) -> None:
        """Open the log of a contact with this family."""
        self._workspace.open_sheet("log-support", family_ids=[self._card.id])

    def book(self, child_id: str) -> None:
        """Open the form of a stay of one of its children."""
        self._workspace.open_sheet("record", kind="bookings", values={"child_id": child_id})

    def ask_yes(self) -> None:
        """Ask "Can I say yes?" for the children of this family."""
        self._workspace.open_page("rooms", view="yes", family_id=self._card.id)

    def edit(self) -> None:
        """Open the family's own form."""
        self.edit_part("families", self._card.id)

    def edit_part(self, kind: str, record_id: str) -> None:
        """Open the form of somebody in or around the family."""
        self._workspace.open_sheet("record", kind=kind, record_id=record_id)

    def add_part(self, kind: str) -> None:
        """Open the form of a new carer, child or birth child."""
        self._workspace.open_sheet("record", kind=kind, values={"family_id": self._card.id})

    def change_status(self) -> None:
        """On hold, active again, left, de-registered: with its day and its reason."""
        self._workspace.open_sheet("family-status", family_id=self._card.id)

    def move_on(self, child_id: str) -> None:
        """A child's placement here ends."""
        self._workspace.open_sheet("end-placement", child_id=child_id)

    def refer(self) -> None:
        """Ask another service for help."""
        self.add_part("referrals")

    def print_story(self) -> None:
        """The story on paper, to save or print."""
        self._workspace.open_sheet("story", family_id=self._card.id)

    def archive(self) -> None:
        """Take the family out of lists; what still needs it is said in words."""
        one = self._card.id
        self._workspace.do(
            lambda desk: saving.archive(desk, "families", one),
            owner=self._owner,
            words="Family archived",
            # A rule that says no is an answer, not a fault: it is said, and leaves no log line.
            refused=lambda problems: self._workspace.trouble.emit(Refused(problems)),
        )

    def restore(self) -> None:
        """Bring the family back."""
        one = self._card.id
        self._workspace.do(
            lambda desk: saving.restore(desk, "families", one),
            owner=self._owner,
            words="Family restored",
            refused=lambda problems: self._workspace.trouble.emit(Refused(problems)),
        )

    def seldom(self) -> list[tuple[str, Callable[[], None]]]:
        """What stands under "More", in order; ("", …) is a line between."""
        found: list[tuple[str, Callable[[], None]]] = [
            ("Add a carer", lambda: self.add_part("carers")),
            ("Add a child", lambda: self.add_part("children")),
            ("Add a birth child", lambda: self.add_part("birth-children")),
            ("Add a check that falls due", lambda: self.add_part("due-checks")),
            ("Refer to another service", self.refer),
            ("", _nothing),
        ]
        for child in self._card.children:
            found.append((f"Book a stay for {child.first_name}", partial(self.book, child.id)))
        for child in self._card.children:
            found.append((f"{child.first_name} moved on…", partial(self.move_on, child.id)))
        found += [
            ("Print the story…", self.print_story),
            ("Change status…", self.change_status),
            ("", _nothing),
            ("Archive this family", self.archive),
        ]
        return found


def _nothing() -> None:
    """A line between two groups does nothing."""
