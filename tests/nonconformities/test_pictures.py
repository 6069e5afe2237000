"""One set of causes in three pictures: why-tree, cause diagram, fault tree."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from nonconformities import categories, pictures
from nonconformities.whowhen import touches
from qms.lib.errors import Invalid
from qms.registers.prints.record import body_html
from tests.nonconformities.made import Story


def row(row_id: str, parent: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    return {"id": row_id, "parent": parent, "text": text or f"Cause {row_id}", **more}


CAUSES = [
    row("a", category="data", gate="and"), row("b", "a", category="labels", probability="0.1"),
    row("c", "a", probability="0.02"), row("d", category="model", status="refuted"),
    row("e", category="method", probability="0.001"),
]  # fmt: skip


@pytest.fixture
def drawn(story: Story) -> Story:
    story.triaged().edit("owner", causes=CAUSES, cause_set="ml")
    return story


@pytest.mark.requirement("CA-04")
def test_causes_stand_in_the_categories_of_the_chosen_set(drawn: Story) -> None:
    found = {b.label: [(n.row["id"], depth) for n, depth in b.causes] for b in pictures.branches(drawn.nc)}
    assert found["Data"] == [("a", 0), ("c", 1)]  # what has no category stands with what it explains
    assert found["Labels"] == [("b", 0)] and found["Model"] == [("d", 0)] and found["Infrastructure"] == []
    assert found["Method"] == [("e", 0)]  # of another set, and not lost
    drawn.edit("owner", cause_set="6m")
    assert [b.label for b in pictures.branches(drawn.nc)][:6] == [
        "People", "Machine", "Method", "Material", "Measurement", "Environment",
    ]  # fmt: skip


def test_sets_are_configurable_and_a_wrong_file_is_explained_at_start(tmp_path: Any, settings: Any) -> None:
    path = tmp_path / "sets.toml"
    path.write_text('[service]\nlabel = "Service"\ncategories = { policy = "Policy", people = "People" }\n')
    assert categories.read(str(path))["service"] == ("Service", (("policy", "Policy"), ("people", "People")))
    for text, said in (
        ("[service]\nlabel = 1\n", "table of categories"),
        ("= 3", "no TOML"),
        ("[a.categories]\n", "1 to"),
    ):
        path.write_text(text)
        settings.QMS_CAUSE_SETS = str(path)
        assert [c.msg for c in run_checks() if c.id == "nonconformities.E001" and said in c.msg]


def test_the_fault_tree_says_which_combinations_suffice(drawn: Story) -> None:
    said = pictures.reading(drawn.nc)
    assert [c.causes for c in said.combinations] == [["Cause e"], ["Cause b", "Cause c"]]
    assert said.singles == ["Cause e"] and [c.probability for c in said.combinations] == [
        Decimal("0.001"),
        Decimal("0.002"),
    ]
    assert said.bound == 1 - (1 - Decimal("0.001")) * (1 - Decimal("0.002"))
    drawn.edit("owner", top_gate="and")
    assert pictures.reading(drawn.nc).singles == []


def test_what_a_refuted_cause_was_needed_for_stands_for_itself(drawn: Story) -> None:
    drawn.edit("owner", causes=[r | ({"status": "refuted"} if r["id"] == "c" else {}) for r in CAUSES])
    assert pictures.reading(drawn.nc).singles == ["Cause a", "Cause e"]


@pytest.mark.parametrize("bad", ["-0.1", "1.5", "often", "NaN"])
def test_a_probability_lies_between_0_and_1(drawn: Story, bad: str) -> None:
    with pytest.raises(Invalid):
        drawn.edit("owner", causes=[row("a", probability=bad)])


@pytest.mark.parametrize("path", ["ishikawa/", "fault-tree/"])
def test_each_picture_has_a_page_with_the_same_in_words(drawn: Story, client: Client, path: str) -> None:
    client.force_login(drawn.org["reader"])
    text = client.get(f"/nonconformities/{drawn.nc.number}/causes/{path}").content.decode()
    assert 'role="img"' in text and text.count("Cause b") >= 3  # drawn, its title, and in words
    client.force_login(drawn.org["stranger"])
    assert client.get(f"/nonconformities/{drawn.nc.number}/causes/{path}").status_code == 404


def test_too_many_combinations_are_said_and_no_error(story: Story, client: Client) -> None:
    rows = [r for n in range(12) for r in (row(f"g{n}"), *(row(f"g{n}-{k}", f"g{n}") for k in range(5)))]
    story.triaged().edit("owner", causes=rows, top_gate="and")
    client.force_login(story.org["reader"])
    answer = client.get(f"/nonconformities/{story.nc.number}/causes/fault-tree/")
    assert answer.status_code == 200 and "Split the tree" in answer.content.decode()


def test_two_hundred_causes_are_drawn(story: Story, client: Client) -> None:
    """Four below each, a third of the gates over leaves AND: `make bench` measures the same tree."""
    rows = [
        row(f"c{n}", f"c{(n - 1) // 4}" if n else "", gate="and" if n > 12 and n % 3 == 0 else "or") for n in range(200)
    ]
    story.triaged().edit("owner", causes=rows)
    client.force_login(story.org["reader"])
    page = client.get(f"/nonconformities/{story.nc.number}/causes/fault-tree/").content.decode()
    assert page.count('role="img"') == 1 and all(f"Cause c{n}<" in page for n in range(200))


@pytest.mark.requirement("CA-03")
def test_each_cause_says_who_and_when_from_the_history(drawn: Story, client: Client) -> None:
    drawn.clock(days=2)
    changed = [r | {"text": "Labels disagree"} if r["id"] == "b" else r for r in CAUSES]
    drawn.edit("quality", causes=changed)
    found = touches(drawn.nc)
    assert found["a"][0] == found["a"][1] and found["b"][0][0] == drawn.org["owner"].pk
    assert found["b"][1][0] == drawn.org["quality"].pk and found["b"][1][1] - found["b"][0][1] > datetime.timedelta(
        days=1
    )
    client.force_login(drawn.org["reader"])
    text = client.get(f"/nonconformities/{drawn.nc.number}/causes/").content.decode()
    assert f"changed by {drawn.org['quality'].printed_name}" in text


@pytest.mark.requirement("CA-04")
def test_the_print_holds_both_pictures_as_vectors(drawn: Story) -> None:
    html = body_html(drawn.nc, actor=drawn.org["owner"])
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="fishbone"' in html and 'class="gates"' in html
    assert "Single-point causes:" in html and html.count("<img") == 1, "the code of the address alone"
