"""The pages of a closed store: unlock, first run, trouble."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.background import Background
from hivedesk.desktop.first_run.page import FirstRunPage
from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.shell.recover import RecoverPage
from hivedesk.desktop.shell.trouble import TroublePage
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.store.recovery import new_recovery_key

Show = Callable[..., None]
WRONG = "That passphrase does not open this store."
GOOD = "correct horse battery staple"


@pytest.fixture
def unlock(show: Show) -> UnlockPage:
    page = UnlockPage()
    show(page)
    page.setFocus()
    return page


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
        assert tab_order(unlock, qtbot, unlock.editor.line, 7) == [
            "Passphrase", "Show passphrase", "Remember me on this laptop", "Unlock",
            "I forgot my passphrase", "I cannot get in", "Passphrase",
        ]  # fmt: skip


class TestRecover:
    def test_all_of_it_right_asks_once(self, show: Show, qtbot: QtBot) -> None:
        page, key = RecoverPage(has_sheet=True), new_recovery_key()
        show(page)
        page.setFocus()
        assert page.key.hasFocus()
        qtbot.keyClicks(page.key, key.lower().replace("-", " "))
        for editor in (page.typed, page.again):
            qtbot.keyClicks(editor.line, GOOD)
        with qtbot.waitSignal(page.recover_requested) as asked:
            qtbot.keyClick(page.again.line, Qt.Key.Key_Return)
        assert asked.args == [key.lower().replace("-", " "), GOOD]
        page.set_busy(True)
        with qtbot.assertNotEmitted(page.recover_requested):
            page.button.click()
        qtbot.waitUntil(lambda: page.button.text() == "Opening…")
        page.show_problem("key", "That recovery key does not open this store.")
        assert page.fields["key"].problem()
        assert page.typed.value() == GOOD, "nothing is emptied"
        page.show_problem("", "The disk is full.")
        assert page.problem.isVisible()

    @pytest.mark.parametrize(
        ("typed", "field", "says"),
        [
            (("", GOOD, GOOD), "key", "Type the key"),
            (("7" * 34, GOOD, GOOD), "key", "group"),
            (("KEY", "", ""), "passphrase", "Choose a new"),
            (("KEY", "kettle", "kettle"), "passphrase", "Too short"),
            (("KEY", GOOD, GOOD + "s"), "again", "not the same"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, show: Show, qtbot: QtBot, typed: tuple[str, str, str], field: str, says: str
    ) -> None:
        page = RecoverPage(has_sheet=True)
        show(page)
        page.key.set_value(typed[0].replace("KEY", new_recovery_key()))
        page.typed.set_value(typed[1])
        page.again.set_value(typed[2])
        with qtbot.assertNotEmitted(page.recover_requested):
            page.button.click()
        assert says in page.fields[field].problem()

    def test_without_a_sheet_it_says_so_and_leads_back(self, show: Show, qtbot: QtBot) -> None:
        page = RecoverPage(has_sheet=False)
        show(page)
        assert page.nothing.isVisible()
        assert not page.key.isVisible()
        with qtbot.waitSignal(page.back_pressed):
            qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)

    def test_tab_goes_down_the_card(self, show: Show, qtbot: QtBot) -> None:
        page = RecoverPage(has_sheet=True)
        show(page)
        assert tab_order(page, qtbot, page.key, 7) == [
            "Recovery key", "New passphrase", "Show passphrase", "The same passphrase again",
            "Show passphrase", "Back", "Open with this key",
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


def recovering() -> CardPage:
    page = RecoverPage(has_sheet=True)
    page.button.click()
    return page


def in_trouble() -> CardPage:
    page = TroublePage()
    page.show_trouble(
        "This store was written by a newer HiveDesk, so this one leaves it alone.",
        "Install the newest version from your council’s software centre, then try again.",
    )
    return page


def assistant(way: str, steps: int) -> FirstRunPage:
    """The assistant at a step, with everything it may have to say."""
    page = FirstRunPage(Background(), has_demo=True, address="https://hives.example.gov.uk")
    page.set_can_remember(True)
    told = {"first_name": "Jo", "last_name": "Field", "hive": "Eastleigh", "code": "AAAA"}
    for step in (page.who, page.central):
        for name in told.keys() & step.fields.keys():
            step.fields[name].set_value(told[name])
    for editor in (page.secret.typed, page.secret.again):
        editor.set_value(GOOD)
    if way:
        page.welcome.chosen.emit(way)
    for _ in range(steps):
        page.go_on()
        page.greeted()
    return page


def welcoming() -> CardPage:
    page = assistant("", 0)
    page.add_note("/etc/hivedesk/settings.toml, line 3: “idle” is no setting of HiveDesk.")
    return page


def asking_who() -> CardPage:
    page = assistant("alone", 0)
    page.who.clear()
    page.go_on()
    return page


def asking_where() -> CardPage:
    page = assistant("connect", 0)
    page.show_problems([("code", "That joining code has been used. Ask for a new one.")])
    return page


def asking_for_a_passphrase() -> CardPage:
    page = assistant("alone", 1)
    page.secret.again.set_value(GOOD + "s")
    page.go_on()
    return page


def showing_the_key() -> CardPage:
    page = assistant("connect", 2)
    page.go_on()
    page.show_problems([("", "The disk is full; nothing was changed. Free some space.")])
    return page


ASSISTANT = [welcoming, asking_who, asking_where, asking_for_a_passphrase, showing_the_key]


@pytest.mark.parametrize("make", ASSISTANT)
def test_each_step_is_named_and_fits_and_tab_reaches_all_of_it(
    show: Show, qtbot: QtBot, make: Callable[[], CardPage]
) -> None:
    page = make()
    show(page)
    page.setFocus()
    held = [
        each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    wanted = {each for each in held if each.isVisible() and each.isEnabled()}
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + 2):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        assert focused.accessibleName() or focused.property("text"), focused
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert wanted <= reached
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_the_assistant_asks_for_what_is_missing_and_loses_nothing(show: Show, qtbot: QtBot) -> None:
    page = assistant("alone", 0)
    show(page)
    page.who.clear()
    page.go_on()
    said = {name: bool(field.problem()) for name, field in page.who.fields.items()}
    assert said == {
        "first_name": True,
        "last_name": True,
        "hive": True,
        "area": True,
        "role": False,
    }
    page.who.fields["first_name"].set_value("Jo")
    page.go_back()
    page.welcome.chosen.emit("connect")
    with qtbot.waitSignal(page.greet_requested) as asked:
        page.go_on()
    assert asked.args == ["https://hives.example.gov.uk"]
    page.greeted()
    assert page.step is page.secret
    page.go_back()
    page.go_back()
    page.welcome.chosen.emit("alone")
    assert page.who.fields["first_name"].value() == "Jo"


@pytest.mark.parametrize(
    ("passphrase", "again", "field", "says"),
    [
        ("", "", "passphrase", "Choose a passphrase"),
        ("kettle", "kettle", "passphrase", "longer"),
        ("Eastleigh 2021", "Eastleigh 2021", "passphrase", "harder to guess"),
        (GOOD, "", "again", "once more"),
        (GOOD, GOOD + "s", "again", "not the same"),
    ],
)
def test_the_assistant_takes_no_weak_passphrase(
    show: Show, passphrase: str, again: str, field: str, says: str
) -> None:
    page = assistant("alone", 1)
    show(page)
    page.secret.typed.set_value(passphrase)
    page.secret.again.set_value(again)
    page.go_on()
    assert page.step is page.secret
    assert says in page.secret.fields[field].problem()


def test_the_plan_holds_what_was_typed_and_the_key_only_where_it_was_kept(
    show: Show, qtbot: QtBot
) -> None:
    page = assistant("alone", 2)
    show(page)
    with qtbot.assertNotEmitted(page.create_requested):
        page.go_on()
    assert page.sheet.skipped.isVisible()
    with qtbot.waitSignal(page.create_requested) as asked:
        qtbot.mouseClick(page.sheet.skip, Qt.MouseButton.LeftButton)
    (plan,) = asked.args
    assert (plan.first_name, plan.hive, plan.area, plan.joins) == (
        "Jo",
        "Eastleigh",
        "Eastleigh",
        False,
    )
    assert (plan.passphrase, plan.recovery) == (GOOD, "")
    assert GOOD not in repr(plan)
    page.sheet.panel.on_paper.set_value(True)
    assert not page.sheet.skipped.isVisible()
    with qtbot.waitSignal(page.create_requested) as asked:
        page.go_on()
    assert asked.args[0].recovery == page.sheet.panel.key
    page.set_busy(True)
    with qtbot.assertNotEmitted(page.create_requested):
        page.go_on()
    qtbot.waitUntil(lambda: page.button.text() == "Setting up…")
    page.set_busy(True, "Fetching… 1,200")
    assert page.button.text() == "Fetching… 1,200"
    page.clear()
    assert page.sheet.panel.key == ""
    assert page.secret.typed.value() is None


@pytest.mark.parametrize("make", [unlocking, recovering, in_trouble, *ASSISTANT])
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
