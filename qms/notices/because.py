"""Why somebody is told of a date, in words. A notice keeps the word before the colon and, after it, the role."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import ROLES

from .models import Notice
from .words import CLOCK

WORDS: dict[str, str | Promise] = {
    "owner": _("owns it"),
    "next": _("has the next move"),
    "named": _("named in the rule"),
    "turn": _("%(role)s in %(unit)s, whose move is next"),
    "role": _("%(role)s in %(unit)s"),
    "late": _("%(role)s in %(unit)s: escalation"),
    "unowned": _("%(role)s in %(unit)s, because nobody owns it"),
}


def because(notice: Notice) -> str:
    """Why the notice went to its person; "" for what is neither a reminder nor about a clock of the law."""
    if notice.instead_of_id:
        return str(_("stands in for %s")) % notice.instead_of.printed_name  # type: ignore[union-attr]
    if notice.rule.startswith(CLOCK):
        return str(_("a clock of the law"))
    word, _colon, role = notice.why.partition(":")
    if word not in WORDS or notice.entry is None:
        return notice.why
    return str(WORDS[word]) % {"role": ROLES.get(role, role), "unit": notice.entry.unit}
