"""Stays and one-to-one support."""

from __future__ import annotations

from hivedesk.reports.figure import Figure, Group, Section, Unit

STAYS = Section(
    "stays",
    "Stays",
    (
        Figure(
            "sleepover_nights",
            "Sleepover nights",
            "Nights of planned sleepovers in the Hive's rooms, one for each child. Emergency "
            "stays and respite are counted apart; only nights up to today count.",
        ),
        Figure(
            "emergency_nights",
            "Emergency nights",
            "Nights of emergency sleepovers in the Hive's rooms, one for each child.",
        ),
        Figure(
            "respite_nights",
            "Respite nights, outside the Hive",
            "Nights of children from outside the Hive in its rooms, one for each child.",
        ),
        Figure(
            "day_care_sessions",
            "Day care visits",
            "Day care in this month, one for each child and day.",
        ),
        Figure(
            "day_care_hours",
            "Day care hours",
            "The hours of that day care, from arriving to going home as booked.",
            Unit.HOURS,
        ),
        Figure(
            "bed_nights_offered",
            "Bed-nights offered",
            "For each room held for the Hive, its beds on each night, less nights it was closed.",
        ),
        Figure(
            "bed_nights_used",
            "Bed-nights used",
            "Nights of sleepovers, emergency sleepovers and respite together.",
        ),
        Figure(
            "occupancy_pct",
            "Rooms in use",
            "Bed-nights used as a share of bed-nights offered.",
            Unit.PERCENT,
        ),
    ),
    (
        Group(
            "nights_by_link_carer",
            "Nights by link carer",
            "Nights of every kind, by the link carer who holds the room.",
            nouns=("night", "nights"),
            every=True,
        ),
        Group(
            "day_care_by_link_carer",
            "Day care by link carer",
            "Day care visits, by the link carer who holds the room.",
            nouns=("visit", "visits"),
            every=True,
        ),
        Group(
            "nights_by_hive",
            "Nights by Hive",
            "Nights of every kind, by the Hive whose room it is.",
            nouns=("night", "nights"),
            every=True,
        ),
        Group(
            "day_care_by_hive",
            "Day care by Hive",
            "Day care visits, by the Hive whose room it is.",
            nouns=("visit", "visits"),
            every=True,
        ),
        Group(
            "trend_sleepover_nights",
            "Sleepover nights, month by month",
            "Sleepover nights of this month and the five before it.",
            every=True,
        ),
    ),
)

SUPPORT = Section(
    "support",
    "One-to-one support",
    (
        Figure(
            "support_contacts",
            "Contacts",
            "Support logs of this month, by the time of the contact. A visit to several families "
            "is one contact with each.",
        ),
        Figure(
            "support_minutes",
            "Time in contact",
            "The time of those contacts. A visit to several families counts once.",
            Unit.MINUTES,
        ),
        Figure(
            "support_out_of_hours",
            "Contacts out of hours",
            "Contacts that began outside the worker's core hours, or, where none are kept, "
            "outside the office hours the policy names. This is the number of contacts, not "
            "their time.",
            of="support_contacts",
        ),
        Figure(
            "support_minutes_out_of_hours",
            "Time of those contacts",
            "The time of the contacts that began out of hours. A visit to several families "
            "counts once.",
            Unit.MINUTES,
        ),
        Figure(
            "families_reached",
            "Families reached",
            "Families in the Hive on the day of this report with at least one contact this month.",
            of="families",
        ),
        Figure(
            "families_not_reached",
            "Families not reached",
            "Families in the Hive on the day of this report without a contact this month.",
        ),
        Figure(
            "breakdowns_averted",
            "Breakdowns averted",
            "Support logs of this month that record, with evidence, that a placement breakdown "
            "was averted.",
        ),
        Figure(
            "breakdown_cost_averted_gbp",
            "They would have cost",
            "Breakdowns averted, each at the policy “Cost of a placement breakdown” on its day.",
            Unit.POUNDS,
        ),
        Figure(
            "carers_staying",
            "Carers staying who were leaving",
            "Support logs of this month that record, with evidence, that a carer who was leaving "
            "is staying.",
        ),
    ),
    (
        Group(
            "support_minutes_by_way",
            "Time by way",
            "Time in contact by how it took place. A visit to several families counts once.",
            Unit.MINUTES,
        ),
        Group(
            "support_by_way",
            "Contacts by way",
            "Contacts by how they took place.",
            every=True,
        ),
        Group(
            "support_by_registration",
            "Contacts by registration",
            "Contacts by how the family is registered.",
            every=True,
        ),
        Group(
            "support_by_theme",
            "Contacts by theme",
            "Contacts by theme. A contact with two themes counts under both.",
        ),
        Group(
            "families_reached_by_registration",
            "Families reached by registration",
            "Families reached, by how each is registered.",
            every=True,
        ),
        Group(
            "support_by_brought_in",
            "Who was brought in",
            "Contacts in which somebody else was brought in; one with two of them counts twice.",
        ),
        Group(
            "trend_support_contacts",
            "Contacts, month by month",
            "Contacts of this month and the five before it.",
            every=True,
        ),
    ),
)
