"""Reviews: signed, with their reasoning; when the next one is due; what their signatures cover; what is over."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Scope, Signing

from ..queries.near import open_actions
from ..rating import before_of, cadence, is_above_now


def says_why(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 31000:2018 6.6: a review is reasoning, not a tick."""
    said = _("Say what was looked at, and why the rating holds.")
    return Said(said, field="review_result") if says_nothing(record.review_result) else None


def next_is_in_time(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The next review lies ahead, and not later than the level allows."""
    if record.review_on is None or record.review_on == before_of(record)["review_on"]:
        return None  # the effect sets it by the level
    today, days = timezone.localdate(at), cadence(record)
    if record.review_on <= today:
        return Said(_("The next review must be a day after today."), field="review_on")
    if days and record.review_on > _start(record, today) + datetime.timedelta(days=days):
        latest = _start(record, today) + datetime.timedelta(days=days)
        said = _("At this level it is reviewed every %(days)d days: on %(latest)s at the latest.")
        return Said(said % {"days": days, "latest": date_format(latest, "j M Y")}, field="review_on")
    return None


def _start(record: Any, today: datetime.date) -> datetime.date:
    """The day from which the next review is counted; one that was planned and missed does not stay in the past."""
    planned = before_of(record)["review_on"]
    return max(planned, today) if record.review_from == "planned" and planned else today


def note_review(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep the review as a row, and plan the next one by the level where nobody else did."""
    today, days = timezone.localdate(at), cadence(record)
    if days and (record.review_on is None or record.review_on == before_of(record)["review_on"]):
        record.review_on = _start(record, today) + datetime.timedelta(days=days)
    record.reviewed_on = today
    record.reviews = [*record.reviews, {
        "on": today.isoformat(), "by": actor.pk, "level": record.current_level, "result": record.review_result,
        "next": record.review_on.isoformat() if record.review_on else "",
    }]  # fmt: skip
    record.review_result = ""


def _which(record: Any) -> dict[str, Any]:
    """Which review a signature is about: the one being written, or the last that was kept."""
    return {"review": len(record.reviews) + (1 if record.review_result else 0)}


def _reviewed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Level and reasoning of that review, from where they stand now."""
    if context["review"] > len(record.reviews):
        return {"level": record.current_level, "result": record.review_result}
    row = record.reviews[context["review"] - 1]
    return {"level": row["level"], "result": row["result"]}


REVIEW = Signing("review", Scope(files=False, values=_reviewed, context=_which), _("its reasoning and level"))


def _which_rating(record: Any) -> dict[str, Any]:
    """Which rating is lowered: the one being given, or the last that was kept."""
    kept = [row for row in record.ratings if row["kind"] == "current"]
    pending = not kept or (int(kept[-1]["likelihood"]), int(kept[-1]["consequence"])) != (
        record.current_likelihood, record.current_consequence,
    )  # fmt: skip
    return {"rating": len(kept) + (1 if pending else 0)}


def _lowered(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Likelihood and consequence of that rating."""
    kept = [row for row in record.ratings if row["kind"] == "current"]
    if context["rating"] > len(kept):
        pair = (record.current_likelihood, record.current_consequence)
    else:
        pair = tuple(int(kept[context["rating"] - 1][name]) for name in ("likelihood", "consequence"))
    return {"event": record.event, "likelihood": pair[0], "consequence": pair[1]}


LOWERED = Signing(
    "approval", Scope(files=False, values=_lowered, context=_which_rating), _("the lower rating, without a control")
)


def nothing_is_open(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is closed has nothing left to do."""
    numbers = ", ".join(a.number for a in open_actions(record)[:5])
    return _("Not finished yet: %s. Finish or cancel it first.") % numbers if numbers else None


def is_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 31000:2018 6.5.2: what lies above the appetite is treated or accepted; it does not just go away."""
    if record.state == "accepted" or not is_above_now(record):
        return None
    return _(
        "It lies above the appetite, and nobody has accepted it. Rate it anew once it has fallen, have it accepted, or "
        "let the authority for its level close it by signature."
    )


def is_unanswered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody signs for what needs no signature."""
    if is_answered(record, actor=actor, at=at):
        return None
    return _("It is within the appetite, or accepted: close it without a signature.")


CLOSED_ABOVE = Signing(
    "approval", Scope(files=False, values=_lowered, context=_which_rating), _("that it is closed as it is rated")
)


def note_closed(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.closed_on, record.review_on = timezone.localdate(at), None


def note_reopened(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """It is looked at again, at the latest after the days of its level."""
    record.closed_on = None
    if record.review_on is None and (days := cadence(record)):
        record.review_on = timezone.localdate(at) + datetime.timedelta(days=days)
