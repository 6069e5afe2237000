"""`manage.py chart KIND FILE`: a control chart from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from modelcards.management.over_files import OverFiles, finite, sheet, short
from modelcards.statistics.capability import capability
from modelcards.statistics.chart import TITLES, Chart, as_data, build
from modelcards.statistics.constants import ROUNDINGS
from modelcards.statistics.layout import Arranged, Layout, arrange
from modelcards.statistics.limits import ATTRIBUTES, KINDS, Options
from modelcards.statistics.numbers import deviation, mean
from modelcards.statistics.onward import Point
from modelcards.statistics.picture import file as picture
from modelcards.statistics.rules import LIMITS, RULE_SETS
from qms.lib.errors import Invalid


class Command(OverFiles):
    help = (
        "A control chart from a CSV file with a header row, one subgroup a row. Prints limits and signals; --svg draws "
        "it. Exit code 0 with or without signals; 2: wrong call or a file that cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)
        parser.add_argument("--svg", type=Path, metavar="FILE", help="write the picture")
        _add_columns(parser.add_argument_group("columns"))
        _add_limits(parser.add_argument_group("limits and rules"))

    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        found = sheet(options["file"], options)
        made = arrange(options["kind"], found, _layout(options))
        chart = build(
            options["kind"], made.observations, phase_one=made.phase_one, exclude=_indexes(options["exclude"]),
            options=_options(options), rule_set=options["rules"],
        )  # fmt: skip
        chart.warnings[:0] = made.warnings
        data = {"file": str(options["file"]), **as_data(chart, unit=options["unit"]), "notes": made.notes}
        if options["lsl"] is not None or options["usl"] is not None:
            data["capability"] = _capability(chart, made, options)
        if options["svg"]:
            _write(options["svg"], picture(chart, measure=options["measure"], unit=options["unit"]))
        return data, _lines(chart, made, data)


def _add_columns(group: Any) -> None:
    group.add_argument("--column", action="append", default=[], metavar="NAME", help="a measured column; repeat it")
    group.add_argument("--value", default="", metavar="NAME", help="the measured column; with --group one value a row")
    group.add_argument("--group", default="", metavar="NAME", help="column that names the subgroup of a value")
    group.add_argument("--count", default="", metavar="NAME", help="column of counts (p, np, c, u)")
    group.add_argument("--size", default="", metavar="NAME", help="column of sample sizes (p, np, u)")
    group.add_argument("--n", type=finite, metavar="NUMBER", help="the same sample size for every row")
    group.add_argument("--label", default="", metavar="NAME", help="column that names the points")
    group.add_argument("--measure", default="", help="what is measured, for the picture")
    group.add_argument("--unit", default="", help="its unit, for the picture")


def _add_limits(group: Any) -> None:
    group.add_argument(
        "--phase-one", default="", metavar="N|NAME", help="first rows, or the column that is true, for the limits"
    )
    group.add_argument("--exclude", default="", metavar="1,2", help="points left out of the limits")
    group.add_argument("--rules", choices=list(RULE_SETS), default=LIMITS.key, help="default: %(default)s")
    group.add_argument("--constants", choices=ROUNDINGS, default="published", help="default: %(default)s")
    group.add_argument("--width", type=finite, default=3.0, help="of the limits in sigmas; default: %(default)s")
    group.add_argument("--sigma-from", choices=("range", "deviation"), default="range", help="of single values")
    group.add_argument("--target", type=finite, help="centre line, instead of the mean of phase I")
    group.add_argument("--sigma", type=finite, help="standard deviation of a single value, instead of phase I's")
    group.add_argument("--lambda", dest="weight", type=finite, default=0.2, help="EWMA weight; default: %(default)s")
    group.add_argument("--asymptotic", action="store_true", help="EWMA limits as their asymptote")
    group.add_argument("--k", type=finite, default=0.5, help="CUSUM allowance; default: %(default)s")
    group.add_argument("--h", dest="interval", type=finite, default=5.0, help="CUSUM interval; default: %(default)s")
    group.add_argument("--units", choices=("sigma", "data"), default="sigma", help="of k and h; default: %(default)s")
    group.add_argument("--reset", action="store_true", help="begin the CUSUM again after a signal")
    group.add_argument("--lsl", type=finite, help="lower specification limit, for capability")
    group.add_argument("--usl", type=finite, help="upper specification limit")


def _layout(options: dict[str, Any]) -> Layout:
    return Layout(
        columns=tuple(options["column"]), value=options["value"], group=options["group"], count=options["count"],
        size=options["size"], n=options["n"], label=options["label"], phase_one=options["phase_one"],
    )  # fmt: skip


def _options(options: dict[str, Any]) -> Options:
    return Options(
        width=options["width"], constants=options["constants"], sigma_from=options["sigma_from"],
        target=options["target"], sigma=options["sigma"], weight=options["weight"], exact=not options["asymptotic"],
        k=options["k"], h=options["interval"], units=options["units"], reset=options["reset"],
    )  # fmt: skip


def _indexes(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise Invalid(f"--exclude takes numbers of points such as 4,17, not {text!r}.") from None


def _capability(chart: Chart, made: Arranged, options: dict[str, Any]) -> dict[str, Any]:
    """Within subgroups and overall, over phase I."""
    if chart.kind in (*ATTRIBUTES, "ewma", "cusum") or chart.limits.sigma is None:
        raise Invalid("Capability is for measurements: imr, xbar_r or xbar_s.")
    rows = [row for i, row in enumerate(made.measured, 1) if i in chart.phase_one or not chart.phase_one]
    found = [value for row in rows for value in row if value is not None]
    made_of = capability(
        mean=mean(found), sigma=chart.limits.sigma, overall=deviation(found) if len(found) > 1 else None,
        lower=options["lsl"], upper=options["usl"],
    )  # fmt: skip
    return made_of.as_data()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Invalid(f"{path}: the picture cannot be written: {error.strerror}.") from None


def _lines(chart: Chart, made: Arranged, data: dict[str, Any]) -> list[str]:
    basis = f"limits from {chart.limits.used} points" if chart.limits.used else "limits from given standards"
    lines = [f"{TITLES[chart.kind]}, {len(chart.points)} points; {chart.rule_set.label}; {basis}"]
    lines += _panel(chart.points, data["limits"], chart, chart.rule_set is LIMITS)
    if chart.spread_kind:
        lines.append(f"{TITLES[chart.spread_kind]}; {LIMITS.label}")
        lines += _panel(chart.spread, data["spread"]["limits"], chart, True)
    if "capability" in data:
        named = {k: v for k, v in data["capability"].items() if k != "target"}
        lines.append("capability: " + ", ".join(f"{name} {short(value)}" for name, value in named.items()))
    lines += [f"note: {said}" for said in made.notes]
    lines += [f"warning: {said}" for said in chart.warnings]
    return lines


def _panel(points: list[Point], span: dict[str, Any], chart: Chart, only_limits: bool) -> list[str]:
    if span["stepped"]:
        lines = [f"  centre {short(span['centre'])}, limits differ from point to point"]
    else:
        lines = [f"  centre {short(span['centre'])}, lcl {short(span['lcl'])}, ucl {short(span['ucl'])}"]
    rules = (LIMITS if only_limits else chart.rule_set).rules
    signals = [p for p in points if p.rules]
    lines.append(f"  {len(signals)} signals" if len(signals) != 1 else "  1 signal")
    for p in signals:
        named = f" “{p.label}”" if p.label != str(p.index) else ""
        broken = "; ".join(f"rule {n}: {rules[n].words}" for n in p.rules)
        lines.append(f"    point {p.index}{named}, {short(p.value)}: {broken}")
    return lines
