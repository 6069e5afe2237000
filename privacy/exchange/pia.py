"""Files of the CNIL's PIA tool: a structure with its answers, or an exported PIA. Read and written, in any language.

Questions have numbers (111 … 346) in both. Answers are HTML; they become plain text here, and paragraphs again.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, TooLarge

LARGEST = 5 * 1024 * 1024
LONGEST = 20_000
#: Question → the field of an assessment that holds its answer.
FIELDS = {111: "description", 112: "responsibilities", 211: "purposes"}
#: The first digits of a feared event's questions → its key. The last digit: 1 impacts, 2 threats, 3 sources,
#: 4 measures, 5 severity, 6 likelihood.
EVENTS = {32: "access", 33: "change", 34: "loss"}
KEPT = (113, 121, 122, 123, 212, 213, 214, 215, 221, 222, 223, 224, 225, 226, 227)
_BLOCKS = {"p", "div", "br", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4"}


@dataclass
class Pia:
    """What a file says: values of an assessment, and sentences about what could not be taken over."""

    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class _Text(HTMLParser):
    """HTML as lines of text; items of lists keep a dash."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in ("script", "style")
        if tag == "li":
            self.said.append("\n- ")
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style") and self.silent > 0
        if tag in _BLOCKS - {"br"}:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """HTML as plain text. Control characters go."""
    parser = _Text()
    parser.feed(text[: LONGEST * 10])
    parser.close()
    lines = [re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", line).strip() for line in "".join(parser.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST]


def paragraphs(text: str) -> str:
    """Plain text as the paragraphs of such a file."""
    pieces = [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]
    return "".join(f"<p>{html.escape(p).replace(chr(10), '<br>')}</p>" for p in pieces)


def read(data: bytes, *, name: str) -> Pia:
    """What a file says. Raises TooLarge, or Invalid with the reason why it is no PIA."""
    if len(data) > LARGEST:
        raise TooLarge(_("%(name)s has more than %(n)d MB.") % {"name": name, "n": LARGEST // 1024**2})
    try:
        held = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Invalid(_("%s is no JSON file. Export the PIA from the tool again.") % name) from None
    if not isinstance(held, dict):
        raise Invalid(_("%s holds no PIA: it is not one object.") % name)
    found = Pia()
    if isinstance(held.get("pia"), dict):
        answers, title = _of_export(held), held["pia"].get("name")
        _opinions(held["pia"], found)
    else:
        top = held.get("structure") if isinstance(held.get("structure"), dict) else held
        answers, title = _of_structure(top, name), top.get("name")
    if not answers:
        raise Invalid(_("%s holds no answer to any question of the PIA method (111 to 346).") % name)
    found.values["title"] = (plain(str(title or "")) or name)[:200]
    _fill(answers, found)
    return found


def _of_structure(top: dict[str, Any], name: str) -> dict[int, Any]:
    """Question → answer, of sections with items with questions."""
    held = top.get("data") if isinstance(top.get("data"), dict) else top
    sections = held.get("sections")
    if not isinstance(sections, list):
        raise Invalid(_("%s holds no PIA: neither “pia” nor “sections” is there.") % name)
    found = {q["id"]: q.get("answer") for q in _questions(sections) if q.get("answer") not in (None, "", [], {})}
    if said := "".join(f"<p>{m.get('content') or ''}</p>" for m in _measures(sections)):
        found[311] = said
    return found


def _measures(sections: list[Any]) -> Iterator[dict[str, Any]]:
    """Security measures, which the tool keeps as titles with contents instead of questions."""
    for section in sections:
        for item in _listed(section, "items"):
            for one in _listed(item, "answers"):
                if isinstance(one, dict) and one.get("content"):
                    yield one


def _questions(sections: list[Any]) -> Iterator[dict[str, Any]]:
    for section in sections:
        for item in _listed(section, "items"):
            for question in _listed(item, "questions"):
                if isinstance(question, dict) and isinstance(question.get("id"), int):
                    yield question


def _listed(held: Any, name: str) -> list[Any]:
    """What stands under a name, if it is a list; the file may be anything."""
    found = held.get(name) if isinstance(held, dict) else None
    return found if isinstance(found, list) else []


def _of_export(held: dict[str, Any]) -> dict[int, Any]:
    """Question → answer, of an exported PIA: `reference_to` and `data` with text, gauge and list."""
    found: dict[int, Any] = {}
    for one in _listed(held, "answers"):
        if not isinstance(one, dict) or not str(one.get("reference_to", "")).isdigit():
            continue
        data = one.get("data")
        if isinstance(data, dict):
            found[int(one["reference_to"])] = data
    measures = [m for m in _listed(held, "measures") if isinstance(m, dict)]
    if said := [f"<p>{m.get('title') or ''}: {m.get('content') or ''}</p>" for m in measures if m.get("content")]:
        found[311] = "".join(said)
    return found


def _opinions(pia: dict[str, Any], found: Pia) -> None:
    views = [plain(str(pia[n])) for n in ("people_names", "concerned_people_opinion") if pia.get(n)]
    if views:
        found.values["views"] = "\n".join(views)
    if why := pia.get("concerned_people_searched_content"):
        found.values["views_none"] = plain(str(why))
    if opinion := pia.get("dpo_opinion") or pia.get("dpos_names"):
        said = _("The file names an opinion of the officer (“%s”). It is not taken over: advice is signed here.")
        found.notes.append(said % plain(str(opinion))[:100])


def _fill(answers: dict[int, Any], found: Pia) -> None:
    rows = []
    for number, answer in sorted(answers.items()):
        if number in FIELDS:
            found.values[FIELDS[number]] = text_of(answer)
        elif number in KEPT and (said := text_of(answer)):
            rows.append({"question": str(number), "text": said})
        elif number == 311:
            found.values["measures"] = text_of(answer)
        elif number // 10 not in EVENTS:
            found.notes.append(_("Question %d is none of the PIA method; it is left out.") % number)
    found.values["answers"] = rows
    found.values["risks"] = [r for event in EVENTS if (r := _risk(event, answers, found))]


def _risk(event: int, answers: dict[int, Any], found: Pia) -> dict[str, str] | None:
    """One feared event; without both gauges it is said and left out, because nobody has rated it."""
    said = {n: text_of(answers.get(event * 10 + n)) for n in (1, 2, 3, 4)}
    severity, likelihood = (gauge_of(answers.get(event * 10 + n)) for n in (5, 6))
    if not any(said.values()) and not (severity or likelihood):
        return None
    if not (severity and likelihood):
        found.notes.append(_("The risks of questions %d… have no severity or likelihood; they are left out.") % event)
        return None
    sources = "\n".join(t for t in (said[3], said[2]) if t)
    return {
        "feared": EVENTS[event], "sources": sources or _("not said"), "impact": said[1] or _("not said"),
        "severity": severity, "likelihood": likelihood, "measures": said[4],
    }  # fmt: skip


def text_of(answer: Any) -> str:
    """An answer as plain text: HTML, a list of short texts, or an object that holds either."""
    if isinstance(answer, dict):
        inside = [answer[n] for n in ("list", "text") if not isinstance(answer.get(n, {}), dict)]
        return "\n".join(said for said in map(text_of, inside) if said)
    if isinstance(answer, list):
        return "\n".join(plain(str(a)) for a in answer if a)
    return plain(answer) if isinstance(answer, str) else ""


def gauge_of(answer: Any) -> str:
    """ "1" to "4", or "" where nothing is set."""
    value = answer.get("gauge") if isinstance(answer, dict) else answer
    return str(value) if str(value) in ("1", "2", "3", "4") else ""
