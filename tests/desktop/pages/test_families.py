"""The Families page, used as a worker uses it: real store, real window, real forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, set_family_status
from hivedesk.actions.saving import save_record
from hivedesk.actions.support import change_log, log_support
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.families.line import CardLine
from hivedesk.desktop.pages.families.page import FamiliesPage, make
from hivedesk.desktop.pages.families.story_rows import ROW, badges_of
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.badge import Badge
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.spot import KeptKeyboard
from hivedesk.desktop.widgets.table import MARK, SECOND_LINE
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import FamilyState, FollowUpBy, PlacementEnd, StayKind, Way
from tests.actions.little import Ids, book, family_values, row, rows, settle_in
from tests.conftest import Clock

SECRET = "heron and marigold"


@dataclass
class Hosted:
    """The page in a window, and what it asked of the rest of the desk."""

    window: QWidget
    page: FamiliesPage
    workspace: Workspace
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the store has answered everything that was asked."""
        for _ in range(3):
            QApplication.processEvents()
            assert self.workspace.background.wait_idle()
        QApplication.processEvents()

    def sheet(self) -> FormSheet:
        """The form that is open."""
        self.settle()
        (found,) = (s for s in self.window.findChildren(FormSheet) if s.isVisible())
        return found

    def lines(self) -> list[tuple[str, str]]:
        """What the card says, top to bottom, with the numbers at the right."""
        found = [each for each in self.page.card.findChildren(CardLine) if each.isVisible()]
        found.sort(key=lambda each: each.mapTo(self.page, QPoint()).y())
        return [(each.words(), each.right()) for each in found]

    def badges(self) -> list[str]:
        """The badges under the family's name."""
        return [badge.spec().word for badge in self.page.card.findChildren(Badge)]

    def story(self) -> list[str]:
        """Months and titles as they stand in the story."""
        model = self.page.story.view.model()
        rows_ = [model.index(n, 0).data(ROW) for n in range(model.rowCount())]
        return [each.entry.title if each.entry else each.words for each in rows_]

    def names(self) -> list[str]:
        """The list, top to bottom."""
        model = self.page.list.view.model()
        return [model.index(n, 0).data() for n in range(model.rowCount())]

    def more(self, word: str) -> None:
        """Choose something under "More"."""
        for menu in self.page.card.findChildren(QMenu):
            for action in menu.actions():
                if action.text() == word:
                    action.trigger()
                    self.settle()
                    return
        raise AssertionError(f"nothing under More is called {word}")

    def press(self, qtbot: QtBot, word: str) -> None:
        """Press the button that says this."""
        found = [b for b in self.page.findChildren(Button) if b.text() == word and b.isVisible()]
        qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child, a link carer with a room."""
    found = settle_in(desk)
    save_record(desk, "carers", {"phone": "07700 900214"}, found.carer)
    return found


@pytest.fixture
def hosted(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Hosted]:
    """The page as wide as it stands on a laptop of 1366 by 768."""
    workspace = Workspace()
    workspace.desk = desk
    workspace.hives = come_in(desk).hives
    window = QWidget()
    box = QHBoxLayout(window)
    box.setContentsMargins(0, 0, 0, 0)
    page = make(workspace)
    box.addWidget(page)
    made = Hosted(window, page, workspace)

    def wanted(name: str, what: dict[str, Any]) -> None:
        made.asked.append((name, what))
        if name != "log-support":
            open_sheet(name, window, workspace, what)

    workspace.sheet_wanted.connect(wanted)
    workspace.record_wanted.connect(lambda *what: made.opened.append(what))
    workspace.trouble.connect(lambda why: made.troubles.append(words_for(why)))
    workspace.changed.connect(lambda kinds: page.reload() if page.kinds & kinds else None)
    qtbot.addWidget(window)
    window.resize(1278, 716)
    KeptKeyboard(window)  # as the window of the program has one
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(page.usable):
        page.reload()
    made.settle()
    yield made
    workspace.stop()


def log(desk: Desk, ids: Ids, day: int, **given: Any) -> str:
    """A contact in June 2021; its id."""
    at = dt.datetime(2021, 6, day, 10, 0, tzinfo=dt.UTC)
    values = {"at": at, "minutes": 25, "way": Way.PHONE, "note": "A word.", "themes": []}
    made = log_support(desk, [ids.family], values | given)
    assert made.record_id
    return made.record_id


def reloaded(hosted: Hosted) -> Hosted:
    """After something was written behind the page's back."""
    hosted.page.reload()
    hosted.settle()
    return hosted


