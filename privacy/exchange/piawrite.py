"""An assessment as a file of the CNIL's PIA tool: the structure of its questions with the answers."""

import json
from typing import Any

from .pia import EVENTS, FIELDS, paragraphs

#: Section → items → numbers of questions; gauges end on 5 and 6, lists on 1 to 4 of a feared event.
SECTIONS = (
    (1, ((1, (111, 112, 113)), (2, (121, 122, 123)))),
    (2, ((1, (211, 212, 213, 214, 215)), (2, (221, 222, 223, 224, 225, 226, 227)))),
    (3, ((1, ()), (2, tuple(range(321, 327))), (3, tuple(range(331, 337))), (4, tuple(range(341, 347))))),
)


def write(record: Any) -> bytes:
    """The file. Its questions keep their numbers and titles' keys, so that the tool shows them in its own language."""
    answers = answers_of(record)
    sections = [
        {
            "id": section, "title": f"sections.{section}.title", "short_help": f"sections.{section}.short_help",
            "items": [_item(section, item, numbers, answers, record) for item, numbers in items],
        }
        for section, items in SECTIONS
    ]  # fmt: skip
    structure = {"name": record.title, "sector_name": "", "is_example": False, "data": {"sections": sections}}
    return json.dumps({"structure": structure}, ensure_ascii=False, indent=2).encode()


def answers_of(record: Any) -> dict[int, Any]:
    """Question → answer as the tool keeps it."""
    found: dict[int, Any] = {int(row["question"]): paragraphs(row["text"]) for row in record.answers}
    found |= {number: paragraphs(getattr(record, name)) for number, name in FIELDS.items()}
    if record.necessity and 213 not in found:
        found[213] = paragraphs(record.necessity)
    for event, feared in EVENTS.items():
        rows = [row for row in record.risks if row["feared"] == feared]
        if rows:
            found |= {event * 10 + n: value for n, value in _gauges(rows).items()}
    return found


def _gauges(rows: list[dict[str, Any]]) -> dict[int, Any]:
    """The six answers of a feared event; of several rows the gravest level counts."""
    told = {1: "impact", 3: "sources", 4: "measures"}
    lines = {n: [line for row in rows for line in row[key].splitlines() if line] for n, key in told.items()}
    return {**lines, 2: [], 5: max(int(r["severity"]) for r in rows), 6: max(int(r["likelihood"]) for r in rows)}


def _item(section: int, item: int, numbers: tuple[int, ...], answers: dict[int, Any], record: Any) -> dict[str, Any]:
    here = f"sections.{section}.items.{item}"
    made: dict[str, Any] = {"id": item, "title": f"{here}.title", "short_help": f"{here}.short_help"}
    if (section, item) == (3, 1):
        content = paragraphs(record.measures)
        return made | {"is_measure": True, "answers": [{"title": "", "content": content}] if content else []}
    return made | {"questions": [_question(here, place, n, answers) for place, n in enumerate(numbers, 1)]}


def _question(here: str, place: int, number: int, answers: dict[int, Any]) -> dict[str, Any]:
    kind = "text" if number < 300 else "gauge" if number % 10 in (5, 6) else "list"
    nothing: Any = {"text": "", "gauge": None, "list": []}[kind]
    return {
        "id": number, "title": f"{here}.questions.{place}.title", "answer_type": kind,
        "answer": answers.get(number, nothing), "active": True,
    }  # fmt: skip
