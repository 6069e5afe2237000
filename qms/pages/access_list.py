"""Who may get at what: one row for each role that somebody holds, for the review of access rights (Annex 11, 12)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, User
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden
from qms.records.events import log_event

from . import export
from .front import Page
from .moments import utc_text

REVIEWERS = ("administrator", "quality_manager", "compliance_officer")


def may_review(actor: Any) -> bool:
    """Whether the actor reviews access rights."""
    return reach(actor).anywhere(*REVIEWERS)


class AccessList(Page):
    """A page that also gives the list out."""

    def access_list(self, kind: str) -> HttpResponse:
        """The list as CSV or XLSX; that it was taken out is in the ledger. Raises Forbidden, BadRequest."""
        if not may_review(self.actor):
            raise Forbidden(
                _("Access rights are reviewed by administrators, quality managers and compliance officers.")
            )
        if kind not in export.FORMATS:
            raise BadRequest(_("Lists are exported as csv or xlsx."))
        rows = list(_rows())
        log_event(
            subject="people", action="export", actor=self.actor, at=self.at, source=self.source, rows=len(rows),
            format=kind,
        )  # fmt: skip
        heads = [
            _("Name"), _("User name"), _("Active"), _("Role"), _("Unit"), _("Until"), _("Granted by"),
            _("Granted (UTC)"), _("Last signed in (UTC)"),
        ]  # fmt: skip
        return export.download(kind, "access-rights", heads, rows)


def _rows() -> Iterator[list[Any]]:
    """Everybody, also who holds no role and who was deactivated, in two queries."""
    held: dict[int, list[Grant]] = {}
    for grant in Grant.objects.select_related("unit").order_by("unit__path", "role"):
        held.setdefault(grant.user_id, []).append(grant)
    for user in User.objects.exclude(username="system").order_by("-is_active", "username"):
        person = [user.printed_name, user.username, _("Yes") if user.is_active else _("No")]
        last = utc_text(user.last_login) if user.last_login else ""
        roles = [_role(grant) for grant in held.get(user.pk, ())]
        yield from ([*person, *role, last] for role in roles or [[""] * 5])


def _role(grant: Grant) -> list[Any]:
    until = grant.until.isoformat() if grant.until else ""
    return [grant.get_role_display(), grant.unit.code, until, grant.granted_by, utc_text(grant.granted_at)]
