"""What the record page of a card adds to its content: what is in the way, who signs, what the approval rests on."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t

from qms.accounts.models import User
from qms.links import edges
from qms.registers.signing import signatures_of

from .cards import schema
from .gates import Gate
from .lifecycle.card_guards import asked_parts
from .models import ModelCard
from .models.cards import RESTED_ON
from .models.policies import PARTS
from .queries.causes import Cause, grounds_of
from .queries.gates import gates_of

Panel = tuple[str, str, dict[str, Any]]
STANDING = ("approved", "conditional", "look_again", "superseded", "retired")


@dataclass(frozen=True)
class Signer:
    """A part that the policy wants signed: who, and whether it is."""

    label: str
    person: Any
    signed: bool


@dataclass(frozen=True)
class Shortfall:
    """A gate that is not passed, and below the card's address the page on which that is mended."""

    gate: Gate
    path: str


@dataclass(frozen=True)
class Request:
    """A change that somebody asked for, and where it is made."""

    label: str
    text: str
    by: Any
    on: datetime.date | None
    path: str


def ahead(record: Any) -> list[Panel]:
    """What is read before the content, because somebody has to do something about it."""
    found: list[Panel] = []
    if record.requests and record.state == "draft":
        found.append((_t("Changes asked for"), "modelcards/panels/requests.html", {"requests": _requests(record)}))
    if record.state == "look_again":
        found += _rests_on(record)
    if record.state == "draft":
        found.append(_gates(record))
    if record.state == "in_review":
        found += _signers(record)
    if record.conditions and record.state in ("conditional", "look_again"):
        actions = list(edges.sources(record.pk, "addresses", "actions").order_by("pk")[:50])
        context = {"text": record.conditions, "until": record.valid_until, "actions": actions}
        found.append((_t("Conditions"), "modelcards/panels/conditions.html", context))
    return found


def of(record: Any, actor: Any) -> list[Panel]:
    """What is read after the content."""
    found: list[Panel] = []
    if record.advice:
        found.append((_t("Advice of the privacy officer"), "modelcards/panels/advice.html", {"text": record.advice}))
    if record.state in ("in_review", "conditional", "look_again"):
        found.append(_gates(record))
    if record.state != "in_review":
        found += _signers(record, unless_whole=True)
    if record.state != "look_again":
        found += _rests_on(record)
    if before := last_signed(record):
        found.append((_t("Version before"), "modelcards/panels/before.html", {"before": before, "record": record}))
    return found


def _gates(record: Any) -> Panel:
    gates = gates_of(record)
    failed = [Shortfall(gate, _mended_at(gate.key)) for gate in gates if gate.failed]
    others = [gate for gate in gates if not gate.failed]
    context = {"failed": failed, "others": others, "record": record, "draft": record.state == "draft"}
    return _t("Gates"), "modelcards/panels/gates.html", context


def _mended_at(key: str) -> str:
    kind, _sign, name = key.partition(":")
    if kind == "section" and name in schema.fields():
        return section_page(name)
    return {"metric": "metrics/", "fairness": "metrics/", "datasets": "datasets/"}.get(kind, "")


def section_page(field: str) -> str:
    """Where the text of a field is edited, below the card's address."""
    return f"content/?section={schema.field(field).section}#text-{field}"


def _requests(record: Any) -> Iterable[Request]:
    people = User.objects.in_bulk([row["by"] for row in record.requests if row.get("by")])
    for row in record.requests:
        key, known = row["section"], schema.fields()
        label, path = (known[key].label, section_page(key)) if key in known else _of_section(key)
        yield Request(label, row["text"], people.get(row.get("by")), _date(row.get("on")), path)


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _of_section(key: str) -> tuple[str, str]:
    """Label and page where a whole section, or the metrics, are meant."""
    label = next((s.label for s in schema.sections() if s.key == key), key)
    if key == "metrics":
        return label, "metrics/"
    return label, f"content/?section={key}" if label != key else ""


def _signers(record: Any, unless_whole: bool = False) -> list[Panel]:
    """Who signs; `unless_whole` leaves it out where everybody has, because the signatures stand beside it."""
    signers = signers_of(record)
    if unless_whole and all(signer.signed for signer in signers):
        return []
    return [(_t("Signatures asked for"), "modelcards/panels/signers.html", {"signers": signers})] if signers else []


def signers_of(record: Any) -> list[Signer]:
    """Everybody whose signature the policy wants, in the order of signing."""
    parts = asked_parts(record)
    if not parts:
        return []
    holding = {row.verb.removeprefix("sign_"): row.signer_id for row, valid in signatures_of(record) if valid}
    author_id = holding.get("submit", record.owner_id)
    named = [author_id, *(getattr(record, f"{p}_id") for p in parts)]
    people = User.objects.in_bulk([pk for pk in named if pk is not None])
    author = Signer(_t("Author"), people.get(author_id), "submit" in holding)
    labels = dict(PARTS)
    return [author, *(Signer(str(labels[p]), people.get(getattr(record, f"{p}_id")), p in holding) for p in parts)]


def _rests_on(record: Any) -> list[Panel]:
    if not record.rested_on:
        return []
    causes = grounds_of(record, at=timezone.now()) if record.state in STANDING[:3] else []
    if record.state == "look_again" and (other := _said_besides(record.look_again_because, causes)):
        causes.insert(0, Cause(other))
    kinds = dict(RESTED_ON)
    rows = [{**row, "words": kinds.get(row["kind"], row["kind"])} for row in record.rested_on]
    context = {"rows": rows, "causes": causes, "record": record}
    title = _t("Why it needs another look") if record.state == "look_again" else _t("What the approval rests on")
    return [(title, "modelcards/panels/rested_on.html", context)]


def _said_besides(because: str, causes: Sequence[Cause]) -> str:
    """What the reason given says that is not a cause still there: those are said one by one."""
    for cause in causes:
        because = because.replace(cause.text, "")
    return " ".join(because.split())


def last_signed(record: Any) -> ModelCard | None:
    """The newest other card of the system that was approved before this one was made."""
    others = ModelCard.objects.filter(system=record.system, state__in=STANDING, pk__lt=record.pk)
    return others.select_related("version").order_by("-pk").first()
