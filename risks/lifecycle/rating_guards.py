"""When a rating may be made, and what follows from it."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.reach import reach
from qms.accounts.roles import ROLES
from qms.lib.errors import Said
from qms.lib.text import says_nothing

from ..choices import LEVELS
from ..matrix import authority, level_of, matrix_of
from ..queries.near import verified_controls
from ..rating import before_of, edition_for, falls, pair_before, pair_of, rate, rises

# Guards: met before anything is asked


def has_a_matrix(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-01: there are criteria, and they are in force."""
    if record.matrix_id is None:
        return Said(_("Choose the matrix it is rated by."), field="matrix", way="edit/?section=what")
    said = _("No edition of the matrix “%s” is in force: have one put in force first.")
    return None if edition_for(record) else said % record.matrix.family


def is_described(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 31000:2018 6.4.2: what is rated is cause, event and consequence, not a word."""
    missing = [name for name in ("category", "cause", "event", "consequence") if says_nothing(getattr(record, name))]
    if not missing:
        return None
    words = ", ".join(str(record._meta.get_field(name).verbose_name) for name in missing)
    return Said(_("Not described yet: %s.") % words, field=missing[0], way="edit/?section=what")


# Checks: met with the ratings that were just given


def on_the_scale(*kinds: str) -> Any:
    """Both steps of these ratings are given and stand on the scales of the edition in force; "current" may be empty."""

    def fits(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
        edition = edition_for(record)
        matrix = matrix_of(edition) if edition else None
        for kind in kinds:
            likelihood = getattr(record, f"{kind}_likelihood")
            consequence = getattr(record, f"{kind}_consequence")
            if kind == "current" and likelihood is None and consequence is None:
                continue
            if matrix is None or not matrix.fits(likelihood, consequence):
                return _off(matrix, kind, likelihood, consequence)
        return None

    return fits


def _off(matrix: Any, kind: str, likelihood: Any, consequence: Any) -> str:
    if matrix is None:
        return _("No matrix is in force.")
    most = (len(matrix.likelihood), len(matrix.consequence))
    wrong = "likelihood" if not matrix.fits(likelihood, 1) else "consequence"
    said = _("Give likelihood (1 to %(rows)d) and consequence (1 to %(columns)d), both on the scales of the matrix.")
    return Said(said % {"rows": most[0], "columns": most[1]}, field=f"{kind}_{wrong}")


def fall_is_earned(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-05: the current rating falls only by a control that was verified since it was last made."""
    if not _has_fallen(record):
        return None
    since = before_of(record)["current_rated_at"] if record.state != "draft" else None
    if verified_controls(record, since).exists():
        return None
    after = _(" after the rating of %s") % date_format(since, "j M Y") if since else ""
    said = _(
        "The current rating falls only by a control that mitigates it and was verified as effective%(after)s. Link one "
        "and have it verified, or ask the acceptance authority to lower the rating by signature."
    )
    return Said(said % {"after": after}, field="current_likelihood")


def _has_fallen(record: Any) -> bool:
    """Whether the current rating is lower than before; the first one is measured against the inherent one.

    So is one that a file has brought: in a draft nobody here has rated yet.
    """
    edition, now = edition_for(record), pair_of(record, "current")
    before, level = pair_before(record, "current"), before_of(record)["current_level"]
    if before is None or record.state == "draft":
        before, level = pair_of(record, "inherent"), record.inherent_level
    if edition is None or now is None or before is None:
        return False
    return falls(matrix_of(edition), before, now, level)


def is_lower(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody signs a rating down that does not go down."""
    said = _("This is not lower than the current rating: rate it without a signature.")
    return None if _has_fallen(record) else Said(said, field="current_likelihood")


def has_authority_over_rating(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-05: lowering without a control takes the authority of the level that it had."""
    return lacks_authority(record, record.current_matrix, record.current_level, actor)


def lacks_authority(record: Any, edition: Any, level: str, actor: Any) -> str | None:
    """The sentence that says who may decide about this level in the record's unit, where the actor may not."""
    if edition is None:
        return _("It has no current rating yet.")
    matrix = matrix_of(edition)
    roles = authority(matrix, level)
    if any(reach(actor).has(role, record.unit_id) for role in roles):
        return None
    found = matrix.level(level)
    said = _("A risk of level “%(level)s” is decided about by: %(roles)s. You hold none of these roles here.")
    return said % {
        "level": found.label if found else level, "roles": ", ".join(str(ROLES[role]).lower() for role in roles),
    }  # fmt: skip


def is_another_than_accepted(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """An accepted risk is rated anew when it has changed; that it has not is a review."""
    if record.state != "accepted" or pair_before(record, "current") != pair_of(record, "current"):
        return None
    said = _("This is the rating that was accepted: record a review instead.")
    return Said(said, field="current_likelihood")


def target_is_lower(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Treatment aims at less, not at more."""
    edition, now, target = edition_for(record), pair_of(record, "current"), pair_of(record, "target")
    if edition is None or now is None or target is None:
        return None
    if not rises(matrix_of(edition), now, target, record.current_level):
        return None
    return Said(_("The target lies above the current rating."), field="target_likelihood")


def is_treated(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-02: to accept is a decision of its own, with authority, reasons and an end."""
    if record.strategy != "accept":
        return None
    said = _("Accepting is a signed decision with an end: write an acceptance instead.")
    return Said(said, field="strategy", see=f"/risk-acceptances/new/?risk={record.pk}")


# Effects


def note_assessment(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The first ratings; without a control of its own the current one equals the inherent one."""
    if record.current_likelihood is None:
        record.current_likelihood, record.current_consequence = record.inherent_likelihood, record.inherent_consequence
    rate(record, "inherent", actor=actor, at=at, reason=record.given_reason)
    rate(record, "current", actor=actor, at=at, reason=record.given_reason)


def noting(kind: str) -> Any:
    """The effect that keeps a rating."""

    def note(record: Any, *, actor: Any, at: datetime.datetime) -> None:
        rate(record, kind, actor=actor, at=at, reason=record.given_reason or record.plan)

    return note


def criteria_fault(risk: Any) -> str:
    """Why a risk cannot be accepted as it is rated: the criteria in force now say something else. "" where not."""
    now = level_now(risk)
    if now and now == risk.current_level:
        return ""
    if not risk.current_level:
        return _("%s has no current rating.") % risk.number
    words = dict(LEVELS)
    said = _("By the criteria in force now %(number)s is “%(now)s”, not “%(then)s”: rate it anew first.")
    then = words[risk.current_level]
    return said % {"number": risk.number, "now": words.get(now, _("off the scale")), "then": then}


def level_now(record: Any) -> str:
    """The key of the level that the current rating has by the edition in force; "" where it does not fit any more."""
    edition, pair = edition_for(record), pair_of(record, "current")
    if edition is None or pair is None:
        return ""
    matrix = matrix_of(edition)
    return level_of(matrix, *pair).key if matrix.fits(*pair) else ""
