"""A pseudonymised export names nobody, and still holds together."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hivedesk.actions.desk import PROGRAM
from hivedesk.records import KINDS, Change, Sensitivity, choices_of, declared
from hivedesk.records.base import columns_of
from hivedesk.store import Store, create_store
from hivedesk.sync.csv.package import package_of
from hivedesk.sync.csv.plan import CHANGES, parts
from hivedesk.sync.csv.pseudonyms import Left, Pseudonyms, left_of
from hivedesk.sync.csv.reader import opened
from hivedesk.sync.csv.writer import export
from tests.store.samples import NOW, one_of_each, save

COLUMNS = [
    pytest.param(model, column, id=f"{kind}.{column.key}")
    for kind, model in [*KINDS.items(), (CHANGES, Change)]
    for column in columns_of(model)
]
# What was typed and stays: the words of the lists that every Hive reads in full.
TYPED_AND_KEPT = {
    "themes.name",
    "towns.name",
    "policies.key",
    "policies.value",
    "policies.source",
    "changes.verb",
    "changes.kind",
}


def typed_words(store: Store, names: set[str]) -> set[str]:
    """Everything that stands in the text fields of a store that are of one of the `names`."""
    found = set()
    with store.reading() as session:
        for kind, model in KINDS.items():
            for name, (column, about) in declared(model).items():
                is_text = column.type.python_type is str and not choices_of(column)
                if not is_text or name.endswith("_id") or f"{kind}.{name}" in TYPED_AND_KEPT:
                    continue
                if name in names or about.long:
                    found |= {value for value in session.scalars(select(column)) if value}
        found |= set(session.scalars(select(Change.who)))
    return found


MACHINE_MADE = r"\b([0-9a-f]{32}|\d{4}-\d\d-\d\d(T[\d:.]+\+00:00)?)\b"
NAMES = {"name", "first_name", "last_name", "guest_name", "person", "email", "phone", "address"}


def test_no_name_no_note_and_no_number_of_anybody_is_in_it(county: Store, tmp_path: Path) -> None:
    export(county, tmp_path / "full", NOW)
    export(county, tmp_path / "out", NOW, pseudonymised=True)
    wanted = {text.splitlines()[0] for text in typed_words(county, NAMES)} - kept_words(county)
    assert len(wanted) > 500
    # The search itself works: in the full export it finds what is not private.
    plain = [each for each in sorted(wanted) if '"' not in each][::25]
    found = hits(whole_text(tmp_path / "full"), set(plain))
    private = set(values_of_field(county, "support-logs", "private_note"))
    assert found == set(plain) - private
    assert len(found) > 20
    assert hits(whole_text(tmp_path / "out"), wanted) == set()


def whole_text(folder: Path) -> str:
    """Every line of every file of an export, once; without pseudonyms and moments, for speed."""
    lines = set()
    for path in folder.iterdir():
        text = re.sub(MACHINE_MADE, "", path.read_text(encoding="utf-8"))
        lines |= set(text.splitlines())
    return "\n".join(sorted(lines))


def values_of_field(store: Store, kind: str, name: str) -> list[Any]:
    """What stands in a field of all records of a kind."""
    with store.reading() as session:
        return list(session.scalars(select(declared(KINDS[kind])[name][0])))


def kept_words(store: Store) -> set[str]:
    """Towns, themes, choices and the program: nobody's, though a Hive may be called so."""
    labels = {
        word.label
        for model in KINDS.values()
        for column in columns_of(model)
        for word in choices_of(column) or ()
    }
    themes = values_of_field(store, "themes", "name")
    return {*labels, *themes, *values_of_field(store, "towns", "name"), PROGRAM}


_WORD = r"\w+(?:['’-]\w+)*"


