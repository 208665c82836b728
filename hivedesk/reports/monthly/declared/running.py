"""Groups and training, the worker's hours, the budget and what is left to do."""

from __future__ import annotations

from hivedesk.reports.figure import Figure, Group, Section, Unit

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
            Unit.MINUTES,
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
            Unit.MINUTES,
        ),
        Figure(
            "contract_minutes",
            "Contract for the month",
            "For each worker and each day of the month in post, a seventh of the weekly hours "
            "the policy names.",
            Unit.MINUTES,
        ),
        Figure(
            "worker_minutes_out_of_hours",
            "Worked out of hours",
            "Time worked that lies outside the worker's core hours, or, where none are kept, "
            "outside the office hours the policy names.",
            Unit.MINUTES,
        ),
        Figure(
            "worker_leave_minutes",
            "Leave",
            "Time recorded as leave.",
            Unit.MINUTES,
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
            Unit.MINUTES,
        ),
        Group(
            "worker_minutes_by_week",
            "Time worked, by week",
            "Time worked from Monday to Sunday; the first and the last week are cut to the month.",
            Unit.MINUTES,
            every=True,
        ),
        Group(
            "worker_minutes_out_of_hours_by_week",
            "Out of hours, by week",
            "The part of each week's time that was worked out of hours.",
            Unit.MINUTES,
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
            Unit.POUNDS,
        ),
        Figure(
            "budget_spent_gbp",
            "Spent this month",
            "Budget lines of this month that spend money.",
            Unit.POUNDS,
        ),
        Figure(
            "budget_allotted_quarter_gbp",
            "Allotted this quarter",
            "Money allotted since the calendar quarter began, up to the day of this report.",
            Unit.POUNDS,
        ),
        Figure(
            "budget_spent_quarter_gbp",
            "Spent this quarter",
            "Money spent since the calendar quarter began, up to the day of this report.",
            Unit.POUNDS,
        ),
        Figure(
            "budget_left_quarter_gbp",
            "Left of this quarter",
            "Allotted less spent in the quarter so far.",
            Unit.POUNDS,
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
