"""Every field is declared once and whole, and every table keeps the rules of the house."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Integer

from hivedesk.records import (
    KINDS,
    Base,
    Field,
    Record,
    Registration,
    Sensitivity,
    StayKind,
    Word,
    choices_of,
    declared,
    kind_of,
    points_at,
)
from hivedesk.records.base import columns_of

CONTRACT_KINDS = {
    *("hives", "families", "carers", "children", "rooms", "bookings", "support-logs"),
    *("activities", "courses", "sessions", "waiting-list"),
}

# Names keep their capitals inside a label; everything else is sentence case.
NAMES = {
    "DBS", "Hive", "Hives", "IFA", "Hampshire", "E-mail", "SCARF", "PSW", "SSW", "CSW",
    "Level", "Skills", "Training,", "Support", "Development", "Standards", "Extended", "Care",
    "Urgent", "Psychological", "Service", "Put",
}  # fmt: skip

FIELDS = [
    pytest.param(column, about, id=f"{model.__tablename__}.{name}")
    for model in KINDS.values()
    for name, (column, about) in declared(model).items()
]
CHOICES = sorted(
    {type(word) for parameters in FIELDS for word in choices_of(parameters.values[0]) or ()},
    key=lambda words: words.__name__,
)


def is_sentence_case(words: str) -> bool:
    """A capital (or a figure) first, and further ones only in names."""
    first, *rest = words.split()
    return first[0].isupper() and all(
        word == word.lower() or word.strip("()?.,'’") in NAMES or word in NAMES for word in rest
    )


def test_sentence_case_is_told() -> None:
    assert is_sentence_case("Lives with")
    assert is_sentence_case("Only for this Hive")
    assert not is_sentence_case("lives with")
    assert not is_sentence_case("Lives With")


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_every_column_but_the_id_is_declared(model: type[Record]) -> None:
    bare = {column.key for column in columns_of(model)} - set(declared(model))
    assert bare == {"id"}


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_a_record_says_what_it_is_called(model: type[Record]) -> None:
    assert model.one
    assert model.many
    assert "respite" not in (model.one + model.many).lower()
    named = set(re.findall(r"{(\w+)", model.title))
    assert named
    assert named <= set(declared(model))


@pytest.mark.parametrize(("column", "about"), FIELDS)
def test_field_is_declared_for_people(column: Column[object], about: Field) -> None:
    assert is_sentence_case(about.label), about.label
    assert not about.label.endswith((".", "!", ":"))
    assert "respite" not in about.label.lower()
    if about.help:
        assert about.help.endswith(".")
        assert about.help[0].isupper() or about.help.split()[0] in NAMES
    assert about.searched in ("", "name", "text")
    assert not re.search(
        r"\b(please|successfully|invalid)\b|!", f"{about.label} {about.help}", re.I
    )


@pytest.mark.parametrize(("column", "about"), FIELDS)
def test_field_fits_its_type(column: Column[object], about: Field) -> None:
    python_type = column.type.python_type
    if about.searched or about.long:
        assert python_type is str, "only words are searched, only words are long"
    if isinstance(column.type, Integer):
        assert about.low is not None, "a number without a smallest takes any slip of the pen"
        assert about.high is not None
        assert about.low < about.high
    else:
        assert (about.low, about.high, about.money) == (None, None, False)
    if not about.may_be_future:
        assert python_type in (dt.date, dt.datetime)
    if not about.asked and not column.nullable:
        assert column.default is not None or column.key in ("status", "created_at")


@pytest.mark.parametrize(("column", "about"), FIELDS)
def test_what_only_one_may_read_is_not_found_by_searching(
    column: Column[object], about: Field
) -> None:
    if about.sensitivity is Sensitivity.PRIVATE:
        assert about.searched == ""


def test_something_is_private() -> None:
    private = [
        f"{kind}.{name}"
        for kind, model in KINDS.items()
        for name, (_, about) in declared(model).items()
        if about.sensitivity is Sensitivity.PRIVATE
    ]
    assert private == ["support-logs.private_note"]


def test_link_carer_sees_no_log_and_no_family_name() -> None:
    for kind in ("support-logs", "families", "carers", "follow-ups", "placements"):
        shown = {
            name
            for name, (_, about) in declared(KINDS[kind]).items()
            if about.sensitivity <= Sensitivity.GUEST
        }
        assert shown == {"created_at", "archived_at"}, kind


@pytest.mark.parametrize("words", CHOICES, ids=lambda words: words.__name__)
def test_choices_read_well(words: type[Word]) -> None:
    labels = [word.label for word in words]
    assert len(set(labels)) == len(labels)
    for word in words:
        assert is_sentence_case(word.label), word.label
        assert len(word.value) <= 32, "longer than its column"
        if "respite" in word.label.lower():
            assert word in (StayKind.RESPITE, Registration.SPECIALIST)


def test_a_sleepover_is_never_called_respite() -> None:
    assert [kind.label for kind in StayKind if "respite" in kind.label.lower()] == [
        StayKind.RESPITE.label
    ]


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_and_index_has_a_name(table: object) -> None:
    names = [str(thing.name) for thing in [*table.constraints, *table.indexes]]  # type: ignore[attr-defined]
    assert names
    assert all(re.fullmatch(r"(pk|fk|ck|uq|ix)_\w+", name) for name in names), names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_references_point_at_ids_and_are_indexed(model: type[Record]) -> None:
    for name, (column, _) in declared(model).items():
        if (table := points_at(column)) is None:
            continue
        assert table in Base.metadata.tables
        assert any(next(iter(index.columns)) is column for index in model.__table__.indexes), name  # type: ignore[attr-defined]
    for constraint in model.__table__.constraints:  # type: ignore[attr-defined]
        if isinstance(constraint, ForeignKeyConstraint):
            assert constraint.deferrable, constraint.name


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_what_ends_with_id_and_points_nowhere_is_known(model: type[Record]) -> None:
    loose = {
        f"{kind_of(model)}.{name}"
        for name, (column, _) in declared(model).items()
        if name.endswith("_id") and points_at(column) is None
    }
    assert loose <= {"bookings.request_id", "bookings.repeat_id", "support-logs.visit_id"}


def test_contract_kinds_are_all_there() -> None:
    assert set(KINDS) >= CONTRACT_KINDS


def test_kinds_are_every_record_class() -> None:
    def below(model: type) -> set[type]:
        return {model, *(deeper for child in model.__subclasses__() for deeper in below(child))}

    assert set(KINDS.values()) == below(Record) - {Record}
    assert all(kind == kind_of(model) for kind, model in KINDS.items())


def test_parents_come_before_what_points_at_them() -> None:
    seen: set[str] = set()
    for model in KINDS.values():
        for column in columns_of(model):
            table = points_at(column)
            assert table is None or table in seen, f"{model.__tablename__}.{column.key}"
        seen.add(str(model.__tablename__))
