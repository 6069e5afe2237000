"""When an impact assessment may move: what GDPR Art. 35, 36, EU AI Act Art. 27 and ISO/IEC 42001 want there first."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle.table import Guard

from ..models.assessment_choices import NECESSITY

#: Kind → texts that must say something, each with the clause that asks for it.
ASKED = {
    "data_protection": (("description", "35(7)(a)"), ("purposes", "35(7)(a)"), ("measures", "35(7)(d)")),
    "fundamental_rights": (
        ("fr_processes", "27(1)(a)"), ("fr_period", "27(1)(b)"), ("fr_groups", "27(1)(c)"), ("fr_harms", "27(1)(d)"),
        ("fr_oversight", "27(1)(e)"), ("fr_measures", "27(1)(f)"),
    ),
    "ai_impact": (
        ("description", "6.1.4"), ("on_individuals", "A.5.4"), ("on_groups", "A.5.4"), ("on_society", "A.5.5"),
        ("misuse", "6.1.4"), ("measures", "6.1.4"),
    ),
}  # fmt: skip
SECTIONS = {"fundamental_rights": "rights", "ai_impact": "impact"}
#: Criteria of WP 248 rev.01 with which an assessment is required in most cases.
ENOUGH = 2
MOST_LETTERS = max(map(len, ASKED.values()))


def says(place: int) -> Guard:
    """The guard of one text that the record's kind asks for."""

    def guard(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
        asked = ASKED[record.kind]
        if place >= len(asked) or not says_nothing(getattr(record, asked[place][0])):
            return None
        name, ref = asked[place]
        section = "content" if name in ("description", "purposes", "measures") else SECTIONS.get(record.kind, "content")
        said = {"ref": ref, "name": record._meta.get_field(name).verbose_name}
        return Said(_("%(ref)s: say something about “%(name)s”.") % said, way=f"edit/?section={section}")

    return guard


CONTENTS = tuple(says(place) for place in range(MOST_LETTERS))


def is_screened(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """GD-35-1: the screening says why."""
    if says_nothing(record.screening):
        return Said(_("Say in the screening why an assessment is required, or why not."), way="edit/?section=screening")
    return None


def nothing_requires_it(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """35(3), 35(4): with one of these cases nobody may decide that it is not required."""
    if not record.requiring:
        return None
    labels = record._meta.get_field("requiring").labels(record.requiring)
    return Said(_("It is required: %s.") % labels[0], way="edit/?section=screening")


def criteria_are_answered(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """WP 248 rev.01: with two of the nine criteria it is required in most cases; who differs documents why."""
    if len(record.criteria) < ENOUGH or not says_nothing(record.although):
        return None
    said = _("%d of the nine criteria hold, and with two an assessment is required in most cases: say why not here.")
    return Said(said % len(record.criteria), field="although")


def is_necessary(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """35(7)(b): necessity and proportionality, as a text or by the questions of the method."""
    answered = {row["question"] for row in record.answers}
    if record.kind != "data_protection" or not says_nothing(record.necessity) or answered >= set(NECESSITY):
        return None
    return Said(_("35(7)(b): say why the processing is necessary and proportionate."), way="edit/?section=content")


def risks_are_rated(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """35(7)(c): risks to rights and freedoms, each with its measures or its residual level."""
    if record.kind == "fundamental_rights" and not record.risks:
        return None  # letter d says them in words
    if not record.risks:
        return Said(_("35(7)(c): name the risks to the rights and freedoms of people."), way="edit/?section=risks")
    bare = [i for i, r in enumerate(record.risks, 1) if r["measures"] and not r["residual_severity"]]
    said = _("Risk %d has measures: rate what remains after them.")
    return Said(said % bare[0], way="edit/?section=risks") if bare else None


def views_are_known(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """35(9): views of data subjects, or why they were not sought."""
    if record.kind != "data_protection" or not (says_nothing(record.views) and says_nothing(record.views_none)):
        return None
    return Said(
        _("35(9): give the views of data subjects, or say why they were not sought."), way="edit/?section=views"
    )


def advice_says_why(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """An advice of one word helps nobody."""
    return Said(_("Say what you advise, and why."), field="advice") if says_nothing(record.advice) else None


def residual_is_high(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """36(1): the authority is consulted where a high risk remains."""
    return None if record.residual == "high" else _("No high residual risk: Art. 36 asks for no consultation.")


def answer_says_something(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """36(2): what the authority wrote; a yes or no alone cannot be followed afterwards."""
    if not says_nothing(record.authority_answer):
        return None
    return Said(
        _("Say what the authority answered, in a sentence, with its date or reference."), field="authority_answer"
    )


def is_consulted(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """36(1): with a high residual risk nothing goes live before the authority was consulted."""
    if record.residual != "high" or (record.consulted_on and not says_nothing(record.authority_answer)):
        return None
    said = _("A high risk remains after the measures: consult the authority and record its answer first (Art. 36).")
    return Said(said, way="consultation/")


def differs_with_reason(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """Where the decision is not what the officer advised, it says why."""
    if record.decision == record.advice_result or not says_nothing(record.decision_reason):
        return None
    return Said(_("This differs from the advice of the privacy officer: say why."), field="decision_reason")


def review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """35(11): it is looked at again."""
    if record.review_on and record.review_on <= timezone.localdate(at):
        return Said(_("The next review lies after today."), field="review_on")
    return None


def has_come(field: str) -> Guard:
    """A day on which something was done is not a day to come."""

    def guard(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
        day = getattr(record, field)
        return Said(_("This day has not come yet."), field=field) if day and day > timezone.localdate(at) else None

    return guard


def concerns_rights(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """27(3): the market surveillance authority is told the result of a fundamental rights assessment."""
    return None if record.kind == "fundamental_rights" else _("Only a fundamental rights assessment is notified.")
