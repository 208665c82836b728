"""Help in the real window: F1, the search box in it, and Ctrl+K."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.help.page import HelpPage
from hivedesk.desktop.pages.help.picture import HelpPicture
from hivedesk.desktop.pages.help.sheet import HelpSheet
from hivedesk.desktop.pages.help.text import HelpText
from hivedesk.desktop.theme import ThemeName, apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.topics import Topic, topic_called, topics
from tests.journeys.conftest import OpenWindow, dressed, open_window
from tests.journeys.hand import Hand

__all__ = ["dressed", "open_window"]


@pytest.fixture
def hand(desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window on a little Hive, open at Today."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    return hand


def reads(hand: Hand) -> str:
    """The name of the text that is read on the Help page."""
    topic = hand.find(HelpPage).topic()
    assert topic is not None
    return topic.name


def test_f1_opens_the_text_about_what_is_open_and_leads_back(hand: Hand) -> None:
    for keys, word, name in (("Ctrl+1", "Today", "today"), ("Ctrl+3", "Rooms", "rooms")):
        hand.keys(keys)
        hand.wait(lambda word=word: hand.title() == f"{word} · HiveDesk")
        hand.keys("F1")
        hand.wait(lambda: hand.title() == "Help · HiveDesk")
        assert reads(hand) == name
    hand.press("Back to Rooms")
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    hand.press("Can I say yes?")
    hand.keys("F1")
    hand.wait(lambda: hand.title() == "Help · HiveDesk")
    assert reads(hand) == "say-yes"


def test_f1_over_a_form_shows_help_over_it_and_keeps_what_was_typed(hand: Hand) -> None:
    hand.keys("Ctrl+N")
    form = hand.sheet()
    hand.type(form.form.fields["note"].editor, "Rang about Saturday")
    hand.keys("F1")
    over = hand.find(HelpSheet)
    assert over.accessibleName() == "Support"
    assert hand.title() == "Today · HiveDesk"
    hand.keys("F1")  # there is no help for help
    assert len(hand.window.findChildren(HelpSheet)) == 1
    # Nothing else can be begun from here: a form is being filled in.
    offered = [button.text() for button in over.findChildren(Button)]
    assert "Log support" not in offered
    hand.keys("Escape")
    hand.wait(lambda: not hand.window.findChildren(HelpSheet))
    assert hand.find(FormSheet).form.values()["note"] == "Rang about Saturday"


def test_finding_a_text_by_its_words_and_reading_it_by_keyboard(hand: Hand) -> None:
    hand.window.workspace.open_page("help")
    page = hand.find(HelpPage)
    page.search.setFocus()
    hand.qtbot.keyClicks(page.search, "hold while")
    model = page.view.model()
    assert model.index(0, 0).data() == "Can I say yes?"
    hand.qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert reads(hand) == "say-yes"
    hand.qtbot.keyClicks(page.search, " nonsense")
    hand.wait_for_words("Nothing in help about ‘hold while nonsense’.")
    hand.press("Show all")
    assert model.rowCount() == len(topics())
    # The arrows read on.
    page.view.setFocus()
    hand.keys("Down")
    assert reads(hand) == "comes-again"


def test_ctrl_k_finds_help_and_a_text_does_what_it_tells_of(hand: Hand) -> None:
    hand.keys("Ctrl+K")
    hand.qtbot.keyClicks(hand.window.topbar.search, "handover")
    palette = hand.window.searching.palette
    hand.wait(lambda: (now := palette.current()) is not None and now.title == "The handover")
    hand.qtbot.keyClick(hand.window.topbar.search, Qt.Key.Key_Return)
    hand.wait(lambda: hand.title() == "Help · HiveDesk")
    assert reads(hand) == "handover"
    hand.find(HelpPage).show_this(topic="rooms")
    hand.press("The handover")
    assert reads(hand) == "handover"
    hand.find(HelpPage).show_this(topic="families")
    hand.press("Add a family")
    assert hand.sheet().accessibleName() == "Add a family"


def test_in_a_narrow_window_the_list_and_the_text_are_two_steps(hand: Hand) -> None:
    hand.window.resize(640, 700)
    hand.window.workspace.open_page("help")
    page = hand.find(HelpPage)
    hand.wait(page.view.isVisible)
    page.view.setFocus()
    row = [topic.name for topic in topics()].index("rooms")
    page.view.setCurrentIndex(page.view.model().index(row, 0))
    hand.keys("Return")
    hand.wait(lambda: not page.view.isVisible())
    assert reads(hand) == "rooms"
    hand.press("All of help")
    assert page.view.isVisible()


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.name)
def test_every_text_can_be_shown_and_names_its_pictures(qtbot: QtBot, topic: Topic) -> None:
    text = HelpText(topic)
    qtbot.addWidget(text)
    pictures = text.findChildren(HelpPicture)
    assert [each.accessibleName() for each in pictures] == [
        block.text for block in topic.blocks if block.kind == "picture"
    ]
    assert not any(each.is_read() for each in pictures)
    shown = [label.accessibleName() or label.text() for label in text.findChildren(QLabel)]
    for block in topic.blocks:
        if block.kind in ("words", "item"):
            assert block.plain in shown


def test_a_link_carer_is_offered_only_what_she_can_do(qtbot: QtBot) -> None:
    topic = topic_called("families")
    assert topic is not None
    text = HelpText(topic, carers=True)
    qtbot.addWidget(text)
    offered = [button.text() for button in text.findChildren(Button)]
    assert "Add a family" not in offered


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_picture_is_read_when_it_comes_into_sight(
    qtbot: QtBot, qapp: QApplication, theme: ThemeName, scale: float
) -> None:
    apply_theme(qapp, load_theme(theme, scale))
    picture = HelpPicture("pictures/today.png", "Today")
    qtbot.addWidget(picture)
    assert not picture.is_read()
    picture.resize(600, picture.heightForWidth(600))
    taken = picture.grab().toImage()
    assert picture.is_read()
    bright = taken.pixelColor(300, picture.height() - 4).lightness() > 128
    assert bright == (theme == "light")


def test_a_picture_is_as_wide_as_its_room_and_grows_with_the_text(
    qtbot: QtBot, qapp: QApplication
) -> None:
    picture = HelpPicture("pictures/handover.png", "The handover")
    qtbot.addWidget(picture)
    natural = picture.sizeHint()
    assert picture.heightForWidth(natural.width() // 2) == pytest.approx(
        natural.height() / 2, abs=1
    )
    assert picture.heightForWidth(4 * natural.width()) == natural.height()
    apply_theme(qapp, load_theme("light", 2.0))
    assert picture.sizeHint().width() == 2 * natural.width()


def test_where_a_picture_is_missing_its_words_stand_there(qtbot: QtBot) -> None:
    picture = HelpPicture("pictures/none.png", "A room & its bed")
    qtbot.addWidget(picture)
    assert picture.text() == "A room & its bed"
    assert picture.accessibleName() == "A room & its bed"