def hits(exported: str, wanted: set[str]) -> set[str]:
    """Which of the texts stand there: one word as a whole word, several as they are."""
    every = re.findall(_WORD, exported)
    words, pairs = set(every), set(itertools.pairwise(every))
    found = set()
    for text in wanted:
        begin = re.findall(_WORD, text)[:2]
        if len(begin) < 2:
            its_own = begin == [text] and text in words
            found |= {text} if its_own or (begin != [text] and text in exported) else set()
        elif tuple(begin) in pairs and text in exported:  # most are told apart by two words
            found.add(text)
    return found


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_nothing_typed_is_left(model: type[Change], column: Any) -> None:
    left = left_of(model, column)
    name = f"{model.__tablename__}.{column.key}"
    typed = column.type.python_type is str and not choices_of(column)
    if column.key == "id" or column.key.endswith("_id"):
        assert left is Left.PSEUDONYM
    elif typed and name not in TYPED_AND_KEPT | {"changes.who", "changes.undoes"}:
        assert left is Left.NOTHING
    if model is not Change and column.key in declared(model):
        about = declared(model)[column.key][1]
        assert left is Left.NOTHING or about.sensitivity is not Sensitivity.PRIVATE
        assert (left is Left.YEAR) == (about.label == "Born on")


def test_references_still_hold(mixed: Store, tmp_path: Path) -> None:
    export(mixed, tmp_path / "out", NOW, pseudonymised=True)
    with opened(tmp_path / "out") as bundle:
        (child,) = bundle.rows("children")
        (home,) = bundle.rows("families")
        (stay,) = bundle.rows("bookings")
        (change,) = (row for row in bundle.rows(CHANGES) if row["kind"] == "children")
    assert child["family_id"] == home["id"] == change["after"]["family_id"]
    assert stay["child_id"] == child["id"] == change["record_id"] == change["after"]["id"]
    assert child["born_on"] == change["after"]["born_on"] == 2021
    assert "first_name" not in child
    assert "first_name" not in change["after"]
    assert change["who"] != "Jo Field"


def test_pseudonyms_are_the_same_next_time_and_others_in_another_store(
    mixed: Store, tmp_path: Path
) -> None:
    ids = []
    for name in ("one", "two"):
        export(mixed, tmp_path / name, NOW, pseudonymised=True)
        with opened(tmp_path / name) as bundle:
            ids.append([row["id"] for row in bundle.rows("children")])
    assert ids[0] == ids[1]
    with mixed.reading() as session:
        kept = session.scalars(select(KINDS["children"].id)).one()
    assert Pseudonyms(b"1" * 32).of(kept) != Pseudonyms(b"2" * 32).of(kept)
    assert kept not in ids[0]


def test_two_stores_have_two_keys(tmp_path: Path, store: Store) -> None:
    other = create_store(tmp_path / "other.hive", "another passphrase")
    records = one_of_each()
    save(store, *records)
    with store.reading() as session:
        copies = [type(r)(**_values(session.get_one(type(r), r.id))) for r in records]
    save(other, *copies)
    for each, name in ((store, "one"), (other, "two")):
        export(each, tmp_path / name, NOW, pseudonymised=True)
    other.close()
    with opened(tmp_path / "one") as one, opened(tmp_path / "two") as two:
        here = {row["id"] for kind in KINDS for row in one.rows(kind)}
        there = {row["id"] for kind in KINDS for row in two.rows(kind)}
    assert len(here) == len(there) == len(KINDS)
    assert not here & there


def _values(record: Any) -> dict[str, Any]:
    return {column.key: getattr(record, column.key) for column in record.__table__.columns}


def test_the_package_says_that_it_is_pseudonymised_and_describes_no_more_than_it_holds() -> None:
    resources = [part for part in parts(Pseudonyms(b"k" * 32)) if part.kind == "support-logs"]
    names = {each.column.key for each in resources[0].columns}
    assert {"id", "family_id", "at", "minutes", "themes"} <= names
    assert not names & {"note", "positive", "agreed", "evidence", "private_note"}
    package = package_of([], NOW, pseudonymised=True)
    assert "still personal data" in package["description"]


def test_changes_of_what_is_not_known_leave_nothing() -> None:
    pseudonyms = Pseudonyms(b"k" * 32)
    assert pseudonyms.of_fields("dragons", {"name": "Smaug"}) == {}
    left = pseudonyms.of_fields("children", {"nickname": "Bo", "born_on": None, "animals": "fine"})
    assert left == {"born_on": None, "animals": "fine"}
    assert json.dumps(pseudonyms.of_fields("children", {"born_on": "2012-03-04"})) == (
        '{"born_on": 2012}'
    )
