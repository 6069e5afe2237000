"""`manage.py drift BASELINE CURRENT`: has the data moved?"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from modelcards.management.over_files import OverFiles, finite, sheet, short
from modelcards.statistics.bins import DECILES
from modelcards.statistics.comparison import compare
from modelcards.statistics.drift import Choices, Drift, as_data
from modelcards.statistics.repeated import CORRECTIONS
from modelcards.statistics.stability import DEFAULTS, FLOOR, Thresholds
from qms.lib.errors import Invalid


class Command(OverFiles):
    help = (
        "Compare two CSV files column by column: population stability index with its no-drift expectation, and the "
        "Kolmogorov-Smirnov distance of numbers. Exit code 0 with or without drift; 2: wrong call or a bad file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("baseline", type=Path)
        parser.add_argument("current", type=Path)
        super().add_arguments(parser)
        parser.add_argument("--column", action="append", default=[], metavar="NAME", help="only this one; repeat it")
        parser.add_argument("--categorical", action="append", default=[], metavar="NAME", help="compare as categories")
        parser.add_argument("--bins", type=int, default=DECILES, help="classes of numbers; default: %(default)s")
        parser.add_argument("--floor", type=finite, default=FLOOR, help="share of an empty class; default: %(default)s")
        parser.add_argument("--moderate", type=finite, default=DEFAULTS.moderate, help="default: %(default)s")
        parser.add_argument("--significant", type=finite, default=DEFAULTS.significant, help="default: %(default)s")
        parser.add_argument(
            "--boundary", choices=("upper", "lower"), default=DEFAULTS.boundary,
            help="side of a value on a threshold; default: %(default)s",
        )  # fmt: skip
        parser.add_argument(
            "--correction", choices=CORRECTIONS, default="holm", help="for many columns; default: %(default)s"
        )
        parser.add_argument("--level", type=finite, default=0.05, help="accepted false alarms; default: %(default)s")

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        if not 2 <= options["bins"] <= 1000 or not 0 < options["level"] < 1 or not 0 < options["floor"] < 1:
            raise Invalid("--bins is 2 to 1000; --level and --floor lie between 0 and 1.")
        thresholds = Thresholds(options["moderate"], options["significant"], options["boundary"])
        choices = Choices(options["bins"], options["floor"], thresholds, options["correction"], options["level"])
        found = compare(
            sheet(options["baseline"], options), sheet(options["current"], options), columns=options["column"],
            categorical=options["categorical"], choices=choices,
        )  # fmt: skip
        data = {
            "baseline": str(options["baseline"]),
            "current": str(options["current"]),
            "tests": sum(c.p is not None for c in found.columns),
            "correction": choices.correction,
            "level": choices.level,
            "thresholds": {
                "moderate": thresholds.moderate, "significant": thresholds.significant, "boundary": thresholds.boundary,
            },
            "floor": choices.floor,
            "columns": [as_data(c) for c in found.columns],
            "not_compared": found.left_out,
        }  # fmt: skip
        return data, _lines(data, found.columns, thresholds)


def _lines(data: dict[str, Any], columns: list[Drift], thresholds: Thresholds) -> list[str]:
    side = "upper" if thresholds.boundary == "upper" else "lower"
    lines = [
        f"{data['tests']} tests, correction: {data['correction']}; PSI below {thresholds.moderate:g} none, from "
        f"{thresholds.significant:g} significant (a value on a threshold belongs to the {side} side), empty classes "
        f"count as {data['floor']:g}"
    ]
    lines += [_line(c) for c in columns]
    lines += [f"{name}: not compared, {reason}" for name, reason in data["not_compared"].items()]
    return lines


def _line(column: Drift) -> str:
    found = column.stability
    words = f"{column.column}: {'DRIFT' if column.drifted else 'no drift'}, PSI {short(found.index)} ({found.level}"
    words += f"; without drift {short(found.expected)} at n {found.n} and {found.m}, p {chance(found.p)})"
    if column.distance:
        kind = "exact" if column.distance.exact else "asymptotic"
        words += f", KS D {short(column.distance.d)}, {kind} p {chance(column.distance.p)}"
    words += f", adjusted p {chance(column.adjusted)}"
    return words + "".join(f" [{said}]" for said in column.warnings)


def chance(p: float | None) -> str:
    """A p-value as it is read; very small ones are only that."""
    return "< 1e-12" if p is not None and p < 1e-12 else short(p)
