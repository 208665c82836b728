"""From the frozen folder to a .deb: what goes where, whom it depends on, and packing it.

Standard library only. Two builds of one commit on one machine give the same package to the byte.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from environment import PROJECT, CannotGoOn, last_line, quiet
from papers import epoch, notice

LINUX = PROJECT / "installer" / "linux"
HOME = Path("usr/lib/hivedesk")
DOC = Path("usr/share/doc/hivedesk")
METAINFO = "org.hivedesk.HiveDesk.metainfo.xml"
# What dpkg-deb is told. xz is a sixth smaller than zstd, and takes ten times as long.
PACKED = {
    "zstd": ("-Zzstd", "-z12"),
    "xz": ("-Zxz",),
    "none": ("-Znone",),
}
SUMMARY = "desk of a Hive support worker (fostering)"
ABOUT = """\
 HiveDesk keeps what the support worker of a Hive keeps track of: fostering
 families, carers and children, sleepovers and day care, support, activities,
 training, the waiting list and the hours. It prints the month's report, works
 without a network, and keeps everything encrypted on the one laptop.
 .
 Removing the package, or purging it, leaves every user's store where it is."""


class Made(NamedTuple):
    """What the build has made so far, for the package to hold."""

    frozen: Path
    icons: Path
    manual: Path
    sbom: Path


def build(made: Made, out: Path, version: str, day: str, compression: str) -> Path:
    """Pack `hivedesk_VERSION_ARCH.deb` into `out`.

    Args:
        day: "YYYY-MM-DD", the release's.
        compression: one of PACKED.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        tree = Path(folder) / "hivedesk"
        (tree / "DEBIAN").mkdir(parents=True)  # tells dpkg-shlibdeps which libraries are ours
        lay_out(made, tree, version, day)
        write(tree / "DEBIAN" / "control", control(tree, version))
        write(tree / "DEBIAN" / "md5sums", sums(tree))
        settle(tree)
        package = out / f"hivedesk_{version}_{architecture()}.deb"
        done = quiet(
            ["dpkg-deb", "--root-owner-group", *PACKED[compression], "--build", tree, package],
            {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())},
        )
        if done.returncode != 0:
            raise CannotGoOn(
                f"dpkg-deb could not pack: {last_line(done.stdout, 'no reason given')}"
            )
    return package


def lay_out(made: Made, tree: Path, version: str, day: str) -> None:
    """Everything but the package's own papers, where Debian wants it."""
    shutil.copytree(made.frozen, tree / HOME, symlinks=True, copy_function=link)
    program = tree / "usr/bin/hivedesk"
    program.parent.mkdir(parents=True)
    program.symlink_to("../lib/hivedesk/hivedesk")
    share = tree / "usr/share"
    copy(LINUX / "hivedesk.desktop", share / "applications")
    metainfo = (LINUX / METAINFO).read_text(encoding="utf-8")
    filled = metainfo.replace("@VERSION@", version).replace("@DAY@", day)
    write(share / "metainfo" / METAINFO, filled)
    hicolor = share / "icons/hicolor"
    copy(made.icons / "hivedesk.svg", hicolor / "scalable/apps")
    for drawn in sorted(made.icons.glob("*/hivedesk.png")):
        size = drawn.parent.name
        copy(drawn, hicolor / f"{size}x{size}" / "apps")
    write_gzip(share / "man/man1/hivedesk.1.gz", made.manual.read_text(encoding="utf-8"))
    write_gzip(tree / DOC / "changelog.gz", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"))
    copy(made.sbom, tree / DOC)
    write(tree / DOC / "copyright", copyright_of())


def copyright_of() -> str:
    """The project's licence, the notice of the LGPL, and where the others' texts are."""
    texts = "/usr/share/common-licenses"
    filled = notice(f"/{HOME}/_internal", f"{texts}/LGPL-3, which adds to {texts}/GPL-3")
    page = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    tables = re.findall(r"<!-- (?:program|central) -->\n(.*?)\n<!-- end", page, re.DOTALL)
    rows = [line.strip("| ").split(" | ") for table in tables for line in table.splitlines()[2:]]
    listed = "\n".join(f"    {name}: {licence}" for name, _, licence in rows)
    texts_of = sorted((PROJECT / "resources/fonts").glob("*-OFL.txt"))
    fonts = "\n\n".join(path.read_text(encoding="utf-8") for path in texts_of)
    return (
        f"{(PROJECT / 'LICENSE').read_text(encoding='utf-8')}\n\n{filled}\n\n"
        f"The libraries inside, each with its text below /{HOME}/_internal/NAME.dist-info\n\n"
        f"{listed}\n\nThe typefaces, Inter and Noto\n\n{fonts}"
    )


def control(tree: Path, version: str) -> str:
    kilobytes = sum(-(-path.lstat().st_size // 1024) for path in files_of(tree))
    return (
        f"Package: hivedesk\nVersion: {version}\nArchitecture: {architecture()}\n"
        "Maintainer: HiveDesk contributors <hivedesk@localhost>\n"
        f"Installed-Size: {kilobytes}\nDepends: {', '.join(depends_on(tree))}\n"
        "Recommends: ca-certificates, xdg-utils\nSection: misc\nPriority: optional\n"
        f"Description: {SUMMARY}\n{ABOUT}\n"
    )


def depends_on(tree: Path) -> list[str]:
    """The packages whose libraries ours link to, with the least version that will do."""
    ours = [path for path in files_of(tree / HOME) if is_elf(path)]
    private = sorted({f"-l{path.parent}" for path in ours})
    with tempfile.TemporaryDirectory() as folder:
        # dpkg-shlibdeps wants to stand in a source package.
        write(
            Path(folder) / "debian/control",
            "Source: hivedesk\n\nPackage: hivedesk\nArchitecture: any\n",
        )
        asked = subprocess.run(
            ["dpkg-shlibdeps", "-O", "--warnings=0", f"-S{tree}", *private, *ours],
            cwd=folder,
            capture_output=True,
            text=True,
        )
    if asked.returncode != 0:
        reason = last_line(asked.stderr, "dpkg-shlibdeps did not say why")
        raise CannotGoOn(f"What the package depends on could not be found out. {reason}")
    return asked.stdout.strip().removeprefix("shlibs:Depends=").split(", ")


def is_elf(path: Path) -> bool:
    if path.is_symlink():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def files_of(tree: Path) -> Iterator[Path]:
    """Files and links of a tree, in order."""
    return (path for path in sorted(tree.rglob("*")) if path.is_symlink() or path.is_file())


def sums(tree: Path) -> str:
    """What `dpkg --verify` compares with."""
    plain = [
        path.relative_to(tree)
        for path in files_of(tree)
        if not path.is_symlink() and "DEBIAN" not in path.parts
    ]
    done = subprocess.run(["md5sum", "--", *plain], cwd=tree, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotGoOn(f"The sums could not be made: {last_line(done.stderr, 'no reason given')}")
    return done.stdout


def settle(tree: Path) -> None:
    """Nothing of the machine that built it stays: its times and its umask."""
    moment = epoch()
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path == tree / HOME / "hivedesk"
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def architecture() -> str:
    return quiet(["dpkg", "--print-architecture"]).stdout.strip()


def link(source: str, target: str) -> str:
    """A second name instead of a copy of two hundred megabytes, where the disk allows it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_gzip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
