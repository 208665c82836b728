"""What is kept: one typed SQLAlchemy class per subject, each field declared once."""

from __future__ import annotations

from typing import Any

from .activity import Activity, ActivityAttendance, ActivityKind, Attendance, BudgetKind, BudgetLine
from .base import (
    Base,
    Record,
    bare,
    choices_of,
    declared,
    kind_of,
    map_another,
    map_the_rest,
    mapped,
    points_at,
    values_of,
)
from .check import CheckKind, DueCheck
from .child import Animals, Child, Permission, Placement, PlacementEnd, PlacementType, ReasonCode
from .errors import BadUse, NotFound, PlainError
from .family import (
    BirthChild,
    Carer,
    Family,
    FamilyState,
    FamilyStatus,
    JoinSource,
    OneToOne,
    Registration,
    Smoking,
)
from .fields import Field, Sensitivity, Word
from .hive import CoreHours, Hive, Worker, WorkerRole
from .hours import TimeEntry, TimeKind
from .ids import fixed_id, new_id
from .journal import Change, Conflict, Draft, StoreSetting, SyncRun
from .policy import Policy
from .professional import Professional, ProfessionalRole, Referral, ReferralState, Service
from .room import (
    Booking,
    HandoverItem,
    LinkCarer,
    Room,
    RoomClosure,
    StayKind,
    StayOffer,
    StayState,
)
from .support import BroughtIn, FollowUp, FollowUpBy, LogChild, SupportLog, Theme, Way
from .town import Town
from .training import Course, Evidence, EvidenceStep, Stage, TrainingAttendance, TrainingSession
from .waiting import Offer, OfferAnswer, WaitingFamily, WaitingState

KINDS: dict[str, type[Record]]
"""Every kind of record by the name the terminal, sync and Change rows use; parents first."""


def __getattr__(name: str) -> Any:
    # Made when it is first asked for: it needs every class mapped, and a start needs but half.
    if name != "KINDS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    map_the_rest()
    by_table = {str(mapper.class_.__tablename__): mapper.class_ for mapper in Base.registry.mappers}
    models = [by_table[table.name] for table in Base.metadata.sorted_tables]
    kinds = {kind_of(model): model for model in models if issubclass(model, Record)}
    globals()["KINDS"] = kinds
    return kinds


__all__ = [
    "KINDS",
    "Activity",
    "ActivityAttendance",
    "ActivityKind",
    "Animals",
    "Attendance",
    "BadUse",
    "Base",
    "BirthChild",
    "Booking",
    "BroughtIn",
    "BudgetKind",
    "BudgetLine",
    "Carer",
    "Change",
    "CheckKind",
    "Child",
    "Conflict",
    "CoreHours",
    "Course",
    "Draft",
    "DueCheck",
    "Evidence",
    "EvidenceStep",
    "Family",
    "FamilyState",
    "FamilyStatus",
    "Field",
    "FollowUp",
    "FollowUpBy",
    "HandoverItem",
    "Hive",
    "JoinSource",
    "LinkCarer",
    "LogChild",
    "NotFound",
    "Offer",
    "OfferAnswer",
    "OneToOne",
    "Permission",
    "Placement",
    "PlacementEnd",
    "PlacementType",
    "PlainError",
    "Policy",
    "Professional",
    "ProfessionalRole",
    "ReasonCode",
    "Record",
    "Referral",
    "ReferralState",
    "Registration",
    "Room",
    "RoomClosure",
    "Sensitivity",
    "Service",
    "Smoking",
    "Stage",
    "StayKind",
    "StayOffer",
    "StayState",
    "StoreSetting",
    "SupportLog",
    "SyncRun",
    "Theme",
    "TimeEntry",
    "TimeKind",
    "Town",
    "TrainingAttendance",
    "TrainingSession",
    "WaitingFamily",
    "WaitingState",
    "Way",
    "Word",
    "Worker",
    "WorkerRole",
    "bare",
    "choices_of",
    "declared",
    "fixed_id",
    "kind_of",
    "map_another",
    "map_the_rest",
    "mapped",
    "new_id",
    "points_at",
    "values_of",
]
