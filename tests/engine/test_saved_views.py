"""Two requests of one person at the same moment keep no two views of one name, and no more than may be."""

from functools import partial
from typing import Any

import pytest

from qms.lib.errors import Invalid
from qms.records.models import LedgerRow
from qms.registers.lists import saved
from qms.registers.models import SavedView
from qms.registers.verify import verify
from tests.engine.racing import in_threads

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.mark.parametrize("names", [["Late"] * 4, ["Late", "LATE", "late ", "lAtE"]], ids=["same", "other case"])
def test_one_of_several_savings_of_one_name_is_kept(trials: Any, org: Any, clock: Any, names: list[str]) -> None:
    keep = partial(saved.save_view, trials, query="due=late", actor=org["author"], at=clock())
    results = in_threads(*[partial(keep, name=name) for name in names])
    assert SavedView.objects.count() == 1
    assert sum(isinstance(r, Invalid) and "name" in r.fields for r in results) == 3


def test_no_more_are_kept_than_may_be(trials: Any, org: Any, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 2)
    keep = partial(saved.save_view, trials, query="due=late", actor=org["author"], at=clock())
    in_threads(*[partial(keep, name=f"View {n}") for n in range(5)])
    assert SavedView.objects.count() == 2


def test_one_of_several_defaults_is_left(trials: Any, org: Any, clock: Any) -> None:
    common = {"actor": org["approver"], "at": clock()}
    views = [saved.save_view(trials, name=f"View {n}", query="due=late", shared=True, **common) for n in range(4)]
    results = in_threads(*[partial(saved.change_view, v, trials, is_default=True, **common) for v in views])
    assert all(isinstance(r, SavedView) for r in results), results
    assert SavedView.objects.filter(is_default=True).count() == 1
    assert LedgerRow.objects.filter(action="views.share").count() == 4
    assert list(verify()) == []
