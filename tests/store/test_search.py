"""Finding records by the beginnings of words, whatever somebody types into the box."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hivedesk.records import Child, Family, SupportLog
from hivedesk.store import Store, writing
from hivedesk.store.bulk import add_many
from hivedesk.store.health import problems_of
from hivedesk.store.search import find
from tests.store.samples import NOW, family, hive, log, save

LETTERS = st.characters(codec="utf-8", max_codepoint=0x17F, categories=["Ll", "Lu", "Nd"])


@pytest.fixture
def home(store: Store) -> tuple[Store, str]:
    """A store with one family; and the family's id."""
    a_hive = hive()
    made = family(a_hive, "Siân O'Quillfeather-Brown", area="Bishop’s Waltham")
    save(store, a_hive, *made)
    return store, made[0].id


def found(store: Store, words: str, limit: int = 20) -> list[str]:
    with store.reading() as session:
        return [hit.record_id for hit in find(session, words, limit)]


@pytest.mark.parametrize(
    "words",
    [
        "Siân", "Sian", "sia", "SIÂN", "s", unicodedata.normalize("NFD", "Siân"),
        "quill", "O'Quillfeather", "o’quill", "brown sian", "Quillfeather-Brown", "quill -brown",
        "bishop's waltham", "  sian  ", "sian,", '"sian"', "sian*", "(sian)", "sian_", "_ sian",
        "^sian", "sian + brown", "sian\x00", "waltham:",
    ],
)  # fmt: skip
def test_found_by(home: tuple[Store, str], words: str) -> None:
    store, family_id = home
    assert found(store, words) == [family_id]


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "x", "ian", "sian zz", "sian NOT brown", "sian OR zz", "NEAR(sian)", "-", "*", '"',
        "'", "body:sian", "🐝", "_", "\u0302", "sian AND", "{}", "\\", "%", "%sian",
    ],
)  # fmt: skip
def test_operators_mean_nothing(home: tuple[Store, str], words: str) -> None:
    store, family_id = home
    expected = [family_id] if words == "%sian" else []
    assert found(store, words) == expected


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text() | st.text(alphabet="\"'*^(){}+-: ANDORNEARsian_\\%\u0302", max_size=60))
@example("a" * 10_000)
@example("a " * 10_000)
@example("\ud800")
def test_nothing_typed_ever_fails(home: tuple[Store, str], words: str) -> None:
    store, family_id = home
    assert set(found(store, words)) <= {family_id, *found(store, "eastleigh")}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(LETTERS, min_size=2), min_size=1, max_size=4), st.data())
def test_what_stands_in_a_name_is_found_by_any_beginning(
    home: tuple[Store, str], words: list[str], data: st.DataObject
) -> None:
    store, family_id = home
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(Family, family_id).name = " ".join(words)
    asked = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    assert family_id in found(store, " ".join(asked))


def test_names_come_first_then_the_newest_notes(home: tuple[Store, str]) -> None:
    store, family_id = home
    logs = [log(family_id, f"Talk number {n} with Brown.") for n in range(30)]
    for entry in logs:
        save(store, entry)
    newest_first = [entry.id for entry in reversed(logs)]
    assert found(store, "brown", 100) == [family_id, *newest_first]
    assert found(store, "brown", 5) == [family_id, *newest_first[:4]]
    assert found(store, "talk", 5) == newest_first[:5]


def test_one_letter_looks_at_names_alone(home: tuple[Store, str]) -> None:
    store, family_id = home
    save(store, log(family_id, "Bees."))
    assert found(store, "b") == [family_id]
    assert len(found(store, "be")) == 1


def test_a_record_found_by_name_and_note_comes_once(store: Store) -> None:
    a_hive = hive()
    made = family(a_hive, "Marlowe", note="The Marlowe family.")
    save(store, a_hive, *made)
    assert found(store, "marlowe") == [made[0].id]


def test_edited_words_are_found_by_the_new_and_not_the_old(home: tuple[Store, str]) -> None:
    store, family_id = home
    entry = log(family_id, "We spoke of badgers.", agreed="More badgers.")
    save(store, entry)
    assert found(store, "badgers") == [entry.id]
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(SupportLog, entry.id).note = "We spoke of otters."
    assert found(store, "badgers") == found(store, "otters") == [entry.id]
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(SupportLog, entry.id).agreed = None
    assert found(store, "badgers") == []
    assert found(store, "otters") == [entry.id]
    assert problems_of(store) == []


def test_archived_is_not_found_and_restored_is(home: tuple[Store, str]) -> None:
    store, family_id = home
    with writing(store, "Jo", "Archive", NOW) as write:
        write.session.get_one(Family, family_id).archived_at = NOW
    assert found(store, "sian") == []
    assert problems_of(store) == []
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(Family, family_id).name = "Renamed while away"
    assert found(store, "renamed") == []
    with writing(store, "Jo", "Restore", NOW) as write:
        write.session.get_one(Family, family_id).archived_at = None
    assert found(store, "sian") == []
    assert found(store, "renamed") == [family_id]
    assert problems_of(store) == []


def test_what_only_one_may_read_is_not_found(home: tuple[Store, str]) -> None:
    store, family_id = home
    save(store, log(family_id, private_note="Zephyrine"))
    assert found(store, "zephyrine") == []


def test_a_note_as_long_as_a_note_may_be(home: tuple[Store, str]) -> None:
    store, family_id = home
    note = " ".join(f"word{n}" for n in range(11_000))[:99_990] + " lastword"
    entry = log(family_id, note)
    save(store, entry)
    assert found(store, "word0 word5000 lastword") == [entry.id]
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(SupportLog, entry.id).note = "Short."
    assert found(store, "lastword") == []


def test_words_in_one_record_not_across_two(home: tuple[Store, str]) -> None:
    store, family_id = home
    one, two = log(family_id, "badgers"), log(family_id, "otters")
    save(store, one, two)
    assert found(store, "badgers otters") == []


def test_records_added_at_once_are_found_and_edited_like_others(store: Store) -> None:
    a_hive = hive()
    made = family(a_hive)
    save(store, a_hive, *made)
    children = [
        Child(family_id=made[0].id, first_name=f"Robin{n}", last_name="Dale", born_on=NOW.date())
        for n in range(50)
    ]
    with writing(store, "Jo", "Import", NOW) as write:
        add_many(write, children)
        write.session.add(log(made[0].id, "After many."))
    assert found(store, "robin7") == [children[7].id]
    assert len(found(store, "after many")) == 1
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(Child, children[7].id).first_name = "Kit"
    assert found(store, "robin7") == []
    assert found(store, "kit dale") == [children[7].id]


def test_check_notices_what_search_would_miss(home: tuple[Store, str]) -> None:
    store, family_id = home
    save(store, log(family_id, "badgers"))
    assert problems_of(store) == []
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_text")
    assert problems_of(store) == ["search: 1 support-logs are not in the index as they should be"]
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE families SET archived_at = '2021-01-01 00:00:00.000'")
        connection.exec_driver_sql("DELETE FROM support_logs")
    told = [words for words in problems_of(store) if words.startswith("search: ")]
    assert told == [
        "search: 1 families are not in the index as they should be",
        "search: 1 support-logs are in the index and nowhere else",
    ]
