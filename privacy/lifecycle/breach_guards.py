"""When a breach can move: content, reasons, and what has to be answered before it is closed."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.links import edges

from ..breach.clock import is_late, wrong_instants
from ..models.breach_choices import EXEMPTIONS, TOLD

#: Article 33(3) a to d.
CONTENT = (
    "natures",
    "subjects",
    "subjects_number",
    "data",
    "records_number",
    "contact_point",
    "consequences",
    "measures",
)
CONTENT_WAY = "edit/?section=content"
RISK_WAY = "edit/?section=risk"


def ours(record: Any) -> bool:
    """Whether we are the controller: steps towards authority and people are his."""
    return record.role == "controller"


def for_another(record: Any) -> bool:
    """Whether we are the processor."""
    return record.role == "processor"


def lacks_reasons(record: Any) -> bool:
    """Whether the authority was notified late by the awareness as it stands now, and nobody has said why."""
    late = record.role == "controller" and record.state == "notified" and is_late(record)
    return late and says_nothing(record.late_reason)


def missing(record: Any) -> list[str]:
    """Labels of what Article 33(3) asks and nobody has said yet."""
    names = [n for n in CONTENT if getattr(record, n) in (None, "", [])]
    return [str(record._meta.get_field(n).verbose_name) for n in names]


def is_controller(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(1) is the controller's duty."""
    if record.role == "controller":
        return None
    return _t("As processor we tell the controller; the authority is notified by him.")


def is_processor(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(2) is the processor's duty."""
    return None if record.role == "processor" else _t("We are the controller here: nobody else has to be told of it.")


def knows_awareness(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The clock runs from the awareness."""
    return None if record.aware_at else Said(_t("Say since when we are aware of it."), way="edit/?section=when")


def instants_fit(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was sent was sent after the awareness and not in the future."""
    for name, said in wrong_instants(record, at).items():
        return Said(said[0], field=name)
    return None


def is_whole_or_follows(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(4): what is not known yet may follow, and it is said that it follows."""
    lacking = missing(record)
    if not lacking or not says_nothing(record.to_follow):
        return None
    said = _t("Not said yet: %s. Fill it in, or say here what follows and when.") % ", ".join(lacking)
    return Said(said, field="to_follow")


def delay_has_reasons(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(1), second sentence."""
    if not is_late(record) or not says_nothing(record.late_reason):
        return None
    return Said(_t("More than 72 hours have passed since the awareness: give the reasons."), field="late_reason")


def is_described(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is signed says what happened to which data of whom."""
    names = [n for n in ("natures", "subjects", "data") if getattr(record, n) in ("", [])]
    if not names:
        return None
    said = ", ".join(str(record._meta.get_field(n).verbose_name) for n in names)
    return Said(_t("Not said yet, and signed with the decision: %s.") % said, way=CONTENT_WAY)


def is_no_risk(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(1): without notification only where a risk is unlikely, and that is argued."""
    if record.risk != "none":
        said = _t("The risk is not assessed as unlikely: notify, or assess it again.")
        return Said(said, way=RISK_WAY)
    if says_nothing(record.risk_reason):
        return Said(_t("Say why it is unlikely to result in a risk."), way=RISK_WAY)
    return None


def risk_is_assessed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whether people are told follows from the risk."""
    if record.risk and not says_nothing(record.risk_reason):
        return None
    return Said(_t("Assess the risk first, and say why it is so."), way=RISK_WAY)


def decision_fits_risk(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 34(1) and (3): a high risk is told, or one of three exemptions holds; each has its reasoning."""
    if record.risk == "high" and record.communication == "no_high_risk":
        return Said(
            _t("The risk is high: they are told, or one of the exemptions of 34(3) holds."), field="communication"
        )
    if record.risk != "high" and record.communication in EXEMPTIONS:
        return Said(_t("The exemptions of 34(3) are for a high risk only."), field="communication")
    if record.authority_order.strip() and record.communication not in TOLD:
        return Said(_t("The authority has ordered it: they are told."), field="communication")
    if says_nothing(record.communication_reason):
        return Said(_t("Say why, in words."), field="communication_reason")
    return None


def _way_to_decide(record: Any) -> str:
    """Where it is decided whether people are told; before that the risk is assessed."""
    assessed = record.risk and not says_nothing(record.risk_reason)
    return "do/decide_communication/" if assessed else RISK_WAY


def is_to_be_told(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody is told before that was decided."""
    if record.communication in TOLD:
        return None
    return Said(_t("Decide first that they are told."), way=_way_to_decide(record))


def nothing_raised(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """One breach raises one nonconformity."""
    there = edges.sources(record.pk, "addresses", "nonconformities").exclude(phase="void").first()
    return Said(_t("%s is raised from it already.") % there.number, see=f"/r/{there.number}") if there else None


# What has to be answered before it is closed (GDPR 33(5)): each says what is open, so that all of it is named at once.


def content_is_said(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Facts, effects and remedial action."""
    lacking = missing(record)
    return Said(_t("Not said yet: %s.") % ", ".join(lacking), way=CONTENT_WAY) if lacking else None


def nothing_follows(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(4): what was said to follow has been sent."""
    if record.state != "notified" or says_nothing(record.to_follow):
        return None
    said = _t("Still to follow: “%s”. Record the supplement with which it was sent.")
    return Said(said % record.to_follow[:120].rstrip("."), way="do/supplement/")


def delay_is_explained(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 33(1), second sentence, where the awareness was put right after the notification: by it, it was late."""
    if not lacks_reasons(record):
        return None
    said = _t("By the corrected awareness the notification was late: give the reasons.")
    return Said(said, way="edit/?section=authority")


def risk_is_argued(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The controller's assessment."""
    return risk_is_assessed(record, actor=actor, at=at) if record.role == "controller" else None


def telling_is_decided(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 34: decided, and still as the risk is now."""
    if record.role != "controller":
        return None
    if not record.communication:
        return Said(_t("Decide whether the people affected are told."), way=_way_to_decide(record))
    if decision_fits_risk(record, actor=actor, at=at):
        return Said(_t("The decision about telling people no longer fits the risk."), way=_way_to_decide(record))
    return None


def people_are_told(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Where it was decided that they are."""
    if record.role != "controller" or record.communication not in TOLD or record.communicated_at:
        return None
    return Said(_t("Record when and what they were told."), way="do/communicate/")


def is_undecided(record: Any) -> bool:
    """Whether to decide about telling people is what a notified breach waits for."""
    return record.state in ("notified", "unnotified") and bool(record.risk) and not record.communication


def is_untold(record: Any) -> bool:
    """Whether people are still to be told."""
    return record.state in ("notified", "unnotified") and record.communication in TOLD and not record.communicated_at


def is_outstanding(record: Any) -> bool:
    """Whether information is still to follow, and everything is there that can be sent."""
    return bool(record.to_follow) and not missing(record)


def was_notified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Where it goes on depends on whether somebody was told."""
    told = record.notified_at or record.controller_told_at
    return None if told else _t("Nobody was notified of it: assess it again.")


def was_not_notified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was sent stays sent: supplements follow it."""
    told = record.notified_at or record.controller_told_at
    return _t("It is notified already: open it again, and send a supplement.") if told else None
