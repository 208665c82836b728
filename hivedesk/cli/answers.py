"""How verbs answer: JSON for scripts, and refusals that name their field."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hivedesk.records import NotFound
from hivedesk.rules.problems import Problem, Refused


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_array(rows: Iterable[Any]) -> None:
    """One object a line, each written as it comes: a list may be long."""
    begin = "["
    for row in rows:
        print(begin, json.dumps(row, ensure_ascii=False), sep="\n ", end="")
        begin = ","
    print("\n]" if begin == "," else "[]")


@contextlib.contextmanager
def problems_as_json(wanted: bool, options: Mapping[str, str]) -> Iterator[None]:
    """Say a refusal on standard output too, as a script reads it; the exit code stays 1.

    Args:
        options: the option that a field is given with, where it has another name.
    """
    try:
        yield
    except Refused as why:
        if wanted:
            print_json({"problems": [_problem(problem, options) for problem in why.problems]})
        raise


@contextlib.contextmanager
def on_field(field: str) -> Iterator[None]:
    """A name that nobody, or more than one, answers to is a problem of its field."""
    try:
        yield
    except NotFound as why:
        raise Refused([Problem(field, str(why))]) from why


def _problem(problem: Problem, options: Mapping[str, str]) -> dict[str, str]:
    field = options.get(problem.field, problem.field)
    return {"field": field, "severity": problem.severity.value, "words": problem.words}
