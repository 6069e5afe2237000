"""Rules as the sweep reads them."""

from decimal import Decimal
from typing import Any

from qms.notices.rules import Book, Rule
from qms.registers.registry import registry

from . import about
from .models import ReminderRule


def rules_in_force() -> Book:
    """Every rule in force, and the registers whose due date a law sets."""
    rows = ReminderRule.objects.filter(state="in_force").order_by("pk")
    return Book(
        tuple(as_rule(row) for row in rows if _known(row)), frozenset(r.key for r in registry.all() if r.clock_field)
    )


def _known(row: ReminderRule) -> bool:
    """Whether the dates are there still: a rule about a register that is gone tells nobody."""
    try:
        return bool(about.split(row.about))
    except ValueError:
        return False


def as_rule(row: Any) -> Rule:
    """A record as a rule. Raises ValueError where it is about dates that there are not."""
    register, date = about.split(row.about)
    return Rule(
        number=row.number, register=register, date=date, offsets=offsets(row), to=frozenset(row.to),
        roles=tuple(row.roles), people=tuple(row.people), escalations=escalations(row), working_days=row.working_days,
        hour=row.hour, at_once=row.delivery == "at_once", mail="mail" in row.channels, hook="webhook" in row.channels,
    )  # fmt: skip


def offsets(row: Any) -> tuple[int, ...]:
    """Days from the date, from the earliest."""
    return (*sorted(-n for n in row.before), *([0] if row.on_the_day else []), *sorted(row.after))


def escalations(row: Any) -> tuple[tuple[int, str], ...]:
    """From which day on which role is told too."""
    return tuple((int(Decimal(line["days"])), line["role"]) for line in row.escalation)


def as_fields(rule: Rule) -> dict[str, Any]:
    """A rule as the fields of a record: what a changed rule begins with."""
    escalation = [{"id": f"e{n}", "days": str(d), "role": r} for n, (d, r) in enumerate(rule.escalations)]
    return {
        "before": sorted(-n for n in rule.offsets if n < 0), "on_the_day": 0 in rule.offsets,
        "after": [n for n in rule.offsets if n > 0], "working_days": rule.working_days, "to": sorted(rule.to),
        "roles": list(rule.roles), "people": list(rule.people), "hour": rule.hour,
        "escalation": escalation,
        "channels": [*(["mail"] if rule.mail else []), *(["webhook"] if rule.hook else [])],
        "delivery": "at_once" if rule.at_once else "digest",
    }  # fmt: skip
