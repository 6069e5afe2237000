"""Sending mails: each says, when it leaves, what is still true and what its reader may still see.

In-app exactly once; mail at least once, because SMTP has no transaction: a second copy bears the same Message-ID. What
goes into which mail stands in gathering.py, what a mail looks like in composing.py.
"""

import datetime
import logging
import smtplib
import time
from types import TracebackType
from typing import Self

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp
from django.core.mail.message import BadHeaderError
from django.core.validators import validate_email
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from qms.jobs.queue import claim, confirm, give_back, park

from .bounces import bounces_of, note_bounce
from .composing import compose, still_to_tell
from .models import Bounce, Mail, Notice

log = logging.getLogger(__name__)
LONGEST = 45.0  # seconds of one sweep; the next one goes on
BATCH = 10  # mails a claim: a worker that dies keeps no more from the others for the length of a lease


class Undeliverable(Exception):
    """No second try helps: a person must do something."""


class Post:
    """One connection to the mail server for many mails; opened with the first one, and again after an error."""

    def __enter__(self) -> Self:
        self._line = get_connection()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._line.close()

    def send(self, message: EmailMessage) -> None:
        """Raises what the mail server answers."""
        if not isinstance(self._line, smtp.EmailBackend):
            self._line = get_connection()  # a backend that writes files begins a new one
        try:
            if isinstance(self._line, smtp.EmailBackend):
                self._line.open()
            self._line.send_messages([message])
        except Exception:
            self._line.close()
            raise


def deliver(*, at: datetime.datetime) -> int:
    """Send the mails that are due; gives the number sent. Nothing is sent inside a transaction."""
    sent, end = 0, time.monotonic() + LONGEST
    with Post() as post:
        while time.monotonic() < end and (mails := claim(Mail, at=at, limit=BATCH)):
            prefetch_related_objects(mails, "user")
            told, bounces, unanswered = still_to_tell(mails), bounces_of(mail.user.email for mail in mails), ""
            for mail in mails:
                if unanswered:  # the server is away: the others need not wait for it one by one
                    give_back(mail, at=at, error=unanswered)
                    continue
                bounce = bounces.get(mail.user.email.lower())
                done, unanswered = _deliver(mail, told.get(mail.pk, []), bounce, post, at)
                sent += done
            if unanswered:
                break
    return sent


def _deliver(
    mail: Mail, told: list[Notice], bounce: Bounce | None, post: Post, at: datetime.datetime
) -> tuple[int, str]:
    """How many were sent (0 or 1), and what went wrong where the server could not be reached at all."""
    try:
        message = compose(mail, told, at=at)
        if message is not None:
            _check_address(mail, None if any(n.statutory for n in told) else bounce)
            post.send(message)
    except (Undeliverable, BadHeaderError) as error:
        park(mail, error=str(error))
    except smtplib.SMTPRecipientsRefused as error:
        _refused(mail, error, at)
    except Exception as error:  # whatever a mail server may answer: the row keeps it and tries again
        log.warning("Mail %s was not sent: %s", mail.key, error)
        said = f"{type(error).__name__}: {error}"
        give_back(mail, at=at, error=said)
        away = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException)
        return 0, said if away else ""
    else:
        confirm(mail)
        return 1, ""
    return 0, ""


def _check_address(mail: Mail, bounce: Bounce | None) -> None:
    """Raises Undeliverable where there is no address, or one that is known to be dead."""
    if not mail.user.email:
        raise Undeliverable(_("%s has no e-mail address. Enter one, then send again.") % mail.user.printed_name)
    try:
        validate_email(mail.user.email)
    except ValidationError:
        said = {"who": mail.user.printed_name}
        raise Undeliverable(_("The e-mail address of %(who)s is none. Change it, then send again.") % said) from None
    if bounce is not None:
        known = {"address": bounce.address, "said": bounce.said, "on": bounce.at.date()}
        raise Undeliverable(
            _("Mail to %(address)s came back on %(on)s (%(said)s). Change or confirm the address, then send again.")
            % known
        )


def _refused(mail: Mail, error: smtplib.SMTPRecipientsRefused, at: datetime.datetime) -> None:
    """The server does not take this recipient: for ever (5xx), or for now.

    Only where it says that the address is wrong (5.1.x, RFC 3463) is the address noted as dead: a server that relays
    for nobody, or takes us for spam, must not silence everybody.
    """
    code, text = next(iter(error.recipients.values()))
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    if code < 500:
        give_back(mail, at=at, error=f"{code} {said}")
        return
    if said.startswith("5.1."):
        note_bounce(mail.user.email, at=at, status=said.split()[0], said=said)
    park(mail, error=f"{code} {said}")
