"""A dialog with one form: keeps a draft, saves, and says at the field what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records.errors import PlainError
from hivedesk.rules.problems import Problem
from hivedesk.store import drafts
from hivedesk.store.jsonable import values_to_json

from .form import Form

DRAFT_EVERY_MS = 2000

Save = Callable[[Desk, dict[str, Any]], Outcome]


class FormSheet(Sheet):
    """Opens over the page with a form in it.

    Args:
        save: the action; its refusals are shown at the fields.
        done_words: what is said when it is saved ("Family added").
        draft_key: keeps what is typed under this key until it is saved; "" keeps none.
    """

    def __init__(
        self,
        host: QWidget,
        workspace: Workspace,
        title: str,
        form: Form,
        save: Save,
        *,
        subtitle: str = "",
        save_word: str = "Save",
        done_words: str = "",
        draft_key: str = "",
        width: int = 0,
        height: int = 0,
    ) -> None:
        super().__init__(host, title, subtitle, width=width, height=height, guard=self._leave)
        self.form = form
        self._workspace = workspace
        self._save = save
        self._done_words = done_words
        self._draft_key = draft_key
        self._saving = False
        self._landed: list[bool] = []
        self._kept_under: list[str] = []
        self._may_leave = False
        self.on_saved: Callable[[Outcome], None] | None = None
        self.on_refused: Callable[[list[Problem]], None] | None = None
        self.set_body(form, padded=not form.divided)
        self._close_word = plain("Close", self.close_sheet, shortcut_text="Esc")
        self.add_action(self._close_word)
        self._save_button = primary(save_word, self.save, shortcut_text="Ctrl+Enter")
        self.add_action(self._save_button, primary=True)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_EVERY_MS)
        self._draft_timer.timeout.connect(self.keep_draft)
        form.changed.connect(self._typed)
        self._untouched = form.values()

    def keep_under(self, key: str) -> None:
        """From now on the draft is kept under this key: the form is about somebody else."""
        self._draft_key = key

    def bring_back(self, draft: dict[str, Any], key: str = "") -> None:
        """Show a draft that was kept, with a way to begin afresh instead.

        Args:
            key: what it was kept under, where that is not the form's own key.
        """
        self._kept_under = [key or self._draft_key]
        self.form.set_values(draft)
        self._strip = self.add_strip(
            "Your draft is back", plain("Begin afresh", self._begin_afresh, compact=True)
        )

    def rest_here(self) -> None:
        """What stands in the form now is where it began: nothing has been typed yet."""
        self._untouched = self.form.values()

    @property
    def touched(self) -> bool:
        """Whether anything was typed that has not been saved."""
        return self.form.values() != self._untouched

    def save(self) -> None:
        """Check, save, close; on a refusal go to the first field that is not right."""
        self.save_instead(self._save, self._done_words)

    def save_instead(self, save: Save, done_words: str) -> None:
        """As `save`, by another action on the same words, this once."""
        if self._saving or not self.form.check():
            return
        self._set_saving(True)
        values = self.form.values()
        key = self._kept_under[-1] if self._kept_under else self._draft_key
        landed: list[bool] = []
        self._landed = landed

        def action(desk: Desk) -> Outcome:
            # The draft goes in the transaction that keeps its words: they cannot come back twice.
            made = save(replace(desk, draft=key), values)
            landed.append(True)
            return made

        self._workspace.do(
            action,
            done=self._saved,
            refused=self._refused,
            failed=self._failed,
            owner=self,
            words=done_words,
        )

    def keep_draft(self, then: Callable[[], object] | None = None) -> bool:
        """Keep what is typed, encrypted with the rest. Gives whether there was anything to keep.

        `then` is called once it is safe.
        """
        if not self._draft_key or self._workspace.desk is None:
            return False
        if not self.touched:
            self._drop_draft()
            return False
        desk = self._workspace.desk
        values = values_to_json(self.form.values())
        key, landed = self._draft_key, self._landed
        before = [other for other in self._kept_under if other != key]

        def work() -> None:
            # Asked while a save was under way: by now it has been done, or refused.
            if not landed:
                drafts.keep(desk.store, key, values, desk.now, before)

        def kept(_: None) -> None:
            self.say("Draft kept on this laptop", "check-circle", "positive")
            if then is not None:
                then()

        def failed(why: Exception) -> None:
            # Told while one was typing it is not an answer to leaving, which asks once more.
            self._may_leave = self._may_leave or then is not None
            self.say(f"{words_for(why)} The draft is not kept.", "warning", "danger")

        self._kept_under = [*before, key]
        self._workspace.background.run(work, kept, failed, owner=self)
        return True

    def _typed(self) -> None:
        self._may_leave = False
        if self._draft_key:
            self._close_word.set_word("Close, keep draft" if self.touched else "Close")
            if not self._draft_timer.isActive():
                self._draft_timer.start()

    def _leave(self) -> bool:
        """Close once the draft is safe. While a save is under way, that is what closes it."""
        if self._saving:
            return False
        self._draft_timer.stop()
        return self._may_leave or not self.keep_draft(lambda: self.close_sheet(force=True))

    def _set_saving(self, saving: bool) -> None:
        """While it is being saved nothing more can be typed: it would be in no record."""
        self._saving = saving
        if saving:
            self._save_button.setFocus()
        self.form.setEnabled(not saving)

    def _saved(self, made: Outcome) -> None:
        self._draft_timer.stop()
        self._draft_key = ""
        # The last of them went in the transaction that kept its words.
        del self._kept_under[-1:]
        self._drop_draft()
        if self.on_saved is not None:
            self.on_saved(made)
        self.close_sheet(force=True)

    def _drop_draft(self) -> None:
        """Nothing is left to be kept: what was kept earlier must not come back."""
        desk, keys = self._workspace.desk, self._kept_under
        if keys and desk is not None:
            self._kept_under = []
            self._workspace.background.run(lambda: drafts.drop(desk.store, *keys))

    def _begin_afresh(self) -> None:
        self.form.set_values(self._untouched)
        self._drop_draft()
        self.focusNextPrevChild(True)
        self._strip.hide()
        self.say("")

    def _refused(self, problems: list[Problem]) -> None:
        self._set_saving(False)
        homeless = self.form.show_problems(problems)
        self.say(" ".join(homeless), "warning" if homeless else "", "danger")
        if self.on_refused is not None:
            self.on_refused(problems)

    def _failed(self, why: Exception) -> None:
        """The machine refused (a full disk): the words stay, and saving can be tried again."""
        self._set_saving(False)
        self.say(words_for(why), "warning", "danger")
        if not isinstance(why, PlainError):
            self._workspace.trouble.emit(why)
