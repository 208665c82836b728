"""Towns and where their centres lie, for distances in a straight line."""

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, field

_OPEN = Sensitivity.OPEN


class Town(Record):
    """A town's centre on the Ordnance Survey National Grid, in metres."""

    __tablename__ = "towns"
    one, many, title = "town", "towns", "{name}"

    name: Mapped[str] = field("Name", sensitivity=_OPEN)
    east: Mapped[int] = field(
        "Metres east",
        help="Easting on the National Grid: SU 450 190 is 445000.",
        sensitivity=_OPEN,
        low=0,
        high=700_000,
    )
    north: Mapped[int] = field(
        "Metres north",
        help="Northing on the National Grid: SU 450 190 is 119000.",
        sensitivity=_OPEN,
        low=0,
        high=1_300_000,
    )
