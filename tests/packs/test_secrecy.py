"""A pack holds what its exporter may see: nothing of an invisible record, not even its number at the end of a link."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from qms.accounts.people import system_user
from qms.lib.errors import Invalid
from qms.links.edges import sources
from qms.packs.order import Order
from qms.packs.selection import select
from qms.packs.work import work_off
from qms.registers import registry
from qms.registers.people import withdraw_role
from tests.packs.conftest import Case, verify

SECRET = "Zebrafish"


def everything(path: Path) -> str:
    """All members that are not PDF, as one text, and the text of the PDFs."""
    told = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".pdf"):
                told += [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
            told.append(name if name.endswith(".pdf") else content.decode())
    return "\n".join(told)


@pytest.fixture
def secret(case: Case) -> Any:
    """A record in another unit, linked from one that the officer of NORTH sees, and unlinked from another."""
    case.org.unit("FAR", "HQ")
    case.org.person("far", "quality_manager", "contributor", unit="HQ", home="FAR")
    made = case.recipe.register.create(
        actor=case.org["far"], at=case.clock(), title=f"{SECRET} escaped", description="x", place="y", product="z",
        found_on="2026-01-02", unit=case.org.units["FAR"],
    )  # fmt: skip
    seen, once = case.recipe.make(title="Seen"), case.recipe.make(title="Linked once")
    register, far = registry["nonconformities"], case.org["far"]
    for record in (seen, once):
        register.link(record, kind="concerns", target=made.number, rev=None, actor=far, at=case.clock())
    link = case.recipe.fresh(once).entry.links_out.get()
    once = case.recipe.fresh(once)
    register.unlink(once, link=link.pk, rev=None, actor=far, at=case.clock(), reason="It was another one.")
    return made


def test_link_to_an_invisible_record_shows_nothing_of_it(case: Case, secret: Any) -> None:
    with pytest.raises(Invalid):
        select(Order.read({"records": secret.number}), actor=case.officer)
    path = case.made(register="nonconformities")
    told = everything(path)
    assert "Linked once" in told
    assert SECRET not in told and secret.number not in told
    status, said = verify(path)
    assert status == 2, said
    assert "NOT CHECKED" in said and "names a linked record that the exporter may not see" in said
    assert secret.number not in said


def test_whoever_sees_both_gets_both_and_all_is_checked(case: Case, secret: Any) -> None:
    path = case.made(actor=case.org["far"], register="nonconformities")
    told = everything(path)
    assert SECRET in told and secret.number in told
    assert verify(path)[0] == 0


def test_signature_over_invisible_children_is_shown_without_its_content(case: Case) -> None:
    """The checker has a part in the nonconformity, and after his roles are gone none in the action it rests on."""
    for grant in case.org.grants("checker"):
        withdraw_role(grant=grant, actor=system_user(), at=case.clock(), reason="Moved to another unit.")
    action = sources(case.nc.pk, "addresses").get()
    path = case.made(actor=case.org["checker"], records=case.nc.number)
    told = everything(path)
    assert case.nc.number in told and action.number not in told
    status, said = verify(path)
    assert status == 2, said
    assert "it also covers records that the exporter may not see" in said


def test_unknown_number_and_invisible_number_get_the_same_answer(case: Case, secret: Any) -> None:
    said = []
    for number in (secret.number, "NC-2026-9999"):
        with pytest.raises(Invalid) as refusal:
            case.ordered(records=number)
        said.append(json.dumps(refusal.value.fields).replace(number, "N"))
    assert said[0] == said[1]
    with pytest.raises(Invalid, match="There is no audit"):
        case.ordered(audit=secret.number)


def test_stranger_and_outsider_get_no_pack_and_a_sentence(case: Case) -> None:
    for who in ("stranger", "far"):
        if who == "far":
            case.org.person("far", "external_auditor", home=None)
        with pytest.raises(Invalid, match="nothing there that you may see"):
            case.ordered(actor=case.org[who], register="nonconformities")


def test_pack_is_seen_by_the_one_who_ordered_it_alone(case: Case) -> None:
    pack = case.built(records=case.nc.number)
    for who, status in (("quality", 200), ("approver", 404)):
        client = Client()
        client.force_login(case.org[who])
        for address in ("", "progress/", "file/"):
            assert client.get(f"/packs/{pack.pk}/{address}").status_code == status, (who, address)
            api = address if address != "progress/" else ""
            assert client.get(f"/api/v1/packs/{pack.pk}/{api}").status_code == status, (who, address)


def test_roles_withdrawn_after_the_order_count_when_it_is_built(case: Case) -> None:
    pack = case.ordered(actor=case.org["approver"], register="nonconformities")
    for grant in case.org.grants("approver"):
        withdraw_role(grant=grant, actor=system_user(), at=case.clock(), reason="Left the company.")
    work_off(at=timezone.now())
    pack.refresh_from_db()
    assert pack.queue_state == "failed" and not pack.file
