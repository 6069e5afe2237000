"""When a monitor may move on, what the approval of limits covers, and what the moves change."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lifecycle import Scope

from ..models import MonitorSeries
from ..monitoring.judging import PSI, after_gap, document, judge, options_of, thresholds_of
from ..queries.monitors import baseline_of, points_since, series_of, usable
from ..services.signals import OPEN


def is_defined(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is measured can be judged; a distribution has its classes. Raises Invalid for options out of range."""
    if record.kind == PSI:
        thresholds_of(record)
        return None if len(record.bins) > 1 else _("Name the classes of the distribution, at least two.")
    options_of(record)
    return None


def has_a_baseline(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """SPC-02: limits rest on phase I."""
    there = usable(record, baseline_of(record))
    if there >= record.baseline_points:
        return None
    return _("The baseline has %(there)d of %(needed)d points with a value.") % {
        "there": there, "needed": record.baseline_points,
    }  # fmt: skip


def dropped_are_there(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is left out is one of the points that limits are computed from."""
    there = {p.key for p in baseline_of(record)}
    strange = [row["key"] for row in record.dropped if row["key"] not in there]
    return _("The baseline has no point “%s”.") % strange[0] if strange else None


def computed_by_somebody_else(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """SPC-02, P11-10g-2: nobody approves what he had computed himself."""
    if record.proposed.get("by") != actor.pk:
        return None
    return _("You had these limits computed: somebody else approves them.")


def has_no_limits(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Limits that are in force stay in force."""
    return _("Limits are in force: keep them instead.") if record.limits else None


def has_limits(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """There is something to keep."""
    return None if record.limits else _("No limits are in force yet: go back to the baseline instead.")


def nothing_is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """SPC-08: a signal is not got rid of by taking its monitor away."""
    series = series_of(record)
    numbers = [e.number for e in (series.signal, series.silence) if e is not None and e.phase in OPEN]
    return _("It has signalled: close %s first.") % ", ".join(numbers) if numbers else None


# What the approval covers: the document of limits, wherever it has moved since


def _context(record: Any) -> dict[str, Any]:
    return {"limits_version": (record.proposed or record.limits)["version"]}


def _signed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    doc = record.limits_of(context["limits_version"])
    computed = doc["limits"]
    return {f"limits_{name}": held for name, held in doc.items() if name != "limits"} | {"limits_computed": computed}


LIMITS = Scope(values=_signed, context=_context, files=False)


# Effects


def expect_points(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """From now on a point that does not come is missed."""
    record.expected_since = at


def compute(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Limits of phase I, proposed. Raises Invalid where nothing can be computed."""
    version = 1 + max((doc["version"] for doc in (record.limits, *record.past_limits) if doc), default=0)
    record.proposed = document(record, baseline_of(record), version=version, because=record.given_reason, by=actor.pk)


def forget_proposal(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The proposal is taken back; the history keeps it. What is in force stays as it is."""
    record.proposed = {}
    if record.limits:
        record.rule_set = record.limits["rule_set"]


def freeze(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """SPC-02: from now on these limits judge, and nothing moves them; the earlier ones are kept.

    The points that are there belong to phase I: what they leave behind (runs, moving range, memory) is where the next
    point begins.
    """
    if record.limits:
        record.past_limits = [*record.past_limits, {**record.limits, "until": at.date().isoformat()}]
    record.limits, record.proposed = record.proposed, {}
    dropped = {row["key"] for row in record.limits["baseline"]["dropped"]}
    points = [p for p in points_since(record, record.limits["baseline"]["from"]) if p.key not in dropped]
    series = MonitorSeries.objects.get_or_create(monitor=record)[0]
    series.memory = judge(record.limits, {}, points)
    series.judged_until = series.last_at
    series.save()


def begin_again(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """After a pause nothing spans it, and points are expected from now on."""
    record.expected_since = at
    series = series_of(record)
    series.memory = after_gap(series.memory)
    series.judged_until = series.last_at
    series.save()
