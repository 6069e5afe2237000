"""What a sweep does about monitors, and about cards: approvals whose ground has changed ask for another look.

The gate does not wait for this: it looks for itself at every question. The job turns the state, so that lists, people
and history know it too.
"""

import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from qms.accounts.people import system_user
from qms.jobs.registry import job
from qms.lib.errors import Refused
from qms.links.models import Link
from qms.records.models import Entry
from qms.registers import registry

from .models import Deployment, ModelCard, Monitor
from .queries.causes import causes_of
from .services.silence import notice_silence

#: Changes as old as this are looked at; after a longer silence only the gate sees them.
WINDOW = datetime.timedelta(days=7)
MOST = 500


@job("monitors")
def monitors(*, at: datetime.datetime) -> int:
    """Open a nonconformity for every series from which nothing has come, and attach charts that are still to be."""
    return notice_silence(at=at)


@job("look-again")
def look_again(*, at: datetime.datetime) -> int:
    """Ask for another look at every approved card whose ground has changed materially; gives how many."""
    cards = registry["model-cards"]
    turned = 0
    for card in touched(at)[:MOST]:
        causes = causes_of(card, at=at)
        if not causes:
            continue
        try:
            cards.perform(
                card, "look_again", rev=card.rev, actor=system_user(), at=at, reason=" ".join(causes)[:1500],
                source="job:look-again",
            )  # fmt: skip
        except Refused:  # somebody moved or changed it meanwhile: the next sweep looks again
            continue
        turned += 1
    return turned


def touched(at: datetime.datetime) -> QuerySet[ModelCard]:
    """Approved cards near which something has changed since, within the window, or whose class or policy has."""
    recent = Entry.objects.filter(changed_at__gte=at - WINDOW).values("pk")
    links = Link.objects.filter(removed_at=None)
    near = links.filter(source_id__in=recent).values("target_id")
    far = links.filter(target_id__in=recent).values("source_id")
    unlinked = Link.objects.filter(removed_at__gte=at - WINDOW).values("source_id")
    approved = ModelCard.objects.select_related("entry", "system", "version", "policy")
    approved = approved.filter(state__in=("approved", "conditional"))
    about = Q()
    for ends in (near, far, unlinked):
        about |= _about(ends, links)
    other = ~Q(policy__state="in_force") | ~Q(policy__risk_class=F("system__risk_class"))
    return approved.filter(about | other).order_by("pk")


def _about(ends: Any, links: QuerySet[Link]) -> Q:
    """Cards that these entries are, or belong to, or are a ground of."""
    found = Q(pk__in=ends) | Q(version__in=ends) | Q(system__in=ends)
    for part in (Monitor, Deployment):
        found |= Q(version__in=part.objects.filter(pk__in=ends).values("version_id"))
    return found | Q(pk__in=links.filter(target__in=ends).values("source_id"))
