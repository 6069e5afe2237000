"""The declaration of the register of reminder rules."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.models import User
from qms.lib.errors import Invalid
from qms.notices.rules import DEFAULT, DUE, Rule
from qms.registers import Register, Section, register
from qms.registers.declaration import Beginning
from qms.registers.registry import registry

from . import about, rules
from .lifecycle import lifecycle
from .models import ReminderRule
from .parts import MOST_DAYS
from .reading import as_fields, as_rule, escalations, offsets
from .services import beginning_of
from .trial import asks_too_much, foreseen, in_words


@register
class ReminderRules(Register):
    key = "reminder-rules"
    prefix = "REM"
    shape = "{prefix}-{n:04d}"
    label = _("Reminder rule")
    label_plural = _("Reminder rules")
    purpose = _("Whom a date tells, how long before and after, and on which channels.")
    menu = None
    icon = "bell"
    model = ReminderRule
    lifecycle = lifecycle
    columns = ("about", "delivery", "effective_on")
    sections = (
        Section("what", _("Dates"), ("title", "about", "owner", "unit")),
        Section("when", _("When"), ("before", "on_the_day", "after", "working_days", "hour")),
        Section("whom", _("Whom"), ("to", "roles", "people", "escalation")),
        Section("how", _("How"), ("channels", "delivery")),
    )
    audience = "everyone"
    first_phase = "all"
    not_content = frozenset({"effective_on", "confirmed"})
    may_add = rules.may_add
    may_edit = rules.may_edit

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """A new rule begins as what holds without it."""
        return as_fields(DEFAULT)

    def begins_from(self, given: Mapping[str, str], links: Sequence[tuple[str, Any]], actor: Any) -> Beginning:
        """A change of what holds for some dates begins as that, and leads back to the overview."""
        if "about" not in given:
            return Beginning()
        try:
            return Beginning(beginning_of(given["about"], actor), back="/reminders/")
        except Invalid:
            return Beginning(back="/reminders/")  # the form says what is wrong when it is sent

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it."""
        record.owner = record.owner or actor
        check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """A rule that tells nobody, or never, is refused."""
        check(record)

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """What the rule would do."""
        return [in_words(foreseen(record, at))] if verb == "put_in_force" else []

    def spares(self, record: Any, verb: str, *, at: datetime.datetime) -> Collection[str]:
        """Whether so many are to be told is asked where there are many."""
        return () if verb != "put_in_force" or asks_too_much(record, at) else ("confirmed",)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """The rule in one sentence, and the way to its dry run."""
        rule = as_rule(record)
        shown = {"rule": rule, "record": record, "lawful": set_by_law(rule), "usual": DEFAULT.lawful()}
        return [(_t("In one sentence"), "reminders/sentence.html", shown)]


def set_by_law(rule: Rule) -> list[str]:
    """The registers with dates under the rule that a law sets, of which more holds than it says."""
    return [str(r.label_plural) for r in registry.all() if r.clock_field and rule.covers(r.key, DUE)]


def check(record: Any) -> None:
    """Raises Invalid for a rule that is about no date, never speaks, or tells nobody."""
    if errors := {name: [said] for name, said in _faults(record)}:
        raise Invalid(fields=errors)


def _faults(record: Any) -> Iterator[tuple[str, str]]:
    try:
        about.split(record.about)
    except ValueError:
        yield (
            "about",
            _t("“%s” is no date of a register. Write it as actions.due, actions.*, *.due or *.*.") % record.about,
        )
    if not (steps := offsets(record)):
        yield "before", _t("The rule never speaks: name days before or after, or the day itself.")
    if not (record.to or record.roles or record.people or record.escalation):
        yield "to", _t("The rule tells nobody: choose the owner, the next move, a role or people.")
    if len(gone := User.objects.filter(pk__in=record.people, is_active=False)[:1]):
        yield "people", _t("%s has left and is told nothing.") % gone[0].printed_name
    for days, _role in _whole(record):
        if days is None or abs(days) > MOST_DAYS:
            yield "escalation", _t("Days of the escalation are whole numbers, at most %d.") % MOST_DAYS
        elif steps and days > steps[-1]:
            yield "escalation", _t("No notice comes %d days after the date or later, so nobody would be told.") % days


def _whole(record: Any) -> list[tuple[int | None, str]]:
    """Days and roles of the escalation; None for what is no whole number."""
    if any("." in str(line.get("days", "")) for line in record.escalation if isinstance(line, dict)):
        return [(None, "")]
    try:
        return list(escalations(record))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return []  # the schema of the rows says what is wrong
