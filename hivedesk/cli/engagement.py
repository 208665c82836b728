"""Contact and coming along by registration, from a terminal."""

from __future__ import annotations

import argparse
from typing import Any

from hivedesk.rules.days import Span
from hivedesk.rules.engagement import GROUPS, Engaged, monthly_words, of_words
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.engagement import engagement_of

from .answers import print_json
from .stay_words import Adds, day
from .verbs import hive_called, opened


def add_verb(verb: Adds) -> None:
    """engagement."""
    made = verb("engagement", engagement, "contact and coming along, by how families register")
    made.add_argument("--hive", metavar="NAME", help="every Hive together if not said")
    made.add_argument("--from", dest="from_on", type=day, required=True, metavar="D")
    made.add_argument("--to", dest="to_on", type=day, required=True, metavar="D")
    made.add_argument("--json", action="store_true")


def engagement(asked: argparse.Namespace) -> None:
    """Count a span of days, up to today."""
    if asked.to_on < asked.from_on:
        refuse_on([Problem("to_on", "The last day is before the first.")])
    with opened(asked.store) as desk, desk.store.reading() as session:
        hive_id, name = None, "All Hives"
        if asked.hive is not None:
            hive_id, name = hive_called(session, asked.hive)
        found = engagement_of(session, hive_id, Span(asked.from_on, asked.to_on), desk.now)
    if asked.json:
        print_json(
            {
                "hive": name,
                "from": found.span.first.isoformat(),
                "to": found.span.last.isoformat(),
                "groups": {group: _told(each) for group, each in found.groups.items()},
                "together": _told(found.together),
            }
        )
        return
    for group, each in found.groups.items():
        print(
            f"{GROUPS[group]}\tfamilies {each.families}"
            f"\tcontacts {each.contacts}, {monthly_words(each)}"
            f"\treached {of_words(each.reached, each.open_to_it)}"
            f"\tno one-to-ones wanted {each.not_wanted}"
            f"\tcame {of_words(each.came, each.invited)}"
        )


def _told(each: Engaged) -> dict[str, Any]:
    rate = each.monthly
    monthly = None if rate is None else round(float(rate), 2)
    return {**each._asdict(), "contacts_per_family_per_month": monthly}
