"""Mails become complaints, once each; what is broken or meant to hurt is refused with file and reason."""

import base64
import io
import json
import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nonconformities.mail.reading import MOST_BYTES, MOST_FILES, MOST_HEAD, read_mail
from nonconformities.models import Complaint
from qms.accounts.models import Contact
from qms.attachments.files import files_of
from qms.lib.errors import Refused
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.factories.people import Clock, organisation

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def mail(subject: str = "Letters are read wrongly", message_id: str = "<1@fieldpost.example.org>") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Dana Field <dana@fieldpost.example.org>"
    made["To"] = "quality@example.org"
    made["Subject"] = subject
    made["Date"] = "Mon, 05 Jan 2026 10:00:00 +0100"
    if message_id:
        made["Message-ID"] = message_id
    made.set_content("Every tenth letter goes to the wrong town.\n")
    return made


def run(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("read_mail", str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    return int(ended.value.code or 0), json.loads(out.getvalue() or "{}")


@pytest.fixture
def company(db: None) -> Any:
    return organisation(Clock())


def test_a_mail_becomes_a_complaint_once(company: Any, tmp_path: Path) -> None:
    made = mail()
    made.add_attachment(PNG, maintype="image", subtype="png", filename="../../letter.png")
    made.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="run.exe")
    path = tmp_path / "one.eml"
    path.write_bytes(made.as_bytes())
    assert run(path, "--dry-run")[1]["received"] == 1 and not Complaint.objects.exists()
    code, said = run(path)
    assert (code, said["received"], said["refused"]) == (0, 1, 0)
    record = Complaint.objects.get()
    assert (record.title, record.channel, str(record.received_on), record.state) == (
        "Letters are read wrongly", "mail", "2026-01-05", "received",
    )  # fmt: skip
    assert record.description.startswith("Every tenth letter") and "Not kept: run.exe" in record.description
    assert (record.contact.name, record.contact.email) == ("Dana Field", "dana@fieldpost.example.org")
    assert [f.name for f in files_of(record.pk)] == ["letter.png"]
    rows = LedgerRow.objects.count()
    code, said = run(path)
    assert (code, said["again"], said["mails"][0]["number"]) == (0, 1, record.number)
    assert LedgerRow.objects.count() == rows and Contact.objects.count() == 1
    assert list(verify()) == []


def test_one_contact_per_address_and_none_of_it_in_ledger_or_history(company: Any, tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.eml").write_bytes(mail(message_id=f"<{n}@x.example.org>").as_bytes())
    run(tmp_path)
    assert Contact.objects.count() == 1 and Complaint.objects.count() == 2
    for row in LedgerRow.objects.exclude(entry=None):
        assert b"dana@" not in bytes(row.body) and b"Dana Field" not in bytes(row.body)


def test_folder_mbox_and_maildir_are_read(company: Any, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    box.add(mail("In an mbox", "<a@x.example.org>").as_bytes())
    box.add(mail("In an mbox too", "<b@x.example.org>").as_bytes())
    box.close()
    tree = mailbox.Maildir(tmp_path / "tree", create=True)
    tree.add(mail("In a Maildir", "<c@x.example.org>").as_bytes())
    (tmp_path / "tree" / "cur" / "link").symlink_to("/etc/hostname")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "good.eml").write_bytes(mail("In a folder", "<d@x.example.org>").as_bytes())
    (folder / "empty.eml").write_bytes(b"")
    assert run(tmp_path / "box")[1]["received"] == 2
    assert run(tmp_path / "tree")[1]["received"] == 1
    code, said = run(folder)
    assert (code, said["received"], said["refused"]) == (1, 1, 1)
    assert {m["mail"]: m["reason"] for m in said["mails"]}["empty.eml"] == "The file is empty."
    assert run(tmp_path / "nowhere")[0] == 2


def test_without_a_message_id_the_bytes_tell_mails_apart() -> None:
    one, other = mail(message_id=""), mail("Another", message_id="")
    assert read_mail(one.as_bytes()).key == read_mail(one.as_bytes()).key != read_mail(other.as_bytes()).key
    assert read_mail(mail("A", "<s@x>").as_bytes()).key == read_mail(mail("B", "<s@x>").as_bytes()).key


def test_html_is_read_as_text() -> None:
    made = mail()
    made.set_content(
        "<p>Dear all,</p><script>alert(1)</script><style>p{}</style>"
        "<div>5 &lt; 6 <img src=http://x.example.org/t.png></div>",
        subtype="html",
    )
    text = read_mail(made.as_bytes()).text
    assert text == "Dear all,\n5 < 6"


@pytest.mark.parametrize(
    ("charset", "data"),
    [("iso-8859-1", "Größe".encode("latin-1")), ("nonsense-9", "Größe".encode()), ("utf-8", "Größe".encode("cp1252")),
     ("utf-16", b"\xff"), ("us-ascii", "Größe".encode())],
)  # fmt: skip
def test_a_wrong_charset_loses_nothing_that_can_be_read(charset: str, data: bytes) -> None:
    head = f"From: a@example.org\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n".encode()
    text = read_mail(head + data).text
    assert text == "Größe" or charset == "utf-16"


def test_a_header_cannot_begin_another_one() -> None:
    coded = base64.b64encode(b"Hello\r\nBcc: everybody@example.org\x00\x1b").decode()
    data = f"From: =?utf-8?b?{coded}?= <a@example.org>\nSubject: =?utf-8?b?{coded}?=\n\nx".encode()
    found = read_mail(data)
    assert found.subject == "Hello Bcc: everybody@example.org" and "\n" not in found.name and "\x00" not in found.name


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"  \r\n\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no mail"),
        (b"From: a@example.org\n\n" + b"x" * MOST_BYTES, "at most 30 MB"),
        (b"From: a@example.org\nSubject: " + b"x" * MOST_HEAD + b"\n\nx", "longer than"),
        (b"From: a@example.org\nContent-Type: multipart/mixed; " + b"a=b; " * 5000 + b"\n\nx", "longer than"),
        (b"From: a@example.org\nSubject: x\nAuto-Submitted: auto-replied\n\nI am away.", "by itself"),
    ],
)
def test_what_is_no_honest_mail_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(Refused) as caught:
        read_mail(data)
    assert why in str(caught.value)


