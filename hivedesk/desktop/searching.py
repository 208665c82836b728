"""The search box at work: commands and records as you type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hivedesk import records
from hivedesk.desktop.commands import matching, run
from hivedesk.desktop.pages.catalogue import CARERS_KINDS, place_of
from hivedesk.desktop.shell.topbar import TopBar
from hivedesk.desktop.workspace import Workspace
from hivedesk.keys import HELP, Command

if TYPE_CHECKING:
    from hivedesk.desktop.shell.palette import Palette, Result
    from hivedesk.store.queries.found import Found

MOST_HELP = 3


class Searching(QObject):
    """Joins the search box, the list below it and the store."""

    def __init__(self, host: QWidget, workspace: Workspace, topbar: TopBar) -> None:
        super().__init__(host)
        self._workspace = workspace
        self._topbar = topbar
        self._host = host
        self._palette: Palette | None = None
        topbar.search_text_changed.connect(self._typed)
        topbar.search_opened.connect(lambda: self._typed(topbar.search.text()))

    @property
    def palette(self) -> Palette:
        """The list under the search box, made when somebody first searches."""
        if self._palette is None:
            from hivedesk.desktop.shell.palette import Palette  # lazy: start-up

            self._palette = Palette(self._host, self._topbar.search)
            self._palette.record_chosen.connect(self._open)
            self._palette.command_chosen.connect(self._run)
            self._palette.dismissed.connect(self.clear)
        return self._palette

    def clear(self) -> None:
        """Forget what was looked for (the window locks)."""
        self._topbar.close_search()
        if self._palette is not None:
            self._palette.close_list()

    def _typed(self, words: str) -> None:
        if self._workspace.desk is None:
            return
        carers = self._workspace.desk.is_carers
        commands = matching(words, carers=carers)
        if not words.strip():
            self._show(words, commands, [])
            return
        from hivedesk.store.queries.found import found_by  # lazy: start-up

        self.palette.expect_results()
        self._workspace.read(
            lambda session: found_by(session, words),
            lambda found: self._show(
                words, commands, [e for e in found if not carers or e.kind in CARERS_KINDS]
            ),
            self._host,
            "search",
        )

    def _show(self, words: str, commands: list[Command], found: list[Found]) -> None:
        from hivedesk.desktop.shell.palette import Result  # lazy: start-up

        done = [
            Result("command", command.name, command.words, "", command.icon, command.shortcut)
            for command in commands
        ]
        # Two letters of a name and Enter open who is meant, whatever commands begin so too.
        named = [_result(each) for each in found if each.by_name]
        noted = [_result(each) for each in found if not each.by_name]
        results = [*named, *done, *noted]
        results += _help_about(words)
        self.palette.show_results(results, words)

    def _open(self, kind: str, record_id: str) -> None:
        self.clear()
        if kind == HELP:
            self._workspace.open_page(HELP, topic=record_id)
        else:
            self._workspace.open_record(kind, record_id)

    def _run(self, name: str) -> None:
        self.clear()
        run(name, self._workspace)


def _result(found: Found) -> Result:
    from hivedesk.desktop.shell.palette import Result  # lazy: start-up

    place = place_of(found.kind)
    one = records.KINDS[found.kind].one
    icon, word = place.icon if place else "document", one[:1].upper() + one[1:]
    return Result(found.kind, found.record_id, found.title, found.second, icon, word)


def _help_about(words: str) -> list[Result]:
    # lazy: start-up (the texts are read when somebody first searches)
    from hivedesk.desktop.shell.palette import Result
    from hivedesk.topics import matching as topics_matching

    found = topics_matching(words, whole=False)[:MOST_HELP]
    return [Result(HELP, topic.name, topic.title, "", "help", "Help") for topic in found]
