"""What every store begins with: any account may bring it, whoever comes first.

A laptop tells its policies, towns and themes like all else it holds. They are nobody's work and
the same in every store, so no account needs a right to them; changing one is another matter.
"""

from __future__ import annotations

import functools

from hivedesk.rules.founding import founding
from hivedesk.store.founding import change_of
from hivedesk.sync.wire import WireChange


def is_founding(change: WireChange) -> bool:
    """Whether a change says, to the letter, what a new store of this HiveDesk begins with."""
    return _told().get(change.id) == change


@functools.cache
def _told() -> dict[str, WireChange]:
    rows = [change_of(record) for record in founding()]
    told = [WireChange(**row | {"at": row["at"].isoformat()}) for row in rows]
    return {change.id: change for change in told}
