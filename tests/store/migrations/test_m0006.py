"""Step 6: a store of version 5 keeps its logs, and their children can be named."""

from __future__ import annotations

from pathlib import Path

from hivedesk.records import LogChild, SupportLog
from hivedesk.store import open_store, writing
from hivedesk.store.backup import listed
from hivedesk.store.health import problems_of
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import older_store
from tests.store.samples import NOW

_AT = "'2021-06-01 10:00:00.000000'"
_HELD = (
    "INSERT INTO support_logs (id, family_id, at, minutes, way, themes, note, brought_in, "
    "breakdown_averted, carer_staying, created_at) "
    f"SELECT 'call', id, {_AT}, 20, 'phone', '[]', 'We spoke.', '[]', 0, 0, {_AT} FROM families",
    "INSERT INTO search_entries (rowid, kind, record_id) VALUES (101, 'support-logs', 'call')",
    "INSERT INTO search_text (rowid, body) VALUES (101, 'We spoke.')",
)
_AS_JSON = """\
UPDATE changes SET "after" = json_set(
  "after", '$.themes', json('[]'), '$.brought_in', json('[]'),
  '$.breakdown_averted', json('false'), '$.carer_staying', json('false'))
WHERE record_id = 'call'"""
"""Lists, yes and no lie in the history as what they are, not as SQLite has them."""


def test_a_store_of_version_5_keeps_what_it_holds(tmp_path: Path) -> None:
    path = older_store(tmp_path / "my.hive", 5, *_HELD, then=_AS_JSON)
    store = open_store(path, PASSPHRASE, NOW)
    assert problems_of(store) == []
    with writing(store, "Jo Field", "Name child", NOW) as write:
        log = write.session.get_one(SupportLog, "call")
        assert (log.note, log.minutes) == ("We spoke.", 20)
        child = write.session.connection().exec_driver_sql("SELECT id FROM children").scalar_one()
        write.session.add(LogChild(support_log_id=log.id, child_id=child))
    assert problems_of(store) == []
    store.close()
    assert len(listed(path.with_name("backups"), "my")) == 1
