"""Addresses whose mail came back: read from delivery status notifications (RFC 3464), asked before a mail is sent."""

import datetime
import email
import email.policy
import mailbox
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path

from qms.accounts.models import User
from qms.lib.errors import Refused

from .models import Bounce

LARGEST = 10 * 1024 * 1024  # bytes of one message


def bounce_of(address: str) -> Bounce | None:
    """What is known against an address."""
    return Bounce.objects.filter(address__iexact=address).first()


def bounces_of(addresses: Iterable[str]) -> dict[str, Bounce]:
    """The same of many addresses, by the address in small letters."""
    return {row.address: row for row in Bounce.objects.filter(address__in=[a.lower() for a in addresses if a])}


def note_bounce(address: str, *, at: datetime.datetime, status: str, said: str) -> bool:
    """Keep that mail to somebody's address came back. Returns whether it is anybody's and new."""
    if not User.objects.filter(email__iexact=address).exists():
        return False
    row = Bounce(address=address.lower(), at=at, status=status[:20], said=" ".join(said.split())[:300])
    known = Bounce.objects.filter(address__iexact=address).exists()
    Bounce.objects.bulk_create([row], ignore_conflicts=True)
    return not known


def messages_at(path: Path) -> Iterator[Message]:
    """The messages of an .eml file, a folder of them, a Maildir or an mbox. Raises Refused where there is nothing."""
    if path.is_dir() and (path / "cur").is_dir():
        yield from mailbox.Maildir(path, create=False)
    elif path.is_dir():
        for file in sorted(path.glob("*.eml")):
            yield from messages_at(file)
    elif not path.is_file():
        raise Refused(f"There is no file or folder {path}.")
    elif path.read_bytes()[:5] == b"From ":
        yield from mailbox.mbox(path, create=False)
    elif path.stat().st_size <= LARGEST:
        yield email.message_from_bytes(path.read_bytes(), policy=email.policy.compat32)


def failures(message: Message) -> Iterator[tuple[str, str, str]]:
    """(address, status, what was said) of each recipient to whom a notification says that delivery failed for good."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if isinstance(part.get_payload(), list) else []:
            if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
                continue
            recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
            address = recipient.rpartition(";")[2].strip().strip("<>")
            status = str(block.get("Status", "")).strip().split(" ")[0]
            if address and not status.startswith("4"):
                yield address, status, str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()


def read_bounces(path: Path, *, at: datetime.datetime) -> tuple[int, int]:
    """Note what a mailbox of bounces says; gives how many messages were read and how many addresses are newly noted.

    Safe to repeat. Whose address it is not is passed over. Raises Refused.
    """
    read = noted = 0
    for message in messages_at(path):
        read += 1
        for address, status, said in failures(message):
            noted += note_bounce(address, at=at, status=status, said=said)
    return read, noted
