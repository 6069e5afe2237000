"""Points, limits and signals in words: for nonconformities, pages and prints."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..statistics.chart import TITLES
from ..statistics.rules import LIMITS, RULE_SETS, RuleSet
from .judging import PSI, drift

MOST_LINES = 20  # signals named one by one
MOST_KEYS = 10


def number(value: float | None) -> str:
    """A value with six significant digits; nothing is a dash."""
    return "–" if value is None else f"{value:.6g}"


def instant(at: datetime.datetime) -> str:
    """`2026-11-23 09:00 UTC`."""
    return f"{at.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"


def span(since: datetime.datetime, until: datetime.datetime) -> dict[str, str]:
    """Both ends of a stretch, for a sentence."""
    return {"from": instant(since), "until": instant(until)}


def listed(keys: Sequence[str]) -> str:
    """Some keys, and that there are more."""
    return ", ".join(keys[:MOST_KEYS]) + (" …" if len(keys) > MOST_KEYS else "")


def is_missing(monitor: Any, point: Any) -> bool:
    """Whether nothing could be measured at this point."""
    return not (point.raw and sum(point.raw)) if monitor.kind == PSI else point.value is None


def title_of(kind: str) -> str:
    """The chart in words."""
    return _("Population stability index") if kind == PSI else str(TITLES[kind])


def rule_set_of(doc: Mapping[str, Any]) -> RuleSet:
    """The rules that a document judges by: EWMA, CUSUM and PSI know only their limits."""
    return LIMITS if doc["kind"] in ("ewma", "cusum", PSI) else RULE_SETS[doc["rule_set"]]


def rule_words(doc: Mapping[str, Any]) -> dict[int, str]:
    """Number → words of the rules on the main chart."""
    if doc["kind"] == PSI:
        return {1: _("the index is at %s or above") % doc["limits"]["significant"]}
    return {n: str(rule.words) for n, rule in rule_set_of(doc).rules.items()}


def numbers(text: str) -> tuple[int, ...]:
    """`"1,4"` as numbers of rules."""
    return tuple(int(n) for n in text.split(",") if n)


def of_rules(monitor: Any, point: Any) -> str:
    """Which rules a point broke, in words."""
    doc = monitor.limits_of(point.limits_version)
    known = rule_words(doc)
    said = [known.get(n, str(n)) for n in numbers(point.rules)]
    said += [_("spread: %s") % LIMITS.rules[n].words for n in numbers(point.second_rules)]
    return "; ".join(said)


def of_limits(doc: Mapping[str, Any]) -> str:
    """The limits of a document in one line."""
    held, base = doc["limits"], doc["baseline"]
    if doc["kind"] == PSI:
        said = _("%(n)d cases of the baseline in %(bins)d classes, moderate from %(moderate)s, signal from %(limit)s")
        return said % {
            "n": sum(held["counts"]), "bins": len(held["counts"]), "moderate": held["moderate"],
            "limit": held["significant"],
        }  # fmt: skip
    centre = number(float(held["centre"]))
    sigma = _(", sigma %s") % number(float(held["sigma"])) if held["sigma"] else ""
    said = _("centre %(centre)s%(sigma)s, from %(n)d points")
    return said % {"centre": centre, "sigma": sigma, "n": base["points"]}


def of_point(monitor: Any, point: Any) -> str:
    """A signal in one line: when, what, between which lines, which rules."""
    if monitor.kind == PSI:
        return _("%(at)s · %(key)s · PSI %(value)s · n %(n)s · p %(p)s · %(rules)s") % {
            "at": instant(point.at), "key": point.key, "value": number(point.charted), "n": number(point.n),
            "p": number(point.second), "rules": of_rules(monitor, point),
        }  # fmt: skip
    return _("%(at)s · %(key)s · %(value)s (%(lcl)s to %(ucl)s) · %(rules)s") % {
        "at": instant(point.at), "key": point.key, "value": number(point.charted), "lcl": number(point.lcl),
        "ucl": number(point.ucl), "rules": of_rules(monitor, point),
    }  # fmt: skip


def of_signal(monitor: Any, broken: Sequence[Any]) -> str:
    """What a nonconformity says: the chart, its limits, the points that signal, what to be careful about."""
    doc = monitor.limits
    head = _("%(chart)s of “%(metric)s”, limits version %(version)d: %(limits)s. %(rules)s.") % {
        "chart": title_of(doc["kind"]), "metric": monitor.metric, "version": doc["version"],
        "limits": of_limits(doc), "rules": rule_set_of(doc).label,
    }  # fmt: skip
    many = ngettext("%d point signals:", "%d points signal:", len(broken)) % len(broken)
    lines = [of_point(monitor, p) for p in broken[:MOST_LINES]]
    if len(broken) > MOST_LINES:
        lines.append(_("and %d more.") % (len(broken) - MOST_LINES))
    return "\n".join([head, many, *lines, *dict.fromkeys(cautions(doc, broken))])


def cautions(doc: Mapping[str, Any], points: Iterable[Any]) -> list[str]:
    """DR-02: what small samples do to an index without any drift."""
    if doc["kind"] != PSI:
        return []
    said = []
    for point in points:
        found = drift(dict(doc), point.raw)
        if found is not None and found.is_small:
            said.append(
                _(
                    "With %(n)d and %(m)d cases the index is %(expected)s on average without any drift, and above "
                    "%(usual)s one time in twenty: look at the p-value."
                )
                % {"n": found.n, "m": found.m, "expected": number(found.expected), "usual": number(found.usual)}
            )
    return said[:1]
