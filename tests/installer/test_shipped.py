"""What goes along in a package, under which licence, and the bill of it."""

from __future__ import annotations

import datetime as dt
import json
import pyexpat
import sys
from importlib.metadata import Distribution, distribution

import licences
import pytest
import sbom
import shipped
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.backends.openssl import backend
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from psycopg import pq
from PySide6.QtCore import qVersion

MADE_AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def bill() -> dict[str, sbom.Component]:
    return sbom.bill(MADE_AT)


def inside(
    bill: dict[str, sbom.Component], library: str, kind: str = "generic"
) -> dict[str, set[str]]:
    """The versions of what is hidden in a library, by lower-case name."""
    found: dict[str, set[str]] = {}
    (owner,) = (each for each in bill["components"] if each["name"] == library)
    for each in owner.get("components", ()):
        if not each["purl"].startswith(f"pkg:{kind}/"):
            continue
        found.setdefault(each["name"].lower(), set()).add(each["version"])
    return found


# What goes along -------------------------------------------------------------------------------


def test_what_the_program_asks_for_goes_along_and_tools_stay_at_home() -> None:
    names = set(shipped.shipped())
    assert {"pyside6-essentials", "pyside6-pdf", "sqlcipher3", "keyring", "tzdata"} <= names
    assert {"fastapi", "uvicorn", "psycopg-binary"} <= names
    assert not {"pytest", "alembic", "mypy", "setuptools", "hatchling"} & names
    left_out = set(shipped.not_shipped())
    assert {"pytest", "alembic", "mypy", "setuptools", "PyInstaller"} <= left_out
    assert not {"PySide6", "sqlalchemy", "hivedesk", "uvicorn", "sqlcipher3"} & left_out


def test_whatever_goes_along_is_locked_as_it_is_installed() -> None:
    lock = shipped.locked()
    for name, library in shipped.shipped().items():
        asked, sums = lock[name]
        assert str(asked.specifier) == f"=={library.version}", name
        assert sums, name


def test_a_library_of_another_system_is_known_without_being_here() -> None:
    everywhere = shipped.needed_by(shipped.wanted(), shipped.PLACES)
    assert {"pywin32-ctypes", "secretstorage"} <= set(everywhere)
    only_windows = [place for place in shipped.PLACES if place["os_name"] == "nt"]
    assert "secretstorage" not in shipped.needed_by(shipped.wanted(), only_windows)


# Licences --------------------------------------------------------------------------------------


def test_the_page_of_licences_says_what_the_libraries_say() -> None:
    before = licences.PAGE.read_text(encoding="utf-8")
    assert licences.page(before) == before
    for group in licences.groups().values():
        assert group
        assert all(f"\n| {name} | " in before for name in group)


def test_every_library_brings_its_licence_or_its_text_is_beside() -> None:
    """The ones that bring none are under a licence that the packages hold in full."""
    without = {
        licences.licence_of(library)
        for library in shipped.shipped().values()
        if not any("licen" in file.as_posix().lower() for file in library.files or ())
    }
    assert without <= {"MIT", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"}
    texts = licences.PROJECT / "installer" / "texts"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (texts / "LGPL-3.0.txt").read_text("utf-8")
    assert "END OF TERMS AND CONDITIONS" in (texts / "GPL-3.0.txt").read_text("utf-8")


def test_a_library_without_a_clear_licence_is_not_passed_over() -> None:
    class Silent(Distribution):
        def read_text(self, filename: str) -> str | None:
            return "Metadata-Version: 2.1\nName: silent\nVersion: 1\nLicense: see the file\n"

        def locate_file(self, path: object) -> None:  # type: ignore[override]
            raise AssertionError(path)

    with pytest.raises(ValueError, match="silent does not say its licence"):
        licences.licence_of(Silent())


# The bill of materials -------------------------------------------------------------------------


def test_the_bill_is_what_the_specification_asks_for(bill: dict[str, sbom.Component]) -> None:
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    assert wrong is None


def test_the_bill_names_all_that_goes_along_and_no_tool(bill: dict[str, sbom.Component]) -> None:
    listed = {each["name"]: each["version"] for each in bill["components"]}
    along = {name: library.version for name, library in shipped.shipped().items()}
    boot_loader = distribution("pyinstaller").version
    python = ".".join(map(str, sys.version_info[:3]))
    assert listed == along | {"pyinstaller": boot_loader, "python": python}
    names = {each["bom-ref"] for each in bill["components"]}
    for each in bill["dependencies"]:
        assert set(each["dependsOn"]) <= names


def test_the_bill_tells_what_wheels_hide_as_it_is_loaded(bill: dict[str, sbom.Component]) -> None:
    connection = sqlcipher.connect(":memory:")
    connection.execute("PRAGMA key = 'any'")
    its_openssl = connection.execute("PRAGMA cipher_provider_version").fetchone()[0].split()[1]
    connection.close()
    in_sqlcipher = inside(bill, "sqlcipher3")
    assert in_sqlcipher["sqlite"] == {sqlcipher.sqlite_version}
    assert in_sqlcipher["openssl"] == {its_openssl}
    assert in_sqlcipher["sqlcipher"]
    in_cryptography = inside(bill, "cryptography")
    assert in_cryptography["openssl"] == {backend.openssl_version_text().split()[1]}
    assert "asn1" in inside(bill, "cryptography", "cargo")  # from the bill its own wheel brings
    assert inside(bill, "psycopg-binary")["libpq"] == {
        f"{pq.version() // 10000}.{pq.version() % 100}"
    }
    assert inside(bill, "pyside6-essentials")["qt"] == {qVersion()}
    hidden_in_python = inside(bill, "python")
    if hidden_in_python:  # Debian's own Python takes the system's expat
        assert hidden_in_python["expat"] == {".".join(map(str, pyexpat.version_info))}


def test_two_bills_of_one_environment_are_alike(bill: dict[str, sbom.Component]) -> None:
    assert sbom.bill(MADE_AT) == bill
    assert sbom.bill()["serialNumber"] != bill["serialNumber"]
    assert bill["metadata"]["timestamp"] == "2026-03-04T05:06:07Z"
