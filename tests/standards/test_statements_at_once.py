"""Two versions signed at the same moment: one is in force afterwards, and the other was before it."""

import pytest

from qms.lib.errors import Refused
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from standards.models import Statement, StatementLine
from tests.engine.racing import in_threads
from tests.factories.people import PASSWORD
from tests.factories.standards import REVIEW, StatementRecipe


@pytest.mark.requirement("AIMS-02")
def test_two_versions_approved_at_once_leave_one_in_force(own_database: str) -> None:
    recipe = StatementRecipe()
    recipe.org.person("second", "executive")
    drafts, at = [recipe.ready("approve"), recipe.ready("approve")], recipe.clock()
    people = [recipe.org["executive"], recipe.org["second"]]
    done = in_threads(
        *[
            lambda who=who, draft=draft: recipe.register.perform(
                draft, "approve", rev=draft.rev, actor=who, at=at, proof=PasswordProof(PASSWORD, who.username), **REVIEW
            )
            for who, draft in zip(people, drafts, strict=True)
        ]
    )
    assert not [one for one in done if isinstance(one, Refused)]
    assert sorted(Statement.objects.values_list("state", "version")) == [("in_force", 2), ("superseded", 1)]
    assert sorted(StatementLine.objects.values_list("state", flat=True)) == ["ended"] * 2 + ["in_force"] * 2
    assert list(verify()) == []
