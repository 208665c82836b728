"""Every figure of the monthly report: its words and how it is counted, said once.

To add one: a line here, the number in the part that counts it (people, stays,
support, together, work, money), and its test. Order here is the order in print.
"""

from __future__ import annotations

from dataclasses import dataclass

from hivedesk.reports.figure import Figure, Group, Unit

_PERCENT, _MINUTES, _HOURS, _POUNDS = Unit.PERCENT, Unit.MINUTES, Unit.HOURS, Unit.POUNDS
_DAY = "on the last day of the month, or today while the month is open"


@dataclass(frozen=True)
class Section:
    """One heading of the report and what stands under it."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...] = ()


HIVE = Section(
    "hive",
    "The Hive",
    (
        Figure(
            "hives",
            "Hives",
            "Hives that had started by that day.",
        ),
        Figure(
            "families",
            "Families",
            f"Families that are active or on hold {_DAY}, by the dated history of each.",
        ),
        Figure(
            "places",
            "Places",
            "For each Hive the policy “Places in a Hive” as it stands on that day.",
        ),
        Figure(
            "places_free",
            "Places free",
            "Places less families, Hive by Hive. A Hive above its places counts as none free.",
        ),
        Figure(
            "carers",
            "Carers",
            "Approved carers of those families who had not stopped fostering by that day.",
        ),
        Figure(
            "children",
            "Children in care",
            "Children whose placement with one of those families is open at the end of that day.",
        ),
        Figure(
            "birth_children",
            "Birth children at home",
            "The families' own children who live at home on that day.",
        ),
        Figure(
            "birth_children_under_12",
            "of them under 12",
            "Birth children at home who had not reached their twelfth birthday on that day.",
            of="birth_children",
        ),
        Figure(
            "waiting",
            "Families waiting to join",
            "Families on the waiting list at the end of that day, by their nearest Hive. "
            "All Hives together also count those who have no nearest Hive.",
        ),
        Figure(
            "waiting_ifa",
            "of them IFA transfers",
            "Waiting families who would come from an independent fostering agency.",
            of="waiting",
        ),
        Figure(
            "composition_straight_from_panel_pct",
            "Carers straight from panel",
            "Share of the carers whose family came straight from panel and is not connected.",
            _PERCENT,
        ),
        Figure(
            "composition_connected_pct",
            "Connected carers",
            "Share of the carers whose family is registered as connected carers.",
            _PERCENT,
        ),
        Figure(
            "composition_county_pct",
            "County carers",
            "Share of the carers in all other families.",
            _PERCENT,
        ),
    ),
    (
        Group(
            "families_by_registration",
            "Families by registration",
            "The families counted above, by how each is registered.",
            every=True,
        ),
        Group(
            "families_by_status",
            "Families by status",
            "The families counted above, by their status on that day.",
            every=True,
        ),
        Group(
            "families_by_hive",
            "Families by Hive",
            "The families counted above, Hive by Hive.",
            every=True,
        ),
    ),
)

MOVES = Section(
    "moves",
    "Coming and going",
    (
        Figure(
            "joins",
            "Families who joined",
            "Steps in this month by which a family came into the Hive.",
        ),
        Figure(
            "leavers",
            "Families who left",
            "Steps in this month by which a family left the Hive or was de-registered.",
        ),
        Figure(
            "went_on_hold",
            "Families who went on hold",
            "Steps in this month by which a family went on hold.",
        ),
        Figure(
            "deregistrations",
            "De-registered this month",
            "Families of the Hive who were de-registered in this month.",
        ),
        Figure(
            "deregistrations_quarter",
            "De-registered this quarter",
            "Families of the Hive who were de-registered since the calendar quarter began, "
            "up to the day of this report.",
        ),
        Figure(
            "placements_started",
            "Placements that began",
            "Placements with families of the Hive that began in this month.",
        ),
        Figure(
            "placements_ended",
            "Placements that ended",
            "Placements with families of the Hive that ended in this month. "
            "A sleepover is never a placement.",
        ),
        Figure(
            "placements_ended_by_carer_notice_quarter",
            "Ended by carer's notice this quarter",
            "Placements that ended by the carer's notice since the calendar quarter began, "
            "up to the day of this report.",
        ),
    ),
    (
        Group(
            "placements_ended_by",
            "How placements ended this month",
            "The placements that ended in this month, by how each ended.",
        ),
    ),
)

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
            _HOURS,
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
            _PERCENT,
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
            _MINUTES,
        ),
        Figure(
            "support_out_of_hours",
            "Contacts out of hours",
            "Contacts that began outside the office hours the policy names. This is the number "
            "of contacts, not their time.",
            of="support_contacts",
        ),
        Figure(
            "support_minutes_out_of_hours",
            "Time of those contacts",
            "The time of the contacts that began out of hours. A visit to several families "
            "counts once.",
            _MINUTES,
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
            _POUNDS,
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
            _MINUTES,
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

TOGETHER = Section(
    "activities",
    "Groups and activities",
    (
        Figure(
            "activities",
            "Groups and activities held",
            "Support groups, social activities, day trips and workshops that began in this month.",
        ),
        Figure(
            "activity_attendances",
            "Places taken",
            "People who came to them, for all or part; somebody who came twice counts twice.",
        ),
    ),
    (
        Group(
            "activities_by_kind",
            "Held, by kind",
            "The groups and activities held, by kind.",
            every=True,
        ),
        Group(
            "activity_attendances_by",
            "Who came",
            "The places taken, by who came.",
            every=True,
        ),
    ),
)

TRAINING = Section(
    "training",
    "Training",
    (
        Figure(
            "training_attendances",
            "Places taken in training",
            "Carers of the Hive who came to a training session this month, for all or part; "
            "somebody who came twice counts twice.",
        ),
        Figure(
            "training_carers",
            "Carers who came to training",
            "The same carers, each counted once.",
        ),
        Figure(
            "training_minutes",
            "Carers' time in training",
            "The length of each session for each carer who came.",
            _MINUTES,
        ),
    ),
    (
        Group(
            "training_by_course",
            "Places taken by course",
            "The places taken in training, by course.",
        ),
    ),
)

WORK = Section(
    "work",
    "Hive support worker's hours",
    (
        Figure(
            "worker_minutes",
            "Time worked",
            "Time of support, groups, training given, travel, meetings, admin and own training. "
            "Where records overlap the time counts once; leave is not in it.",
            _MINUTES,
        ),
        Figure(
            "contract_minutes",
            "Contract for the month",
            "For each worker and each day of the month in post, a seventh of the weekly hours "
            "the policy names.",
            _MINUTES,
        ),
        Figure(
            "worker_minutes_out_of_hours",
            "Worked out of hours",
            "Time worked that lies outside the office hours the policy names.",
            _MINUTES,
        ),
        Figure(
            "worker_leave_minutes",
            "Leave",
            "Time recorded as leave.",
            _MINUTES,
        ),
        Figure(
            "workers",
            "Workers in post",
            "Hive support workers in post on the day of this report.",
        ),
    ),
    (
        Group(
            "worker_minutes_by_kind",
            "Time worked, by kind",
            "Time worked by what it was for. Where two overlap, the time counts under the first.",
            _MINUTES,
        ),
        Group(
            "worker_minutes_by_week",
            "Time worked, by week",
            "Time worked from Monday to Sunday; the first and the last week are cut to the month.",
            _MINUTES,
            every=True,
        ),
        Group(
            "worker_minutes_out_of_hours_by_week",
            "Out of hours, by week",
            "The part of each week's time that was worked out of hours.",
            _MINUTES,
            every=True,
        ),
    ),
)

MONEY = Section(
    "money",
    "Budget",
    (
        Figure(
            "budget_allotted_gbp",
            "Allotted this month",
            "Budget lines of this month that allot money.",
            _POUNDS,
        ),
        Figure(
            "budget_spent_gbp",
            "Spent this month",
            "Budget lines of this month that spend money.",
            _POUNDS,
        ),
        Figure(
            "budget_allotted_quarter_gbp",
            "Allotted this quarter",
            "Money allotted since the calendar quarter began, up to the day of this report.",
            _POUNDS,
        ),
        Figure(
            "budget_spent_quarter_gbp",
            "Spent this quarter",
            "Money spent since the calendar quarter began, up to the day of this report.",
            _POUNDS,
        ),
        Figure(
            "budget_left_quarter_gbp",
            "Left of this quarter",
            "Allotted less spent in the quarter so far.",
            _POUNDS,
        ),
    ),
)

FOLLOW_UPS = Section(
    "follow_ups",
    "Follow-ups",
    (
        Figure(
            "follow_ups_open",
            "Follow-ups open",
            "Follow-ups promised by the day of this report and not done by then.",
        ),
        Figure(
            "follow_ups_late",
            "of them late",
            "Open follow-ups whose day had passed.",
            of="follow_ups_open",
        ),
    ),
)

SECTIONS = (HIVE, MOVES, STAYS, SUPPORT, TOGETHER, TRAINING, WORK, MONEY, FOLLOW_UPS)
FIGURES = {figure.key: figure for section in SECTIONS for figure in section.figures}
GROUPS = {group.key: group for section in SECTIONS for group in section.groups}
