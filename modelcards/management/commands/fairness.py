"""`manage.py fairness FILE`: do the predictions treat groups alike?"""

from fractions import Fraction
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from modelcards.management.over_files import OverFiles, sheet, short
from modelcards.statistics.fairness import NOTE, SMALL_COUNT
from modelcards.statistics.fairness_report import as_data
from modelcards.statistics.outcomes import results
from qms.lib.errors import Invalid


class Command(OverFiles):
    help = (
        "Selection rates, equalised odds and the four-fifths screening rule between groups, in exact arithmetic. "
        "Exit code 0 whatever the result; 2: wrong call or a bad file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)
        parser.add_argument("--truth", required=True, metavar="COL", help="column of what is true")
        parser.add_argument("--prediction", required=True, metavar="COL", help="column of what was predicted")
        parser.add_argument(
            "--group", required=True, action="append", metavar="COL", help="column of groups; several: intersections"
        )
        parser.add_argument(
            "--positive", default="", metavar="VALUE", help="the positive outcome; default: 1, true, yes"
        )
        parser.add_argument("--min-n", type=int, default=SMALL_COUNT, help="rows a group needs; default: %(default)s")
        parser.add_argument(
            "--min-share", default="2/100", help="share of all rows a group needs; default: %(default)s"
        )

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        found = results(
            sheet(options["file"], options), truth=options["truth"], prediction=options["prediction"],
            groups=options["group"], positive=options["positive"], minimum=options["min_n"],
            share=_share(options["min_share"]),
        )  # fmt: skip
        made = [as_data(result) for result in found]
        data = {"file": str(options["file"]), **made[-1]}
        if len(made) > 1:
            data["by_column"] = made[:-1]
        return data, [*(line for result in made for line in _lines(result)), str(NOTE)]


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Invalid(f"--min-share takes a share such as 0.02 or 2/100, not {text!r}.") from None
    if not 0 <= share < 1:
        raise Invalid("--min-share lies between 0 and 1.")
    return share


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [f"by {' × '.join(result['columns'])}, {result['rows']} rows"]
    for g in result["groups"]:
        lines.append(
            f"  {g['group']}: n {g['n']}, selected {short(g['selection_rate'])}, TPR {short(g['true_positive_rate'])}, "
            f"FPR {short(g['false_positive_rate'])}{', too small' if g['too_small'] else ''}"
        )
    for p in result["pairs"]:
        lines.append(f"  {p['group']} against {p['reference']}: ratio {short(p['ratio'])}, {p['result']}")
    for words, name in (("demographic parity", "demographic_parity"), ("equalised odds", "equalized_odds")):
        difference, ratio = result[f"{name}_difference"], result[f"{name}_ratio"]
        lines.append(f"  {words}: difference {short(difference)}, ratio {short(ratio)}")
    return lines + [f"  warning: {said}" for said in result["warnings"]]
