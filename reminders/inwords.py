"""A rule in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.models import User
from qms.accounts.roles import ROLES
from qms.notices.dryrun import Told
from qms.notices.rules import Rule


def says(rule: Rule) -> str:
    """`30, 7 and 1 days before, on the day · owner, next move · from 9:00 · mail in one digest`."""
    pieces = [when(rule), whom(rule), *escalation(rule), how(rule)]
    return " · ".join(piece for piece in pieces if piece)


def when(rule: Rule) -> str:
    """On which days, from which hour."""
    before = [-n for n in sorted(rule.offsets) if n < 0]
    after = [n for n in sorted(rule.offsets) if n > 0]
    said = [_days(before, _("before"))] if before else []
    said += [_("on the day")] if 0 in rule.offsets else []
    said += [_days(after, _("after"))] if after else []
    words = ", ".join([*said, _("from %d:00") % rule.hour])
    return words + (", " + _("working days only") if rule.working_days else "")


def whom(rule: Rule) -> str:
    """Owner, next move, roles, names."""
    known = {"owner": _("owner"), "next": _("next move"), "manager": str(ROLES["quality_manager"])}
    said = [word for key, word in known.items() if key in rule.to]
    said += [str(ROLES.get(role, role)) for role in rule.roles]
    if rule.people:
        named = User.objects.in_bulk(rule.people)
        said += [named[pk].printed_name for pk in rule.people if pk in named]
    return ", ".join(dict.fromkeys(said))


def escalation(rule: Rule) -> list[str]:
    """`from 7 days after also executive`."""
    found = []
    for days, role in rule.escalations:
        if days == 0:
            start = _("from the day on")
        else:
            start = _("from %s on") % _days([abs(days)], _("before") if days < 0 else _("after"))
        found.append(_("%(start)s also %(role)s") % {"start": start, "role": ROLES.get(role, role)})
    return found


def how(rule: Rule) -> str:
    """On which channels."""
    said = [_("in the program")]
    if rule.mail:
        said.append(_("mail at once") if rule.at_once or rule.statutory else _("mail in one digest"))
    if rule.hook:
        said.append(_("webhook"))
    return ", ".join(said)


def _days(numbers: list[int], side: str) -> str:
    listed = _("%(first)s and %(last)d") % {"first": ", ".join(map(str, numbers[:-1])), "last": numbers[-1]}
    words = listed if len(numbers) > 1 else str(numbers[0])
    return ngettext("%(n)s day %(side)s", "%(n)s days %(side)s", numbers[-1]) % {
        "n": words, "side": side,
    }  # fmt: skip


def channels(told: Told) -> str:
    """The channels of one notice: `in the program, mail`."""
    words = {
        "app": _("in the program"), "mail": _("mail in the digest"), "mail at once": _("mail at once"),
        "webhook": _("webhook"),
    }  # fmt: skip
    return ", ".join(words[key] for key in told.channels)
