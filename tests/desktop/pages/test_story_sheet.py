"""The story on paper, asked for in the window."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import log_support
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.families.deeds import Deeds
from hivedesk.desktop.pages.families.story_sheet import StorySheet
from hivedesk.desktop.pages.reports.printing import MOST_PIXELS, rendered
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import Way
from hivedesk.reports.story.drawing import FULL_NOTICE
from hivedesk.store.queries.family_card import card_of
from tests.actions.little import settle_in

SAVE = "hivedesk.desktop.pages.printed_sheet.ask_save_pdf"
SECRET = "heron and marigold"


class Hosted:
    """A window with a sheet over it, opened from a family's own deeds."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.said: list[str] = []
        self.window = QWidget()
        self.workspace = Workspace()
        self.workspace.desk = desk
        self.workspace.hives = come_in(desk).hives
        self.workspace.sheet_wanted.connect(self._open)
        self.workspace.said.connect(lambda words, _: self.said.append(words))
        self.workspace.trouble.connect(lambda why: self.said.append(words_for(why)))
        qtbot.addWidget(self.window)
        self.window.resize(1278, 716)
        self.window.show()

    def _open(self, name: str, what: dict[str, Any]) -> None:
        open_sheet(name, self.window, self.workspace, what)

    def sheet(self, family_id: str) -> StorySheet:
        """Open it from the family's "More"."""
        with self.desk.store.reading() as session:
            card = card_of(session, family_id, self.desk.now)
        assert card is not None
        dict(Deeds(self.workspace, card, self.window).seldom())["Print the story…"]()
        assert self.workspace.background.wait_idle()
        QApplication.processEvents()
        (found,) = (s for s in self.window.findChildren(StorySheet) if s.isVisible())
        return found


@pytest.fixture
def hosted(qtbot: QtBot, desk: Desk) -> Iterator[Hosted]:
    """The window; it is idle before it goes."""
    made = Hosted(qtbot, desk)
    yield made
    made.workspace.stop()


@pytest.fixture
def family(desk: Desk) -> str:
    """A family with a call of this week, with a private note, and one of two years ago."""
    one = settle_in(desk).family
    for year, private in ((2021, SECRET), (2020, "")):
        at = dt.datetime(year, 6, 14, 10, 0, tzinfo=dt.UTC)
        values = {"at": at, "minutes": 20, "way": Way.PHONE, "note": f"Call in {year}."}
        log_support(desk, [one], values | {"private_note": private or None})
    return one


def saved(hosted: Hosted, sheet: StorySheet) -> str:
    """Save it by the keyboard alone; the words of what was saved."""
    QApplication.processEvents()
    before = len(hosted.said)
    hosted.qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hosted.qtbot.waitUntil(lambda: len(hosted.said) > before)
    name = hosted.said[-1].removeprefix("Saved as ")
    pages = PdfReader(hosted.desk.store.path.parent / name).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_year_that_may_be_shared_is_offered_first(
    hosted: Hosted, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SAVE, lambda _parent, offered: offered)
    text = saved(hosted, hosted.sheet(family))
    assert hosted.said == ["Saved as Story Marlowe.pdf"]
    assert "Call in 2021." in text
    assert "Call in 2020." not in text
    assert SECRET not in text


def test_all_of_it_for_the_worker_alone_says_so_in_name_and_notice(
    hosted: Hosted, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SAVE, lambda _parent, offered: offered)
    sheet = hosted.sheet(family)
    sheet.fields["months"].set_value(0)
    sheet.fields["private"].set_value(True)
    text = saved(hosted, sheet)
    assert hosted.said == ["Saved as Story Marlowe private.pdf"]
    for words in ("Call in 2021.", "Call in 2020.", SECRET, FULL_NOTICE):
        assert words in text


def test_who_changes_their_mind_has_saved_nothing(
    hosted: Hosted, family: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SAVE, lambda _parent, _offered: None)
    sheet = hosted.sheet(family)
    sheet.save()
    assert sheet.isVisible()
    sheet.close_sheet()
    assert hosted.said == []
    assert list(desk.store.path.parent.glob("*.pdf")) == []


def test_a_folder_that_cannot_be_written_is_said_on_the_sheet(
    hosted: Hosted, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Path("/nowhere at all/story.pdf")
    monkeypatch.setattr(SAVE, lambda _parent, _offered: nowhere)
    sheet = hosted.sheet(family)
    sheet.save()
    assert hosted.workspace.aside.wait_idle()
    QApplication.processEvents()
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert any("nowhere at all" in words for words in said), said
    assert sheet.isVisible()
    sheet.close_sheet()


def test_a_paper_can_be_stopped_while_it_is_made(
    hosted: Hosted, family: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SAVE, lambda _parent, offered: offered)
    sheet, gate = hosted.sheet(family), Event()
    hosted.workspace.aside.run(gate.wait)  # it has to wait its turn, so that Stop comes first
    sheet.save()
    stop = next(button for button in sheet.findChildren(Button) if button.text() == "Stop")
    hosted.qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    gate.set()
    hosted.qtbot.waitUntil(lambda: stop.text() == "Close")
    assert "Stopped. Nothing was saved." in [each.text() for each in sheet.findChildren(QLabel)]
    assert list(desk.store.path.parent.glob("*.pdf")) == []
    assert "Call in 2021." in saved(hosted, sheet)


def test_very_many_pages_are_rendered_coarser(hosted: Hosted) -> None:
    paper = io.BytesIO()
    writer = PdfWriter()
    for _ in range(30):
        writer.add_blank_page(595, 842)
    writer.write(paper)
    pages = rendered(paper.getvalue(), 300)
    assert len(pages) == 30
    assert 0.9 * MOST_PIXELS < sum(p.width() * p.height() for p in pages) < 1.1 * MOST_PIXELS
    asked = iter([None, None])
    with pytest.raises(StopIteration):
        rendered(paper.getvalue(), 20, lambda: next(asked))
