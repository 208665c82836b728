"""Nothing a person typed can be read from any file of the store, whatever its state."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy.exc import IntegrityError

from hivedesk.records import Family, Record, SupportLog
from hivedesk.store import Store, drafts, settings, writing
from hivedesk.store.backup import make_backup, restore
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, family, hive, log, save

SECRETS = (
    "Quillfeather",
    "Zephyrine",
    "Wrenbridge",
    "He said he would rather live with his nan",
    "for my eyes alone",
    "a draft nobody saved",
    "Undertaking taken back",
    "Jo Field",
    PASSPHRASE,
)


def readable(folder: Path) -> dict[str, list[str]]:
    """Which secrets stand in which file below `folder`, as bytes of either alphabet."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes().lower()
        told = [
            secret
            for secret in SECRETS
            for coded in (secret.lower().encode(), secret.lower().encode("utf-16-le"))
            if coded in content
        ]
        if told:
            found[path.name] = told
    return found


def fill(store: Store) -> None:
    a_hive = hive(name="Wrenbridge")
    made = family(a_hive, "Quillfeather", note="Zephyrine is the eldest")
    entry = log(made[0].id, SECRETS[3], private_note=SECRETS[4], evidence="Undertaking taken back")
    save(store, a_hive, *made, entry)
    drafts.keep(store, "log", {"note": SECRETS[5]}, NOW)
    with writing(store, "Jo Field", "Edit", NOW) as write:
        write.session.get_one(SupportLog, entry.id).evidence = None
        settings.put(write.session, settings.WORKER, "Jo Field")


def test_the_search_for_secrets_works(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"... quillFEATHER ...")
    (tmp_path / "b").write_bytes("Zephyrine".encode("utf-16-le"))
    assert readable(tmp_path) == {"a": ["Quillfeather"], "b": ["Zephyrine"]}


def test_nothing_is_readable_open_or_closed(store: Store) -> None:
    fill(store)
    folder = store.path.parent
    assert (folder / "my.hive-wal").stat().st_size > 0
    assert readable(folder) == {}
    make_backup(store, None, NOW)
    drafts.drop(store, "log")
    assert len(list(folder.rglob("*.hivebackup"))) == 1
    assert readable(folder) == {}
    store.close()
    restore(next(folder.rglob("*.hivebackup")), store.path, PASSPHRASE, NOW)
    assert readable(folder) == {}


def test_a_draft_thrown_away_is_overwritten(store: Store) -> None:
    """Beneath the encryption too: the pages hold it no more."""
    drafts.keep(store, "log", {"note": "a draft nobody saved " * 20}, NOW)
    store.close()
    assert b"nobody saved" in decrypted(store)
    drafts.drop(store, "log")
    store.close()
    assert b"nobody saved" not in decrypted(store)


def decrypted(store: Store) -> bytes:
    """Every page of a closed store without its encryption (SQLCipher 4: AES-256-CBC)."""
    content = store.path.read_bytes()
    pages = []
    for start in range(0, len(content), 4096):
        page = content[start : start + 4096]
        cipher = Cipher(algorithms.AES256(store.key.key), modes.CBC(page[-80:-64]))
        plain = cipher.decryptor()
        pages.append(plain.update(page[0 if start else 16 : -80]) + plain.finalize())
    return b"".join(pages)


@pytest.mark.parametrize(
    "record",
    [log("nobody", "Zephyrine was here", minutes=-5), Family(name="Quillfeather")],
    ids=["refused by a constraint", "lacks a field"],
)
def test_a_refused_write_does_not_speak_of_what_was_typed(store: Store, record: Record) -> None:
    with pytest.raises(IntegrityError) as caught, writing(store, "Jo", "Add", NOW) as write:
        write.session.add(record)
    assert "Quillfeather" not in str(caught.value)
    assert "Zephyrine" not in str(caught.value)
    assert store.key.key.hex() not in str(caught.value)
