"""The help texts of `resources/help`, read once into plain values for the window and for print.

A text is a Markdown file, `10-today.md`: its number is its place in the list, the rest its name.
It may hold a title, paragraphs with **strong** words, `code` and links, headings (`##`), lists
(`-`) and pictures alone in their paragraph. A comment says what it is about and what else people
call it: `<!-- for: rooms, rooms/board -->`, `<!-- also: bed, sleepover -->`. A link leads to
another text (`33-waiting-for-a-night.md`) or does a command (`command:log-support`); a paragraph of
nothing but links, which begins with "From here:" or "See also:", becomes buttons in the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from hivedesk.paths import resource

FOLDER = "help"
KEYS = "keys"
"""The text below which every key is listed."""
LINKS = ("From here:", "See also:")
_COMMENT = re.compile(r"<!--\s*(?:(for|also):)?\s*(.*?)\s*-->", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)\s*")
_MARKED = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)")


class Span(NamedTuple):
    """Some words of a paragraph, and how they are set."""

    words: str
    style: Literal["", "strong", "code"] = ""


class Link(NamedTuple):
    """Where some words lead: to another text (`topic`), or to what a command does (`command`)."""

    words: str
    topic: str = ""
    command: str = ""


class Block(NamedTuple):
    """A paragraph, a heading, a line of a list, a line of links, or a picture (`picture` is its
    file, `text` what it shows, for whoever cannot see it)."""

    kind: Literal["words", "heading", "item", "links", "picture"]
    text: str
    picture: str = ""

    @property
    def spans(self) -> list[Span]:
        """The words with their marks taken off."""
        found, at = [], 0
        for match in _MARKED.finditer(self.text):
            found.append(Span(self.text[at : match.start()]))
            strong, code, linked, _ = match.groups()
            found.append(Span(code, "code") if code else Span(strong or linked, "strong"))
            at = match.end()
        return [span for span in (*found, Span(self.text[at:])) if span.words]

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(span.words for span in self.spans)


@dataclass(frozen=True)
class Topic:
    """One help text.

    Attributes:
        name: "today"; pictures, links and `about` of pages and sheets use it.
        subjects: the places, views of places ("rooms/waiting"), sheets and kinds of record that
            F1 opens it for.
        also: other words that people look for.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    subjects: tuple[str, ...] = ()
    also: str = ""

    @property
    def first(self) -> str:
        """Its first sentence."""
        paragraph = next((block.plain for block in self.blocks if block.kind == "words"), "")
        return re.split(r"(?<=[.?])\s", paragraph, maxsplit=1)[0]

    @property
    def links(self) -> list[Link]:
        """Where its words lead, each once."""
        found = []
        for block in self.blocks:
            for *_, words, target in _MARKED.findall(block.text):
                if target.startswith("command:"):
                    found.append(Link(words, command=target.removeprefix("command:")))
                elif target:
                    found.append(Link(words, topic=_name(target)))
        return list({link[1:]: link for link in reversed(found)}.values())[::-1]


@cache
def topics() -> tuple[Topic, ...]:
    """Every help text, in order."""
    files = sorted(resource(FOLDER).glob("*.md"))
    return tuple(_read(path.name, path.read_text("utf-8")) for path in files)


def topic_called(name: str) -> Topic | None:
    """The text of this name."""
    return next((topic for topic in topics() if topic.name == name), None)


def topic_for(*subjects: str) -> Topic | None:
    """The text about the first of these that has one."""
    for subject in subjects:
        for topic in topics():
            if subject and subject in topic.subjects:
                return topic
    return None


def matching(words: str, *, whole: bool = True) -> list[Topic]:
    """The texts in which every word typed begins a word: those of that title first.

    Args:
        whole: look through the whole text; else only at titles and what is also said for them.
    """
    wanted = _words_of(words)
    if not wanted:
        return []
    ranked = []
    for place, topic in enumerate(topics()):
        said = [topic.title, f"{topic.title} {topic.also}"]
        if whole:
            said.append(" ".join((*said, *(block.plain for block in topic.blocks))))
        for rank, text in enumerate(said):
            known = _words_of(text)
            if all(any(word.startswith(each) for word in known) for each in wanted):
                ranked.append((rank, place, topic))
                break
    return [topic for *_, topic in sorted(ranked, key=lambda each: each[:2])]


def _words_of(text: str) -> list[str]:
    return re.findall(r"[\w+]+", text.casefold().replace("’", ""))


def _read(file: str, text: str) -> Topic:
    told = {"for": "", "also": ""}
    for key, words in _COMMENT.findall(text):
        if key:
            told[key] = " ".join(words.split())
    title, *rest = _COMMENT.sub("", text).strip().split("\n\n")
    subjects = tuple(word.strip() for word in told["for"].split(",") if word.strip())
    blocks = tuple(block for part in rest for block in _blocks(part.strip()))
    return Topic(_name(file), title.removeprefix("# ").strip(), blocks, subjects, told["also"])


def _blocks(part: str) -> Iterator[Block]:
    picture = _PICTURE.fullmatch(part)
    if picture:
        yield Block("picture", " ".join(picture[1].split()), picture[2])
    elif part.startswith("## "):
        yield Block("heading", part.removeprefix("## "))
    elif part.startswith("- "):
        for item in re.split(r"\n(?=- )", part):
            yield Block("item", " ".join(item.removeprefix("- ").split()))
    elif part.startswith(LINKS):
        yield Block("links", " ".join(part.split()))
    elif part:
        yield Block("words", " ".join(part.split()))


def _name(file: str) -> str:
    return re.sub(r"^\d+-|\.md$", "", file)
