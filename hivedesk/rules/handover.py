"""The handover of a night: what is told or given at the door unless a stay says otherwise."""

from __future__ import annotations

from hivedesk.records import StayState

ITEMS = (
    "Medication, with how much and when",
    "Numbers to ring tonight, and the out-of-hours number",
    "Bedtime: the routine and what helps",
    "Bag and favourite things",
    "Food: allergies and what is liked",
    "School: uniform, bag and who takes them",
    "When and where the child is collected",
    "Permission papers, and who may decide what",
    "Anything that happened today",
)

FOR_THE_NIGHT = ("needs", "food", "medication", "school_run", "numbers")
"""The fields of a stay that are written for the link carer, in the order they are asked for."""

HAS_HANDOVER = frozenset({StayState.AGREED, StayState.CONFIRMED, StayState.IN_PROGRESS})
"""Stays with a night to hand over."""

FOR_THE_LINK_CARER = frozenset({StayState.CONFIRMED, StayState.IN_PROGRESS})
"""Stays of which the link carer may read who comes (`Sensitivity.GUEST`)."""
