"""What wheels hide: the libraries compiled into them, asked for their versions as they are loaded.

Each answer is a component as CycloneDX has them, without its `bom-ref`.
"""

from __future__ import annotations

import ctypes
import json
import platform
import pyexpat
import re
import sysconfig
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

Component = dict[str, Any]
_KEPT = ("type", "name", "version", "purl", "hashes", "licenses")


def hidden_in(name: str, library: Distribution) -> list[Component]:
    """What is inside a library, each once: what it says, then what its wheel's bills say."""
    found: dict[tuple[str, str], Component] = {}
    asked = ASK.get(name)
    for each in [*(asked(library) if asked else ()), *bills_in(name, library)]:
        found.setdefault((each["name"].lower(), str(each.get("version"))), each)
    return list(found.values())


def part(name: str, version: str, licence: str) -> Component:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:generic/{name.lower()}@{version}",
        "licenses": [{"expression": licence}],
    }


def bills_in(name: str, library: Distribution) -> Iterator[Component]:
    """The components of the bills in a wheel's `.dist-info/sboms` (PEP 770)."""
    for file in library.files or ():
        if ".dist-info/sboms/" in file.as_posix():
            bill = json.loads(file.read_text(encoding="utf-8"))
            for each in bill.get("components", ()):
                if re.sub("[-_.]+", "-", each["name"]).lower() != name:
                    yield {key: each[key] for key in _KEPT if key in each}


def in_sqlcipher(_: Distribution) -> Iterator[Component]:
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(":memory:")
    connection.execute("PRAGMA key = 'asked of a keyed store only'")

    def answer(pragma: str) -> str:
        return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    yield part("SQLite", sqlcipher.sqlite_version, "blessing")
    yield part("SQLCipher", answer("cipher_version").split()[0], "BSD-3-Clause")
    if answer("cipher_provider") == "openssl":
        yield openssl(answer("cipher_provider_version"))
    connection.close()


def in_cryptography(_: Distribution) -> Iterator[Component]:
    from cryptography.hazmat.backends.openssl import backend

    yield openssl(backend.openssl_version_text())


def in_psycopg(library: Distribution) -> Iterator[Component]:
    from psycopg import pq

    yield part("libpq", f"{pq.version() // 10000}.{pq.version() % 10000}", "PostgreSQL")
    for crypto in shared(library, "libcrypto"):
        ask = crypto.OpenSSL_version
        ask.restype = ctypes.c_char_p
        yield openssl(ask(0).decode())


def in_qt(library: Distribution) -> Iterator[Component]:
    from PySide6.QtCore import qVersion

    yield part("Qt", qVersion(), "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only")
    for file in library.files or ():
        icu = re.search(r"(?:lib)?icuuc\.?(?:so\.)?(\d+)", file.name)
        if icu:
            said = (ctypes.c_uint8 * 4)()
            getattr(ctypes.CDLL(str(file.locate())), f"u_getVersion_{icu[1]}")(said)
            yield part("ICU", f"{said[0]}.{said[1]}", "Unicode-3.0")


def in_pillow(_: Distribution) -> Iterator[Component]:
    from PIL import features

    for name, shown, licence in (
        ("jpg", "libjpeg-turbo", "IJG AND BSD-3-Clause"),
        ("jpg_2000", "OpenJPEG", "BSD-2-Clause"),
        ("libtiff", "libtiff", "libtiff"),
    ):
        feature = "libjpeg_turbo" if name == "jpg" else name
        version = features.version(feature)
        if version:
            yield part(shown, str(version), licence)


def inside_python() -> Iterator[Component]:
    """What is compiled into this Python; OpenSSL and SQLite it takes from the system on Linux."""
    if "--with-system-expat" not in str(sysconfig.get_config_var("CONFIG_ARGS")):
        yield part("expat", ".".join(map(str, pyexpat.version_info)), "MIT")
    if platform.system() == "Windows":
        import sqlite3
        import ssl

        yield openssl(ssl.OPENSSL_VERSION)
        yield part("SQLite", sqlite3.sqlite_version, "blessing")


def openssl(said: str) -> Component:
    """From words such as "OpenSSL 3.5.4 30 Sep 2025"."""
    return part("openssl", said.split()[1], "Apache-2.0")


def shared(library: Distribution, start: str) -> Iterator[ctypes.CDLL]:
    """The shared libraries of a wheel whose names begin so."""
    for file in library.files or ():
        if file.name.startswith(start) and Path(str(file.locate())).is_file():
            yield ctypes.CDLL(str(file.locate()))


ASK: dict[str, Callable[[Distribution], Iterator[Component]]] = {
    "cryptography": in_cryptography,
    "pillow": in_pillow,
    "psycopg-binary": in_psycopg,
    "pyside6-essentials": in_qt,
    "sqlcipher3": in_sqlcipher,
}
