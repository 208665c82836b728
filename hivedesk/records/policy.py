"""Policies: every number the council may change, with the day it began."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, field, ref

_OPEN = Sensitivity.OPEN


class Policy(Record):
    """One value of one policy from one day on; for all Hives or for one."""

    __tablename__ = "policies"
    one, many, title = "policy", "policies", "{key} from {starts_on}"

    key: Mapped[str] = field("Policy", sensitivity=_OPEN, index=True)
    value: Mapped[str] = field("Value", sensitivity=_OPEN)
    starts_on: Mapped[dt.date] = field("From", sensitivity=_OPEN)
    hive_id: Mapped[str | None] = ref("hives", "Only for this Hive", sensitivity=_OPEN)
    source: Mapped[str | None] = field("Source", sensitivity=_OPEN)
