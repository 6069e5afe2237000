"""The panels of a monitor: where it stands now, and the limits it is judged by."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.printing.shapes import PrintFact, PrintSection
from qms.records.access import sees

from .monitoring import words
from .queries.monitors import baseline_of, series_of, standing, untouched, usable


def monitor_panels(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel."""
    series = series_of(record)
    stands = standing(record, series, timezone.now())
    former = [e for e in (series.signal, series.silence) if e is not None and sees(actor, e)]
    now = {
        "record": record, "series": series, "standing": stands, "signals": former, "url": f"/monitors/{record.number}/",
        "late": words.instant(stands.late_since) if stands.late_since else "",
    }  # fmt: skip
    if record.state == "baseline":
        there = baseline_of(record)
        now |= {"collected": usable(record, there), "needed": record.baseline_points}
    found = [(_("Where it stands"), "monitors/panels/standing.html", now)]
    if record.limits or record.proposed or record.past_limits:
        held = {"record": record, "untouched": untouched(record)}
        found.append((_("Limits"), "monitors/panels/limits.html", held))
    return found


def marks(record: Any) -> list[str]:
    """What is wrong now, in a word each, for the head of the page."""
    return marks_of(record, series_of(record))


def marks_of(record: Any, series: Any) -> list[str]:
    """The same of a series at hand, which brings its nonconformities along."""
    stands = standing(record, series, timezone.now())
    found = [_("signal open")] if stands.series.signal in stands.open and stands.series.signal else []
    found += [_("missing data open")] if stands.series.silence in stands.open and stands.series.silence else []
    return found + ([_("late")] if stands.late_since else [])


def printed(record: Any) -> list[PrintSection]:
    """Where it stands, on paper."""
    series = series_of(record)
    facts = [
        PrintFact(label=_("Points"), value=str(series.count)),
        PrintFact(label=_("Last point"), value=words.instant(series.last_at) if series.last_at else None),
        PrintFact(label=_("Signals so far"), value=str(series.signals)),
    ]
    for label, entry in ((_("Last signal"), series.signal), (_("Last silence"), series.silence)):
        if entry is not None:
            facts.append(PrintFact(label=label, value=entry.number))
    return [PrintSection(label=_("Where it stands"), facts=facts)]
