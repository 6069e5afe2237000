"""The life of a risk matrix: drafted, proposed, in force until the next edition of its family is."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lib.errors import Said
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..matrix import fault, matrix_of
from ..rules import matrices as rules

CONTENT = ("title", "family", "about", "edition", "likelihood", "consequence", "levels", "cells", "appetite")


def is_whole(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """RM-06: no hole, nothing off the scale, no cell lower than one that it dominates."""
    said = fault(matrix_of(record))
    return Said(said, way="table/") if said else None


def take_over(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The edition that was in force until now is superseded, in the same transaction."""
    record.effective_on = timezone.localdate(at)
    matrices = registry["risk-matrices"]
    for old in matrices.model.objects.filter(family=record.family, state="in_force").exclude(pk=record.pk):
        reason = _t("%(number)s, edition %(edition)d, is in force now.")
        matrices.perform(
            old, "supersede", rev=None, actor=system_user(), at=at, source=record.given_source,
            reason=reason % {"number": record.number, "edition": record.edition},
        )  # fmt: skip


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("proposed", _("Proposed"), "open", waits="role:approver"),
        State("in_force", _("In force"), "done"),
        State("superseded", _("Superseded"), "done", tone="past"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition("propose", _("Propose"), ("draft",), "proposed", rules.proposes, guards=[is_whole]),
        Transition(
            "put_in_force", _("Put in force"), ("proposed",), "in_force", rules.approves, guards=[is_whole],
            effects=[take_over],
            signs=Signing("approval", Scope(fields=CONTENT), _("scales, table, levels, appetite and authorities")),
            help=_("From now on ratings are looked up in it. What was rated before keeps its edition."),
        ),
        Transition(
            "return", _("Return"), ("proposed",), "draft", rules.approves | rules.proposes, reason=True, primary=False
        ),
        Transition("supersede", _("Supersede"), ("in_force",), "superseded", rules.supersedes, reason=True),
        Transition("void", _("Void"), ("draft", "proposed"), "void", rules.proposes, reason=True, primary=False),
    ],
)  # fmt: skip
