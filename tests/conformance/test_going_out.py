"""A record goes out whole: as data with its history, files and signatures, and as a PDF that can be listened to."""

from typing import Any

import pytest

from qms.attachments.models import Attachment
from qms.lifecycle import MEANINGS
from qms.records.models import LedgerRow
from qms.signatures.models import Signature
from tests.conformance.world import World
from tests.printing.pdfs import text
from tests.printing.tagged import problems


@pytest.fixture
def whole(world: World) -> Any:
    """A record with a file, signed where its register has a signature."""
    recipe, moves = world.recipe, world.register.lifecycle.transitions.values()
    signed = next((t.verb for t in moves if t.signs and t.verb in recipe.moves), None)
    record = world.attached(recipe.ready(signed) if signed else recipe.make(), "proof.txt", b"what was seen")
    return recipe.fresh(recipe.perform(record, signed) if signed else record)


@pytest.mark.requirement("P11-10b")
def test_a_record_goes_out_as_data_and_the_counts_are_those_of_the_database(world: World, whole: Any) -> None:
    here = f"/api/v1/{world.register.key}/{whole.number}/"

    def results(part: str) -> list[dict[str, Any]]:
        answer = world.boss.get(here + part).json()
        assert not answer.get("next"), "all on one page"
        return list(answer["results"])

    assert {f.name for f in type(whole)._meta.concrete_fields} - {"entry"} <= set(world.boss.get(here).json())
    history, ledger = results("history/"), world.boss.get(f"/api/v1/ledger/?number={whole.number}").json()["results"]
    rows = LedgerRow.objects.filter(entry=whole.pk)
    assert [v["rev"] for v in history] == list(range(whole.rev, 0, -1)) == [row["rev"] for row in ledger]
    assert [row["sha256"] for row in ledger] == [bytes(r.sha256).hex() for r in rows.order_by("-rev")]
    held = Attachment.objects.filter(entry=whole.pk, removed_at=None).select_related("blob")
    assert [f["sha256"] for f in results("files/")] == [a.blob.sha256 for a in held] != []
    given = Signature.objects.filter(entry=whole.pk)
    assert {s["printed_name"] for s in results("signatures/")} == {s.printed_name for s in given}
    assert len(results("signatures/")) == given.count()


@pytest.mark.requirement("P11-10b", "P11-50-2", "MK-05")
def test_a_record_goes_out_as_a_tagged_pdf_with_files_signatures_and_history(world: World, whole: Any) -> None:
    pdf = world.boss.get(f"/{world.register.key}/{whole.number}/print/").content
    said, bare = text(pdf), text(pdf).replace(" ", "")
    assert problems(pdf) == []
    for file in Attachment.objects.filter(entry=whole.pk).select_related("blob"):
        assert file.name in said and file.blob.sha256 in bare
    for signature in Signature.objects.filter(entry=whole.pk):
        for part in (signature.printed_name, str(MEANINGS[signature.meaning]), f"{signature.at:%H:%M} UTC"):
            assert part in said, part
    assert said.count("Uncontrolled copy") >= 1 and "Printed for" in said
    assert problems(world.boss.get(f"/{world.register.key}/print/?phase=all").content) == []
