"""Spares every import after Qt's a reading of the module's source.

PySide6 can switch its names to another style module by module. To know where, it opens the
source of whatever is imported after it and searches it for its own name. HiveDesk never
switches; where PySide6 is told so, a start is some ten milliseconds shorter.
"""

from __future__ import annotations

import importlib

LOOK = "_mod_uses_pyside"


def spare_the_search() -> None:
    """Call it before Qt is imported. Does nothing where PySide6 no longer searches."""
    # Its parts come with shiboken6, and under this name only once that is there.
    importlib.import_module("shiboken6")
    try:
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, LOOK):
        setattr(feature, LOOK, lambda module: False)
