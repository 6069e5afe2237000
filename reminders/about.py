"""Which dates a rule can be about: the named dates of the registers."""

from typing import Any

from django.utils.translation import gettext as _

from qms.notices.rules import DUE
from qms.notices.words import date_label
from qms.registers.registry import registry

ANY = "*"


def dates_of(register: Any) -> list[str]:
    """Names of the dates that a register's records may have."""
    lawful = [DUE] if register.clock_field else []
    return list(dict.fromkeys((*lawful, *register.dates)))


def split(value: str) -> tuple[str, str]:
    """Register and date of `actions.due`, "" for any. Raises ValueError for what is neither."""
    register, dot, date = value.partition(".")
    known = {r.key: dates_of(r) for r in registry.all()}
    names = known.get(register, ()) if register != ANY else {name for names in known.values() for name in names}
    if not dot or not names or (date != ANY and date not in names):
        raise ValueError(value)
    return register.replace(ANY, ""), date.replace(ANY, "")


def joined(register: str, date: str) -> str:
    """The way back."""
    return f"{register or ANY}.{date or ANY}"


def label(value: str) -> str:
    """`Actions: Due date`, in words."""
    register, _dot, date = value.partition(".")
    whose = str(registry[register].label_plural) if register in registry else _("Every register")
    which = _("every date") if date == ANY else date_label(date)
    return f"{whose}: {which}" if register in registry else f"{whose}: {which}{_told_apart(date)}"


def _told_apart(date: str) -> str:
    """Of two dates that are called the same, the registers that have this one."""
    having = [str(r.label_plural) for r in registry.all() if date in dates_of(r)]
    alike = {name for r in registry.all() for name in dates_of(r) if date_label(name) == date_label(date)}
    return f" ({', '.join(having)})" if having and len(alike) > 1 else ""


def choices() -> list[tuple[str, Any]]:
    """What a form offers, register by register."""
    dated = [r for r in registry.all() if dates_of(r)]
    everywhere = dict.fromkeys(name for r in dated for name in dates_of(r))
    found: list[tuple[str, Any]] = [(_("Every register"), _pairs("", list(everywhere)))]
    return found + [(str(r.label_plural), _pairs(r.key, dates_of(r))) for r in dated]


def _pairs(register: str, names: list[str]) -> list[tuple[str, str]]:
    return [(joined(register, name), label(joined(register, name))) for name in ("", *names)]
