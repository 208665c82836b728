"""The recovery sheet: one page with the key that opens a store whose passphrase is forgotten.

It names no person and no Hive: whoever finds it does not learn whose laptop it belongs to.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import partial

from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from hivedesk.rules.days import day_words, local

from .look import Look, house_look
from .page import WIDTH, Furniture, build

NAME = "Recovery sheet"
FOOT = (
    "Whoever has this sheet and the laptop can read everything on it. Never keep the two together."
)
FILE_NAME = "HiveDesk recovery sheet.pdf"
_STEPS = (
    "At the door of HiveDesk press “I forgot my passphrase”, type this key, and choose a new "
    "passphrase. In a terminal: hivedesk recover --store FILE.",
    "There is no letter O, I or L in it: what looks like one is a number. Small letters and gaps "
    "do not matter. The fifth letter of each group checks the four before it: a group that was "
    "misread is named.",
    "The key goes on opening the store after that. A new sheet (Ctrl+K, “New recovery sheet”) "
    "ends this one.",
    "It also opens the copies that were made while it held: with HIVEDESK_PASSPHRASE set to the "
    "key, hivedesk restore takes it in place of the passphrase.",
)


def recovery_pdf(key: str, store_name: str, now: dt.datetime) -> bytes:
    """The sheet as PDF.

    Args:
        key: as `store.recovery.new_recovery_key` made it.
        store_name: name of the store's file, without its folder.
        now: when the key was made, aware.
    """
    look, made = house_look(), io.BytesIO()
    build(partial(_story, look, key), _furniture(store_name, now), look, made)
    return made.getvalue()


def _furniture(store_name: str, now: dt.datetime) -> Furniture:
    day = local(now).date()
    return Furniture(
        title=NAME,
        name=NAME,
        about=f"HiveDesk, {store_name}",
        notice="Keep it as you keep a house key",
        notes=(f"Made on {day_words(day)} {day.year}", "An older sheet of this store is void"),
        foot=FOOT,
    )


def _story(look: Look, key: str) -> list[Flowable]:
    groups = key.split("-")
    half = (len(groups) + 1) // 2
    rows = [groups[:half], groups[half:]]
    rows = [row + [""] * (half - len(row)) for row in rows]
    cells = [[_group(look, each) for each in row] for row in rows]
    table = Table(cells, [WIDTH / half] * half, rowHeights=52)
    box = [("BOX", (0, 0), (-1, -1), 1, look.colour("ink"))]
    table.setStyle(TableStyle([*box, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    steps = [look.words(step, "body", fontSize=11, leading=15, spaceAfter=9) for step in _STEPS]
    return [Spacer(1, 18), KeepTogether([table]), Spacer(1, 22), *steps]


def _group(look: Look, letters: str) -> Flowable:
    return look.words(letters, "body", fontName=look.bold, fontSize=24, leading=30, alignment=1)
