"""A record of any register and what becomes of it. The stories of models are told in this form."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from modelcards.cards import formats
from modelcards.services import gate

from .pen import SOURCE, Pen
from .plots import Said
from .series import Series
from .series import steps as sending
from .stories import file_text
from .timeline import Step
from .words import digest, readme, settled


@dataclass(frozen=True)
class Move:
    """A move of the record and what it asks; without `verb` an edit. `texts` are sections of a card by their keys."""

    day: int
    who: str
    verb: str = ""
    reason: str = ""
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Near:
    """A link to a record that was made before."""

    day: int
    who: str
    kind: str
    target: str


@dataclass(frozen=True)
class Given:
    """A file of `data/files/` that somebody attached."""

    day: int
    who: str
    name: str


@dataclass(frozen=True)
class Asked:
    """A question to the gate of a system, by somebody's pipeline."""

    day: int
    who: str
    version: str
    artifact: str


@dataclass(frozen=True)
class Life:
    """A record, made by somebody on a day. A card brings its `readme`, a monitor its `series`."""

    key: str
    register: str
    by: str
    day: int
    values: dict[str, Any] = field(default_factory=dict)
    readme: str = ""
    series: Series | None = None
    links: tuple[Near, ...] = ()
    files: tuple[Given, ...] = ()
    moves: tuple[Move, ...] = ()
    asked: tuple[Asked, ...] = ()
    said: tuple[Said, ...] = ()


def steps(pen: Pen, life: Life) -> list[Step]:
    """Everything that happens to it."""
    key = life.key
    found: list[Step] = [(life.day, partial(_write, pen, life))]
    found += [(one.day, partial(pen.attach, key, one.who, one.name, file_text(one.name))) for one in life.files]
    found += [(one.day, partial(pen.link, key, one.who, one.kind, one.target)) for one in life.links]
    found += [(one.day, partial(make_move, pen, key, one)) for one in life.moves]
    found += [(one.day, partial(_ask, pen, key, one)) for one in life.asked]
    found += [(one.day, partial(pen.say, key, one.who, one.text)) for one in life.said]
    return found + (sending(pen, key, life.series) if life.series else [])


def _write(pen: Pen, life: Life) -> None:
    values = _settled(pen, life.values)
    if not life.readme:
        return pen.create(life.key, life.register, life.by, **values)
    text = readme(pen, life.readme)
    pen.create(life.key, life.register, life.by, **{**_read(text), **values})
    return pen.attach(life.key, life.by, "README.md", text)


def _read(text: str) -> dict[str, Any]:
    """The content of a card from its README, as an import takes it."""
    parsed = formats.read_card(text.encode(), format="hf", today=timezone.localdate())
    sections = [{"id": key, "text": said} for key, said in parsed.sections.items()]
    return {
        "title": formats.name_of(parsed), "sections": sections, "metrics": list(parsed.metrics),
        "extra": [dict(row) for row in parsed.extra], "metadata": parsed.metadata, "source_format": parsed.format,
    }  # fmt: skip


def _with_texts(sections: list[dict[str, str]], texts: dict[str, str]) -> list[dict[str, str]]:
    """The sections of a card with some of their texts written anew."""
    said = {row["id"]: row["text"] for row in sections} | texts
    return [{"id": key, "text": text} for key, text in said.items()]


def _settled(pen: Pen, values: dict[str, Any]) -> dict[str, Any]:
    return {name: settled(pen, value) for name, value in values.items()}


def make_move(pen: Pen, key: str, move: Move) -> None:
    """The move, or the edit where it names no verb."""
    said = _settled(pen, move.said)
    if texts := said.pop("texts", None):
        said["sections"] = _with_texts(pen.made[key].sections, texts)
    if not move.verb:
        return pen.edit(key, move.who, move.reason, **said)
    reason = {"reason": move.reason} if move.reason else {}
    return pen.do(key, move.verb, move.who, **reason, **said)


def _ask(pen: Pen, key: str, asked: Asked) -> None:
    actor, at = pen.company[asked.who], pen.timeline.at()
    system = type(pen.made[key]).objects.select_related("entry").get(pk=pen.made[key].pk)
    gate.answer(
        system, version=asked.version, artifact=digest(asked.artifact), actor=actor, at=at, source=f"{SOURCE}:pipeline"
    )
