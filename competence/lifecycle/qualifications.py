"""The life of a qualification: claimed, verified by somebody else, run out or revoked."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.attachments.files import files_of
from qms.attachments.store import path_of
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import qualifications as rules


def is_shown(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 7.2 d: documented information is kept as evidence of competence."""
    if record.evidence.strip() or record.link or record.entry.attached.get("files"):
        return None
    return _t("Nothing shows it yet: say what does, give a link, or attach a file.")


def files_are_there(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody verifies a file that cannot be opened."""
    gone = [f.name for f in files_of(record.pk) if not path_of(f.blob.sha256).exists()]
    return _t("“%s” is missing on the disk: attach it again.") % gone[0] if gone else None


def has_not_run_out(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What has ended is not verified any more."""
    if record.valid_until is None or record.valid_until >= timezone.localdate(at):
        return None
    return _t("Its validity has ended: record the newer one.")


def has_run_out(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """It counts to the end of the day that it is valid until."""
    if record.valid_until and record.valid_until < timezone.localdate(at):
        return None
    return _t("It has not run out.")


def is_about_a_document(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What somebody has read is shown by his acknowledgement; nobody has to verify it besides."""
    return None if record.competence.kind == "document" else _t("It is not about a document to read.")


def note_verification(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Who verified it, and when."""
    record.assessor, record.verified_on = actor, timezone.localdate(at)


VERIFICATION = Signing(
    "verification",
    Scope(fields=("person", "competence", "obtained_on", "valid_until", "evidence", "link", "assessment")),
    _("that the person has this competence, from when until when, and what shows it"),
)

lifecycle = Lifecycle(
    states=[
        State("claimed", _("Claimed"), "draft", waits="role:quality_manager"),
        State("verified", _("Verified"), "open"),
        State("expired", _("Expired"), "done"),
        State("revoked", _("Revoked"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "verify", _("Verify"), ("claimed",), "verified", rules.verifies,
            guards=[is_shown, files_are_there, has_not_run_out], asks=("assessment",), effects=[note_verification],
            signs=VERIFICATION,
        ),
        Transition(
            "expire", _("Let it run out"), ("verified",), "expired", rules.expires, guards=[has_run_out], primary=False
        ),
        Transition(
            "count_reading", _("Count the reading"), ("claimed",), "verified", rules.expires,
            guards=[is_about_a_document, is_shown, has_not_run_out], primary=False,
        ),
        Transition(
            "outdate", _("A newer revision is to be read"), ("verified",), "expired", rules.expires,
            guards=[is_about_a_document], primary=False,
        ),
        Transition("revoke", _("Revoke"), ("verified",), "revoked", rules.revokes, reason=True, primary=False),
        Transition("void", _("Void"), ("claimed",), "void", rules.voids, reason=True, primary=False),
    ],
)  # fmt: skip
