"""What cannot become a pack is refused in a sentence, and nothing of it stays."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from qms.attachments.models import Attachment
from qms.attachments.store import path_of as blob_path
from qms.lib.errors import Invalid, Refused, TooMany
from qms.packs.archive import Archive, is_safe, safe_name
from qms.packs.files import folder
from qms.packs.models import Pack
from qms.packs.order import Order
from qms.records.models import LedgerRow
from tests.packs.conftest import Case


def refused(**asked: Any) -> str:
    with pytest.raises(Refused) as refusal:
        Order.read(asked)
    return " ".join(refusal.value.all_sentences())


def test_order_asks_for_one_thing_in_a_period_that_has_days() -> None:
    assert "Ask for one thing" in refused()
    assert "Ask for one thing" in refused(register="actions", records="NC-1")
    assert "Ask for one thing" in refused(records=" , ,; ")
    assert "ends (1 Jan 2026) before it begins (1 Feb 2026)" in refused(
        register="actions", **{"from": "2026-02-01", "to": "2026-01-01"}
    )
    assert "“2026-02-30” is no date" in refused(register="actions", to="2026-02-30")
    assert "“soon” is no date" in refused(register="actions", **{"from": "soon"})
    assert "At most 500 single records; these are 501" in refused(records=[f"A-{n}" for n in range(501)])


def test_number_that_is_asked_for_twice_is_packed_once(case: Case) -> None:
    assert case.built(records=f"{case.nc.number} {case.nc.number},{case.nc.number}").counts["records"] == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"register": "actions", "to": "2020-01-01"}, "nothing in this period"),
        ({"register": "programmes"}, "nothing there that you may see"),
        ({"register": "unicorns"}, "There is no register “unicorns”"),
        ({"standard": "iso9001-1887"}, "There is no edition or clause “iso9001-1887”"),
        ({"audit": "A-2026-0001"}, "There is no audit “A-2026-0001” that you may see"),
    ],
)
def test_empty_pack_is_refused_when_it_is_ordered(case: Case, asked: dict[str, str], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        case.ordered(**asked)
    assert not Pack.objects.exists()


def test_more_records_than_a_pack_holds_are_refused_with_both_numbers(case: Case, settings: LazySettings) -> None:
    case.recipe.make()
    settings.QMS_PACK_RECORDS = 1
    with pytest.raises(Invalid, match="That would be 2 records; a pack holds at most 1. Narrow the period"):
        case.ordered(register="nonconformities")
    with pytest.raises(Invalid, match="at most 1"):
        case.ordered(records=list(case.recipe.register.model.objects.values_list("number", flat=True)))


def test_packs_that_wait_are_bounded(case: Case) -> None:
    for n in range(3):
        case.ordered(records=case.nc.number, **{"from": f"2026-01-0{n + 1}"})
    with pytest.raises(TooMany, match="3 of your packs are not built yet"):
        case.ordered(records=case.nc.number)


@pytest.mark.parametrize("harm", ["gone", "shorter", "other bytes"])
def test_file_missing_or_changed_on_disk_stops_the_pack_and_is_named(case: Case, harm: str) -> None:
    """A pack with a hole looks whole to whoever does not run the verifier: none is made (docs/evidence-packs.md)."""
    row = Attachment.objects.filter(entry=case.nc.pk).select_related("blob").get()
    path = blob_path(row.blob.sha256)
    content = path.read_bytes()
    path.chmod(0o640)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-1] if harm == "shorter" else bytes(len(content)))
    try:
        before = LedgerRow.objects.count()
        pack = case.built(records=case.nc.number)
        assert pack.queue_state == "failed"
        assert f"{case.nc.number}: “{row.name}”" in pack.said[0] and "Restore it from the backup" in pack.said[0]
        assert not pack.file and not list(folder().glob(f"{pack.pk}-*"))
        assert LedgerRow.objects.count() == before, "nothing was exported"
    finally:
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"), ("/etc/shadow", "shadow"), ("..", "_"),
        (".htaccess", "htaccess"), ("con.txt", "_con.txt"), ("a:b*c?.txt", "a_b_c_.txt"), ("x\ny.txt", "x_y.txt"),
        ("Prüfbericht (2).pdf", "Prüfbericht (2).pdf"), ("n" * 300 + ".pdf", "n" * 96 + ".pdf"), (" . ", "_"),
    ],
)  # fmt: skip
def test_names_unpack_on_any_system_and_stay_inside(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe and is_safe(f"files/{safe}")


def test_archive_takes_no_unsafe_and_no_second_member(tmp_path: Path) -> None:
    with Archive(tmp_path / "x.zip") as archive:
        archive.add("a/b.txt", b"1")
        for path in ("../x", "a//b", "/a", "a/../b", "", "a/b.txt", "A/B.TXT", "c:/x", "a\\b"):
            with pytest.raises(ValueError, match="no member"):
                archive.add(path, b"2")


def test_file_with_a_name_that_leads_elsewhere_lands_under_its_hash(case: Case) -> None:
    import zipfile

    from django.db import models

    record = case.attached(case.recipe.make(), "seen.txt", b"seen")
    row = Attachment.objects.get(entry=record.pk)
    row.name = "../../../evil.txt"
    models.Model.save(row, update_fields=["name"])  # as an old or altered database might hold it
    with zipfile.ZipFile(case.made(records=record.number)) as archive:
        names = [n for n in archive.namelist() if n.startswith("files/")]
    assert names == [f"files/{row.blob.sha256}/evil.txt"]
