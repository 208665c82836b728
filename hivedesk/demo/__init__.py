"""The demo county: six invented Hives in summer 2021, with the history that led there.

Its figures are those of the six-Hive case, whatever the seed; its people are nobody.
"""

from __future__ import annotations

from .build import build

__all__ = ["build"]
