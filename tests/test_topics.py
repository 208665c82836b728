"""The help texts: each can be reached, and what they name is there."""

from __future__ import annotations

import re

import pytest

from hivedesk import topics
from hivedesk.desktop.pages import catalogue
from hivedesk.desktop.sheets import SHEETS
from hivedesk.keys import COMMANDS, IN_A_FORM, ON_THE_BOARD, PLACES, SEARCH
from hivedesk.topics import KEYS, Block, matching, topic_called, topic_for

ALL = topics.topics()
# A sheet that asks for one thing, whose help is that of the page it lies over.
OF_THEIR_PAGE = {"record", "help-text"}


def shortcuts() -> set[str]:
    """Every key that the program knows, as it is written for people."""
    listed = [SEARCH.keys, *(command.shortcut for command in COMMANDS)]
    listed += [key.keys for key in (*ON_THE_BOARD, *IN_A_FORM)]
    return {each.strip() for keys in listed for each in keys.split(",")}


def test_every_place_has_a_text() -> None:
    assert [place.name for place in PLACES if topic_for(place.name) is None] == []


def test_every_sheet_has_a_text() -> None:
    assert [name for name in SHEETS if name not in OF_THEIR_PAGE and topic_for(name) is None] == []


def test_every_kind_of_record_that_is_shown_has_a_text() -> None:
    kinds = [kind for place in catalogue.PLACES for kind in place.shows]
    assert [kind for kind in kinds if topic_for(kind) is None] == []


def test_no_subject_is_claimed_twice() -> None:
    claimed = [subject for topic in ALL for subject in topic.subjects]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.name)
def test_what_a_text_leads_to_is_there(topic: topics.Topic) -> None:
    known = {command.name for command in COMMANDS}
    for link in topic.links:
        assert link.command in known if link.command else topic_called(link.topic), link
    assert topic.title
    assert topic.first.endswith((".", "?"))


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.name)
def test_every_key_named_in_a_text_is_one_of_the_programs(topic: topics.Topic) -> None:
    said = " ".join(block.plain for block in topic.blocks)
    named = re.findall(r"\b(?:(?:Ctrl|Alt|Shift)\+)+\w+|\bF\d+\b", said)
    assert set(named) <= shortcuts() | {"Ctrl"}


def test_every_command_button_says_what_the_command_is_called() -> None:
    words = {command.name: command.words for command in COMMANDS}
    wrong = [
        (topic.name, link.words)
        for topic in ALL
        for link in topic.links
        if link.command and words[link.command] != link.words
    ]
    assert wrong == []


def test_a_text_is_read_into_blocks() -> None:
    read = topics._read(
        "31-say-yes.md",
        "# Can I say yes?\n\n<!-- for: rooms/yes, book-room -->\n<!-- also: crisis -->\n\n"
        "It **answers** in `words`,\nsee [the board](30-rooms.md).\n\n"
        "![A room\nthat is free](pictures/yes.png)\n\n"
        "- one\n- two\n  lines\n\n## More\n\nFrom here: [Lock](command:lock).\n",
    )
    assert (read.name, read.title, read.also) == ("say-yes", "Can I say yes?", "crisis")
    assert read.subjects == ("rooms/yes", "book-room")
    assert read.blocks == (
        Block("words", "It **answers** in `words`, see [the board](30-rooms.md)."),
        Block("picture", "A room that is free", "pictures/yes.png"),
        Block("item", "one"),
        Block("item", "two lines"),
        Block("heading", "More"),
        Block("links", "From here: [Lock](command:lock)."),
    )
    assert read.blocks[0].plain == "It answers in words, see the board."
    assert [span.style for span in read.blocks[0].spans] == [
        "",
        "strong",
        "",
        "code",
        "",
        "strong",
        "",
    ]
    assert [(link.topic, link.command) for link in read.links] == [("rooms", ""), ("", "lock")]


def test_texts_are_found_by_the_beginnings_of_words() -> None:
    assert matching("SAY yes")[0].name == "say-yes"
    assert "handover" in [topic.name for topic in matching("checkl")]
    assert "say-yes" in [topic.name for topic in matching("crisis", whole=False)]
    assert matching("zebra") == []
    assert matching("  ") == []


def test_the_last_text_lists_the_keys() -> None:
    assert ALL[-1].name == KEYS
