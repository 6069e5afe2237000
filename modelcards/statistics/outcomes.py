"""A file of predictions as fairness results: which label is positive, and which groups there are."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from .fairness import SMALL_COUNT, SMALL_SHARE, Fairness, assess, tally
from .sheet import BadCell, Sheet

POSITIVE = {"1", "1.0", "true", "t", "yes", "y", "positive", "pos"}
NEGATIVE = {"0", "0.0", "false", "f", "no", "n", "negative", "neg", "-1"}
#: More groups than this are not groups but names.
MOST_GROUPS = 500


def results(
    sheet: Sheet,
    *,
    truth: str,
    prediction: str,
    groups: Sequence[str],
    positive: str = "",
    minimum: int = SMALL_COUNT,
    share: Fraction = SMALL_SHARE,
) -> list[Fairness]:
    """One result for each group column, and with several a last one for their intersection.

    Args:
        truth, prediction: columns with two values each. groups: columns that name the groups; an empty cell is the
            group "not stated", so that no row is lost.
        positive: the value that means a positive outcome; by default 1, true, yes.

    Raises BadCell for a missing column, an empty or third value, or a group column with hundreds of values.
    """
    names = {column: [cell or _("not stated") for cell in sheet.texts(column)] for column in dict.fromkeys(groups)}
    labels = _labels(sheet, truth, prediction, positive)
    true, predicted = (_outcomes(sheet, column, labels) for column in (truth, prediction))
    made = []
    for chosen in [(column,) for column in names] + ([tuple(names)] if len(names) > 1 else []):
        keys = list(zip(*(names[column] for column in chosen), strict=True))
        if len(set(keys)) > MOST_GROUPS:
            named = {"count": len(set(keys)), "most": MOST_GROUPS}
            said = _("There are %(count)d groups; at most %(most)d are compared. Put values into classes first.")
            raise BadCell(said % named, file=sheet.file, column=", ".join(chosen))
        made.append(assess(tally(true, predicted, keys), columns=chosen, minimum=minimum, share=share))
    return made


def _labels(sheet: Sheet, truth: str, prediction: str, positive: str) -> dict[str, bool]:
    """What each value means; a value that is left out is refused where it stands."""
    found = Counter(cell for column in (truth, prediction) for cell in sheet.texts(column) if cell)
    if not positive:
        return {cell: cell.lower() in POSITIVE for cell in found if cell.lower() in POSITIVE | NEGATIVE}
    if positive not in found:
        said = _("No row has the positive value “%s”.") % positive
        raise BadCell(said, file=sheet.file, column=f"{truth}, {prediction}")
    others = [cell for cell, _times in found.most_common() if cell != positive]
    return {positive: True, **dict.fromkeys(others[:1], False)}


def _outcomes(sheet: Sheet, column: str, labels: dict[str, bool]) -> list[bool]:
    made = []
    for row, cell in enumerate(sheet.texts(column)):
        if cell is None:
            raise sheet.bad(column, row, _("The value is missing. Leave out rows without an outcome."))
        if cell not in labels:
            raise sheet.bad(column, row, _unclear(cell))
        made.append(labels[cell])
    return made


def _unclear(cell: str) -> str:
    return (
        _(
            "“%s” does not say whether the outcome is positive. Truth and prediction have two values, such as 0 and 1; "
            "for two others say --positive VALUE; cut scores at their threshold first."
        )
        % cell[:40]
    )
