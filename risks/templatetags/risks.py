"""What the templates of this folder ask for."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.records.models import LedgerRow
from qms.registers import registry

from ..choices import OPPORTUNITY_RATINGS, RATINGS
from ..grid import grid
from ..matrix import fault, matrix_of
from ..models import Risk
from ..panels.ratings import controls
from ..pictures import bowtie, path
from ..queries.outdated import newer_edition
from ..rating import place_now

register = template.Library()


@register.simple_tag
def table_of(record: Any) -> dict[str, Any]:
    """`{% table_of record as table %}`: the matrix, its rows for reading, and what is wrong with it."""
    matrix = matrix_of(record)
    return {"matrix": matrix, "rows": grid(matrix), "fault": fault(matrix), "benefit": record.about == "opportunity"}


@register.simple_tag
def path_of(record: Any) -> SafeString:
    """`{% path_of record as picture %}`: the way of its ratings over the matrix; empty where it has none."""
    return path.figure(record)


@register.simple_tag
def outdated_of(record: Any) -> str:
    """`{% outdated_of record as old %}`: that it is rated by superseded criteria and what the new ones say; or ""."""
    edition = newer_edition(record)
    if edition is None:
        return ""
    return _("Rated by edition %(then)d of %(family)s, which is superseded. By edition %(now)d it is %(level)s.") % {
        "then": record.current_matrix.edition, "now": edition.edition, "family": edition.title,
        "level": place_now(record, edition),
    }  # fmt: skip


@register.simple_tag
def reopened_of(record: Any) -> LedgerRow | None:
    """`{% reopened_of record as again %}`: the reopening that brought it where it stands, with its reason; or None."""
    if record.state != "assessed":
        return None
    moves = [f"{record.entry.register}.{verb}" for verb in registry[record.entry.register].lifecycle.transitions]
    last = LedgerRow.objects.filter(entry=record.pk, action__in=moves).order_by("-pk").first()
    return last if last is not None and last.action.endswith(".reopen") else None


@register.simple_tag
def may_begin(key: str, actor: Any) -> bool:
    """`{% may_begin "risk-matrices" request.user as may %}`: whether the person may add to a register."""
    return bool(registry[key].may_add(actor, None))


@register.simple_tag
def bowtie_of(record: Any, actor: Any, printed: bool = False) -> SafeString:
    """`{% bowtie_of record request.user %}`: causes, controls, event, controls, consequences."""
    lifecycle = registry["controls"].lifecycle
    states = {state: lifecycle.label(state) for state in lifecycle.states}
    held = controls(record, actor) if isinstance(record, Risk) else []
    return bowtie.figure(record, held, states, printed=printed)


@register.simple_tag
def standing_of(record: Any) -> list[dict[str, Any]]:
    """`{% standing_of record as ratings %}`: the three ratings in words, each with its level as the matrix calls it."""
    found = []
    for kind, word in RATINGS if isinstance(record, Risk) else OPPORTUNITY_RATINGS:
        edition, level = getattr(record, f"{kind}_matrix"), getattr(record, f"{kind}_level")
        if edition is None:
            continue
        matrix = matrix_of(edition)
        pair = (getattr(record, f"{kind}_likelihood"), getattr(record, f"{kind}_consequence"))
        found.append({"word": word, "place": matrix.place(*pair), "level": matrix.level(level), "edition": edition})
    return found
