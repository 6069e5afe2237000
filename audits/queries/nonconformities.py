"""What was raised from findings. The register of nonconformities is known by its key alone."""

from django.db.models import QuerySet

from qms.links import edges
from qms.links.models import Link
from qms.records.models import Entry

KEY, KIND = "nonconformities", "addresses"


def linked(finding_id: int) -> QuerySet[Entry]:
    """Entries of the nonconformities that address a finding, oldest first; void ones too."""
    return edges.sources(finding_id, KIND, KEY)


def without_nonconformity(numbers: dict[int, str]) -> list[str]:
    """Of these findings (id → number), the numbers of those without a nonconformity that stands; one query."""
    links = Link.objects.filter(target_id__in=numbers, kind=KIND, removed_at=None, source__register=KEY)
    there = set(links.exclude(source__phase="void").values_list("target_id", flat=True))
    return [number for pk, number in numbers.items() if pk not in there]
