"""Mails through a real mail server: one connection for many, what it refuses, bounces, headers nobody can forge."""

import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from qms.jobs.queue import again
from qms.notices.bounces import read_bounces
from qms.notices.composing import message_id
from qms.notices.gathering import gather
from qms.notices.mails import deliver
from qms.notices.models import Bounce, Mail
from qms.notices.notify import notify
from qms.notices.unsubscribing import unsubscribe_url
from qms.registers.reaching import change_email, confirm_address

from .mail_server import Sink, mail_server
from .notice_entries import NOON, a_person, a_unit, an_entry

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def sink(settings):
    with mail_server(settings) as running:
        yield running


def tell(user, text: str = "It is yours.", rule: str = "assigned:1", **said) -> None:
    notify(user=user, entry=an_entry(user, user.unit, **said.pop("entry", {})), rule=rule, at=NOON, text=text, **said)


def send(at: datetime.datetime = NOON) -> int:
    gather(at=at)
    return deliver(at=at)


def test_many_mails_leave_over_one_connection(sink: Sink):
    unit = a_unit()
    for number in range(25):
        tell(a_person(f"person{number}", unit))
    assert send() == 25
    assert len(sink.messages) == 25 and sink.calls["connections"] == 1


def test_mail_is_text_and_html_of_the_same_without_anything_remote(sink: Sink):
    ada = a_person("ada", a_unit())
    tell(ada, "<script>alert(1)</script> is yours.")
    send()
    (mail,) = sink.messages
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert mail.get_content_type() == "multipart/alternative"
    assert "<script>alert(1)</script> is yours." in text and "&lt;script&gt;" in html
    for remote in ("<script", "<img", "src=", "@import", "url(", "style="):
        assert remote not in html
    assert mail["Message-ID"] == message_id(Mail.objects.get().key)
    assert mail["Auto-Submitted"] == "auto-generated"


def test_headers_take_no_line_from_what_people_write(sink: Sink):
    ada = a_person("ada", a_unit())
    tell(ada, "x\r\nBcc: everyone@example.org\r\n\r\nBody", entry={"title": "a\nTo: b@example.org"})
    send()
    (mail,) = sink.messages
    assert mail["Bcc"] is None and mail.get_all("To") == ["ada@example.org"]


def test_address_with_a_line_break_is_never_sent_to(sink: Sink):
    ada = a_person("ada", a_unit())
    ada.email = "ada@example.org\nBcc: all@example.org"
    ada.save()
    tell(ada)
    send()
    assert sink.messages == [] and Mail.objects.get().queue_state == "failed"


def test_recipient_refused_for_ever_is_noted_and_the_others_still_get_theirs(sink: Sink):
    unit = a_unit()
    gone, ada = a_person("gone", unit), a_person("ada", unit)
    sink.refused["gone@example.org"] = "550 5.1.1 no such user"
    tell(gone)
    tell(ada)
    assert send() == 1
    assert [m["To"] for m in sink.messages] == ["ada@example.org"]
    assert Bounce.objects.get().said == "5.1.1 no such user"
    assert Mail.objects.get(user=gone).queue_state == "failed"


def test_server_that_relays_for_nobody_kills_no_address(sink: Sink):
    ada = a_person("ada", a_unit())
    sink.refused["ada@example.org"] = "554 5.7.1 relay access denied"
    tell(ada)
    assert send() == 0 and not Bounce.objects.exists()
    assert "relay access denied" in Mail.objects.get(queue_state="failed").error


def test_recipient_refused_for_now_is_tried_again(sink: Sink):
    ada = a_person("ada", a_unit())
    sink.refused["ada@example.org"] = "450 4.2.1 mailbox busy"
    tell(ada)
    assert send() == 0 and not Bounce.objects.exists()
    sink.refused.clear()
    assert deliver(at=NOON + 2 * MINUTE) == 1


@pytest.mark.parametrize("mended", ["confirmed", "changed"])
def test_bounced_address_gets_no_more_but_clocks_of_the_law_until_it_is_mended(sink: Sink, mended: str):
    unit = a_unit()
    ada, root = a_person("ada", unit), a_person("root", unit, "administrator")
    Bounce.objects.create(address="ada@example.org", at=NOON, status="5.1.1", said="unknown")
    tell(ada)
    tell(ada, "72 hours end.", "clock:1", statutory=True)
    assert send() == 1 and "72 hours end." in sink.messages[0].get_body(("plain",)).get_content()
    tell(ada, "Another one.", "assigned:2")
    assert send() == 0
    failed = Mail.objects.get(queue_state="failed")
    assert "came back" in failed.error and "Change or confirm" in failed.error
    if mended == "confirmed":
        confirm_address(user=ada, actor=ada, at=NOON)
    else:
        change_email(user=ada, email="ada.new@example.org", actor=root, at=NOON)
    assert again(Mail, [failed.pk], at=NOON) == 1
    assert deliver(at=NOON) == 1


