"""Bringing a card in as its team writes it, and giving it out again."""

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.errors import WrongState
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..cards import formats
from ..cards.card import ParsedCard
from ..models import ModelCard, System
from . import card_datasets
from .versions import register_version

_VERSION = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)+[\w.+-]*)")


@dataclass(frozen=True)
class Brought:
    """What became of a file: the card, whether it is new, and what its reader should know."""

    card: ModelCard
    created: bool
    warnings: list[str] = field(default_factory=list)


@in_one_transaction
def bring_in(
    data: bytes, *, name: str, format: str, system: System, version: str, artifact: str, rev: int | None = None,
    datasets: Sequence[str] = (), actor: Any, at: datetime.datetime, source: str = "api",
) -> Brought:  # fmt: skip
    """A card from a README or a Model Card Toolkit file, for one version of a system; all or nothing.

    The version is registered when it is new; with another artifact than before it is refused. A card that is a draft
    is replaced by the file's content (`rev`: the revision that was seen, None for whatever it is); one that is signed
    or being signed is not touched. The file itself is attached as it came. `datasets`: numbers of records that the
    card rests on, besides those that the file's front matter names; what is named once stays named.

    Raises CardRefused (line and reason), Invalid, Forbidden, WrongState, Stale.
    """
    parsed = formats.read_card(data, format=format, today=at.date())
    known = register_version(system, version=version, artifact=artifact, actor=actor, at=at, source=source)
    cards: Any = registry["model-cards"]
    values = {
        "title": (formats.name_of(parsed) or f"{system.title} {version}")[:200], "sections": _rows(parsed.sections),
        "metrics": list(parsed.metrics), "extra": [dict(row) for row in parsed.extra], "metadata": parsed.metadata,
        "source_format": parsed.format,
    }  # fmt: skip
    there = ModelCard.objects.select_related("entry", "system").filter(version=known).exclude(state="void").first()
    common = {"actor": actor, "at": at, "source": source}
    if there is None:
        card = cards.create(version=known, **values, **common)
    else:
        card = cards.edit(_draft(there), rev=rev, **values, **common)
    card = _keep_file(card, name, data, **common)
    for picture in parsed.files:
        card = _keep_file(card, picture.name, picture.content, **common)
    card, unknown = card_datasets.name(card, datasets, parsed.values.get("datasets", ()), **common)
    return Brought(card, there is None, [*parsed.warnings, *_doubts(parsed, system, version, actor), *unknown])


def next_step(card: ModelCard) -> str:
    """In a sentence: who moves the draft on, and how. A token cannot: submitting is a signature."""
    people = dict.fromkeys([card.owner_id, *card.authors])
    names = [user.printed_name for pk, user in User.objects.in_bulk([pk for pk in people if pk]).items()]
    said = _(
        "%(number)s is a draft. When its gates are passed, %(who)s names who signs and submits it, signed in: %(url)s"
    )
    url = f"{settings.QMS_PUBLIC_URL}/model-cards/{card.number}/"
    return said % {"number": card.number, "who": _(" or ").join(sorted(names)), "url": url}


def _doubts(parsed: ParsedCard, system: System, version: str, actor: Any) -> list[str]:
    """In sentences: the file calls itself by another version, or by the name of another system."""
    name, said = formats.name_of(parsed), []
    named = _VERSION.findall(name)
    if named and version.removeprefix("v") not in named:
        told = _("The card calls itself “%(name)s”; you sent it as version %(version)s.")
        said.append(told % {"name": name[:100], "version": version})
    if name and system.title.casefold() not in name.casefold():
        others = registry["systems"].visible(actor).exclude(pk=system.pk).exclude(state="void").order_by("pk")[:500]
        for other in others:
            if other.title.casefold() in name.casefold():
                told = _("The card calls itself “%(name)s”, as %(other)s does; you sent it for %(system)s “%(title)s”.")
                words = {"name": name[:100], "other": other.number, "system": system.number, "title": system.title}
                said.append(told % words)
                break
    return said


def _draft(card: ModelCard) -> ModelCard:
    """The card, if a file may replace its content. Raises WrongState."""
    if card.state != "draft":
        label = registry["model-cards"].lifecycle.label(card.state)
        said = _("%(n)s is “%(s)s”: revise it first, or send the card of a new version.")
        raise WrongState(said % {"n": card.number, "s": label})
    return card


def _rows(sections: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": key, "text": text} for key, text in sections.items()]


def _keep_file(card: ModelCard, name: str, data: bytes, **common: Any) -> ModelCard:
    """The file as it came; the one that it replaces is taken off, and the same bytes are kept once."""
    cards: Any = registry["model-cards"]
    name = (name or "README.md")[:120]
    sha256 = hashlib.sha256(data).hexdigest()
    same = [f for f in card.entry.attached.get("files", []) if f["name"] == name]
    if any(f["sha256"] == sha256 for f in same):
        return card
    for old in same:
        card = cards.detach(card, attachment=old["id"], rev=None, reason=_("Replaced by a newer file."), **common)
    return cards.attach(card, name=name, data=data, rev=None, **common)  # type: ignore[no-any-return]


def readme(card: ModelCard) -> str:
    """The card as a Hugging Face README: its front matter with what is not understood, its texts, its metrics."""
    return formats.write_card(parsed_of(card), format="hf")


def toolkit_json(card: ModelCard) -> str:
    """The card as Model Card Toolkit JSON."""
    return formats.write_card(parsed_of(card), format="mct")


def parsed_of(card: ModelCard) -> ParsedCard:
    """A card as its readers and writers see it."""
    return formats.kept(
        title=card.title, metadata=card.metadata, format=card.source_format, metrics=card.metrics,
        sections={row["id"]: row["text"] for row in card.sections},
        extra=[{"heading": row["heading"], "text": row["text"]} for row in card.extra],
    )  # fmt: skip