def nested(depth: int) -> bytes:
    lines = [b"From: a@example.org", b"Subject: bomb"]
    for n in range(depth):
        lines += [b'Content-Type: multipart/mixed; boundary="b%d"' % n, b"", b"--b%d" % n]
    return b"\n".join([*lines, b"Content-Type: text/plain", b"", b"boom"])


@pytest.mark.parametrize("depth", [15, 90, 5000])
def test_a_bomb_of_nested_parts_is_refused(depth: int) -> None:
    with pytest.raises(Refused):
        read_mail(nested(depth))


def test_many_files_are_cut_and_it_is_said() -> None:
    made = mail()
    for n in range(MOST_FILES + 5):
        made.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{n}.txt")
    found = read_mail(made.as_bytes())
    assert len(found.files) == MOST_FILES and any("more than 20 files" in note for note in found.notes)


def test_a_mail_within_a_mail_stays_closed() -> None:
    made = mail()
    made.add_attachment(mail("Inside", "<in@x>"))
    found = read_mail(made.as_bytes())
    assert found.text.startswith("Every tenth") and found.files[0][0].endswith(".eml")
    assert b"Subject: Inside" in found.files[0][1]


@given(
    some.binary(max_size=400),
    some.text(max_size=60),
    some.sampled_from(["From", "Subject", "Date", "Message-ID", "Content-Type"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_is_read_or_refused(body: bytes, value: str, name: str) -> None:
    data = b"From: a@example.org\n" + f"{name}: {value}\n".encode("utf-8", "surrogatepass") + b"\n" + body
    try:
        found = read_mail(data)
    except Refused:
        return
    assert len(found.subject) <= 200 and "\n" not in found.subject and "\x00" not in found.text
