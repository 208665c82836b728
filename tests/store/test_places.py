"""Folders that a store must not lie in: refused for a new one, told for one that is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hivedesk.paths import key_path
from hivedesk.store import Store, create_store, open_store, places
from hivedesk.store.places import UnsafePlace, danger_of
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Hampshire County Council/Hive", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive/x/y", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("nextcloud", "Nextcloud"),
    ],
)
def test_a_synchronised_folder_is_refused_and_told(
    folder: str, program: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / folder / "my.hive"
    with pytest.raises(UnsafePlace, match=program) as why:
        create_store(path, PASSPHRASE)
    assert why.value.next_step == "Choose a folder that is on this laptop alone."
    assert not path.parent.exists()
    # One that lies there already is opened all the same: it may be all there is.
    store.close()
    path.parent.mkdir(parents=True)
    shutil.copy2(store.path, path)
    shutil.copy2(key_path(store.path), key_path(path))
    open_store(path, PASSPHRASE, NOW).close()
    assert danger_of(path).startswith(f"{program} copies ")


@pytest.mark.parametrize("folder", ["Dropboxes", "my onedrive notes", "boxes", "drive"])
def test_other_folders_are_nobodys(folder: str, tmp_path: Path) -> None:
    assert danger_of(tmp_path / folder / "my.hive") == ""


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "OneDrive")
    assert danger_of(tmp_path / "plain" / "my.hive").startswith("OneDrive")


@pytest.mark.parametrize(
    ("kind", "safe"),
    [
        ("nfs4", False),
        ("cifs", False),
        ("fuse.sshfs", False),
        ("fuse.rclone", False),
        ("ext4", True),
        ("fuseblk", True),
        ("tmpfs", True),
        ("fuse.fuse-overlayfs", True),
    ],
)
def test_a_disk_of_another_machine_is_not_ours(
    kind: str, safe: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "the share"
    share.mkdir()
    told = str(share).replace(" ", "\\040")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        f"40 22 0:40 / {told} rw,relatime shared:9 - {kind} server:/x rw\n"
    )
    monkeypatch.setattr(places, "_MOUNTS", mounts)
    assert (danger_of(share / "deep" / "my.hive") == "") is safe
    assert danger_of(tmp_path / "my.hive") == ""


def test_a_windows_share_is_another_machine() -> None:
    assert "another machine" in danger_of(Path(r"\\server\homes\jo\my.hive"))
