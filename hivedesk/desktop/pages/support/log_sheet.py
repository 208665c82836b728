"""The sheet a contact is logged on: for one family or for everybody who was visited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.support import change_log, log_support
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.forms.record_sheet import draft_key
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import FollowUp, FollowUpBy, SupportLog, new_id, values_of
from hivedesk.store import drafts
from hivedesk.store.jsonable import values_from_json
from hivedesk.store.queries.log_children import children_of_logs
from hivedesk.store.queries.log_choices import LogChoices, log_choices
from hivedesk.store.queries.support import visited_with
from hivedesk.store.queries.words import joined

from .log_form import CLOCK, LogForm

KIND = "support-logs"
_PROMISE = ("what", "due_on", "by")
_NEW = f"{KIND}:new"
"""What the keys of all drafts of new logs begin with."""


@dataclass(frozen=True)
class _Ready:
    """`log` holds its `child_ids` too; `together` are the other families of its visit.

    `draft` comes back by itself; `other` is about somebody else and is only offered.
    """

    choices: LogChoices
    log: dict[str, Any] | None
    together: str
    draft: drafts.Kept | None
    other: drafts.Kept | None


def open_log_sheet(
    host: QWidget,
    workspace: Workspace,
    family_ids: Sequence[str] = (),
    log_id: str | None = None,
    on_saved: Callable[[Outcome], None] | None = None,
    **_: Any,
) -> None:
    """Log a contact with these families, or change the log that is there already."""
    about = _draft_about(family_ids, log_id)
    desk, today, hive_id = workspace.open_desk, workspace.today, workspace.hive_id

    def prepare(session: Session) -> _Ready:
        record = session.get(SupportLog, log_id) if log_id else None
        log = _readable(values_of(record), desk.worker_id) if record else None
        draft = drafts.newest(desk.store, about)
        if draft and log_id is None and set(_families(draft)) != set(family_ids):
            draft = None
        asks_nobody = not (log_id or family_ids or draft)
        other = drafts.newest(desk.store, _NEW) if asks_nobody else None
        named: set[str] = {*family_ids}
        ticked: list[str] = []
        for kept in filter(None, (draft, other)):
            named.update(_families(kept))
            ticked += kept.values.get("themes") or ()
        at_home: dict[str, str] = {}
        if log:
            named.add(log["family_id"])
            ticked += log["themes"] or ()
            log["child_ids"] = list(children_of_logs(session, [log["id"]])[log["id"]])
            at_home = dict.fromkeys(log["child_ids"], log["family_id"])
        who = log["worker_id"] if log else desk.worker_id
        choices = log_choices(session, hive_id, today, named, who, at_home)
        # A theme that has left the list stays on the logs it was ticked on.
        themes = tuple(dict.fromkeys([*choices.themes, *ticked]))
        together = visited_with(session, record) if record else ""
        return _Ready(replace(choices, themes=themes), log, together, draft, other)

    def ready(found: _Ready) -> None:
        if log_id and found.log is None:
            workspace.said.emit("That support log is not in this store any more.", False)
            return
        sheet = _make(host, workspace, found, list(family_ids), log_id)
        sheet.on_saved = on_saved
        form = sheet.form
        first = "way" if form.fields["family_id"].value() else "family_id"
        sheet.open(form.fields[first].editor)

    workspace.read(prepare, ready, owner=host, key=f"form:{about}")


def _make(
    host: QWidget,
    workspace: Workspace,
    found: _Ready,
    family_ids: list[str],
    log_id: str | None,
) -> FormSheet:
    log = found.log
    private = log is None or "private_note" in log
    form = LogForm(
        found.choices,
        workspace,
        editing=log is not None,
        private=private,
        together=found.together,
    )
    if log is None:
        now = workspace.now.replace(second=0, microsecond=0)
        form.begin({"family_id": family_ids, "at": now, "by": FollowUpBy.ME})
    else:
        form.begin({**log, "family_id": [log["family_id"]]})
    sheet = FormSheet(
        host,
        workspace,
        "Edit support log" if log else "Log support",
        form,
        _save(log_id),
        save_word="Save log",
        done_words="Support log changed" if log else "Support logged",
        draft_key=_draft_about(family_ids, log_id),
    )
    title = sheet.accessibleName()
    form.who_changed.connect(lambda who: sheet.set_title(title, who))
    if found.draft:
        sheet.bring_back(_from_draft(found.draft.values), found.draft.key)
    if log is None:
        _follow_who(sheet, form)
    if found.other:
        _offer(sheet, form, found.other)
    form.who_changed.emit(form.who)
    return sheet


def _follow_who(sheet: FormSheet, form: LogForm) -> None:
    """The draft lies under whom it is about; two sheets about one family do not share one."""
    own = new_id()

    def keep_under() -> None:
        sheet.keep_under(f"{_draft_about(form.fields['family_id'].value() or (), None)}:{own}")

    form.fields["family_id"].changed.connect(keep_under)
    keep_under()


def _offer(sheet: FormSheet, form: LogForm, other: drafts.Kept) -> None:
    """Words about somebody else wait: they come back when they are asked for, not before."""
    values = _from_draft(other.values)
    names = joined(filter(None, map(form.name_of, _families(other))))

    def bring_back() -> None:
        strip.hide()
        sheet.bring_back(values, other.key)

    strip = sheet.add_strip(
        f"A draft about {names} is waiting" if names else "A draft is waiting",
        plain("Bring it back", bring_back, compact=True),
    )
    # Where something has been typed since, it would be written over.
    form.changed.connect(lambda: strip.setVisible(not sheet.touched))


def _draft_about(family_ids: Sequence[str], log_id: str | None) -> str:
    return draft_key(KIND, log_id, {"family_id": "+".join(sorted(family_ids))})


def _families(draft: drafts.Kept) -> list[str]:
    return list(draft.values.get("family_id") or ())


def _save(log_id: str | None) -> Callable[[Desk, dict[str, Any]], Outcome]:
    def save(desk: Desk, values: dict[str, Any]) -> Outcome:
        given = {name: value for name, value in values.items() if name != CLOCK}
        families, children = given.pop("family_id") or [], given.pop("child_ids")
        promised = {name: given.pop(name) for name in _PROMISE if name in given}
        given["brought_in"] = given["brought_in"] or []
        if not (given["breakdown_averted"] or given["carer_staying"]):
            given["evidence"] = None  # it is not on the screen any more
        if log_id is None:
            return log_support(desk, families, given, promised, children)
        family = families[0] if families else None
        return change_log(desk, log_id, {**given, "family_id": family}, children)

    return save


def _readable(log: dict[str, Any], reader: str | None) -> dict[str, Any]:
    """Without the private note where somebody else wrote it: not shown, and not written over."""
    own = log["worker_id"] is not None and log["worker_id"] == reader
    return log if own else {name: v for name, v in log.items() if name != "private_note"}


def _from_draft(draft: dict[str, Any]) -> dict[str, Any]:
    columns = SupportLog.__table__.columns
    logged = {n: v for n, v in draft.items() if n in columns and n != "family_id"}
    promised = {n: v for n, v in draft.items() if n in _PROMISE}
    return {
        "family_id": draft.get("family_id"),
        "child_ids": draft.get("child_ids"),
        CLOCK: draft.get(CLOCK),
        **values_from_json(SupportLog, logged),
        **values_from_json(FollowUp, promised),
    }
