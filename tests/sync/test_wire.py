"""Messages: there and back unchanged; what was not agreed is refused without being quoted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.sync import wire

CHANGE = wire.PulledChange(
    id="1",
    group_id="2",
    undoes=None,
    clock="000000000000001-00000-aaaaaaaa",
    device="aaaaaaaa",
    at="2021-06-16T09:00:00+00:00",
    who="Jo Field",
    verb="Add family",
    kind="families",
    record_id="3",
    before=None,
    after={"name": "Łuczak", "themes": ["School"], "pence": 12, "held": False},
    seq=7,
)
ANSWERS: list[Any] = [
    wire.PullAnswer("e", [CHANGE], 7, more=False, scope="s"),
    wire.PushAsk("aaaaaaaa", "e", "2021-06-16T09:00:00+00:00", []),
    wire.PushAnswer("e", [wire.PushResult("1", "set_aside", code="no-bed", reason="Full.")]),
    wire.PushAnswer(
        "e",
        [wire.PushResult("1", "accepted", 3, conflicts=[wire.LostText("note", "a", "b")])],
    ),
    wire.JoinAnswer("t", wire.Account("Jo", "worker", [wire.NamedHive("h", "Gosport")]), "e", 1),
    wire.Trouble("No.", "Wait.", "later"),
]


@pytest.mark.parametrize("said", ANSWERS, ids=lambda said: type(said).__name__)
def test_there_and_back(said: Any) -> None:
    sent = json.dumps(wire.to_json(said), ensure_ascii=False)
    assert wire.from_json(type(said), json.loads(sent)) == said


def test_names_of_a_newer_protocol_are_left_out() -> None:
    known = wire.to_json(ANSWERS[0]) | {"weather": "fine"}
    assert wire.from_json(wire.PullAnswer, known) == ANSWERS[0]


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("more", None, "more"),
        ("more", 1, "more"),
        ("next", "7", "next"),
        ("next", True, "next"),
        ("changes", {}, "changes"),
        ("changes", ["secret words"], "changes"),
        ("changes", [wire.to_json(CHANGE) | {"after": None}], "after"),
        ("changes", [wire.to_json(CHANGE) | {"seq": None}], "seq"),
    ],
)
def test_what_was_not_agreed_is_refused(name: str, value: Any, place: str) -> None:
    with pytest.raises(wire.Unreadable) as refused:
        wire.from_json(wire.PullAnswer, wire.to_json(ANSWERS[0]) | {name: value})
    assert str(refused.value).startswith(f"{place} is missing")
    assert "secret" not in str(refused.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
def test_whatever_comes_it_is_read_or_refused(value: Any) -> None:
    kinds = (wire.PullAnswer, wire.PushAnswer, wire.PushAsk, wire.JoinAnswer, wire.Trouble)
    for kind in kinds:
        try:
            made = wire.from_json(kind, value)
        except wire.Unreadable:
            continue
        assert wire.from_json(kind, wire.to_json(made)) == made
