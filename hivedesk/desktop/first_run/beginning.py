"""The assistant at the door: asks the central store, makes the store, and opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hivedesk.desktop.opening import Opened, open_at
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records.errors import PlainError
from hivedesk.store import keyfile
from hivedesk.store.files import is_anything

from .page import FirstRunPage
from .plan import Plan, make, throw_away_demo

if TYPE_CHECKING:
    from hivedesk.desktop.door import Door
    from hivedesk.sync.beginning import Joining
    from hivedesk.sync.run import Summary

TELL_EVERY_MS = 500

# What central says of a joining code; whatever else is wrong stands above the buttons.
_OF_THE_CODE = ("code", "code-used", "code-expired", "role")


def begin_first_run(door: Door, path: Path, workspace: Workspace) -> None:
    """Put the assistant before the door."""
    background, council = workspace.background, workspace.council
    demo = path.with_name("demo.hive")
    page = FirstRunPage(
        background,
        store_name=path.name,
        address=council.central_address,
        has_demo=keyfile.is_demo(demo),
    )
    _FirstRun(door, page, path, workspace)
    door.put(page)


class _FirstRun(QObject):
    """Answers the assistant. It goes with its page."""

    def __init__(self, door: Door, page: FirstRunPage, path: Path, workspace: Workspace) -> None:
        super().__init__(page)
        self._door, self._page, self._path = door, page, path
        self._workspace, self._background = workspace, workspace.background
        self._demo = path.with_name("demo.hive")
        self._joining: Joining | None = None
        self._so_far: list[Summary] = []
        self._tell = QTimer(self)
        self._tell.setInterval(TELL_EVERY_MS)
        self._tell.timeout.connect(self._say_how_far)
        page.create_requested.connect(self._create)
        page.greet_requested.connect(self._greet)
        page.demo_requested.connect(self._open_demo)
        page.throw_away_requested.connect(self._throw_away)

    def _greet(self, url: str) -> None:
        page = self._page

        def work() -> None:
            # lazy: start-up (the network's libraries)
            from hivedesk.sync.beginning import Joining

            Joining(url, "").greet()

        page.set_busy(True, "Looking for it…")
        # The thread that nobody waits for when the window closes.
        self._workspace.network.run(work, lambda _: page.greeted(), self._not_there, owner=page)

    def _not_there(self, why: Exception) -> None:
        self._page.show_problems([("url", words_for(why))])

    def _create(self, plan: Plan) -> None:
        page, path, policies = self._page, self._path, self._workspace.council.policies
        joining = self._joining_of(plan) if plan.joins else None
        so_far: list[Summary] = []
        self._so_far = so_far

        def done(opened: Opened) -> None:
            self._tell.stop()
            self._door.come_in(opened, remembered=plan.remember)

        page.set_busy(True, "Connecting…" if plan.joins else "Setting up…")
        self._tell.start()
        self._background.run(
            lambda: make(plan, path, policies, joining, so_far), done, self._failed, owner=page
        )

    def _joining_of(self, plan: Plan) -> Joining:
        """All attempts with one code are one laptop's: a lost answer does not use it up."""
        # lazy: start-up (the network's libraries)
        from hivedesk.sync.beginning import Joining

        before = self._joining
        if before is None or (before.url, before.code) != (plan.url, plan.code):
            self._joining = before = Joining(plan.url, plan.code)
        return before

    def _failed(self, why: Exception) -> None:
        """What was typed stays, with the reason at its field or above the buttons."""
        self._tell.stop()
        if is_anything(self._path):
            self._door.ask()  # it was made, and only what came after went wrong
            return
        code = getattr(why, "code", "")
        self._page.show_problems([("code" if code in _OF_THE_CODE else "", words_for(why))])

    def _say_how_far(self) -> None:
        if self._so_far and self._page.busy():
            fetched = self._so_far[0].pulled
            self._page.set_busy(True, f"Fetching… {fetched:,}" if fetched else "Fetching…")

    def _open_demo(self) -> None:
        path = self._demo

        def work() -> Opened:
            # lazy: start-up
            from hivedesk.demo import build

            if not is_anything(path):
                build(path, keyfile.DEMO_PASSPHRASE)
            return open_at(path, keyfile.DEMO_PASSPHRASE)

        self._page.set_busy(True)
        self._page.say("The demo county", "It is being made: a few seconds.")
        self._background.run(work, self._door.come_in, self._no_demo, owner=self._page)

    def _no_demo(self, why: Exception) -> None:
        self._page.set_busy(False)
        self._page.say(self._page.step.title, self._page.step.sentence)
        if isinstance(why, PlainError):
            self._page.show_problems([("", words_for(why))])
        else:
            self._door.say_trouble(PlainError(words_for(why)))

    def _throw_away(self) -> None:
        path = self._demo
        page = self._page

        def gone(_: object) -> None:
            page.welcome.forget_demo()

        self._background.run(lambda: throw_away_demo(path), gone, self._no_demo, owner=page)
