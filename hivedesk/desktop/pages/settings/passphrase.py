"""Changing the passphrase: the store stays as it is, one small key file is written anew."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.shell.strength import strength
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.problems import Problem, Refused
from hivedesk.store import keyfile, keystore


def open_passphrase(host: QWidget, workspace: Workspace, **_: Any) -> None:
    """Ask for the old passphrase once and the new one twice."""
    fields = {
        "old": Field("Passphrase now", LineEditor(secret=True)),
        "new": Field("New passphrase", LineEditor(secret=True), "Several words are best."),
        "again": Field("New passphrase again", LineEditor(secret=True)),
    }
    ask(
        host,
        workspace,
        "Change the passphrase",
        fields,
        change,
        save_word="Change it",
        done_words="",
    )


def change(desk: Desk, values: dict[str, Any]) -> Outcome:
    """Wrap the store's key under the new passphrase.

    Raises:
        Refused: the old one is wrong, the new one is weak or typed differently.
    """
    old, new, again = (values[name] or "" for name in ("old", "new", "again"))
    found = strength(new)
    if not found.accepted:
        raise Refused([Problem("new", found.words)])
    if new != again:
        raise Refused([Problem("again", "The two are not the same. Type it again.")])
    try:
        keyfile.change_passphrase(desk.store.path, old, new)
    except keyfile.WrongPassphrase as why:
        raise Refused([Problem("old", why.words)]) from why
    keystore.forget(desk.store.path)
    return Outcome(frozenset(), "Change passphrase", "")
