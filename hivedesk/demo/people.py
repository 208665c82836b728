"""Workers, managers and the professionals around the families."""

from __future__ import annotations

import random

from hivedesk.records import Hive, Professional, ProfessionalRole, Worker, WorkerRole

from . import places
from .names import Names, email, landline, mobile
from .state import DAY, County, Den

_SSW_TEAMS = ("Fostering North", "Fostering South", "Fostering East", "Connected carers")
_CSW_TEAMS = ("Children in care, west", "Children in care, east", "Leaving care", "District team")


def add_dens(county: County, names: Names, home: int) -> None:
    """The Hives, a worker for each and a manager over all."""
    rng = county.rng
    for number in range(county.hive_count):
        name, area, near = places.hive(number)
        started = county.first_day + DAY * (4 * (number % 6))
        hive = county.make(Hive, name=name, area=area, started_on=started)
        first, last = names.full()
        worker = county.make(
            Worker,
            first_name=first,
            last_name=last,
            role=WorkerRole.SUPPORT_WORKER,
            hive_id=hive.id,
            phone=mobile(rng),
            email=email(first, last),
            started_on=started,
        )
        weekday = rng.choice((1, 2, 3))
        county.dens.append(Den(hive, worker, area, near, number == home, group_weekday=weekday))
    first, last = names.full()
    county.make(
        Worker,
        first_name=first,
        last_name=last,
        role=WorkerRole.MANAGER,
        phone=mobile(rng),
        email=email(first, last),
        started_on=county.first_day,
    )


def _add(
    county: County, names: Names, role: ProfessionalRole, **values: str | None
) -> tuple[Professional, str]:
    rng: random.Random = county.rng
    first, last = names.full()
    record = county.make(
        Professional,
        name=f"{first} {last}",
        role=role,
        phone=landline(rng),
        email=email(first, last),
        **values,
    )
    return record, first


def add_professionals(county: County, names: Names) -> list[tuple[str, str]]:
    """SSWs, children's social workers and PSWs; one PSW serves two Hives.

    Returns id and first name of each supervising social worker.
    """
    rng = county.rng
    many = county.hive_count
    ssws = []
    for _ in range(many * 2):
        record, first = _add(county, names, ProfessionalRole.SSW, team=rng.choice(_SSW_TEAMS))
        ssws.append((record.id, first))
    for _ in range(many * 3):
        record, first = _add(county, names, ProfessionalRole.CSW, team=rng.choice(_CSW_TEAMS))
        county.csw_names[record.id] = first
    for number, den in enumerate(county.dens[: max(1, many - 1)]):
        shared = f"Shared with {county.dens[-1].record.name}" if number == many - 2 else None
        _add(county, names, ProfessionalRole.PSW, hive_id=den.record.id, team="PSW", note=shared)
    _add(county, names, ProfessionalRole.OTHER, team="Virtual school")
    return ssws
