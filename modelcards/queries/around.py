"""What stands around a card at this moment: each thing is read once for one question, however often it is asked for."""

from functools import cached_property
from typing import Any

from django.db.models import Q

from qms.links import edges
from qms.links.models import Link
from qms.records.models import Entry

from ..models import Policy
from .gates import policy_now

#: Kinds of what a card rests on → registers. Registers that are not installed have no records.
REGISTERS = {"dataset": "datasets", "risk": "risks", "nonconformity": "nonconformities", "monitor": "monitors"}
MOST = 500
#: What is said of them.
SHOWN = ("number", "title", "audience", "unit_id")


class Around:
    """The policy in force, datasets, risks and open problems of one card. Lives as long as one question."""

    def __init__(self, card: Any) -> None:
        self.card = card

    @cached_property
    def policy(self) -> Policy | None:
        """The policy in force for the class of its system."""
        return policy_now(self.card)

    @cached_property
    def datasets(self) -> list[Entry]:
        """The entries of the datasets that the card names."""
        if self.card.named is not None:
            return list(self.card.named)
        return _in_order(edges.targets(self.card.pk, "concerns", REGISTERS["dataset"]).only(*SHOWN))

    @cached_property
    def about(self) -> list[int]:
        """The entries that stand for this version: the card, the version, the system, its monitors and deployments."""
        card, version = self.card, self.card.version
        monitors = version.monitors.order_by().values_list("pk")
        parts = monitors.union(version.deployments.order_by().values_list("pk"))
        return [card.pk, card.version_id, card.system_id, *(pk for (pk,) in parts)]

    @cached_property
    def risks(self) -> list[Entry]:
        """Risks that are linked to any of them, whichever end the link starts at."""
        return _in_order(_linked(self.about, REGISTERS["risk"]))

    @cached_property
    def problems(self) -> list[Entry]:
        """Open nonconformities about any of them, or about a dataset that the card rests on."""
        about = [*self.about, *(entry.pk for entry in self.datasets)]
        return _in_order(_linked(about, REGISTERS["nonconformity"]).filter(phase__in=("draft", "open")))


def _linked(about: list[int], register: str) -> Any:
    ends = Link.objects.filter(removed_at=None)
    near = ends.filter(target_id__in=about).values("source_id")
    far = ends.filter(source_id__in=about).values("target_id")
    rows = Entry.objects.only(*SHOWN).filter(register=register)
    return rows.filter(Q(pk__in=near) | Q(pk__in=far))


def _in_order(entries: Any) -> list[Entry]:
    """The entries by their primary key, put in order here: it is cheaper than to ask for it."""
    return sorted(entries.order_by()[:MOST], key=lambda entry: entry.pk)
