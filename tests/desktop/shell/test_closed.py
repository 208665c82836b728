"""The pages of a closed store: unlock, first run, trouble."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.shell.first_run import FirstRunPage
from hivedesk.desktop.shell.trouble import TroublePage
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.theme import apply_theme, load_theme

Show = Callable[..., None]
WRONG = "That passphrase does not open this store."
GOOD = "correct horse battery staple"


@pytest.fixture
def unlock(show: Show) -> UnlockPage:
    page = UnlockPage()
    show(page)
    page.setFocus()
    return page


@pytest.fixture
def first(show: Show) -> FirstRunPage:
    page = FirstRunPage()
    show(page)
    page.setFocus()
    return page


def fill(page: FirstRunPage, **other: str) -> None:
    values = {
        "first_name": "Jo", "last_name": "Pearce", "hive": "Eastleigh", "passphrase": GOOD,
        "again": GOOD,
    }  # fmt: skip
    for name, value in {**values, **other}.items():
        page.fields[name].editor.set_value(value)  # type: ignore[attr-defined]


def tab_order(page: QWidget, qtbot: QtBot, first_stop: QWidget, count: int) -> list[str]:
    """The names of what Tab stops at, from `first_stop` on."""
    first_stop.setFocus()
    names = [first_stop.accessibleName()]
    for _ in range(count - 1):
        focused = QApplication.focusWidget()
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or focused.property("text"))
    return names


class TestUnlock:
    def test_enter_and_the_button_ask(self, unlock: UnlockPage, qtbot: QtBot) -> None:
        qtbot.keyClicks(unlock.editor.line, " an old poem ")
        with qtbot.waitSignal(unlock.unlock_requested) as asked:
            qtbot.keyClick(unlock.editor.line, Qt.Key.Key_Return)
        assert asked.args == [" an old poem ", False]
        with qtbot.waitSignal(unlock.unlock_requested):
            qtbot.mouseClick(unlock.button, Qt.MouseButton.LeftButton)

    def test_nothing_typed_is_said_and_not_asked(self, unlock: UnlockPage, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(unlock.unlock_requested):
            unlock.button.click()
        assert unlock.field.problem() == "Enter your passphrase."

    def test_a_problem_keeps_what_was_typed_and_selects_it(
        self, unlock: UnlockPage, qtbot: QtBot
    ) -> None:
        qtbot.keyClicks(unlock.editor.line, "an old poem")
        unlock.set_busy(True)
        unlock.show_problem(WRONG)
        assert not unlock.busy()
        assert unlock.field.problem() == WRONG
        assert unlock.editor.line.accessibleDescription() == WRONG
        assert unlock.editor.line.selectedText() != ""
        assert unlock.editor.value() == "an old poem"
        qtbot.keyClicks(unlock.editor.line, "b")
        assert unlock.editor.value() == "b"
        assert unlock.field.problem() == ""

    def test_busy_shows_after_a_while_and_asks_only_once(
        self, unlock: UnlockPage, qtbot: QtBot
    ) -> None:
        unlock.editor.set_value("an old poem")
        unlock.set_busy(True)
        assert unlock.button.text() == "Unlock"
        qtbot.waitUntil(lambda: unlock.button.text() == "Opening…")
        with qtbot.assertNotEmitted(unlock.unlock_requested):
            unlock.button.click()
        unlock.set_busy(False)
        assert unlock.button.text() == "Unlock"
        with qtbot.waitSignal(unlock.unlock_requested):
            unlock.button.click()

    def test_quick_answers_show_no_waiting(self, unlock: UnlockPage) -> None:
        unlock.set_busy(True)
        unlock.set_busy(False)
        assert not unlock._slow.isActive()

    @pytest.mark.parametrize(
        ("minutes", "kept", "sentence"),
        [
            (5, True, "It locked itself after 5 quiet minutes.\n"
                      "What you were writing has been kept."),
            (5, False, "It locked itself after 5 quiet minutes."),
            (1, False, "It locked itself after 1 quiet minute."),
            (0, False, "You locked it."),
        ],
    )  # fmt: skip
    def test_says_why_it_is_locked(
        self, unlock: UnlockPage, minutes: int, kept: bool, sentence: str
    ) -> None:
        unlock.editor.set_value("an old poem")
        unlock.show_locked(minutes, kept=kept)
        assert unlock.title() == "HiveDesk is locked"
        assert unlock.sentence() == sentence
        assert unlock.editor.value() is None

    def test_says_open_when_it_starts(self, unlock: UnlockPage) -> None:
        unlock.show_opening()
        assert (unlock.title(), unlock.sentence()) == ("Open HiveDesk", "Welcome back.")

    def test_show_and_hide(self, unlock: UnlockPage, qtbot: QtBot) -> None:
        button, line = unlock.editor.show_button, unlock.editor.line
        assert button.accessibleName() == "Show passphrase"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert line.echoMode() == QLineEdit.EchoMode.Normal
        assert (button.text(), button.accessibleName()) == ("Hide", "Hide passphrase")
        unlock.clear()
        assert line.echoMode() == QLineEdit.EchoMode.Password

    def test_caps_lock_is_learnt_from_letters(self, unlock: UnlockPage, qtbot: QtBot) -> None:
        hint = next(w for w in unlock.findChildren(QLabel) if w.text() == "Caps Lock is on")
        line = unlock.editor.line
        assert not hint.isVisible()
        qtbot.keyClick(line, "A")
        assert hint.isVisible()
        qtbot.keyClick(line, "a")
        assert not hint.isVisible()
        qtbot.keyClick(line, "A", Qt.KeyboardModifier.ShiftModifier)
        assert not hint.isVisible()
        qtbot.keyClick(line, "A")
        qtbot.keyClick(line, Qt.Key.Key_CapsLock)
        assert not hint.isVisible()

    def test_remembering_is_offered_only_where_it_can_be_done(
        self, unlock: UnlockPage, qtbot: QtBot
    ) -> None:
        assert not unlock.remember.isVisible()
        unlock.set_can_remember(True)
        unlock.remember.set_value(True)
        unlock.editor.set_value("an old poem")
        with qtbot.waitSignal(unlock.unlock_requested) as asked:
            unlock.button.click()
        assert asked.args == ["an old poem", True]
        unlock.set_can_remember(False)
        with qtbot.waitSignal(unlock.unlock_requested) as asked:
            unlock.button.click()
        assert asked.args == ["an old poem", False]

    def test_help_opens_in_place_and_is_scrolled_to(self, show: Show, qtbot: QtBot) -> None:
        page = UnlockPage()
        show(page, 683, 384)
        assert not page.help.isVisible()
        qtbot.mouseClick(page.help_link, Qt.MouseButton.LeftButton)
        assert page.help.isVisible()
        qtbot.waitUntil(lambda: page._scroll.verticalScrollBar().value() > 0)
        qtbot.mouseClick(page.help_link, Qt.MouseButton.LeftButton)
        assert not page.help.isVisible()

    def test_tab_goes_down_the_card(self, unlock: UnlockPage, qtbot: QtBot) -> None:
        unlock.set_can_remember(True)
        assert tab_order(unlock, qtbot, unlock.editor.line, 6) == [
            "Passphrase", "Show passphrase", "Remember me on this laptop", "Unlock",
            "I cannot get in", "Passphrase",
        ]  # fmt: skip


class TestFirstRun:
    def test_all_of_it_right_asks_once(self, first: FirstRunPage, qtbot: QtBot) -> None:
        fill(first, first_name="  Jo ")
        with qtbot.waitSignal(first.create_requested) as asked:
            first.button.click()
        assert asked.args == ["Jo", "Pearce", "Eastleigh", GOOD, False]
        first.set_busy(True)
        with qtbot.assertNotEmitted(first.create_requested):
            first.button.click()
        qtbot.waitUntil(lambda: first.button.text() == "Setting up…")

    def test_nothing_filled_in_says_so_at_each_field(
        self, first: FirstRunPage, qtbot: QtBot
    ) -> None:
        with qtbot.assertNotEmitted(first.create_requested):
            first.button.click()
        said = {name: field.problem() for name, field in first.fields.items()}
        assert said == {
            "first_name": "Enter your first name.",
            "last_name": "Enter your last name.",
            "hive": "Enter your Hive’s name.",
            "passphrase": "Choose a passphrase.",
            "again": "",
        }
        assert first.fields["first_name"].editor.hasFocus()

    @pytest.mark.parametrize(
        ("passphrase", "again", "field", "says"),
        [
            ("kettle", "kettle", "passphrase", "longer"),
            ("Eastleigh 2021", "Eastleigh 2021", "passphrase", "harder to guess"),
            (GOOD, "", "again", "once more"),
            (GOOD, GOOD + "s", "again", "not the same"),
        ],
    )
    def test_passphrase_problems_keep_what_was_typed(
        self, first: FirstRunPage, qtbot: QtBot, passphrase: str, again: str, field: str, says: str
    ) -> None:
        fill(first, passphrase=passphrase, again=again)
        with qtbot.assertNotEmitted(first.create_requested):
            first.button.click()
        assert says in first.fields[field].problem()
        assert first.passphrase.value() == passphrase

    def test_strength_follows_what_is_typed_and_who_types(
        self, first: FirstRunPage, qtbot: QtBot
    ) -> None:
        qtbot.keyClicks(first.passphrase.line, "trowel kettle")
        assert first.bar.said() == "Weak: add another word"
        qtbot.keyClicks(first.fields["last_name"].editor, "Trowel-Kettle")
        assert first.bar.said().startswith("Too easy to guess")

    def test_other_problems_stand_above_the_button(self, first: FirstRunPage) -> None:
        first.set_busy(True)
        first.show_problems([("hive", "There is one already."), ("", "The disk is full.")])
        assert first.fields["hive"].problem() == "There is one already."
        assert first.foot.isVisible()
        assert first.foot.text() == "The disk is full."
        assert not first.busy()

    def test_demo_is_offered(self, first: FirstRunPage, qtbot: QtBot) -> None:
        with qtbot.waitSignal(first.demo_requested):
            qtbot.mouseClick(first.demo_link, Qt.MouseButton.LeftButton)

    def test_clearing_forgets_everything(self, first: FirstRunPage) -> None:
        fill(first)
        first.clear()
        assert {name: field.value() for name, field in first.fields.items()} == dict.fromkeys(
            first.fields
        )

    def test_tab_goes_down_the_left_then_the_right(self, first: FirstRunPage, qtbot: QtBot) -> None:
        first.set_can_remember(True)
        assert tab_order(first, qtbot, first.fields["first_name"].editor, 10) == [
            "Your first name", "Your last name", "Your Hive’s name", "Passphrase",
            "Show passphrase", "The same passphrase again", "Show passphrase",
            "Remember it in this laptop’s key store", "Try the demo county instead",
            "Start my desk",
        ]  # fmt: skip


class TestTrouble:
    def test_says_what_and_what_next_and_offers_three_ways(self, show: Show, qtbot: QtBot) -> None:
        page = TroublePage()
        show(page)
        page.show_trouble("This store is damaged.", "Restore the last backup.")
        assert page.what.text() == "This store is damaged."
        assert page.next_step.isVisible()
        assert "Restore the last backup." in page.accessibleName()
        for button, signal in (
            (page.again, page.try_again),
            (page.other, page.choose_store),
            (page.leave, page.quit_pressed),
        ):
            with qtbot.waitSignal(signal):
                qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        page.show_trouble("No room left.")
        assert not page.next_step.isVisible()


def unlocking() -> CardPage:
    page = UnlockPage()
    page.show_locked(5, kept=True)
    page.set_can_remember(True)
    page.show_problem(WRONG)
    page.help.show()
    return page


def beginning() -> CardPage:
    page = FirstRunPage()
    page.set_can_remember(True)
    page.button.click()
    return page


def in_trouble() -> CardPage:
    page = TroublePage()
    page.show_trouble(
        "This store was written by a newer HiveDesk, so this one leaves it alone.",
        "Install the newest version from your council’s software centre, then try again.",
    )
    return page


@pytest.mark.parametrize("make", [unlocking, beginning, in_trouble])
@pytest.mark.parametrize(
    ("scale", "width", "height"),
    [(1.0, 1366, 768), (2.0, 1366, 768), (1.0, 683, 384), (1.0, 480, 500)],
)
def test_no_word_is_cut_and_all_can_be_scrolled_to(
    qapp: QApplication,
    show: Show,
    qtbot: QtBot,
    make: Callable[[], CardPage],
    scale: float,
    width: int,
    height: int,
) -> None:
    apply_theme(qapp, load_theme("light", scale))
    page = make()
    show(page, width, height)
    inner = page._scroll.widget()

    def cut() -> list[str]:
        found = []
        for label in inner.findChildren(QLabel):
            if label.isVisible() and label.text():
                box = QRect(0, 0, label.width(), 10_000)
                flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
                needed = QFontMetrics(label.font()).boundingRect(box, int(flags), label.text())
                if needed.height() > label.height() + 1 or needed.width() > label.width() + 1:
                    found.append(label.text())
        for button in inner.findChildren(QPushButton):
            if button.isVisible() and button.width() < button.sizeHint().width():
                found.append(button.text())
        return found

    qtbot.waitUntil(lambda: cut() == [])
    assert inner.width() <= page._scroll.viewport().width()


def test_unlock_needs_no_scrolling_at_200_percent(show: Show, qtbot: QtBot) -> None:
    page = UnlockPage()
    page.show_locked(5, kept=True)
    show(page, 683, 384)
    bottom = page.button.mapTo(page, page.button.rect().bottomLeft()).y()
    qtbot.waitUntil(lambda: page.button.mapTo(page, page.button.rect().bottomLeft()).y() < 384)
    assert bottom > 0
