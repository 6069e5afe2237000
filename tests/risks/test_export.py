"""The register of risks as a file to hand over: all fields, numbers as numbers, what stands in other records."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from tests.risks.made import PLAN, Story


@pytest.mark.requirement("RM-03")
def test_all_fields_go_out_with_controls_actions_and_acceptance(story: Story, sign_in: Callable[[str], Client]) -> None:
    risk = story.treated()
    control = story.control(risk)
    held = story.accepted(story.assessed(title="Another one"))
    book = openpyxl.load_workbook(
        io.BytesIO(sign_in("keeper").get("/risks/?phase=all&format=xlsx&columns=all&sort=number").content)
    )
    heads, one, two = [[c.value for c in row] for row in book.active.iter_rows()]
    first, second = dict(zip(heads, one, strict=True)), dict(zip(heads, two, strict=True))
    assert len(heads) == len(set(heads))
    assert (first["Event"], first["Plan"], first["Inherent level"]) == (risk.event, PLAN, "High")
    assert "A nightly job fails unnoticed" in first["Cause"] and first["Above appetite"] == "Yes"
    assert (first["Target likelihood"], first["Target consequence"], first["Target level"]) == (2, 3, "Low")
    assert first["Controls"] == f"{control.number} {control.title} (Planned)"
    assert first["Current rating made with"] == risk.current_matrix.number
    assert held.number in second["Acceptance in force"] and not first["Acceptance in force"]


def test_the_list_offers_all_fields_and_refuses_other_words(story: Story, sign_in: Callable[[str], Client]) -> None:
    story.risk()
    client = sign_in("keeper")
    assert "columns=all" in client.get("/risks/?phase=all").content.decode()
    refused = client.get("/risks/?phase=all&format=csv&columns=some")
    assert refused.status_code == 400 and "no choice of columns" in refused.content.decode()
