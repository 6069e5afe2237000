"""What the templates of systems ask for."""

from typing import Any

from django import template

from ..classification import classification_of
from ..incident_clocks import is_late as reported_late
from ..incident_panels import sector_words as limited_by
from ..law_forms import answers_of, missing_items
from ..lifecycle.incidents import INVESTIGATED
from ..models import Incident, System
from ..panels import Panel, of_system
from ..queries.incidents import not_to_be_altered
from ..rules import incidents as rules

#: Risk classes of systems that Art. 73 is not about.
MILD = ("transparency", "minimal", "out_of_scope")
register = template.Library()


@register.simple_tag
def system_panels(record: System, actor: Any) -> list[Panel]:
    """`{% system_panels record request.user as own %}`: versions, deployments, monitors, problems: they come first."""
    return of_system(record, actor)


@register.simple_tag
def classification(record: System) -> dict[str, Any]:
    """`{% classification record as result %}`: what follows from its answers."""
    return classification_of(record)


@register.simple_tag(takes_context=True)
def stands_in_the_way(context: Any, record: Incident) -> dict[str, Any] | None:
    """`{% stands_in_the_way record as barred %}`: whether the system may not be altered, and who may change that."""
    if record.state not in INVESTIGATED or record.informed_at:
        return None
    return {"may": bool(rules.works(context["request"].user, record))}


@register.simple_tag
def is_late(record: Incident) -> bool:
    """`{% is_late record as late %}`: whether it was reported late, as the clock on the same page counts it."""
    return reported_late(record)


@register.simple_tag
def not_of_high_risk(record: Incident) -> bool:
    """`{% not_of_high_risk record as mild %}`: whether the system of an open incident is no high-risk one."""
    return record.system.risk_class in MILD and record.state in ("recorded", *INVESTIGATED[:2])


@register.simple_tag
def barred_by(record: System) -> Any:
    """`{% barred_by record as bar %}`: the sentence about an incident because of which it may not be altered."""
    return not_to_be_altered(record)


@register.simple_tag
def sector_words(record: Incident) -> dict[str, Any]:
    """`{% sector_words record as limited %}`: what the law of the sector leaves to be reported."""
    return limited_by(record)


@register.simple_tag
def law_items(record: Any) -> dict[str, Any]:
    """`{% law_items record as items %}`: how many items of its annex are answered; which of the others are missing,
    asked with the signature, and may stay empty: together they are all."""
    answers = answers_of(record)
    missing = [item for item in missing_items(record) if item.field != "issue"]
    answered = sum(bool(answer.text) for answer in answers)
    rest = [a.item for a in answers if not a.text and a.item not in missing]
    signed = [item for item in rest if item.field == "issue"]
    return {
        "all": len(answers), "answered": answered, "missing": missing, "signed": signed,
        "optional": [item for item in rest if item not in signed],
    }  # fmt: skip