def test_the_card_answers_a_phone_call_from_top_to_bottom(hosted: Hosted) -> None:
    assert hosted.lines() == [
        ("Sal Marlowe", "07700 900214"),
        ("Robin, 10 · here since Sep 2020", ""),
        ("Agreed by the social worker", ""),
        ("None booked", ""),
        ("Nobody has logged any yet", ""),
        ("Nothing", ""),
        ("No gaps", ""),
    ]
    assert hosted.badges() == ["Active", "County carer"]
    assert hosted.story() == [
        "September 2020",
        "Robin came to live here",
        "January 2020",
        "Joined the Hive",
    ]


def test_the_list_says_who_lives_there_and_what_marks_them(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    index = hosted.page.list.view.model().index(0, 0)
    assert (index.data(), index.data(SECOND_LINE), index.data(MARK)) == (
        "Marlowe",
        "Robin (10)",
        "Quiet",
    )
    assert "days since the last contact" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    book(desk, ids, kind=StayKind.EMERGENCY, from_on=dt.date(2021, 6, 16))
    index = reloaded(hosted).page.list.view.model().index(0, 0)
    assert index.data(MARK).word == "Emergency"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("Emergency sleepover tonight")
    assert ("Emergency: Now with Wren Okoro, Garden room, until Sun 20 Jun · Robin", "") in (
        hosted.lines()
    )


def test_the_arrow_keys_walk_from_family_to_family(
    hosted: Hosted, desk: Desk, qtbot: QtBot
) -> None:
    add_family(desk, family_values(desk, name="Quill", area="Hedge End"))
    reloaded(hosted).page.list.take_focus()
    qtbot.keyClick(hosted.page.list.view, Qt.Key.Key_Down)
    hosted.settle()
    card = hosted.page.card.card
    assert card is not None
    assert card.name == "Quill"
    assert "Robin came to live here" not in hosted.story()


def test_a_child_is_added_from_the_card_with_its_placement(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    hosted.more("Add a child")
    sheet = hosted.sheet()
    sheet.form.set_values(
        {
            "first_name": "Wilma",
            "last_name": "Ashdown",
            "born_on": dt.date(2014, 5, 1),
            "started_on": dt.date(2021, 6, 1),
        }
    )
    sheet.save()
    hosted.settle()
    (child,) = rows(desk, "children", first_name="Wilma")
    (placement,) = rows(desk, "placements", child_id=child["id"])
    assert (child["family_id"], placement["started_on"]) == (ids.family, dt.date(2021, 6, 1))
    assert ("Wilma, 7 · here since Jun 2021", "") in hosted.lines()
    assert ("Nobody has agreed yet for Wilma", "") in hosted.lines()
    assert hosted.story()[:2] == ["June 2021", "Wilma came to live here"]


def has_keyboard(name: str) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.accessibleName() == name


def test_a_press_on_a_carer_opens_their_form_and_gives_the_keyboard_back(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    (carer,) = (c for c in hosted.page.card.findChildren(CardLine) if c.words() == "Sal Marlowe")
    carer.setFocus()
    qtbot.keyClick(carer, Qt.Key.Key_Space)
    sheet = hosted.sheet()
    sheet.form.set_values({"phone": "07700 900377"})
    sheet.save()
    hosted.settle()
    assert row(desk, "carers", ids.carer)["phone"] == "07700 900377"
    assert ("Sal Marlowe", "07700 900377") in hosted.lines()
    qtbot.waitUntil(lambda: has_keyboard("Sal Marlowe, 07700 900377"))


def test_a_status_changes_with_its_day_and_its_reason(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    hosted.more("Change status…")
    sheet = hosted.sheet()
    sheet.save()
    hosted.settle()
    assert sheet.form.fields["status"].problem() == "Choose the new status."
    sheet.form.set_values({"status": FamilyState.ON_HOLD, "from_on": dt.date(2021, 6, 14)})
    sheet.save()
    hosted.settle()
    assert "Say why" in sheet.form.fields["reason"].problem()
    sheet.form.set_values({"reason": "Moving house."})
    sheet.save()
    hosted.settle()
    assert row(desk, "families", ids.family)["status"] is FamilyState.ON_HOLD
    assert hosted.badges()[0] == "On hold"
    assert hosted.page.list.view.model().index(0, 0).data(MARK) == "On hold"
    assert hosted.story()[:2] == ["June 2021", "On hold"]


def test_a_child_moves_on(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    book(desk, ids)
    hosted.more("Robin moved on…")
    sheet = hosted.sheet()
    sheet.save()
    hosted.settle()
    assert sheet.form.fields["ended_how"].problem() == "Say how it ended."
    sheet.form.set_values(
        {"ended_on": dt.date(2021, 6, 15), "ended_how": PlacementEnd.HOME, "note": "Back to Mum."}
    )
    sheet.save()
    hosted.settle()
    (placement,) = rows(desk, "placements", child_id=ids.child)
    assert (placement["ended_on"], placement["ended_how"], placement["note"]) == (
        dt.date(2021, 6, 15),
        PlacementEnd.HOME,
        "Back to Mum.",
    )
    assert hosted.story()[:2] == ["June 2021", "Robin moved on"]
    assert not any(words.startswith("Robin") for words, _ in hosted.lines())


def test_support_is_logged_and_a_stay_booked_for_this_family(
    hosted: Hosted, ids: Ids, qtbot: QtBot
) -> None:
    hosted.press(qtbot, "Log support")
    assert hosted.asked == [("log-support", {"family_ids": [ids.family]})]
    hosted.more("Book a stay for Robin")
    assert hosted.sheet().form.values()["child_id"] == ids.child


def test_a_family_is_archived_only_when_nobody_needs_it_and_comes_back(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    hosted.more("Archive this family")
    assert hosted.troubles == ["This family still has children. Archive or move those first."]
    save_record(desk, "children", {"note": "moved"}, ids.child)
    hosted.more("Robin moved on…")
    hosted.sheet().form.set_values(
        {"ended_on": dt.date(2021, 6, 15), "ended_how": PlacementEnd.PLANNED}
    )
    hosted.sheet().save()
    hosted.settle()
    hosted.more("Archive this family")
    assert row(desk, "families", ids.family)["archived_at"] is not None
    assert hosted.names() == []
    assert hosted.badges()[0] == "Archived"
    hosted.press(qtbot, "Restore")
    assert hosted.names() == ["Marlowe"]


def test_chips_and_find_narrow_the_story_and_show_all_brings_it_back(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    log(desk, ids, 3, note="The hedgehog came back.", positive="He named it.")
    log(desk, ids, 9, note="School called.")
    book(desk, ids, from_on=dt.date(2021, 6, 11), to_on=dt.date(2021, 6, 12))
    reloaded(hosted)
    hosted.press(qtbot, "Support")
    assert hosted.story() == ["June 2021", "Phone", "Phone"]
    qtbot.keyClicks(hosted.page.story._find, "hedgehog")
    qtbot.waitUntil(lambda: hosted.story() == ["June 2021", "Phone"])
    qtbot.keyClicks(hosted.page.story._find, "s")
    qtbot.waitUntil(lambda: hosted.story() == [])
    hosted.press(qtbot, "Show all")
    assert hosted.story()[:4] == ["June 2021", "Sleepover with Wren Okoro", "Phone", "Phone"]


def test_an_entry_reads_aloud_what_it_shows(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    promise = {"what": "Send the pack", "due_on": dt.date(2021, 6, 15), "by": FollowUpBy.ME}
    one = log(desk, ids, 14, positive="He laughed.", agreed="A walk.", private_note=SECRET)
    save_record(desk, "follow-ups", promise | {"family_id": ids.family, "support_log_id": one})
    reloaded(hosted)
    model = hosted.page.story.view.model()
    index = model.index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Mon 14 Jun. Phone. 25 min. A word. Something positive: He laughed. Agreed: A walk. "
        "Follow-up 1 day late: send the pack. Has a private note"
    )
    assert [(b.word, b.role) for b in badges_of(index.data(ROW).entry, dt.date(2021, 6, 16))] == [
        ("Follow-up 1 day late: send the pack", "danger"),
        ("Has a private note", "neutral"),
    ]
    every = [str(model.index(n, 0).data()) for n in range(model.rowCount())]
    assert not any(SECRET in words for words in every)


def test_pressing_an_entry_opens_its_record(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    one = log(desk, ids, 14)
    view = reloaded(hosted).page.story.view
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hosted.opened == [("support-logs", one)]
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert hosted.sheet().accessibleName() == "Edit placement"


def test_earlier_fetches_what_came_before(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    for number in range(60):
        at = dt.datetime(2021, 3, 1, 10, 0, tzinfo=dt.UTC) + dt.timedelta(days=number)
        log(desk, ids, 1, at=at, note=f"Talk {number}.")
    view = hosted.page.story.view
    hosted.press(qtbot, "Support")
    assert hosted.story()[-1] == "Earlier…"
    assert len(hosted.page.story.entries()) == 40
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    hosted.settle()
    texts = [entry.text for entry in hosted.page.story.entries()]
    assert texts == [f"Talk {number}." for number in reversed(range(60))]
    assert hosted.story()[-1] == "Phone"
    reloaded(hosted)
    assert len(hosted.page.story.entries()) == 60


def test_every_record_of_the_page_is_found_on_it(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    made = add_family(desk, family_values(desk, name="Quill"))
    assert made.record_id
    hosted.page.show_this(kind="families", record_id=made.record_id)
    hosted.settle()
    step = rows(desk, "family-statuses", family_id=ids.family)[0]["id"]
    placement = rows(desk, "placements", child_id=ids.child)[0]["id"]
    for kind, record_id in (
        ("carers", ids.carer),
        ("children", ids.child),
        ("placements", placement),
        ("family-statuses", step),
    ):
        hosted.page.show_this(kind="families", record_id=made.record_id)
        hosted.settle()
        assert hosted.page.card.card is not None
        assert hosted.page.card.card.name == "Quill"
        hosted.page.show_this(kind=kind, record_id=record_id)
        hosted.settle()
        assert hosted.page.card.card.name == "Marlowe", kind
        assert hosted.page.can_show(kind)


def test_filters_and_the_way_out_of_an_empty_one(
    hosted: Hosted, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    made = add_family(desk, family_values(desk, name="Quill")).record_id
    assert made
    set_family_status(desk, made, FamilyState.LEFT, dt.date(2021, 6, 1), "Moved away.")
    pane = hosted.page.list
    pane._show.setCurrentIndex(1)
    hosted.settle()
    assert hosted.names() == ["Quill"]
    assert hosted.page.card.card is not None
    assert hosted.page.card.card.name == "Quill"
    pane._show.setCurrentIndex(2)
    hosted.settle()
    assert hosted.names() == []
    hosted.press(qtbot, "Show all")
    assert hosted.names() == ["Marlowe"]
    pane._filter.click()
    pane._registration.setCurrentIndex(2)
    hosted.settle()
    assert hosted.names() == []
    pane._filter.click()
    hosted.settle()
    assert hosted.names() == ["Marlowe"]


def test_narrow_windows_take_steps_and_lead_back(hosted: Hosted, qtbot: QtBot) -> None:
    page = hosted.page

    def shown() -> list[bool]:
        return [each.isVisible() for each in (page.list, page.card, page.story)]

    assert shown() == [True, True, True]
    hosted.window.resize(900, 700)
    hosted.settle()
    assert shown() == [True, True, False]
    hosted.press(qtbot, "Story")
    assert shown() == [True, False, True]
    hosted.window.resize(683, 700)
    hosted.settle()
    assert shown() == [False, False, True]
    hosted.press(qtbot, "Back to the card")
    assert shown() == [False, True, False]
    hosted.press(qtbot, "Back to the list")
    assert shown() == [True, False, False]
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return)
    hosted.settle()
    assert shown() == [False, True, False]


@pytest.mark.parametrize("name", ["light", "dark", "high-contrast"])
def test_nothing_is_wider_than_its_pane_at_twice_the_size(
    hosted: Hosted, desk: Desk, ids: Ids, qapp: QApplication, name: Any
) -> None:
    log(
        desk,
        ids,
        14,
        note="A long word: " + "x" * 300,
        positive="He laughed. " * 30,
        themes=["School"],
    )
    apply_theme(qapp, load_theme(name, 2.0))
    hosted.window.resize(1366, 690)
    reloaded(hosted)
    hosted.page.choose(ids.family)
    for step in ("card", "story"):
        hosted.page._go(step)
        hosted.settle()
        assert not hosted.window.grab().isNull()
        assert hosted.page.minimumSizeHint().width() <= 1366
    bar = hosted.page.story.view.horizontalScrollBar()
    assert bar.maximum() == 0
    assert hosted.page.story.view.sizeHintForRow(1) > 200


def test_a_hive_without_families_says_what_would_fill_it(
    qtbot: QtBot, desk: Desk, clock: Clock
) -> None:
    workspace = Workspace()
    workspace.desk = desk
    workspace.hives = come_in(desk).hives
    page = make(workspace)
    qtbot.addWidget(page)
    page.resize(1278, 716)
    page.show()
    wanted: list[str] = []
    workspace.sheet_wanted.connect(lambda name, what: wanted.append(what["kind"]))
    with qtbot.waitSignal(page.usable):
        page.reload()
    (button,) = (b for b in page.findChildren(Button) if b.text() == "Add a family")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == ["families"]
    assert not page.story.isVisible()
    workspace.stop()


def test_the_story_follows_when_only_the_children_of_a_log_change(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    log_id = log(desk, ids, 15)
    reloaded(hosted)
    hosted.workspace.do(lambda desk: change_log(desk, log_id, {}, [ids.child]), owner=hosted.page)
    hosted.settle()
    assert hosted.page.story.view.model().index(1, 0).data(ROW).entry.aside == "about Robin"


def test_the_keyboard_goes_along_into_the_card(hosted: Hosted, desk: Desk) -> None:
    add_family(desk, family_values(desk, name="Thorne"))
    reloaded(hosted)
    page = hosted.page
    hosted.window.resize(683, 700)
    hosted.window.activateWindow()
    page.list.take_focus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Return):
        QTest.keyClick(page.list.view, key)
    hosted.settle()
    here = QApplication.focusWidget()
    assert here is not None
    assert page.card.isAncestorOf(here)
    assert here.accessibleName() == "Back to the list"
    story = next(b for b in page.card.findChildren(Button) if b.text() == "Story")
    story.setFocus()
    QTest.keyClick(story, Qt.Key.Key_Return)
    assert page.story.view.hasFocus()
    QTest.keyClick(page.story.view, Qt.Key.Key_Escape)
    assert story.hasFocus()
    QTest.keyClick(story, Qt.Key.Key_Escape)
    assert page.list.view.hasFocus()
