"""What a register of risks says besides the fields of each: controls, actions, and the acceptance in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.links.models import Link
from qms.records.access import visible_to
from qms.registers import registry

from ..models import Acceptance


def handed_over(rows: Sequence[Any], actor: Any) -> list[tuple[str, dict[int, str]]]:
    """Three columns, each (heading, text by the risk's id), as far as the actor may see; a query or two for each."""
    ids = [row.pk for row in rows]
    return [
        (_("Controls"), _linked(ids, "mitigates", "controls", actor)),
        (_("Actions"), _linked(ids, "addresses", "actions", actor)),
        (_("Acceptance in force"), _accepted(ids, actor)),
    ]


def _linked(ids: list[int], kind: str, key: str, actor: Any) -> dict[int, str]:
    pairs = Link.objects.filter(target_id__in=ids, kind=kind, removed_at=None, source__register=key)
    sides = list(pairs.order_by("pk").values_list("target_id", "source_id"))
    register = registry[key]
    seen = register.visible(actor).filter(pk__in={source for _target, source in sides}).only("number", "title", "state")
    words = {r.pk: f"{r.number} {r.title} ({register.lifecycle.label(r.state)})" for r in seen}
    return _joined((target, words[source]) for target, source in sides if source in words)


def _accepted(ids: list[int], actor: Any) -> dict[int, str]:
    held = visible_to(Acceptance.objects.filter(risk__in=ids, state="in_force"), actor)
    said = _("%(number)s until %(day)s")
    return {
        a.risk_id: said % {"number": a.number, "day": date_format(a.ends_on, "j M Y")}
        for a in held.only("number", "risk_id", "ends_on")
    }


def _joined(said: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for pk, word in said:
        found.setdefault(pk, []).append(word)
    return {pk: "\n".join(words) for pk, words in found.items()}