def a_bounce(address: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n'
        "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered\n\n"
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n\n"
        "--b--\n"
    )
    return report.encode()


@pytest.mark.parametrize("kind", ["file", "folder", "mbox", "maildir"])
def test_bounces_are_read_from_every_kind_of_mailbox_once(tmp_path: Path, kind: str):
    import mailbox

    a_person("ada", a_unit())
    place = tmp_path / "box"
    if kind == "file":
        place.write_bytes(a_bounce("Ada@example.org"))
    elif kind == "folder":
        place.mkdir()
        (place / "1.eml").write_bytes(a_bounce("Ada@example.org"))
        (place / "2.eml").write_bytes(b"Subject: hello\n\nNo bounce.\n")
    else:
        box = mailbox.mbox(place) if kind == "mbox" else mailbox.Maildir(place)
        box.add(a_bounce("Ada@example.org"))
        box.close()
    assert read_bounces(place, at=NOON)[1] == 1
    assert read_bounces(place, at=NOON)[1] == 0
    found = Bounce.objects.get()
    assert (found.address, found.status, found.said) == ("ada@example.org", "5.1.1", "550 5.1.1 user unknown")


@pytest.mark.parametrize(
    ("address", "action", "status"),
    [("nobody@example.net", "failed", "5.1.1"), ("ada@example.org", "delayed", "4.4.1"),
     ("ada@example.org", "failed", "4.4.7"), ("ada@example.org", "delivered", "2.0.0")],
)  # fmt: skip
def test_what_is_no_bounce_of_ours_is_passed_over(tmp_path: Path, address: str, action: str, status: str):
    a_person("ada", a_unit())
    (tmp_path / "1.eml").write_bytes(a_bounce(address, action, status))
    assert read_bounces(tmp_path, at=NOON) == (1, 0)


def test_command_reads_bounces_and_refuses_what_is_not_there(tmp_path: Path, capsys):
    a_person("ada", a_unit())
    (tmp_path / "1.eml").write_bytes(a_bounce("ada@example.org"))
    call_command("read_bounces", str(tmp_path))
    assert "1 messages read, 1 addresses newly noted." in capsys.readouterr().out
    with pytest.raises(CommandError, match="no file or folder"):
        call_command("read_bounces", str(tmp_path / "nothing"))


def test_link_in_a_mail_ends_mail_with_one_click_and_a_look_changes_nothing(sink: Sink):
    ada = a_person("ada", a_unit())
    tell(ada)
    send()
    (mail,) = sink.messages
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")
    path = link.removeprefix("http://127.0.0.1:8000")
    browser = Client(enforce_csrf_checks=True)
    looked = browser.get(path)
    assert looked.status_code == 200 and "ada" not in looked.content.decode()
    ada.refresh_from_db()
    assert ada.mail_wanted
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    ada.refresh_from_db()
    assert not ada.mail_wanted


@pytest.mark.parametrize("spoil", [lambda path: path[:-3] + "x/", lambda path: "/unsubscribe/abc/"])
def test_forged_or_outdated_link_ends_nothing(spoil):
    ada = a_person("ada", a_unit())
    path = unsubscribe_url(ada).removeprefix("http://127.0.0.1:8000")
    assert Client().post(spoil(path)).status_code == 404
    ada.email = "other@example.org"
    ada.save()
    assert Client().post(path).status_code == 404, "the link was for another address"
    ada.refresh_from_db()
    assert ada.mail_wanted


def test_server_that_is_away_keeps_everything_and_is_not_asked_for_each_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    unit = a_unit()
    for number in range(3):
        tell(a_person(f"person{number}", unit))
    assert send() == 0
    assert set(Mail.objects.values_list("queue_state", "attempts")) == {("waiting", 1)}


def test_message_of_a_bounce_made_by_a_standard_library_is_understood(tmp_path: Path):
    """A plain message without report is no bounce."""
    message = EmailMessage()
    message["Subject"], message["From"] = "hello", "ada@example.org"
    message.set_content("failed, Action: failed, Final-Recipient: ada@example.org")
    (tmp_path / "1.eml").write_bytes(message.as_bytes())
    a_person("ada", a_unit())
    assert read_bounces(tmp_path, at=NOON) == (1, 0)


def test_link_opens_the_very_step_where_the_next_move_is_the_readers_else_the_record(trials, org, clock, sink: Sink):
    author, approver = org["author"], org["approver"]
    made = trials.create(actor=author, at=clock(), title="One trial", note="A note.", owner=author)
    due = clock().date().replace(year=2027)
    trials.perform(made, "open", rev=1, actor=author, at=clock(), due_on=due, owner=author)
    for user in (author, approver):
        notify(user=user, entry=made.entry, rule="turn:2", at=NOON, text="It waits.")
    send()
    said = {m["To"]: m.get_body(("plain",)).get_content() for m in sink.messages}
    assert f"/trials/{made.number}/do/submit/" in said["author@example.org"]
    assert f"/r/{made.number}" in said["approver@example.org"] and "/do/" not in said["approver@example.org"]
