"""Role × action: the rules, the table in docs/rights.csv and what really happens are the same, cell by cell."""

import csv
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from qms.accounts.roles import CLOSED_ROLES, ROLES
from qms.lib.errors import Forbidden, NotVisible, Refused
from qms.registers import registry
from tests.factories.recipes import Recipe, recipe_of

pytestmark = [pytest.mark.requirement("P11-10g-1"), pytest.mark.one_database]
TABLE = Path(__file__).resolve().parents[2] / "docs" / "rights.csv"


def written() -> str:
    out = StringIO()
    call_command("rights", stdout=out)
    return out.getvalue()


@cache
def table() -> dict[tuple[str, str], dict[str, str]]:
    """The cells by (register, action); of a register that is not in the file, as the rules have them."""
    kept = list(csv.DictReader(StringIO(TABLE.read_text(encoding="utf-8"))))
    known = {row["register"] for row in kept}
    kept += [row for row in csv.DictReader(StringIO(written())) if row["register"] not in known]
    return {(row["register"], row["action"]): row for row in kept}


def test_the_table_in_the_docs_is_that_of_the_rules() -> None:
    documented = TABLE.read_text(encoding="utf-8").splitlines()
    keys = {line.partition(",")[0] for line in documented}
    now = [line for line in written().splitlines() if line.partition(",")[0] in keys]
    assert now == documented, "the rights have changed: manage.py rights > docs/rights.csv"


def test_every_register_is_in_the_table(key: str) -> None:
    actions = {action for register, action in table() if register == key}
    assert actions == {"add", "edit", "attach", "comment", *registry[key].lifecycle.transitions}


def allowed(call: Any) -> bool:
    """Whether a call gets past the rule, whatever it lacks besides."""
    try:
        call()
    except Refused as refusal:
        return type(refusal) not in (Forbidden, NotVisible)  # a proof that is missing is a later refusal
    return True


def holders(recipe: Recipe) -> dict[str, Any]:
    """Somebody with each role in the record's unit, and with no part in it."""
    for role in ROLES:
        recipe.org.person(f"only_{role}", role, unit=recipe.unit, accepted=False)
    return {role: recipe.org[f"only_{role}"] for role in ROLES}


def test_each_role_may_do_what_the_table_says(move: tuple[str, str], db: None, savepoint: Any) -> None:
    key, verb = move
    recipe = recipe_of(key)()
    record, people = recipe.ready(verb), holders(recipe)
    cells = table()[key, verb]
    for role, person in people.items():
        with savepoint():
            got = allowed(
                lambda person=person: recipe.register.perform(
                    record, verb, rev=record.rev, actor=person, at=recipe.clock(), reason="There is a good reason."
                )
            )
        assert got == (cells[role] == "yes"), f"{role}: {got}, the table says {cells[role] or 'no'}"


def test_each_role_may_add_edit_attach_and_comment_as_the_table_says(key: str, db: None, savepoint: Any) -> None:
    recipe = recipe_of(key)()
    register, record, people = recipe.register, recipe.make(), holders(recipe)
    cells = table()
    for role, person in people.items():
        calls: dict[str, tuple[Any, dict[str, Any]]] = {
            "edit": (register.edit, {"rev": record.rev, "reason": "There is a reason.", "title": "X"}),
            "attach": (register.attach, {"rev": record.rev, "name": "a.txt", "data": b"a"}),
            "comment": (register.comment, {"text": "Look."}),
        }
        for action, (verb, values) in calls.items():
            with savepoint():
                got = allowed(partial(verb, record, actor=person, at=recipe.clock(), **values))
            assert got == (cells[key, action][role] == "yes"), f"{role} {action}: {got}"
        assert register.may_add(person) == (cells[key, "add"][role] == "yes"), f"{role} add"


def test_a_role_elsewhere_is_no_role_here(key: str, db: None) -> None:
    recipe = recipe_of(key)()
    record = recipe.make()
    recipe.org.person("elsewhere", *[r for r in ROLES if r not in CLOSED_ROLES], unit="SOUTH", home="SOUTH")
    person = recipe.org["elsewhere"]
    for verb in recipe.register.lifecycle.transitions:
        with pytest.raises((Forbidden, NotVisible, Refused)) as caught:
            recipe.register.perform(record, verb, rev=record.rev, actor=person, at=recipe.clock())
        if recipe.register.audience != "everyone":
            assert type(caught.value) is NotVisible


def test_a_role_above_counts_below(key: str, db: None) -> None:
    recipe = recipe_of(key)()
    record = recipe.make()
    boss = recipe.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    if recipe.register.audience == "named":  # no role opens what is for people whom the record itself names
        with pytest.raises(NotVisible):
            recipe.register.get(record.number, boss)
        return
    assert recipe.register.get(record.number, boss).pk == record.pk
    assert recipe.register.can_edit(record, boss)
