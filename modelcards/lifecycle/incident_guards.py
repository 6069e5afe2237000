"""When an incident moves on: moments in their order, reasons where it is late, an investigation before it is closed."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.links import edges

from ..aiact.incidents import rule_for
from ..incident_clocks import clock_for, told

FOUND = ("risk_assessment", "cause", "corrective")
OPEN = ("draft", "open")


def is_described(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Somebody says what happened before it is judged."""
    if says_nothing(record.what):
        return Said(_("Say what happened."), field="what", way="edit/?section=what")
    return None


def order_of(record: Any, at: datetime.datetime) -> Said | None:
    """What is wrong with the moments: they have come, and happened ≤ became aware ≤ reported."""
    happened, aware = record.happened_at, record.aware_at
    if happened and happened > at:
        return Said(_("This moment has not come yet."), field="happened_at")
    if aware and aware > at:
        return Said(_("This moment has not come yet."), field="aware_at")
    if happened and aware and aware < happened:
        return Said(_("Nobody knew of it before it happened (%s).") % told(happened, record), field="aware_at")
    first = min(filter(None, (record.initial_at, record.complete_at)), default=None)
    if first and aware and aware > first:
        return Said(_("It was reported before that, on %s.") % told(first, record), field="aware_at")
    return None


def awareness_fits(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """The awareness lies between what happened and the first report."""
    return order_of(record, at)


def goes_to_an_authority(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 73(9), (10): what the law of the sector has reported is not reported here too."""
    if rule_for(record.kinds, record.sector):
        return None
    return _("It is reported under the law of the sector; here only a breach of fundamental rights would be.")


def initial_fits(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """The initial report lies after the awareness."""
    if record.complete_by and record.complete_by < timezone.localdate(record.initial_at):
        return Said(_("The complete report follows the initial one."), field="complete_by")
    return _report_fits(record, "initial", record.aware_at, at)


def complete_fits(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """The complete report does not precede the initial one."""
    return _report_fits(record, "complete", record.initial_at or record.aware_at, at)


def _report_fits(record: Any, which: str, earliest: datetime.datetime, at: datetime.datetime) -> Said | None:
    made, field = getattr(record, f"{which}_at"), f"{which}_at"
    if made > at:
        return Said(_("This moment has not come yet."), field=field)
    if made < earliest:
        return Said(_("That was before %s, from which it follows.") % told(earliest, record), field=field)
    if says_nothing(getattr(record, f"{which}_report")):
        return Said(_("Say what was reported."), field=f"{which}_report")
    return None


def lateness_is_explained(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """EUA-73-2: the first report after the deadline says why it is late."""
    clock = clock_for(record)
    if clock is None or clock.met_at is None or clock.met_at <= clock.due or not says_nothing(record.late_reason):
        return None
    return Said(_("It was due by %s: say why it is late.") % told(clock.due, record), field="late_reason")


def not_informed_yet(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """It is recorded once."""
    if record.informed_at is None:
        return None
    return _("The authority was informed on %s.") % told(record.informed_at, record)


def informed_fits(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """The authority was informed after we knew, and not in time to come."""
    if record.informed_at > at:
        return Said(_("This moment has not come yet."), field="informed_at")
    if record.informed_at < record.aware_at:
        return Said(_("We became aware only on %s.") % told(record.aware_at, record), field="informed_at")
    return None


def has_no_open_nonconformity(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """One nonconformity at a time addresses it."""
    there = edges.sources(record.pk, kind="addresses", register="nonconformities").filter(phase__in=OPEN).first()
    if there is None:
        return None
    return Said(_("%s addresses it already.") % there.number, see=f"/nonconformities/{there.number}/")


def goes_elsewhere(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Only what is not reported under Art. 73 is closed without a report."""
    if not rule_for(record.kinds, record.sector):
        return None
    return Said(_("Record the complete report first."), way="do/report_complete/")


def is_investigated(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Art. 73(6): risk assessment, cause and corrective action are written down."""
    empty = [n for n in FOUND if says_nothing(getattr(record, n))]
    if not empty:
        return None
    names = ", ".join(str(record._meta.get_field(name).verbose_name) for name in empty)
    return Said(_("Still missing from the investigation: %s.") % names, way="edit/?section=investigation")


def dismissal_is_explained(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Who says that it is not serious says why."""
    if says_nothing(record.class_reason):
        return Said(_("Say why it is not a serious incident."), field="class_reason")
    return None
