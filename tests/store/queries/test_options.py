"""What a form offers for a reference: everybody who fits, A to Z as people read it."""

from __future__ import annotations

from hivedesk.records import Professional, ProfessionalRole
from hivedesk.store import Store
from hivedesk.store.queries.options import offered_by
from tests.store.samples import TODAY, save


def test_social_workers_stand_where_people_look_for_them(store: Store) -> None:
    names = ("Zadie Quill", "de Souza, Ana", "Ben Marsh")
    save(store, *(Professional(name=name, role=ProfessionalRole.CSW) for name in names))
    save(store, Professional(name="Lee Hart", role=ProfessionalRole.SSW))
    with store.reading() as session:
        offered = offered_by(session, "professionals", "csw_id", TODAY, None)
    assert [name for _, name in offered] == ["Ben Marsh", "de Souza, Ana", "Zadie Quill"]
