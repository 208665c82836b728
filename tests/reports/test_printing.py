"""What is printed is what was counted, and says nothing it should not."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from hivedesk.records import ActivityKind, Attendance, StayKind, Way
from hivedesk.reports.catalogue import REPORTS
from hivedesk.reports.figure import Unit, printed
from hivedesk.reports.look import BOXES
from hivedesk.reports.monthly import draw, monthly_figures, write_pdf
from hivedesk.reports.monthly.declared import FIGURES
from hivedesk.reports.monthly.drawing import DRAFT
from hivedesk.reports.page import WIDTH
from hivedesk.rules.days import LONDON, month
from hivedesk.store import Store, writing
from hivedesk.store.files import CannotWrite
from tests.reports.little import AFTER, Little, june_2021
from tests.reports.reading import read_back, text_of

JUNE = month(2021, 6)


@pytest.fixture
def kept(store: Store) -> tuple[Store, str]:
    """A store with the month that was counted by hand, and its Hive."""
    with writing(store, "Jo Field", "Add", AFTER) as write:
        hive = june_2021(Little(write.session))
    return store, hive


def counted(store: Store, hive_id: str | None, now: dt.datetime = AFTER):
    with store.reading() as session:
        return monthly_figures(session, JUNE, hive_id, now)


def sheet_of(figures, prepared_by: str = "Jo Field") -> bytes:
    out = io.BytesIO()
    draw(figures, out, prepared_by)
    return out.getvalue()


@pytest.mark.parametrize("county", [False, True])
def test_every_figure_printed_is_the_figure_counted(kept: tuple[Store, str], county: bool) -> None:
    store, hive = kept
    figures = counted(store, None if county else hive)
    flat = figures.flat()
    found = read_back(sheet_of(figures), figures)
    assert found.pop("bar_sleepover") == flat["sleepover_nights"]
    assert found.pop("bar_emergency") == flat["emergency_nights"]
    assert found.pop("bar_respite") == flat["respite_nights"]
    assert found == {key: flat[key] for key in found}
    # All single figures are printed; of the groups only what is nought may be left out.
    assert FIGURES.keys() - found.keys() == (set() if county else {"hives"})
    assert not any(value for key, value in flat.items() if key not in {*found, "hives"})


def test_an_empty_hive_prints_its_noughts(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        hive = Little(write.session).hive()
    figures = counted(store, hive)
    found = read_back(sheet_of(figures), figures)
    assert {key: value for key, value in found.items() if value} == {
        "places": 10,
        "places_free": 10,
    }


@pytest.mark.parametrize("name", ["Hive" * 50, "A Hive of many words " * 9 + ", truly"])
def test_names_longer_than_the_paper_leave_the_month_and_the_rest_in_sight(
    kept: tuple[Store, str], name: str
) -> None:
    store, hive = kept
    figures = replace(counted(store, hive), hive=name)
    first, later, *_ = PdfReader(io.BytesIO(sheet_of(figures, "Jo " * 60))).pages
    for page in (first, later):
        about = next(line for line in head_of(page) if "…, June 2021" in line)
        assert stringWidth(about, "Inter-Regular", 11.5 if page is first else 8.5) < WIDTH
    assert any(line.startswith("Prepared by Jo") and "…" in line for line in head_of(first))


def head_of(page: PageObject) -> list[str]:
    return page.extract_text().splitlines()[:8]


@pytest.mark.parametrize(
    ("name", "boxes"), [("Zoë’s", False), ("خلية النحل", False), ("蜂巢", True)]
)
def test_letters_that_cannot_be_printed_are_told_of(
    kept: tuple[Store, str], name: str, boxes: bool
) -> None:
    store, hive = kept
    figures = replace(counted(store, hive), hive=name)
    assert (BOXES in text_of(sheet_of(figures)).replace("\n", " ")) is boxes


def test_the_same_figures_give_the_same_bytes(kept: tuple[Store, str]) -> None:
    store, hive = kept
    assert sheet_of(counted(store, hive)) == sheet_of(counted(store, hive))


def test_the_document_names_its_title_and_language_and_nothing_of_its_making(
    kept: tuple[Store, str],
) -> None:
    store, hive = kept
    sheet = sheet_of(counted(store, hive))
    reader = PdfReader(io.BytesIO(sheet))
    assert dict(reader.metadata or {}) == {"/Title": "Monthly Hive activity, June 2021"}
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"CreationDate" not in sheet
    assert [entry["/Title"] for entry in reader.outline][:3] == [
        "The Hive",
        "Coming and going",
        "Stays",
    ]
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Inter" in name for name in fonts)


def test_no_family_or_child_is_named(kept: tuple[Store, str]) -> None:
    store, hive = kept
    words = text_of(sheet_of(counted(store, hive)))
    assert "Pat Hall" in words
    assert not {"Marlowe", "Kai", "Mia", "Ali", "Bea", "Oak"} & set(words.split())


def test_only_consented_remarks_are_quoted_and_name_nobody(kept: tuple[Store, str]) -> None:
    store, hive = kept
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session, policies=False)
        walk = little.activity(hive, "2021-06-20 10:00", ActivityKind.SOCIAL)
        for remark, may_quote in (
            ("We laughed all the way home <3 & more.", True),
            ("The Marlowe boys won.", True),
            ("Not for the paper.", False),
        ):
            family = little.family(hive)
            said = {"remark": remark, "may_quote": may_quote, "carer_id": little.carer(family)}
            little.came(walk, family, Attendance.ATTENDED, **said)
    figures = counted(store, hive)
    assert figures.quotes == ("We laughed all the way home <3 & more.",)
    text = text_of(sheet_of(figures))
    assert "What families said" in text
    assert "“We laughed all the way home <3 & more.”" in text
    assert "Marlowe" not in text
    assert "Not for the paper" not in text


def test_the_head_says_draft_only_while_the_month_is_open(kept: tuple[Store, str]) -> None:
    store, hive = kept
    now = dt.datetime(2021, 6, 25, 20, 47, tzinfo=LONDON)
    draft = text_of(sheet_of(counted(store, hive, now)))
    assert DRAFT in draft
    assert "Eastleigh Hive, June 2021" in draft
    assert "As at Fri 25 Jun 2021, 20:47 Prepared by Jo Field" in draft
    over = text_of(sheet_of(counted(store, None), ""))
    assert DRAFT not in over
    assert "All Hives, June 2021 As at Wed 30 Jun 2021" in over
    assert "Prepared by" not in over


def test_a_name_that_looks_like_markup_stays_a_name(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        hive = little.hive("B&Q <b>Hive</b>")
        room = little.room(little.link_carer(hive, "<i>Pat O'Shea&amp;"), 1, "2021-01-01")
        little.stay(room, StayKind.SLEEPOVER, "2021-06-01", "2021-06-03")
    figures = counted(store, hive)
    sheet = sheet_of(figures)
    assert "<i>Pat O'Shea&amp; 2 nights" in text_of(sheet)
    assert "B&Q <b>Hive</b>, June 2021" in text_of(sheet)


def test_a_county_of_many_hives_and_courses_breaks_over_pages(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        for number in range(150):
            hive = little.hive(f"Town {number:03}")
            room = little.room(little.link_carer(hive, "Pat Hall"), 1, "2021-01-01")
            little.stay(room, StayKind.SLEEPOVER, "2021-06-01", "2021-06-03")
    figures = counted(store, None)
    found = read_back(sheet_of(figures), figures)
    assert sum(value == 2 for key, value in found.items() if "nights_by_hive" in key) == 150


def test_long_lists_and_long_names_break_over_pages(store: Store) -> None:
    with writing(store, "Jo Field", "Add", AFTER) as write:
        little = Little(write.session)
        hive = little.hive()
        carer = little.carer(little.family(hive))
        for number in range(60):
            keeper = little.link_carer(hive, f"Maximiliana{number:02} Featherstonehaugh-Smythe")
            room = little.room(keeper, 1, "2021-01-01")
            little.stay(room, StayKind.SLEEPOVER, "2021-06-01", "2021-06-03")
            course = little.course("A course of many words, " * 8 + str(number))
            session = little.taught(course, hive, "2021-06-10 10:00", 60)
            little.trained(session, carer, Attendance.ATTENDED)
            theme = f"A theme that somebody wrote at length {number}"
            family = little.family(hive)
            little.log(family, "2021-06-10 10:00", 10, Way.PHONE, themes=[theme])
    figures = counted(store, hive)
    found = read_back(sheet_of(figures), figures)
    assert sum("support_by_theme" in key for key in found) == 60
    assert sum("training_by_course" in key for key in found) == 60


def test_saving_puts_the_file_in_place_whole(kept: tuple[Store, str], tmp_path: Path) -> None:
    store, hive = kept
    out = tmp_path / "June.pdf"
    out.write_bytes(b"%PDF, an older one")
    figures = write_pdf(store, hive, JUNE, out, AFTER, "Jo Field")
    assert out.read_bytes() == sheet_of(figures)
    assert [path.name for path in tmp_path.glob("*June.pdf*")] == ["June.pdf"]


def test_saving_where_nothing_can_be_written_says_so_plainly(
    kept: tuple[Store, str], tmp_path: Path
) -> None:
    store, hive = kept
    with pytest.raises(CannotWrite, match="cannot be written to; nothing was changed"):
        write_pdf(store, hive, JUNE, tmp_path / "no such folder" / "June.pdf", AFTER, "Jo")


def test_without_the_house_typeface_it_still_prints(tmp_path: Path) -> None:
    program = (
        "import pathlib, hivedesk.reports.look as look\n"
        "look.resource = look.letters.resource = lambda *parts: pathlib.Path('nowhere')\n"
        "made = look.house_look()\n"
        "print(made.regular, made.colour('accent').hexval(), made.colour('surface').hexval())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["Helvetica", "0x000000", "0xffffff"]


@pytest.mark.parametrize(
    ("value", "unit", "nouns", "words"),
    [
        (1234, Unit.COUNT, ("", ""), "1,234"),
        (1, Unit.COUNT, ("night", "nights"), "1 night"),
        (0, Unit.COUNT, ("night", "nights"), "0 nights"),
        (6.8, Unit.HOURS, ("", ""), "6.8"),
        (45, Unit.MINUTES, ("", ""), "45 min"),
        (60, Unit.MINUTES, ("", ""), "1 h"),
        (75, Unit.MINUTES, ("", ""), "1 h 15 min"),
        (26, Unit.PERCENT, ("", ""), "26 %"),
        (19.6, Unit.PERCENT, ("", ""), "19.6 %"),
        (26_500, Unit.POUNDS, ("", ""), "£26,500"),
        (45.5, Unit.POUNDS, ("", ""), "£45.50"),
        (-12, Unit.POUNDS, ("", ""), "−£12"),
    ],
)
def test_how_a_number_is_said(value: float, unit: Unit, nouns: tuple[str, str], words: str) -> None:
    assert printed(value, unit, nouns) == words


def test_the_catalogue_names_a_module_that_writes() -> None:
    for about in REPORTS.values():
        module = __import__(about.module, fromlist=["write_pdf"])
        assert callable(module.write_pdf)
