"""Every register goes into an evidence pack: whole for whoever may see it, and not at all for a stranger."""

import json
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from qms.lib.errors import Invalid
from qms.packs.files import path_of
from qms.packs.order import Order
from qms.packs.orders import place
from qms.packs.work import work_off
from tests.conformance.world import SECRET, World
from tests.packs.conftest import verify


@pytest.mark.requirement("P11-10b")
def test_record_goes_into_a_pack_whole_and_verifies_and_a_stranger_gets_none(world: World) -> None:
    recipe = world.recipe
    record = world.edited(recipe.make(), title=f"{SECRET} in the title")
    record = world.attached(record, f"{SECRET}.txt", SECRET.encode())
    for asked in ({"records": record.number}, {"register": world.register.key}):
        with pytest.raises(Invalid) as refusal:
            place(Order.read(asked), actor=world.org[recipe.stranger], at=timezone.now())
        assert SECRET not in str(refusal.value)
    pack = place(Order.read({"records": record.number}), actor=world.org[recipe.boss], at=timezone.now())
    work_off(at=timezone.now())
    pack.refresh_from_db()
    path = path_of(pack)
    assert path is not None, (pack.said, pack.error)
    status, said = verify(path)
    assert status == 0, said
    with zipfile.ZipFile(path) as archive:
        data: Any = json.loads(archive.read(f"records/{world.register.key}/{record.number}.json"))
        assert archive.read(data["files"][-1]["path"]) == SECRET.encode()
        assert archive.read(f"records/{world.register.key}/{record.number}.pdf").startswith(b"%PDF-")
    shown = {f["name"] for f in [*data["head"], *(f for s in data["sections"] for f in s["fields"])]}
    assert set(world.register.content) - shown <= {"title"} and data["title"] == record.title
    assert data["rev"] == len(data["versions"]) == len(data["ledger"]) == recipe.fresh(record).rev
