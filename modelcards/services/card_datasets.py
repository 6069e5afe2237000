"""The datasets that a card rests on: named by number, or by what a Hugging Face header calls them."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.links import edges
from qms.registers import registry

from ..models import Dataset, ModelCard

KIND = "concerns"  # the kind of link that the gates read
_NUMBER = re.compile(r"DAT-\d+", re.IGNORECASE)
MOST = 50


def name(card: ModelCard, numbers: Sequence[str], written: Sequence[str], **common: Any) -> tuple[ModelCard, list[str]]:
    """Link the datasets that are not linked yet; gives the card, and sentences about what could not be found.

    Args:
        numbers: numbers that somebody sent on purpose; one that leads nowhere is refused with Invalid.
        written: what the header names: a number, or a family of which one version is recorded. Names of data that are
            recorded nowhere are usual there and pass without a word.
    """
    visible = registry["datasets"].visible(common["actor"]).select_related("entry")
    found = [_sent(number, visible) for number in dict.fromkeys(filter(None, numbers))]
    warnings: list[str] = []
    for text in written[:MOST]:
        rows = _written(text, visible)
        if len(rows) == 1:
            found.append(rows[0])
        elif rows:
            said = _(
                "“%(name)s” is recorded in several versions (%(all)s): say &dataset= with the one it was trained on."
            )
            warnings.append(said % {"name": text[:80], "all": ", ".join(row.number for row in rows)})
        elif _NUMBER.fullmatch(text):
            warnings.append(_("There is no dataset “%s” that you may see.") % text)
    there = set(edges.targets(card.pk, KIND, "datasets").values_list("pk", flat=True))
    for dataset in {row.pk: row for row in found if row.pk not in there}.values():
        cards: Any = registry["model-cards"]
        card = cards.link(card, kind=KIND, target=dataset.entry, rev=None, **common)
    return card, warnings


def _sent(number: str, visible: Any) -> Dataset:
    found: Dataset | None = visible.filter(number__iexact=number.strip()).first()
    if found is None:
        raise Invalid(fields={"dataset": [_("There is no dataset “%s” that you may see.") % number[:60]]})
    return found


def _written(text: str, visible: Any) -> list[Dataset]:
    if _NUMBER.fullmatch(text):
        return list(visible.filter(number__iexact=text)[:1])
    family = text.rpartition("/")[2]
    return list(visible.filter(family__iexact=family, state="approved").order_by("pk")[:5])
