"""The declaration of the register of model cards."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register

from .. import card_panels as panels
from ..card_print import printed
from ..cards import schema
from ..lifecycle.card_guards import still_to_sign
from ..lifecycle.cards import lifecycle
from ..models import ModelCard
from ..models.policies import PARTS
from ..parts import read_metrics
from ..rules import cards as rules

CONTENT = ("title", "sections", "metrics", "extra", "metadata", "source_format")


@register
class ModelCards(Register):
    key = "model-cards"
    prefix = "MC"
    label = _("Model card")
    label_plural = _("Model cards")
    purpose = _("What is said of a version of a system: measured, reviewed and signed.")
    menu = "do"
    order = 20
    icon = "file-badge"
    model = ModelCard
    lifecycle = lifecycle
    columns = ("version", "system", "review_on")
    filters = ("system",)
    sections = (
        Section("what", _("Model card"), ("title", "version", "owner")),
        Section("content", _("Content"), ("sections", "metrics", "extra", "metadata", "source_format")),
        Section(
            "people", _("Who signs"), ("peer", "validator", "quality", "risk", "ethics", "privacy"),
            _("The policy of the system's class says which of these sign."),
        ),
    )  # fmt: skip
    report_fields = ("title", "version")
    search = ("sections", "extra")
    dates = {"next_review": "review_on", "valid_until": "valid_until"}
    involved = {
        "author": "authors", "peer": "peer", "validator": "validator", "quality": "quality", "risk": "risk",
        "ethics": "ethics", "privacy": "privacy",
    }  # fmt: skip
    not_content = frozenset(
        {
            "authors", "peer", "validator", "quality", "risk", "ethics", "privacy", "policy", "rested_on", "requests",
            "conditions", "valid_until", "review_on", "look_again_because", "advice", "waiting",
        }
    )  # fmt: skip
    may_add = rules.may_add
    may_edit = rules.may_edit
    raises = ("actions",)
    first_phase = "all"
    link_kinds = ("concerns", "supersedes", "evidences")
    list_template = "modelcards/list.html"
    record_template = "modelcards/card.html"
    own_sections = ("content",)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It belongs where its version does; whoever makes it is its author."""
        if record.version_id is None:
            raise Invalid(fields={"version": [_t("Say which version of which system the card describes.")]})
        record.system = record.version.system
        record.unit_id, record.audience = record.system.unit_id, record.system.audience
        record.owner = record.owner or record.system.owner or actor
        record.schema_version = record.schema_version or schema.version()
        record.authors = [actor.pk]
        _check(record, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Whoever changes the content is an author: also who answers for the token that pushed it."""
        changed = set(changed_fields(record))
        if changed & {"version", "system"}:
            raise Invalid(fields={"version": [_t("A card stays with its version: make another one.")]})
        if record.state == "in_review" and changed & dict(PARTS).keys():
            record.waiting = still_to_sign(record)
        if changed & set(CONTENT):
            _is_author(record, actor)
            _check(record, at)

    def attached_by(self, record: Any, *, actor: Any) -> None:
        """Files and datasets are signed with the text: whoever adds or takes off one is an author too."""
        _is_author(record, actor)

    def locked(self, record: Any) -> dict[str, str]:
        """What is being signed, or is signed, stays as it is."""
        if record.state == "draft":
            return {}
        said = _t("The card is signed or being signed. Ask for changes, or revise it, to change its content.")
        return dict.fromkeys((*CONTENT, "version", "system"), said)

    def can_attach(self, record: Any, actor: Any) -> bool:
        """Files and datasets are part of what is signed: they are added to a draft only."""
        return record.state == "draft" and super().can_attach(record, actor)

    def people(self, record: Any) -> set[tuple[int, str]]:
        """While it is written, the next move is the authors' too; in review that of all whose signature is missing."""
        turn = {"draft": record.authors, "in_review": record.waiting}.get(record.state, ())
        return super().people(record) | {(pk, "next") for pk in turn}

    def waiting_role(self, record: Any) -> str:
        """The approver comes when everybody has signed."""
        return "" if record.state == "in_review" and record.waiting else super().waiting_role(record)

    def offers(self, record: Any, *, actor: Any, at: datetime.datetime) -> list[Any]:
        """A signature that was given, or that nobody asks for, is no move that waits."""
        offers = super().offers(record, actor=actor, at=at)
        return [o for o in offers if not (o.reasons and o.transition.verb.startswith("sign_"))]

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Gates, signatures asked for, the difference to the signed version, what the approval rests on."""
        return panels.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The texts by section, the metrics, the gates."""
        return printed(record, actor)


def _is_author(record: Any, actor: Any) -> None:
    if actor.pk not in record.authors:
        record.authors = [*record.authors, actor.pk]


def _check(record: Any, at: datetime.datetime) -> None:
    """Raises Invalid with the section or row that does not fit."""
    errors: dict[str, list[str]] = {}
    if unknown := [row.get("id") for row in record.sections or () if row.get("id") not in schema.fields()]:
        errors["sections"] = [_t("A card has no section “%s”.") % str(unknown[0])[:60]]
    try:
        record.metrics = read_metrics(record.metrics, today=timezone.localdate(at))
    except ValidationError as refused:
        errors["metrics"] = list(refused.messages)
    if errors:
        raise Invalid(fields=errors)
