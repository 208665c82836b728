"""Take every picture of the program anew: those in help, in the README and in the docs.

    .venv/bin/python installer/pictures.py [NAME ...]
        [--to FOLDER] [--theme THEME] [--scale 1.0] [--store FILE]

Without a display: `xvfb-run -a .venv/bin/python installer/pictures.py`. The window is the real one,
on the demonstration county; its seed and its clock are fixed, so that the same program gives the
same pictures. With `--to` they are put into that folder, to be looked at, and with `--theme` and
`--scale` they show how that looks. What is in each picture stands in `scenes.py`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from camera import PASSPHRASE, SEED, Camera
from environment import PROJECT
from PIL import Image
from PySide6.QtGui import QImage
from scenes import SCENES, Scene

from hivedesk.demo import build
from hivedesk.desktop.app import dress, make_app
from hivedesk.desktop.preferences import THEME_CHOICES, Preferences, ThemeChoice
from hivedesk.paths import key_path

COLOURS = 128
HELP = PROJECT / "resources" / "help" / "pictures"
DOCS = PROJECT / "docs" / "pictures"


def save(picture: QImage, file: Path) -> None:
    """Write a picture with as few colours as it needs: an eighth of its size otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_name(f"{file.stem}.whole.png")
    picture.convertToFormat(QImage.Format.Format_RGB32).save(str(whole))
    with Image.open(whole) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
    whole.unlink()


def main(arguments: Sequence[str]) -> int:
    """Take what was asked for."""
    parser = argparse.ArgumentParser(description="Take every picture of the program anew.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *SCENES])
    parser.add_argument("--to", type=Path)
    parser.add_argument("--theme", choices=THEME_CHOICES[1:])
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    wanted = [scene for name, scene in SCENES.items() if name in (asked.names or SCENES)]
    with _quiet_machine() as folder:
        store = folder / "demo.hive"
        build(store, PASSPHRASE, seed=SEED)
        app = make_app()
        app.setCursorFlashTime(0)
        themes: list[ThemeChoice] = [asked.theme] if asked.theme else ["light", "dark"]
        for theme in themes:
            dress(app, Preferences(theme, asked.scale))
            copy = folder / theme / store.name
            copy.parent.mkdir()
            shutil.copy2(store, copy)
            shutil.copy2(key_path(store), key_path(copy))
            camera = Camera(copy, Preferences(theme, asked.scale))
            for scene in wanted:
                file = _file_of(scene, theme, asked.to)
                if file is not None:
                    camera.begin(*scene.size)
                    save(scene.make(camera), file)
                    print(f"{file} {file.stat().st_size // 1024} KB")
            camera.close()
    return 0


def _file_of(scene: Scene, theme: str, folder: Path | None) -> Path | None:
    """Where a picture goes; None for one that is not taken in this theme."""
    if folder is not None:
        return folder / f"{scene.name}-{theme}.png"
    if scene.docs:
        return DOCS / f"{scene.name.removeprefix('docs-')}.png" if theme == "light" else None
    return HELP / (theme if theme != "light" else "") / f"{scene.name}.png"


@contextmanager
def _quiet_machine() -> Iterator[Path]:
    """A home of its own, a British clock, and none of the settings of whoever runs this."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            os.environ[name] = folder
        os.environ["TZ"] = "Europe/London"
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        if hasattr(time, "tzset"):
            time.tzset()
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
