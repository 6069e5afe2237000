"""A rule in plain words, on pages."""

from django import template

from qms.notices.dryrun import Told
from qms.notices.rules import Rule
from reminders import inwords

register = template.Library()


@register.filter
def says(rule: Rule) -> str:
    """The whole rule in one line."""
    return inwords.says(rule)


@register.filter
def when_of(rule: Rule) -> str:
    """On which days, from which hour."""
    return inwords.when(rule)


@register.filter
def whom_of(rule: Rule) -> str:
    """Whom, with the escalation."""
    return " · ".join([inwords.whom(rule), *inwords.escalation(rule)])


@register.filter
def how_of(rule: Rule) -> str:
    """On which channels."""
    return inwords.how(rule)


@register.filter
def channels_of(told: Told) -> str:
    """The channels of one notice."""
    return inwords.channels(told)
