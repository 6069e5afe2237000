"""Making the next version of a dataset, and taking in what machines report of its quality."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, WrongState
from qms.records import write as door
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from .. import quality
from ..models import Dataset
from ..models.quality import COLUMNS
from ..rows import RowErrors, read_rows

#: What belongs to one version alone and is not taken over by the next.
OF_ONE_VERSION = frozenset({"version", "version_hash", "quality"})
FROM = ("draft", "in_review", "approved", "superseded")
MOST_RESULTS = 400  # of one call; a record keeps 500 rows


def may_follow(record: Dataset, actor: Any) -> bool:
    """Whether the actor may make a next version of it now."""
    return record.state in FROM and bool(registry["datasets"].may_add(actor, record))


@in_one_transaction
def next_version(
    record: Dataset, *, version: str, version_hash: str = "", actor: Any, at: datetime.datetime, source: str = "page"
) -> Dataset:
    """A new version of the family with the same descriptions and without quality results, linked to the one it follows.

    It supersedes that one when it is approved. Raises NotVisible, WrongState, Forbidden, or Invalid where the version
    is there already.
    """
    datasets: Any = registry["datasets"]
    former = datasets.get(record.number, actor)
    if former.state not in FROM:
        raise WrongState(_("%s is withdrawn or void: nothing follows from it.") % former.number)
    if not may_follow(former, actor):
        raise Forbidden(_("You may not record datasets in this unit."))
    kept = {n: getattr(former, datasets.fields[n].attname) for n in datasets.editable if n not in OF_ONE_VERSION}
    made: Dataset = datasets.create(
        actor=actor, at=at, source=source, links=[("supersedes", former.entry)], version=version,
        version_hash=version_hash, **kept,
    )  # fmt: skip
    return made


@in_one_transaction
def report_quality(
    record: Dataset, results: Any, *, actor: Any, at: datetime.datetime, source: str = "page"
) -> dict[str, Any]:
    """Add quality results; one of a rule and file that is there already is passed over. All or none.

    `results`: a list of mappings with rule, value, comparison (ge, le, eq), threshold, n, tool, file (SHA-256),
    required and on (a day; today unless said); numbers are numbers. What an earlier result of the rule fixed
    (comparison, threshold, required) is taken from it and cannot be changed here: an edit by a person does that, with a
    reason.
    Gives `added`, `known`, `failing_required` and the record. Raises Invalid with row and field, NotVisible, Forbidden,
    WrongState.
    """
    datasets: Any = registry["datasets"]
    fresh: Dataset = door.lock(Dataset, datasets.get(record.number, actor).pk)
    errors = RowErrors("results")
    rows = read_rows(results, errors, columns=COLUMNS, most=MOST_RESULTS, numbers=("value", "threshold", "n"))
    kept = list(fresh.quality)
    added = known = 0
    for index, row in rows:
        there = _same(row, kept)
        if there is None and _fits(index, row, kept, errors):
            kept.append({**row, "on": row["on"] or timezone.localdate(at).isoformat()})
            added += 1
        elif there is not None:
            known += 1
            if Decimal(there["value"]) != Decimal(row["value"]):
                errors.add(
                    index, "value", _("For this rule and file the value %s was reported before.") % there["value"]
                )
    errors.refuse()
    if added:
        said = _("Quality results reported.")
        fresh = datasets.edit(fresh, rev=None, actor=actor, at=at, reason=said, source=source, quality=kept)
    return {"added": added, "known": known, "failing_required": fresh.failing_required, "record": fresh}


def _same(row: dict[str, Any], kept: list[dict[str, Any]]) -> dict[str, Any] | None:
    name = quality.rule_of(row)
    return next((k for k in kept if k["file"] == row["file"] and quality.rule_of(k) == name), None)


def _fits(index: int, row: dict[str, Any], kept: list[dict[str, Any]], errors: RowErrors) -> bool:
    """Whether a new result says what it must, in the terms that its rule was given first."""
    first = next((k for k in kept if quality.rule_of(k) == quality.rule_of(row)), None)
    if not row["file"]:
        errors.add(index, "file", _("Name the SHA-256 of the file that shows it."))
    if first is None:
        for name in ("comparison", "threshold"):
            if row[name] == "":
                errors.add(index, name, _("“%s” is needed with the first result of a rule.") % name)
        return not errors.of(index)
    for name in ("comparison", "threshold"):
        if row[name] != "" and row[name] != first[name] and not _equal(name, row, first):
            said = _("The rule “%(rule)s” has %(name)s %(fixed)s. Edit the dataset, with a reason, to change it.")
            errors.add(index, name, said % {"rule": first["rule"], "name": name, "fixed": first[name]})
    row |= {"comparison": first["comparison"], "threshold": first["threshold"]}
    row["required"] = row["required"] or first["required"]
    return not errors.of(index)


def _equal(name: str, row: dict[str, Any], first: dict[str, Any]) -> bool:
    return name == "threshold" and Decimal(row[name]) == Decimal(first[name])
