"""What the ranks mean where a team has not said it more exactly. Words of our own; ten is the worst."""

from typing import Any

from django.utils.translation import gettext as _


def proposed() -> list[dict[str, Any]]:
    """Ten rows for `FmeaWorksheet.scales`, from 10 down to 1."""
    rows = zip(range(10, 0, -1), _severity(), _occurrence(), _detection(), strict=True)
    return [
        {"id": f"rank-{n}", "rank": str(n), "severity": s, "occurrence": o, "detection": d} for n, s, o, d in rows
    ]  # fmt: skip


def _severity() -> list[str]:
    return [
        _("People are harmed, without warning"), _("People are harmed, or the law is broken"),
        _("The main purpose is lost"), _("The main purpose is met badly"), _("A useful function is lost"),
        _("A useful function is met badly"), _("Most people notice it and are annoyed"), _("Many people notice it"),
        _("Few people notice it"), _("Nobody notices it"),
    ]  # fmt: skip


def _occurrence() -> list[str]:
    return [
        _("Nearly always"), _("Very often"), _("Often"), _("Rather often"), _("Now and then"), _("Sometimes"),
        _("Seldom"), _("Very seldom"), _("Hardly ever"), _("It cannot happen: it is prevented by construction"),
    ]  # fmt: skip


def _detection() -> list[str]:
    return [
        _("Nothing looks for it"), _("Found by chance"), _("Found by looking, after the harm"),
        _("Found by looking, sometimes in time"), _("Found by a check that people do by hand"),
        _("Found by a check by hand with limits"), _("Found by a machine, later on"),
        _("Found by a machine before it goes on"), _("Found by a machine that stops it"),
        _("Found always, or it cannot come about"),
    ]  # fmt: skip
