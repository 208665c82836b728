"""What every page shares: its frame, its fields, its buttons."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from .html import Html, Inside, joined, tag
from .month import Night

ROOMS, PAPERS, CALENDAR = "/my/rooms", "/my/statements", "/my/calendar"
_PLACES = ((ROOMS, "My rooms"), (PAPERS, "Statements"), (CALENDAR, "Calendar"))

DONE = {
    "yes": "You said yes. Your Hive support worker has been told.",
    "no": "You said no. Your Hive support worker has been told.",
    "closed": "The room is closed on those days.",
    "opened": "The room is open again on those days.",
    "forgotten": "The calendar address is good no more.",
    "out": "You are signed out.",
}
"""What a page says after something was done; an address carries only the word."""


@dataclass(frozen=True)
class Frame:
    """What a page needs to know of who is looking.

    Attributes:
        name: whose page it is; "" where nobody is signed in.
        form_word: what every form of this browser carries.
        done: a word of `DONE`.
    """

    name: str = ""
    form_word: str = ""
    done: str = ""


@dataclass(frozen=True)
class Refusal:
    """What could not be done with a form, and what had been typed."""

    words: str
    next_step: str = ""
    field: str = ""
    typed: dict[str, str] = dataclasses.field(default_factory=dict)

    def at(self, name: str) -> str:
        """What is wrong with one field; "" for nothing."""
        return f"{self.words} {self.next_step}".strip() if self.field == name else ""


def page(frame: Frame, title: str, *inside: Inside, here: str = "", wrong: bool = False) -> Html:
    """A whole page. Its title says what it is before it says whose program it belongs to."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="robots", content="noindex"),
        tag("title", f"{'Not done: ' if wrong else ''}{title} · HiveDesk"),
        tag("link", rel="icon", href="/my/icon.svg", type="image/svg+xml"),
        tag("link", rel="stylesheet", href="/my/look.css"),
    )
    told = tag("p", DONE[frame.done], class_="done", role="status") if frame.done in DONE else None
    main = tag("main", tag("h1", title), told, *inside, id="main", tabindex="-1")
    skip = tag("a", "Skip to the page", href="#main", class_="skip")
    body = tag("body", skip, _top(frame, here), main)
    return Html("<!doctype html>" + tag("html", head, body, lang="en-GB"))


def _top(frame: Frame, here: str) -> Html:
    if not frame.name:
        return tag("header", tag("p", "HiveDesk", class_="brand"), class_="top")
    links = [
        tag("li", tag("a", words, href=to, aria_current="page" if to == here else None))
        for to, words in _PLACES
    ]
    out = form(frame, "/my/sign-out", tag("button", "Sign out", class_="plain"))
    return tag(
        "header",
        tag("div", tag("p", frame.name, class_="brand"), out, class_="who"),
        tag("nav", tag("ul", links), aria_label="Places"),
        class_="top",
    )


def form(frame: Frame, to: str, *inside: Inside, class_: str | None = None) -> Html:
    """A form that carries the word which shows that it is ours."""
    word = tag("input", type="hidden", name="word", value=frame.form_word)
    # The server says what is wrong, in our words and tied to the field.
    return tag("form", word, *inside, method="post", action=to, class_=class_, novalidate=True)


def line(
    name: str,
    label: str,
    refusal: Refusal | None = None,
    *,
    help_: str = "",
    long: bool = False,
    optional: bool = False,
    **attributes: str | int | bool | None,
) -> Html:
    """A labelled field, with what is wrong with it below it."""
    wrong = refusal.at(name) if refusal else ""
    typed = refusal.typed.get(name, "") if refusal else str(attributes.pop("value", "") or "")
    attributes.pop("value", None)
    told = [f"{name}-help"] if help_ else []
    told += [f"{name}-wrong"] if wrong else []
    attributes |= {
        "id": name,
        "name": name,
        "aria_describedby": " ".join(told) or None,
        "aria_invalid": "true" if wrong else None,
        "autofocus": bool(wrong) or attributes.get("autofocus"),
    }
    if long:
        control = tag("textarea", typed, **attributes)
    else:
        control = tag("input", value=typed, **attributes)
    return tag(
        "div",
        tag(
            "label",
            label,
            tag("span", " (optional)", class_="quiet") if optional else None,
            for_=name,
        ),
        tag("p", help_, id=f"{name}-help", class_="help") if help_ else None,
        control,
        tag("p", _mark("!"), wrong, id=f"{name}-wrong", class_="wrong") if wrong else None,
        class_="field",
    )


def trouble(refusal: Refusal | None) -> Html | None:
    """What could not be done, where it belongs to no single field."""
    if refusal is None or refusal.field:
        return None
    said = tag("p", tag("strong", refusal.words), f" {refusal.next_step}".rstrip())
    return tag("div", _mark("!"), said, class_="trouble", role="alert")


def button(words: str, **attributes: str | bool | None) -> Html:
    """A button."""
    return tag("button", words, **{"class_": "second"} | attributes)


def badge(night: Night, word: str = "") -> Html:
    """A state: shape, word and colour, in that order of weight."""
    return _badge(night.shape, word or night.word, night.name.lower().replace("_", "-"))


def over_badge(word: str) -> Html:
    """The state of what has been."""
    return _badge("✓", word, "over")


def _badge(shape: str, word: str, look: str) -> Html:
    drawn = tag("span", shape, aria_hidden="true", class_="shape")
    return tag("span", drawn, tag("span", word), class_=f"badge {look}")


def unseen(words: str) -> Html:
    """Words that are read out and not shown, where the eye has them from around."""
    return tag("span", words, class_="unseen")


def rows(pairs: list[tuple[str, str]]) -> Html:
    """Labels and values."""
    return tag("dl", joined(*(joined(tag("dt", a), tag("dd", b)) for a, b in pairs)))


def _mark(sign: str) -> Html:
    return tag("span", sign, aria_hidden="true", class_="mark")
