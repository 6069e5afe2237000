"""Assessments that are looked at again because something they are about has changed (GDPR 35(11), AIMS-04).

A linked system has a new version, or a change that concerns the assessment or such a system was approved, since the
decision. It happens once: the next decision is the new ground.
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.links.models import Link
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.clockwork import move_each

from ..models import ImpactAssessment

SOURCE = "job:impact-assessments"
MOST, LONGEST = 500, 1500
#: Changes as old as this are looked at, so that a sweep reads what is new and not all there ever was.
WINDOW = datetime.timedelta(days=30)
HELD = ("decided", "not_required")
Causes = dict[int, list[tuple[datetime.datetime, str]]]


def reopen(*, at: datetime.datetime, source: str = SOURCE) -> int:
    """Ask for a review of every decided assessment with a cause; gives how many. Safe to run twice."""
    causes = new_versions(at)
    for pk, said in approved_changes(at).items():
        causes.setdefault(pk, []).extend(said)
    register, turned, about = registry["impact-assessments"], 0, assessments_of(list(causes))
    found = ImpactAssessment.objects.filter(pk__in=list(about), state__in=HELD).select_related("entry").order_by("pk")
    for record in found[:MOST]:
        said = [s for pk in sorted(about[record.pk]) for when, s in causes[pk] if when > (record.decided_at or at)]
        if said:
            reason = " ".join(dict.fromkeys(said))[:LONGEST]
            turned += move_each(register, "look_again", [record], at=at, source=source, reason=reason)
    return turned


def new_versions(at: datetime.datetime) -> Causes:
    """Systems with versions that were registered within the window, by the system's entry."""
    found: Causes = defaultdict(list)
    if "system-versions" in registry:
        rows = registry["system-versions"].model.objects.filter(created_at__gte=at - WINDOW, created_at__lte=at)
        for version in rows.exclude(state="void").select_related("system").order_by("pk")[:MOST]:
            said = _("%(system)s has the new version %(version)s (%(number)s).") % {
                "system": version.system.number, "version": version.version, "number": version.number,
            }  # fmt: skip
            found[version.system_id].append((version.created_at, said))
    return found


def approved_changes(at: datetime.datetime) -> Causes:
    """Entries that a change concerns which was approved within the window."""
    found: Causes = defaultdict(list)
    if "changes" not in registry:
        return found
    rows = registry["changes"].model.objects.filter(approved_at__gte=at - WINDOW, approved_at__lte=at)
    changes = {c.pk: c for c in rows.exclude(state__in=("void", "rejected")).order_by("pk")[:MOST]}
    links = Link.objects.filter(Q(source__in=changes) | Q(target__in=changes), removed_at=None, kind="concerns")
    for link in links:
        for one, other in ((link.source_id, link.target_id), (link.target_id, link.source_id)):
            if one in changes:
                change = changes[one]
                said = _("The change %(number)s “%(title)s” was approved.") % {
                    "number": change.number, "title": change.title,
                }  # fmt: skip
                found[other].append((change.approved_at, said))
    return found


def assessments_of(touched: Sequence[int]) -> dict[int, set[int]]:
    """Assessments that are one of these entries or are linked to one, each with those entries."""
    found: dict[int, set[int]] = defaultdict(set)
    ours = Entry.objects.filter(register="impact-assessments")
    for pk in ours.filter(pk__in=touched).values_list("pk", flat=True):
        found[pk].add(pk)
    out = Link.objects.filter(target__in=touched, source__in=ours.values("pk"), removed_at=None)
    back = Link.objects.filter(source__in=touched, target__in=ours.values("pk"), removed_at=None)
    for pk, near in [*out.values_list("source_id", "target_id"), *back.values_list("target_id", "source_id")]:
        found[pk].add(near)
    return found
