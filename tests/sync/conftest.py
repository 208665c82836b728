"""Three laptops and a model of central."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hivedesk.store.keyfile import DataKey
from tests.sync.laptops import Laptop, World, laptop


@pytest.fixture
def world() -> World:
    """Central, and the true time."""
    return World()


@pytest.fixture
def three(
    empty_store: tuple[Path, DataKey], tmp_path: Path, world: World
) -> Iterator[tuple[Laptop, Laptop, Laptop]]:
    """Ana, Ben and Cy."""
    with ExitStack() as stack:
        ana, ben, cy = (
            stack.enter_context(laptop(name, empty_store, tmp_path, world))
            for name in ("Ana", "Ben", "Cy")
        )
        yield ana, ben, cy
