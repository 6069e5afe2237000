"""Open problems: nonconformities linked with a system or with anything that belongs to it."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry

from ..models import Deployment, ModelCard, Monitor, System, SystemVersion

PROBLEMS = "nonconformities"
MOST_LINKS = 2_000  # read for one page

#: What belongs to a system, and by which field it leads there.
MEMBERS: tuple[tuple[Any, str], ...] = (
    (System, "pk"), (SystemVersion, "system"), (Deployment, "version__system"), (ModelCard, "system"),
    (Monitor, "version__system"),
)  # fmt: skip


def open_problems(system_ids: list[int], actor: Any) -> dict[int, list[Entry]]:
    """The open problems that `actor` sees, by system, oldest first. Seven queries however many systems."""
    links = list(_links(system_ids)[:MOST_LINKS])
    owner = _systems_of({end for pair in links for end in pair}, system_ids)
    living = Entry.objects.filter(
        pk__in={end for pair in links for end in pair if end not in owner}, register=PROBLEMS,
        phase__in=("draft", "open"),
    )  # fmt: skip
    seen = {entry.pk: entry for entry in visible_to(living, actor)}
    found: dict[int, dict[int, Entry]] = defaultdict(dict)
    for source, target in links:
        problem, member = (source, target) if target in owner else (target, source)
        if problem in seen and member in owner:
            found[owner[member]][problem] = seen[problem]
    return {pk: [entries[key] for key in sorted(entries)] for pk, entries in found.items()}


def _links(system_ids: list[int]) -> QuerySet[Link, tuple[int, int]]:
    """(source, target) of the links between a problem and a member, in either direction."""
    here = {"source": Q(), "target": Q()}
    for model, field in MEMBERS:
        members = model.objects.filter(**{f"{field}__in": system_ids}).values("pk")
        for end in here:
            here[end] |= Q(**{f"{end}_id__in": members})
    ends = (Q(source__register=PROBLEMS) & here["target"]) | (Q(target__register=PROBLEMS) & here["source"])
    return Link.objects.filter(ends, removed_at=None).order_by("pk").values_list("source_id", "target_id")


def _systems_of(ids: set[int], system_ids: list[int]) -> dict[int, int]:
    """Entry id → system id, of those among `ids` that belong to one of the systems."""
    owner: dict[int, int] = {}
    for model, field in MEMBERS:
        rows = model.objects.filter(pk__in=ids).filter(**{f"{field}__in": system_ids})
        owner |= dict(rows.values_list("pk", field))
    return owner
