"""The lives of context issues and interested parties: noted, in force, closed."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition
from qms.lifecycle.table import Guard

from ..rules import context as rules


def climate_is_decided(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Amendment 1:2024 to ISO 9001, 4.1: whether climate change is a relevant issue is determined."""
    if record.kind != "climate":
        return None
    if not record.climate:
        return _t("Decide whether climate change is relevant.")
    return None if record.climate_reason else _t("Give the reason for the decision about climate change.")


def effect_is_known(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """4.1: an issue matters by what it does to the system. What is not relevant does nothing."""
    if record.effect or record.climate == "not_relevant":
        return None
    return _t("Say what effect it has on what the management system is to achieve.")


def expectations_are_known(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """4.2 b and c: requirements are known, and which of them are taken up."""
    if not record.requirements:
        return _t("Name at least one need or expectation.")
    if all(row.get("how") for row in record.requirements):
        return None
    return _t("Say of every need or expectation how it is met, or why it is not taken up.")


def review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """4.1 and 4.2 are monitored and reviewed."""
    if record.review_on and record.review_on > timezone.localdate(at):
        return None
    return _t("The next review must lie ahead.")


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is closed is not reviewed any more."""
    record.review_on = None


def life(*guards: Guard) -> Lifecycle:
    """The common life, with the guards of one register."""
    return Lifecycle(
        states=[
            State("draft", _("Draft"), "draft", waits="owner"),
            State("in_force", _("In force"), "open"),
            State("closed", _("Closed"), "done"),
            State("void", _("Void"), "void"),
        ],
        transitions=[
            Transition(
                "adopt", _("Adopt"), ("draft",), "in_force", rules.adopts, guards=guards, asks=("review_on",),
                needs=("review_on",), checks=[review_lies_ahead],
            ),
            Transition(
                "review", _("Record the review"), ("in_force",), "in_force", rules.adopts, guards=guards,
                asks=("review_on",), needs=("review_on",), checks=[review_lies_ahead], reason=True,
                help=_("Say what was looked at and what came of it. What has changed is edited first."),
            ),
            Transition(
                "close", _("Close"), ("in_force",), "closed", rules.closes, effects=[end_reviews], reason=True,
                primary=False,
            ),
            Transition(
                "void", _("Void"), ("draft",), "void", rules.drops, effects=[end_reviews], reason=True, primary=False
            ),
        ],
    )  # fmt: skip


issues = life(climate_is_decided, effect_is_known)
parties = life(expectations_are_known)
