"""Ids, moments, words and errors: the small things that every record is made of."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from hivedesk.records import (
    BadUse,
    Family,
    Hive,
    PlainError,
    Registration,
    SupportLog,
    choices_of,
    declared,
    new_id,
    values_of,
)
from hivedesk.records.fields import Document, UtcDateTime, Words

DIALECT = sqlite.dialect()
MOMENTS = st.datetimes(
    min_value=dt.datetime(1990, 1, 1),  # noqa: DTZ001
    max_value=dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")]),
)


def test_ids_are_uuid7_and_sort_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {uuid.UUID(made).version for made in ids} == {7}
    assert {len(made) for made in ids} == {36}


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(dt.datetime(2021, 6, 1, 12), DIALECT)  # noqa: DTZ001


@given(MOMENTS)
def test_moment_comes_back_the_same_and_in_utc(moment: dt.datetime) -> None:
    kept = UtcDateTime().process_bind_param(moment, DIALECT)
    assert kept.tzinfo is None
    back = UtcDateTime().process_result_value(kept, DIALECT)
    assert back is not None
    assert back.astimezone(dt.UTC) == moment.astimezone(dt.UTC)
    assert back.tzinfo is dt.UTC


def test_nothing_stays_nothing() -> None:
    for kind in (UtcDateTime(), Words(), Document()):
        assert kind.process_bind_param(None, DIALECT) is None
        assert kind.process_result_value(None, DIALECT) is None


@given(st.lists(st.text()), st.dictionaries(st.text(), st.none() | st.integers() | st.text()))
def test_lists_and_documents_come_back_the_same(
    words: list[str], document: dict[str, object]
) -> None:
    kept = Words().process_bind_param(words, DIALECT)
    assert isinstance(json.loads(kept or ""), list)
    assert Words().process_result_value(kept, DIALECT) == words
    assert (
        Document().process_result_value(Document().process_bind_param(document, DIALECT), DIALECT)
        == document
    )


def test_a_word_is_its_value_and_carries_its_label() -> None:
    assert Registration("connected") is Registration.CONNECTED
    assert Registration.CONNECTED == "connected"
    assert Registration.CONNECTED.label == "Connected carer"
    column, _ = declared(Family)["registration"]
    assert choices_of(column) == list(Registration)
    assert choices_of(declared(Family)["name"][0]) is None


def test_values_of_gives_every_column_and_no_live_object() -> None:
    values = values_of(Hive(name="Gosport", area="Gosport", started_on=dt.date(2019, 1, 1)))
    assert values["name"] == "Gosport"
    assert values["note"] is None
    assert next(iter(values)) == "id"
    assert set(values_of(SupportLog())) >= {"private_note", "themes", "archived_at"}


def test_plain_errors_speak_and_know_their_exit_code() -> None:
    error = PlainError("The disk is full.", "Free some space.")
    assert str(error) == "The disk is full. Free some space."
    assert (error.words, error.next_step) == ("The disk is full.", "Free some space.")
    assert (error.exit_code, BadUse("No.").exit_code) == (1, 2)
    assert str(BadUse("No.")) == "No."
