"""The handover of a night: what is told or given at the door unless a stay says otherwise."""

from __future__ import annotations

ITEMS = (
    "Bag, favourite toy and what helps at bedtime",
    "Medication, with how much and when",
    "Food: allergies and what is liked",
    "Numbers to ring tonight, and the out-of-hours number",
    "When and where the child is collected",
    "School: uniform, bag and who takes them",
    "Anything that happened today",
)
