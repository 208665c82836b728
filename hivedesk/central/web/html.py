"""HTML from plain values: everything is escaped but what was made here.

A page is small and there are a dozen of them: functions with types say it shorter, and safer,
than a language of templates beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_VOID = frozenset({"br", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Inside = str | Html | None | Iterable[str | Html | None]
Attribute = str | int | bool | None


def tag(name: str, /, *inside: Inside, **attributes: Attribute) -> Html:
    """One element.

    Args:
        inside: words (escaped), elements, lists of them; None is left out.
        attributes: `class_` and `for_` lose their line, other `_` become `-`; False and None are
            left out, True stands alone.
    """
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{joined(*inside)}</{name}>")


def joined(*parts: Inside) -> Html:
    """Elements one after the other."""
    return Html("".join(_part(part) for part in parts))


def _part(part: Inside) -> str:
    if part is None:
        return ""
    if isinstance(part, Html):
        return part
    if isinstance(part, str):
        return escape(part)
    return joined(*part)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
