"""One mail as plain data. Nothing in it is run, fetched, believed or answered (RFC 5322, RFC 2045 to 2049)."""

import datetime
import hashlib
import html
import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Refused, TooLarge

MOST_BYTES = 30 * 1024**2
MOST_PARTS, MOST_DEPTH, MOST_FILES = 100, 10, 20
MOST_HEAD, MOST_PART_HEAD = 64 * 1024, 8 * 1024
MOST_TEXT, MOST_TITLE, MOST_NAME = 40_000, 200, 150
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NESTING = re.compile(rb"(?im)^content-type:\s*(?:multipart|message)/")
_PART_HEAD = re.compile(rb"(?im)^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*")
_BREAKS = re.compile(r"(?i)<\s*(?:br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>")
_ENDINGS = {
    "text/plain": ".txt", "text/csv": ".csv", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif",
    "application/pdf": ".pdf", "message/rfc822": ".eml",
}  # fmt: skip


@dataclass
class Mail:
    """What is taken over: `key` tells mails apart, `files` are (name, bytes), `notes` what could not be kept."""

    key: str
    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""
    received_on: datetime.date | None = None
    files: list[tuple[str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_mail(data: bytes) -> Mail:
    """The mail in these bytes. Raises Refused or TooLarge with a sentence, whatever the bytes are."""
    _check_outside(data)
    try:
        message = message_from_bytes(data, policy=policy.default)
        return _read(message, data)
    except Refused:
        raise
    except RecursionError:
        raise TooLarge(_("It is nested too deeply.")) from None
    except Exception as error:  # the parser of the standard library stumbles over some broken mails in many ways
        raise Refused(_("It cannot be read as a mail (%s).") % type(error).__name__) from error


def _check_outside(data: bytes) -> None:
    """Before anything is parsed: size, head, nesting. Raises Refused, TooLarge."""
    if not data.strip():
        raise Refused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise TooLarge(_("A mail may have at most %d MB.") % (MOST_BYTES // 1024**2))
    head = re.split(rb"\r?\n\r?\n", data[: MOST_HEAD + 1], maxsplit=1)[0]
    if len(head) > MOST_HEAD or any(len(m[0]) > MOST_PART_HEAD for m in _PART_HEAD.finditer(data)):
        raise TooLarge(_("Its head is longer than that of any honest mail."))
    if not re.search(rb"(?im)^(?:from|subject|date|message-id|received|return-path):", head):
        raise Refused(_("This is no mail: it has no sender, subject or date."))
    if sum(1 for _match in _NESTING.finditer(data)) > MOST_PARTS:
        raise TooLarge(_("It has more than %d parts within parts.") % MOST_PARTS)


def _read(message: EmailMessage, data: bytes) -> Mail:
    sent_by = header(message, "auto-submitted").lower()
    if sent_by and not sent_by.startswith("no"):
        raise Refused(_("A program sent it by itself (Auto-Submitted: %s).") % sent_by[:40])
    mail = Mail(key_of(header(message, "message-id"), data))
    mail.name, mail.address = _sender(message)
    mail.subject = header(message, "subject")[:MOST_TITLE]
    mail.received_on = _day(message)
    _take_parts(message, mail)
    if len(mail.text) > MOST_TEXT:
        mail.text = mail.text[:MOST_TEXT]
        mail.notes.append(_("The text is cut after %d characters.") % MOST_TEXT)
    return mail


def key_of(message_id: str, data: bytes) -> str:
    """What tells this mail from every other: its Message-ID, or where it has none its bytes; hashed either way."""
    told = message_id.strip().encode() if message_id.strip() else b"\0" + data
    return f"mail:{hashlib.sha256(told).hexdigest()[:48]}"


def header(message: EmailMessage, name: str) -> str:
    """A header on one line without control characters: nothing in it can begin another one. "" where it has none."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # what the parser cannot make sense of is taken as it stands
        value = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
    return " ".join(plain(value).split())


def plain(text: str) -> str:
    """Text without control characters and lone surrogates, lines ended by \\n."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _sender(message: EmailMessage) -> tuple[str, str]:
    """Name and address of who says to have sent it; nothing proves that he did."""
    try:
        first: Any = message["from"].addresses[0]
        name, address = plain(first.display_name), plain(first.addr_spec)
    except Exception:
        name, address = header(message, "from"), ""
    try:
        validate_email(address)
    except ValidationError:
        name, address = name or address, ""
    return " ".join(name.split())[:MOST_NAME], address


def _day(message: EmailMessage) -> datetime.date | None:
    """The day it says to be sent; None where it says none, or one to come."""
    try:
        sent: datetime.datetime | None = message["date"].datetime
        day = timezone.localdate(sent) if sent and sent.tzinfo else sent.date() if sent else None
    except Exception:
        return None
    return day if day and datetime.date(1990, 1, 1) <= day <= timezone.localdate() else None


def _take_parts(message: EmailMessage, mail: Mail) -> None:
    """Text and files. The first plain text is the text; without one the first HTML."""
    plain_texts: list[str] = []
    html_texts: list[str] = []
    for place, part in enumerate(_leaves(message)):
        kind, name = _safe(part.get_content_type, "text/plain"), _safe(part.get_filename, None)
        attached = _safe(part.get_content_disposition, None) == "attachment" or bool(name)
        if kind == "text/plain" and not attached:
            plain_texts.append(decoded(part))
        elif kind == "text/html" and not attached:
            html_texts.append(text_of_html(decoded(part)))
        elif len(mail.files) >= MOST_FILES:
            mail.notes.append(_("Not kept, as the mail has more than %d files.") % MOST_FILES)
            break
        else:
            mail.files.append((plain(str(name or f"part-{place}{_ENDINGS.get(kind, '')}")), _bytes(part)))
    mail.text = next((t.strip() for t in (*plain_texts, *html_texts) if t.strip()), "")


def _leaves(part: Any, depth: int = 0) -> list[Any]:
    """The parts that hold something, in order; a mail within the mail is one of them and stays closed."""
    if depth > MOST_DEPTH:
        raise TooLarge(_("It is nested too deeply."))
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        return [part]
    found = [leaf for child in part.get_payload() for leaf in _leaves(child, depth + 1)]
    if len(found) > MOST_PARTS:
        raise TooLarge(_("It has more than %d parts.") % MOST_PARTS)
    return found


def _safe(call: Any, otherwise: Any) -> Any:
    try:
        return call()
    except Exception:
        return otherwise


def _bytes(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return bytes(part.get_payload(0).as_bytes(policy=policy.SMTP.clone(refold_source="none")))
    found = part.get_payload(decode=True)
    return bytes(found) if found is not None else b""


def decoded(part: Any) -> str:
    """The text of a part, in the charset that it names, or in one that fits, or with marks where none does."""
    data = _bytes(part)
    for charset in (_safe(part.get_content_charset, None), "utf-8"):
        try:
            return plain(data.decode(charset or "utf-8"))
        except (LookupError, UnicodeError, ValueError):
            continue
    return plain(data.decode("cp1252", errors="replace"))


def text_of_html(text: str) -> str:
    """What one would read of a web page: no tags, no scripts, no styles, lines where it had them."""
    bare = html.unescape(nh3.clean(_BREAKS.sub("\n", text), tags=set()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in plain(bare).split("\n"))).strip()
