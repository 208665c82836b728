"""Settling two texts of one field that were written on two laptops out of each other's sight."""

from __future__ import annotations

from itertools import pairwise

from hivedesk.records import KINDS, Conflict, NotFound
from hivedesk.records.base import columns_of
from hivedesk.store.changes import add_changes, change_row

from .desk import Desk, Outcome, outcome
from .saving import get, put


def settle_texts(desk: Desk, conflict_id: str, text: str) -> Outcome:
    """Put `text` into the record in the place of both; it may be one of the two.

    It is told as steps from the text that stands, by way of the other one, to `text`: so every
    laptop sees that whoever wrote it had both in sight, also where the record says what it said.

    Raises:
        NotFound: there is no such conflict.
        Refused: rules speak against it; both texts are still kept.
    """
    with desk.writing("Settle two texts") as write:
        conflict = write.session.get(Conflict, conflict_id)
        if conflict is None:
            raise NotFound("Those two texts are not in this store.", "Reload the page.")
        kind, record_id, name = conflict.kind, conflict.record_id, conflict.field
        model = KINDS[kind]
        stood = getattr(get(write.session, model, record_id), name) or ""
        record = put(write, model, {name: text or None}, record_id)
        ends = stood, getattr(record, name) or ""
        between = [each for each in (conflict.ours, conflict.theirs) if each not in ends]
        if between:
            column = next(each for each in columns_of(model) if each.key == name)
            nothing = None if column.nullable else ""
            steps = [
                ({name: before or nothing}, {name: after or nothing})
                for before, after in pairwise((ends[0], *between, ends[1]))
            ]
            rows = [change_row(write, kind, record_id, *step) for step in steps[:-1]]
            add_changes(write, rows)
            last = write.changes.setdefault(
                (kind, record_id), change_row(write, kind, record_id, {}, {})
            )
            last["before"] |= steps[-1][0]
            last["after"] |= steps[-1][1]
        conflict.settled_at = write.at
        write.kinds.add(kind)
    return outcome(write, record_id)
