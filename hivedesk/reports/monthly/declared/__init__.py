"""Every figure of the monthly report: its words and how it is counted, said once.

To add one: a line here, the number in the part that counts it (people, stays,
support, together, work, money), and its test. Order here is the order in print.
"""

from __future__ import annotations

from .care import STAYS, SUPPORT
from .people import HIVE, MOVES
from .running import FOLLOW_UPS, MONEY, TOGETHER, TRAINING, WORK

SECTIONS = (HIVE, MOVES, STAYS, SUPPORT, TOGETHER, TRAINING, WORK, MONEY, FOLLOW_UPS)
FIGURES = {figure.key: figure for section in SECTIONS for figure in section.figures}
GROUPS = {group.key: group for section in SECTIONS for group in section.groups}
