"""Rating a risk or an opportunity: the level is looked up, the row is added, nothing that was rated before changes."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import Unit

from .choices import RANKS
from .matrix import Level, Matrix, appetite, exceeds, level_of, matrix_of
from .models import RiskMatrix

Pair = tuple[int, int]


def edition_for(record: Any) -> RiskMatrix | None:
    """The edition that the record is rated by now: the one in force in its matrix's family."""
    if record.matrix_id is None:
        return None
    return RiskMatrix.objects.filter(family=record.matrix.family, state="in_force").first()


def pair_of(record: Any, kind: str) -> Pair | None:
    """Likelihood and consequence of a rating ("inherent", "current", "target"); None where it is not made."""
    found = getattr(record, f"{kind}_likelihood"), getattr(record, f"{kind}_consequence")
    return None if None in found else found


def before_of(record: Any) -> dict[str, Any]:
    """The record's values before the move or edit that is being made, also where a page only shows what it would do."""
    held: dict[str, Any] | None = getattr(record, "_was", None)
    return held or type(record).objects.filter(pk=record.pk).values().get()


def pair_before(record: Any, kind: str) -> Pair | None:
    """The rating as it was before the move that is being made."""
    was = before_of(record)
    found = was[f"{kind}_likelihood"], was[f"{kind}_consequence"]
    return None if None in found else found


def falls(matrix: Matrix, before: Pair, after: Pair, before_level: str = "") -> bool:
    """Whether a rating is lower than one before: by its level, or, the level being equal, by a step of a scale.

    Args:
        before_level: what counts where `before` does not stand on the scales of this edition any more.
    """
    if not matrix.fits(*after):
        return False  # another check says that it stands on no scale
    known = level_of(matrix, *before).key if matrix.fits(*before) else before_level
    there, here = RANKS.get(known, 0), RANKS[level_of(matrix, *after).key]
    if here != there:
        return here < there
    return after != before and after[0] <= before[0] and after[1] <= before[1]


def rises(matrix: Matrix, before: Pair, after: Pair, before_level: str = "") -> bool:
    """Whether a rating is higher than one before."""
    if not matrix.fits(*after):
        return False
    if not matrix.fits(*before):
        return RANKS[level_of(matrix, *after).key] > RANKS.get(before_level, 0)
    return falls(matrix, after, before)


def rate(record: Any, kind: str, *, actor: Any, at: datetime.datetime, reason: str) -> Level:
    """Look up the level of a rating that was just given, and keep it with its edition, day, author and reason.

    Raises Invalid for what is off the scale.
    """
    edition, pair = edition_for(record), pair_of(record, kind)
    assert edition is not None and pair is not None, "the checks of the move have asked"
    found = level_of(matrix_of(edition), *pair)
    setattr(record, f"{kind}_level", found.key)
    setattr(record, f"{kind}_matrix", edition)
    record.matrix = edition
    record.ratings = [*record.ratings, {
        "kind": kind, "likelihood": str(pair[0]), "consequence": str(pair[1]), "level": found.key,
        "matrix": edition.number, "edition": str(edition.edition), "on": timezone.localdate(at).isoformat(),
        "by": actor.pk, "reason": reason,
    }]  # fmt: skip
    if kind == "current":
        record.current_rated_at = at
        record.above_appetite = is_above(record)
        record.review_on = next_review(record, at)
    return found


def is_above(record: Any) -> bool:
    """Whether the current rating lies above the appetite of its edition for the record's category and unit."""
    if not record.current_level or record.current_matrix is None:
        return False
    matrix = matrix_of(record.current_matrix)
    level = matrix.level(record.current_level)
    return level is not None and exceeds(level, appetite(matrix, record.category, unit_codes(record.unit)))


def is_above_now(record: Any) -> bool:
    """Whether it lies above the appetite as it was rated, or by the edition that is in force now."""
    edition, pair = edition_for(record), pair_of(record, "current")
    if is_above(record) or edition is None or pair is None:
        return is_above(record)
    matrix = matrix_of(edition)
    limit = appetite(matrix, record.category, unit_codes(record.unit))
    return matrix.fits(*pair) and exceeds(level_of(matrix, *pair), limit)


def place_now(record: Any, edition: RiskMatrix) -> str:
    """What an edition says of the current rating, in words: the level, and whether it lies above the appetite."""
    matrix, pair = matrix_of(edition), pair_of(record, "current")
    if pair is None or not matrix.fits(*pair):
        return _("off the scale")
    level = level_of(matrix, *pair)
    over = exceeds(level, appetite(matrix, record.category, unit_codes(record.unit)))
    return _("“%s”, above the appetite") % level.label if over else _("“%s”, within the appetite") % level.label


def latest_review(record: Any) -> datetime.date | None:
    """The last day on which the next review may lie: the level's days after the last review or rating.

    A later day that was planned before counts as well. None where the record has no current rating.
    """
    days, planned = cadence(record), before_of(record)["review_on"]
    if days is None:
        return None
    rated = timezone.localdate(record.current_rated_at) if record.current_rated_at else None
    start = max(filter(None, (record.reviewed_on, rated)), default=None)
    return max(filter(None, (planned, start and start + datetime.timedelta(days=days))), default=None)


def unit_codes(unit: Unit) -> list[str]:
    """Codes of the unit and of those above it, nearest first."""
    ids = unit.ancestor_ids
    codes = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "code"))
    return [codes[pk] for pk in reversed(ids) if pk in codes]


def cadence(record: Any) -> int | None:
    """Days between reviews at the record's current level, by the edition it was rated with."""
    if record.current_matrix is None:
        return None
    level = matrix_of(record.current_matrix).level(record.current_level)
    return level.review_days if level else None


def next_review(record: Any, at: datetime.datetime) -> datetime.date | None:
    """When it is looked at next: the level's days after the last review, or after the date that was planned.

    A date that was planned earlier stays; a higher level brings it forward.
    """
    days, today = cadence(record), timezone.localdate(at)
    if days is None:
        return record.review_on
    start = record.review_on if record.review_from == "planned" and record.review_on else record.reviewed_on
    latest = max((start or today) + datetime.timedelta(days=days), today)
    ahead = record.review_on if record.review_on and record.review_on > today else None
    return min(ahead, latest) if ahead else latest
