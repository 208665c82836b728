"""Every page as HTML: one heading, labels for all fields, no id twice; and how it is sent."""

from __future__ import annotations

import itertools
from collections import Counter
from html.parser import HTMLParser

import pytest

from hivedesk.central.web.html import joined, tag
from hivedesk.central.web.look import style_sheet
from tests.central.web.conftest import County, Phone

VOID = {"br", "input", "link", "meta"}


class Page(HTMLParser):
    """Reads a page, and holds that it is whole."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.title = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name in names]


def check(text: str) -> str:
    """Hold what every page must have; its title."""
    assert text.startswith("<!doctype html>")
    page = Page(text)
    assert [each["lang"] for each in page.all("html")] == ["en-GB"]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.title.endswith(" · HiveDesk")
    ids = Counter(each["id"] for _, each in page.tags if "id" in each)
    assert set(ids.values()) == {1}
    labels = {each["for"] for each in page.all("label")}
    fields = [
        each for each in page.all("input", "textarea", "select") if each.get("type") != "hidden"
    ]
    assert {each["id"] for each in fields} == labels
    for _, each in page.tags:
        assert set(each.get("aria-describedby", "").split()) <= set(ids)
        assert not {name for name in each if name.startswith("on") or name == "style"}
    assert page.all("script", "style", "iframe") == []
    levels = [int(name[1]) for name, _ in page.tags if name in ("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for each in page.all("form"):
        assert each["method"] == "post"
    words = [each for each in page.all("input") if each.get("name") == "word"]
    assert len(words) == len(page.all("form"))
    assert all(len(each["value"]) == 64 for each in words)
    return page.title


def every_page(county: County) -> dict[str, str]:
    """All pages, in every state they have, by address."""
    asked, booked = county.ask(), county.ask("2021-06-18", "2021-06-20", status="agreed")
    told = county.ask("2021-06-20", "2021-06-22", status="confirmed", food="no nuts")
    new, phone = county.phone(), county.pats()
    close = f"/my/rooms/{county.side.room}/close"
    closed = {"first_day": "2021-06-25", "last_day": "2021-06-26", "why": "away"}
    pages = {
        "sign-in": new.get("/my/sign-in").text,
        "wrong code": new.sign_in("X").text,
        "elsewhere": new.get("/my/rooms", **{"Sec-Fetch-Site": "cross-site"}).text,
        "nothing": new.get("/my/nothing").text,
        "no yes": phone.send(f"/my/requests/{asked}", {"answer": "no"}).text,
        "not closed": phone.send(close, {"first_day": "x"}).text,
        "closed": phone.sent_to(phone.send(close, closed)),
        "no form of ours": phone.client.post(close, data=closed).text,
        "address": phone.send("/my/calendar", {"do": "new"}).text,
    }
    paths = ["rooms", "rooms?month=2021-07", "rooms?month=2019-07", "statements", "calendar"]
    paths += [f"requests/{asked}", f"requests/{booked}", f"stays/{booked}", f"stays/{told}"]
    return pages | {path: phone.get(f"/my/{path}").text for path in paths}


def test_every_page_is_well_made_and_has_a_title_of_its_own(county: County) -> None:
    titles = {name: check(text) for name, text in every_page(county).items()}
    assert titles["no yes"].startswith("Not done: ")
    assert len(set(titles.values())) >= 11


def test_every_answer_says_what_browsers_may_do_with_it(county: County) -> None:
    phone = county.pats()
    for path in ("rooms", "sign-in", "nothing", "look.css", "icon.svg", "calendar/x.ics"):
        headers = phone.get(f"/my/{path}").headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_pages_are_no_part_of_the_described_roads(county: County) -> None:
    described = county.phone().get("/openapi.json").json()
    assert not [path for path in described["paths"] if path.startswith("/my")]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"\xff\xfe&word=%00", "application/x-www-form-urlencoded", 403),
        (b"&".join(b"a%d=b" % n for n in range(500)), "application/x-www-form-urlencoded", 403),
    ],
)
def test_bodies_that_are_no_form(county: County, body: bytes, kind: str, status: int) -> None:
    phone: Phone = county.phone()
    answer = phone.client.post("/my/sign-in", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status


def test_words_are_escaped_wherever_they_stand() -> None:
    made = tag("a", '<"&', [tag("b", "x"), None, "'"], href='"><script>', hidden=True, id=None)
    assert made == ('<a href="&quot;&gt;&lt;script&gt;" hidden>&lt;&quot;&amp;<b>x</b>&#x27;</a>')
    assert joined(tag("input", value="a"), "<") == '<input value="a">&lt;'


def test_style_sheet_has_every_colour_it_asks_for() -> None:
    sheet = style_sheet()
    asked = {part.split(")")[0] for part in sheet.split("var(")[1:]}
    for theme in sheet.split(":root{")[1:]:
        given = {line.split(":")[0] for line in theme.split("}")[0].split(";") if line}
        assert asked <= given
    assert sheet.count(":root{") == 3
    assert "#" not in sheet[sheet.rindex(":root{") :].partition("}")[2].replace("a#", "")
