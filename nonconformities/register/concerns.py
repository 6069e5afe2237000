"""The declaration of the register of concerns."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Forbidden, Invalid
from qms.registers import Register, Section, register
from qms.registers.predicates import is_system

from ..concerns.named_people import named, top_unit
from ..lifecycle.concerns import lifecycle
from ..models import Concern
from ..rules import concerns as rules

#: Days until the reporter is answered: the three months of Directive (EU) 2019/1937, Art. 9(1)(f).
ANSWER_WITHIN = 90
REPORTED = ("description", "category", "received_on", "way", "reporter", "additions")


@register
class Concerns(Register):
    key = "concerns"
    prefix = "CON"
    label = _("Concern")
    label_plural = _("Concerns")
    purpose = _("What people are worried about, also anonymously; seen only by those named to examine it.")
    menu = "act"
    order = 40
    icon = "message-circle-warning"
    model = Concern
    lifecycle = lifecycle
    columns = ("category", "way", "received_on")
    filters = ("category", "way")
    sections = (
        Section("what", _("What was reported"), ("title", *REPORTED)),
        Section("who", _("Who sees it"), ("handlers", "excluded")),
        Section("examined", _("Examination"), ("examination", "answer_by", "answer", "answered_on")),
    )
    intake = ("unit", "receipt")
    search = ("description", "examination")
    dates = {"due": "answer_by"}
    involved = {"handler": "handlers"}
    audience = "named"
    author_stays = False
    not_content = frozenset({"answer_by"})
    list_template = "concerns/list.html"
    may_add = rules.may_add
    may_edit = may_comment = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It belongs to the whole organisation and is seen by the people named for concerns. Raises Forbidden."""
        record.unit, record.audience = top_unit() or record.unit, "named"
        record.received_on = record.received_on or timezone.localdate(at)
        record.answer_by = record.answer_by or record.received_on + datetime.timedelta(days=ANSWER_WITHIN)
        kept_out = set(record.excluded)
        record.handlers = record.handlers or [person.pk for person in named() if person.pk not in kept_out]
        if not is_system(actor, record):
            if actor.pk not in record.handlers:
                raise Forbidden(
                    _t("Concerns are entered by the people named for them: /concerns/report/ is for everybody.")
                )
            record.way, record.reporter = "told", None
        _check(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See _check."""
        _check(record)

    def locked(self, record: Any) -> dict[str, str]:
        """What the reporter said stays; the answer is given by its step."""
        words = dict.fromkeys(REPORTED, _t("This is what was reported, and stays as it is."))
        return words | dict.fromkeys(("answer", "answered_on"), _t("The answer is given by “Answer”."))


def _check(record: Any) -> None:
    """Raises Invalid where nobody handles it, or somebody who is kept out does."""
    if not record.handlers:
        raise Invalid(fields={"handlers": [_t("Name at least one person who examines it.")]})
    if set(record.handlers) & set(record.excluded):
        raise Invalid(fields={"handlers": [_t("Whoever is kept out of it cannot handle it.")]})
