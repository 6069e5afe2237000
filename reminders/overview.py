"""Which rule each date of each register falls under."""

from dataclasses import dataclass
from typing import Any

from qms.notices.rules import Book, Rule, book
from qms.notices.words import date_label
from qms.registers.registry import registry

from . import about
from .models import ReminderRule


@dataclass(frozen=True)
class Line:
    """One kind of date, the rule that it falls under, and the draft that will change that."""

    value: str
    label: str
    rule: Rule
    own: bool  # the rule is about exactly these dates
    draft: str


@dataclass(frozen=True)
class Group:
    """A register and its dates."""

    label: str
    url: str
    lines: list[Line]


def overview() -> list[Group]:
    """Every register that has dates, by name, behind what holds for all of them. Two queries."""
    held = book()
    drafts = dict(ReminderRule.objects.filter(state="draft").order_by("-pk").values_list("about", "number"))
    dated = sorted((r for r in registry.all() if about.dates_of(r)), key=lambda r: str(r.label_plural))
    everywhere = [about.joined(r.register, r.date) for r in held.ranked if not r.register]
    everywhere += [value for value in drafts if value.startswith(f"{about.ANY}.")]
    first = [_line(held, value, drafts) for value in dict.fromkeys(["*.*", *sorted(everywhere)])]
    return [Group("", "", first), *(_group(held, r, drafts) for r in dated)]


def _group(held: Book, register: Any, drafts: dict[str, str]) -> Group:
    values = [about.joined(register.key, name) for name in about.dates_of(register)]
    whole = about.joined(register.key, "")
    if whole in drafts or any((r.register, r.date) == (register.key, "") for r in held.rules):
        values.append(whole)
    lines = [_line(held, value, drafts) for value in values]
    return Group(str(register.label_plural), f"/{register.key}/", lines)


def _line(held: Book, value: str, drafts: dict[str, str]) -> Line:
    register, date = about.split(value)
    rule = held.rule_for(register, date)
    own = bool(rule.number) and (rule.register, rule.date) == (register, date)
    label = date_label(date) if date and register else about.label(value).partition(": ")[2 if register else 0]
    return Line(value, label or about.label(value), rule, own, drafts.get(value, ""))
