"""From a mail to a complaint, once by its Message-ID."""

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from qms.attachments.sniff import clean_name, media_type
from qms.lib.errors import Refused, TooLarge
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..contacts import receive_complaint
from ..models import Complaint
from .reading import Mail, read_mail

SOURCE = "mail"


@dataclass
class Outcome:
    """What became of one mail: `did` is received, again (nothing changed) or refused."""

    mail: str
    did: str
    number: str = ""
    reason: str = ""
    files: int = 0
    notes: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)


def take(label: str, data: bytes, *, actor: Any, at: datetime.datetime, unit: Any, dry_run: bool = False) -> Outcome:
    """Make a complaint of a mail, or say why not. With `dry_run` everything is checked and nothing written."""
    try:
        mail = read_mail(data)
    except Refused as refusal:
        return Outcome(label, "refused", reason=" ".join(refusal.all_sentences()))
    leave_out(mail)
    try:
        there = Complaint.objects.filter(external_id=mail.key).first()
        if there is None and not dry_run:
            record = _kept(mail, actor=actor, at=at, unit=unit)
            return Outcome(label, "received", record.number, files=len(mail.files), notes=mail.notes)
    except Refused as refusal:
        there = Complaint.objects.filter(external_id=mail.key).first()  # somebody else may have been faster
        if there is None:
            return Outcome(label, "refused", reason=" ".join(refusal.all_sentences()))
    if there is not None:
        return Outcome(label, "again", there.number)
    return Outcome(label, "received", files=len(mail.files), notes=mail.notes)


def leave_out(mail: Mail) -> None:
    """Leave out the files that would not be taken by hand either; the notes name each with the reason."""
    kept = []
    for name, data in mail.files:
        try:
            media_type(clean_name(name), data)
            if len(data) > settings.QMS_UPLOAD_MAX:
                raise TooLarge(_("Files may have at most %d MB.") % (settings.QMS_UPLOAD_MAX // 1024**2))
            kept.append((name, data))
        except Refused as refusal:
            said = {"name": name[:80] or "?", "why": " ".join(refusal.all_sentences())}
            mail.notes.append(_("Not kept: %(name)s. %(why)s") % said)
    mail.files = kept


@in_one_transaction
def _kept(mail: Mail, *, actor: Any, at: datetime.datetime, unit: Any) -> Any:
    """The complaint with its files. What could not be kept is said below its text."""
    register: Any = registry["complaints"]
    text = "\n\n".join([mail.text, *mail.notes]).strip()
    record = receive_complaint(
        contact={"name": mail.name, "email": mail.address}, actor=actor, at=at, source=SOURCE, external_id=mail.key,
        unit=unit, channel="mail", title=mail.subject or _("Mail without a subject"), description=text,
        received_on=mail.received_on,
    )  # fmt: skip
    for name, data in mail.files:
        record = register.attach(record, name=name, data=data, rev=None, actor=actor, at=at, source=SOURCE)
    return record
