"""A disk that is full while somebody saves from a form: the words stay, and it is said."""

from __future__ import annotations

import shutil

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from hivedesk.actions.desk import Desk, open_desk
from hivedesk.paths import key_path
from hivedesk.records import Way
from tests.actions.little import settle_in
from tests.conftest import PASSPHRASE
from tests.store.samples import fill_up, small_disk

from .hand import Hand

NOTE = "Long words. " * 8_000


def test_the_words_stay_and_can_be_saved_when_there_is_room(
    desk: Desk, passphrase: str, dressed: None, qtbot: QtBot
) -> None:
    ids = settle_in(desk)
    desk.store.close()
    try:
        with small_disk(6144) as disk:
            path = disk / "my.hive"
            shutil.copy2(desk.store.path, path)
            shutil.copy2(key_path(desk.store.path), key_path(path))
            hand = Hand(qtbot, path)
            hand.wait(lambda: hand.title() == "Today · HiveDesk")
            hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
            sheet = hand.sheet()
            sheet.form.fields["note"].set_value(NOTE)
            hand.fill(sheet, way=Way.PHONE, minutes=20)
            filler = fill_up(disk)
            sheet.save()
            hand.wait(sheet.form.isEnabled)  # today's backup may have said it of itself before
            hand.wait_for_words("The disk is full")
            assert sheet.form.fields["note"].value() == NOTE.strip()
            # Leaving does not throw the words away: the first try says that they are not kept,
            # whatever was said while one typed.
            assert sheet.keep_draft()
            hand.wait_for_words("The draft is not kept.")
            assert not sheet.close_sheet()
            hand.wait(lambda: not hand.window.workspace.background.busy())
            assert sheet.isVisible()
            hand.wait_for_words("The draft is not kept.")
            filler.unlink()
            hand.save(sheet)
            hand.wait(lambda: not hand.window.workspace.background.busy())
            hand.close()
            again = open_desk(path, PASSPHRASE)
            with again.store.reading() as session:
                kept = session.execute(text("SELECT note FROM support_logs")).scalars().all()
                left = session.execute(text("SELECT count(*) FROM drafts")).scalar_one()
            again.store.close()
            assert (kept, left) == ([NOTE.strip()], 0)
    except PermissionError as why:
        pytest.skip(f"{why}: run as root to try a full disk")
