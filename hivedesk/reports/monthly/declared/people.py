"""Who is in the Hive, and who came and went."""

from __future__ import annotations

from hivedesk.reports.figure import Figure, Group, Section, Unit

_DAY = "on the last day of the month, or today while the month is open"

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
            Unit.PERCENT,
        ),
        Figure(
            "composition_connected_pct",
            "Connected carers",
            "Share of the carers whose family is registered as connected carers.",
            Unit.PERCENT,
        ),
        Figure(
            "composition_county_pct",
            "County carers",
            "Share of the carers in all other families.",
            Unit.PERCENT,
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
