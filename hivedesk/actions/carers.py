"""Holding a link carer's laptop to what her account may write, before central has to refuse it."""

from __future__ import annotations

from hivedesk.records import KINDS, values_of
from hivedesk.rules.carers import refusal
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import Writing
from hivedesk.store.jsonable import values_to_json


def refuse_what_is_not_hers(write: Writing) -> None:
    """Look through a write that is about to end.

    Raises:
        Refused: something in it is not a link carer's to write.
    """
    write.session.flush()
    for (kind, record_id), change in write.changes.items():
        before, after = change["before"], change["after"]
        if before is not None:
            record = write.session.get_one(KINDS[kind], record_id)
            after = {name: value for name, value in after.items() if before[name] != value}
            before = values_to_json(values_of(record)) | before
        if after:
            words = refusal(kind, before, after)
            refuse_on([Problem("", f"{words} Ring your Hive support worker.")] if words else [])
