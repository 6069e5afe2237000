"""What the pages and prints of systems, versions and deployments show besides their sections."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.records.access import visible_to

from .lifecycle.deployment_guards import reasons_in
from .models import Deployment, ModelCard, Monitor, System, SystemVersion
from .queries.by_law import by_law
from .queries.retention import lines_of
from .queries.standing import standings
from .queries.unsigned import SIGNED
from .rules import systems as rules

MOST = 20  # rows of a panel; the rest stands in the list it links to

Panel = tuple[str, str, dict[str, Any]]


def of_system(record: System, actor: Any) -> list[Panel]:
    """Versions with their cards, deployments, monitors, open problems."""
    standing = standings([record], actor, today=timezone.localdate())[0]
    versions = list(visible_to(record.versions.exclude(state="void"), actor).order_by("-pk")[:MOST])
    return [
        (_("Versions"), "modelcards/systems/versions.html", {
            "record": record, "rows": with_cards(versions, actor), "may_add": may_add_version(record, actor),
        }),
        (_("Deployments"), "modelcards/systems/deployments.html", {
            "rows": _deployments(actor, version__system=record), "may_add": may_add_version(record, actor),
        }),
        (_("Monitors"), "modelcards/systems/monitors.html", {"rows": _monitors(actor, version__system=record)}),
        (_("Open problems"), "modelcards/systems/problems.html", {"entries": standing.problems[:MOST]}),
        (_("Incidents, declarations, registrations"), "modelcards/systems/by_law.html", by_law(record, actor)),
        *_kept(record, actor),
    ]  # fmt: skip


def _kept(record: System, actor: Any) -> list[Panel]:
    """Until when what is kept, once it was placed on the market."""
    if record.kept_until is None:
        return []
    values = {"record": record, "until": record.kept_until, "lines": lines_of(record, actor)}
    return [(_("Kept until"), "modelcards/systems/kept_panel.html", values)]


def of_version(record: SystemVersion, actor: Any) -> list[Panel]:
    """Its card, deployments and monitors."""
    found: list[Panel] = [
        (_("Model card"), "modelcards/systems/card.html", {
            "record": record, "row": with_cards([record], actor)[0],
        }),
        (_("Deployments"), "modelcards/systems/deployments.html", {
            "rows": _deployments(actor, version=record), "version": record,
            "may_add": bool(rules.works_on_part(actor, record)),
        }),
        (_("Monitors"), "modelcards/systems/monitors.html", {"rows": _monitors(actor, version=record)}),
    ]  # fmt: skip
    if record.measure:
        found.insert(0, (_("Withdrawal"), "modelcards/systems/withdrawal.html", {"record": record}))
    return found


def of_deployment(record: Deployment, actor: Any) -> list[Panel]:
    """How it ran, and what the gate said when it went live."""
    values = {"record": record, "answer": record.answer, "reasons": reasons_in(record.answer) if record.answer else []}
    return [(_("Course"), "modelcards/systems/deployment.html", values)]


def with_cards(versions: list[SystemVersion], actor: Any) -> list[dict[str, Any]]:
    """Each version with the card that the actor sees, whether there is one at all, and whether it is signed."""
    cards = {c.version_id: c for c in ModelCard.objects.filter(version__in=versions).exclude(state="void")}
    seen = set(
        visible_to(ModelCard.objects.filter(pk__in=[c.pk for c in cards.values()]), actor).values_list("pk", flat=True)
    )
    return [
        {
            "version": v, "card": (card := cards.get(v.pk)), "seen": card is not None and card.pk in seen,
            "signed": card is not None and card.state in SIGNED,
        }
        for v in versions
    ]  # fmt: skip


def may_add_version(record: System, actor: Any) -> bool:
    """Whether the actor may register versions of the system now."""
    return record.state not in ("retired", "void") and bool(
        rules.may_add_part(actor, SystemVersion(system=record, unit_id=record.unit_id))
    )


def _deployments(actor: Any, **of: Any) -> list[Deployment]:
    rows = visible_to(Deployment.objects.filter(**of).exclude(state="void"), actor)
    return list(rows.select_related("version", "answer").order_by("-pk")[:MOST])


def _monitors(actor: Any, **of: Any) -> list[Monitor]:
    return list(visible_to(Monitor.objects.filter(**of), actor).select_related("version").order_by("-pk")[:MOST])
