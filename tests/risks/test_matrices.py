"""A matrix as a record: editions, one in force, its table as a page."""

import pytest
from django.test import Client

from qms.accounts.models import User
from qms.lib.errors import Invalid, Unmet
from risks.matrix import fault, matrix_of
from risks.models import RiskMatrix
from tests.risks.made import Story


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_new_matrix_begins_with_an_example_that_has_no_fault(story: Story) -> None:
    for about in ("risk", "opportunity"):
        made = story.matrix(family=about, about=about)
        assert fault(matrix_of(made)) is None and made.edition == 1


@pytest.mark.requirement("RM-01")
def test_a_new_edition_takes_over_what_is_in_force_and_supersedes_it(story: Story) -> None:
    first = story.matrix_in_force()
    first_cells = first.cells
    second = story.matrix()
    assert (second.edition, second.cells) == (2, first_cells)
    second = story.edit(second, "keeper", cells=[*second.cells[:4], ["high"] * 3 + ["critical"] * 2])
    second = story.do(story.do(second, "propose", "keeper"), "put_in_force", "signer")
    first = RiskMatrix.objects.get(pk=first.pk)
    assert (first.state, second.state) == ("superseded", "in_force")
    assert first.cells == first_cells, "what was signed stays as it was"


@pytest.mark.requirement("RM-06")
def test_a_matrix_with_a_lower_cell_is_not_proposed(story: Story) -> None:
    made = story.matrix()
    cells = [list(row) for row in made.cells]
    cells[4][4] = "low"
    made = story.edit(made, "keeper", cells=cells)
    with pytest.raises(Unmet, match=r"Frequent \(5\) × Severe \(5\) is “Low”, lower than"):
        story.do(made, "propose", "keeper")


def test_an_appetite_for_a_unit_that_is_not_there_is_refused(story: Story) -> None:
    with pytest.raises(Invalid, match="no unit with the code “NOWHERE”"):
        story.matrix(appetite=[{"category": "", "unit": "NOWHERE", "highest": "low"}])


def test_the_table_is_edited_as_a_grid(story: Story) -> None:
    made = story.matrix()
    keeper = signed_in(story.org["keeper"])
    page = keeper.get(f"/risk-matrices/{made.number}/table/").content.decode()
    assert page.count("<select") == 25 and "Likelihood 5, consequence 1" in page
    names = {f"c-{r}-{c}": made.cells[r - 1][c - 1] for r in range(1, 6) for c in range(1, 6)}
    sent = {**names, "c-1-1": "low", "rev": made.rev}
    answer = keeper.post(f"/risk-matrices/{made.number}/table/", sent, follow=True)
    assert "is “Minimal”, lower than “Low”" in answer.content.decode()
    answer = keeper.post(f"/risk-matrices/{made.number}/table/", {**sent, **names, "rev": made.rev + 1}, follow=True)
    assert "has no fault" in answer.content.decode()
    assert keeper.post(f"/risk-matrices/{made.number}/table/", {**sent, "c-1-1": "odd"}).status_code == 400
    stranger = signed_in(story.org["author"])
    assert stranger.get(f"/risk-matrices/{made.number}/table/").status_code == 403


def test_the_page_shows_the_matrix_in_words(story: Story) -> None:
    made = story.matrix_in_force()
    page = signed_in(story.org["author"]).get(f"/risk-matrices/{made.number}/").content.decode()
    assert "Critical · Stop" in page and "5 Frequent" in page and "edition 1" in page
