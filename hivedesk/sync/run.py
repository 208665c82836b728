"""One meeting with the central store: tell it what is new here, then hear what is new there.

Each step is kept before the next begins, so a run may be killed anywhere and the next one goes
on from there. What was told twice counts once: a change's id is known to central for good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import httpx2
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hivedesk.actions.desk import LINK_CARER
from hivedesk.records import SyncRun, new_id
from hivedesk.records.errors import PlainError
from hivedesk.store import Store, settings

from . import outbox, wire
from .apply import apply_page
from .client import (
    PAGE,
    Broken,
    Client,
    OtherCentral,
    Refused,
    Revoked,
    TooMuch,
    address_of,
)
from .connection import (
    Connection,
    altering,
    become_another,
    connection_of,
    device,
    earlier_connection,
    keep,
)
from .ended import is_over
from .forget import is_only_begun, let_go_of_policies, make_a_carers, rescope, wipe
from .joining import (
    MANAGER,
    WORKER,
    digits_to_join_with,
    is_awaited,
    join_what_is_there,
    joined,
    take_a_seat,
)

Clock = Callable[[], dt.datetime]

_SHRINK = 4
"""What a batch that broke is divided by: 500, 125, 31, 7, 1."""

_KEPT_RUNS = 500
"""How many runs are remembered: a working week of one every five minutes, and far more than the
page shows. Their number and not their age is what keeps it small, however long nobody answers."""

_MOST_BREAKS = 7
"""Breaks of the line, one after the other, that a run puts up with."""


@dataclass
class Summary:
    """What came of a run.

    Attributes:
        pushed, pulled: changes that central took, and that came from elsewhere.
        conflicts: texts of which both were kept.
        set_aside: changes that central did not take, with their reason.
        bytes_out, bytes_in: what went over the line.
        kinds: kinds of record that changed here; pages showing them reload.
        notes: what somebody should know, in plain words.
    """

    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    set_aside: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    kinds: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def connect(
    store: Store,
    url: str,
    code: str,
    now: Clock,
    name: str = "",
    transport: httpx2.BaseTransport | None = None,
) -> Connection:
    """Tie a laptop to a central store with a one-time joining code.

    Where it was tied to another one before, all that was made on this laptop is told anew. A store
    that has only begun lets go of its own Hive and worker where central has them already.

    Args:
        name: what the account's list calls this laptop.

    Raises:
        PlainError: nothing was changed, and the code was not used up.
    """
    return connect_as(store, url, code, now, name, transport)[0]


def connect_as(
    store: Store,
    url: str,
    code: str,
    now: Clock,
    name: str = "",
    transport: httpx2.BaseTransport | None = None,
) -> tuple[Connection, wire.Account]:
    """`connect`, and what central said of the account."""
    url = address_of(url)
    with altering(store) as session:
        digits = digits_to_join_with(session, code)
        before, begun = earlier_connection(session), is_only_begun(session)
        invented = settings.get(session, settings.DEMO_TODAY) is not None
    carers = begun or (before is not None and before.role == LINK_CARER)
    roles = [WORKER, MANAGER, *([LINK_CARER] if carers else [])]
    with Client(url, transport=transport) as client:
        ask = wire.JoinAsk(code.strip(), digits, name, now().isoformat(), roles, invented)
        answer = client.join(ask)
    tie = Connection(url, answer.token, answer.account.name, answer.account.role, answer.epoch)
    with altering(store) as session:
        joined(session)
        if tie.role == LINK_CARER:
            make_a_carers(session, before)
        elif before is None and begun and not is_awaited(session, answer.account):
            join_what_is_there(session, answer.account)
        elif before is None and tie.role == WORKER:
            let_go_of_policies(session)
        if before is not None and before.epoch == tie.epoch:
            # With another scope, the first pull hears everything again and forgets the rest.
            tie = replace(tie, cursor=before.cursor, scope=before.scope)
        else:
            outbox.tell_anew(session)
        keep(session, tie)
        is_over(session)
    return tie, answer.account


def sync_once(
    store: Store,
    now: Clock,
    transport: httpx2.BaseTransport | None = None,
    done: Summary | None = None,
) -> Summary:
    """Bring store and central up to date with each other.

    Args:
        now: the machine's own clock, aware; never a demo county's.
        transport: another road than the network, for tests.
        done: is filled in while the run goes on, for another thread that tells how far it is.

    Raises:
        NotConnected, Offline, Revoked, Refused …: PlainErrors. What was done before is kept.
    """
    with store.reading() as session:
        tie = connection_of(session)
    run, done = _begin(store, now()), done or Summary()
    try:
        with Client(tie.url, tie.token, transport) as client:
            try:
                _push(store, client, tie, now, done)
                _pull(store, client, tie, now, done)
                if tie.role != LINK_CARER:
                    take_a_seat(store, tie, now())
            except Revoked as why:
                wipe(store, now(), tie.url)
                raise Revoked(
                    why.words, "What this laptop held has been removed from it.", why.code
                ) from why
            except OtherCentral as why:
                raise _other(why.code) from why
            finally:
                done.bytes_out, done.bytes_in = client.bytes_out, client.bytes_in
    except PlainError as why:
        _end(store, run, done, now(), str(why))
        raise
    except BaseException:
        _end(store, run, done, now(), "HiveDesk stopped before it was done.")
        raise
    _end(store, run, done, now(), " ".join(done.notes) or None)
    return done


def _push(store: Store, client: Client, tie: Connection, now: Clock, done: Summary) -> None:
    with altering(store) as session:
        outbox.mend(session)
    most, breaks, skipped, too_new = wire.MOST_CHANGES, 0, set[str](), 0
    while True:
        with store.reading() as session:
            batch = outbox.unsent(session, skipped, most)
            digits = device(session)
        if not batch:
            if too_new:
                done.notes.append(_central_is_older(too_new))
            return
        with altering(store) as session:
            outbox.mark_sent(session, batch)
        try:
            answer = client.push(wire.PushAsk(digits, tie.epoch, now().isoformat(), batch))
        except (Broken, TooMuch) as why:
            breaks += 1
            if breaks > _MOST_BREAKS:
                raise
            if len(batch) == 1 and (most == 1 or isinstance(why, TooMuch)):
                # One that central cannot answer for holds up none of the others.
                skipped.add(batch[0].id)
                done.notes.append(f"One change could not be sent: {why.words}")
                most = wire.MOST_CHANGES
            else:
                most = max(len(batch) // _SHRINK, 1)
            continue
        breaks = 0
        _check_epoch(tie, answer.epoch)
        asked = {change.id for change in batch}
        results = [each for each in answer.results if each.id in asked]
        if {each.id for each in results} != asked:
            raise Refused("The central store did not answer for every change.", "", "unreadable")
        later = {each.id for each in results if each.code == wire.UNKNOWN_KIND}
        results = [each for each in results if each.id not in later]
        skipped |= later
        too_new += len(later)
        with altering(store) as session:
            done.set_aside += outbox.keep_results(session, results)
        done.pushed += sum(each.outcome == "accepted" for each in results)


def _central_is_older(many: int) -> str:
    """Nobody here can do anything about it: they are sent again in each run, until it is not."""
    changes = f"{many:,} changes wait" if many > 1 else "1 change waits"
    return (
        f"The central store has an older HiveDesk than this laptop: {changes} here and "
        "will be sent once it has been updated."
    )


def _pull(store: Store, client: Client, tie: Connection, now: Clock, done: Summary) -> None:
    for answer in _pages(client, tie):
        _check_epoch(tie, answer.epoch)
        if answer.next < tie.cursor:
            raise _other("older")
        if tie.scope and answer.scope != tie.scope:
            rescope(store, client, tie, now(), done.kinds)
            return
        applied = apply_page(store, tie, answer, now())
        tie = applied.connection
        done.pulled += applied.pulled
        done.conflicts += applied.conflicts
        done.kinds |= applied.kinds
        if applied.is_a_copy:
            _become_another(store, done)


def _pages(client: Client, tie: Connection) -> Iterator[wire.PullAnswer]:
    """All there is to hear; while one page is taken in, the next is on its way."""
    answer = _page(client, tie.epoch, tie.cursor)
    # No thread for the one page that an ordinary day brings.
    with ThreadPoolExecutor(1) if answer.more else nullcontext() as ahead:
        while ahead is not None and answer.more:
            following = ahead.submit(_page, client, tie.epoch, answer.next)
            yield answer
            answer = following.result()
        yield answer


def _page(client: Client, epoch: str, since: int) -> wire.PullAnswer:
    limit, breaks = PAGE, 0
    while True:
        try:
            return client.pull(since, epoch, limit)
        except Broken:
            breaks += 1
            if breaks > _MOST_BREAKS:
                raise
            limit = max(limit // _SHRINK, 1)


def _check_epoch(tie: Connection, epoch: str) -> None:
    if epoch != tie.epoch:
        raise _other("epoch")


def _other(code: str) -> OtherCentral:
    words = (
        "The central store has gone back to an older copy of itself."
        if code == "older"
        else "The central store at this address is not the one this laptop was connected to."
    )
    return OtherCentral(
        f"{words} Nothing here was changed.",
        "Ask whoever looks after it for a new joining code, then connect again.",
        code,
    )


def _become_another(store: Store, done: Summary) -> None:
    with altering(store) as session:
        become_another(session)
    done.notes.append(
        "Central knew work of this laptop that was not in its store: it was restored from an "
        "older backup, or a copy of it is in use elsewhere. All of that work is here again. "
        "If there is a second laptop with a copy, connect it with a joining code of its own."
    )


def _begin(store: Store, at: dt.datetime) -> str:
    run = SyncRun(id=new_id(), begun_at=at)
    with altering(store) as session:
        session.add(run)
        made = run.id
        session.flush()
        _thin_out(session)
    return made


def _thin_out(session: Session) -> None:
    """Forget the oldest runs, but the last that was answered and the first in vain after it."""
    newest = select(SyncRun.id).order_by(SyncRun.begun_at.desc(), SyncRun.id.desc())
    heard = session.execute(
        select(SyncRun.id, SyncRun.begun_at)
        .where(SyncRun.bytes_in > 0)
        .order_by(SyncRun.begun_at.desc())
        .limit(1)
    ).first()
    in_vain = select(SyncRun.id).where(SyncRun.ended_at.is_not(None)).order_by(SyncRun.begun_at)
    if heard is not None:
        in_vain = in_vain.where(SyncRun.begun_at > heard.begun_at)
    kept = {*session.scalars(newest.limit(_KEPT_RUNS)), *session.scalars(in_vain.limit(1))}
    kept |= {heard.id} if heard is not None else set()
    session.execute(delete(SyncRun).where(SyncRun.id.not_in(kept)))


def _end(store: Store, run: str, done: Summary, at: dt.datetime, trouble: str | None) -> None:
    with altering(store) as session:
        session.execute(
            update(SyncRun)
            .where(SyncRun.id == run)
            .values(
                ended_at=at,
                pushed=done.pushed,
                pulled=done.pulled,
                conflicts=done.conflicts,
                set_aside=done.set_aside,
                bytes_out=done.bytes_out,
                bytes_in=done.bytes_in,
                trouble=trouble,
            )
        )
