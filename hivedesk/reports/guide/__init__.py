"""Two sheets to pin up: the quick guide, and the shortcuts. They tell of the program, of nobody.

Both are made from what the program itself uses: `keys.py` for places, commands and keys, the help
texts for what each is for.
"""

from __future__ import annotations

from .drawing import draw_guide, draw_shortcuts

__all__ = ["draw_guide", "draw_shortcuts"]
