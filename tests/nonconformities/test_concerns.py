"""A reporter who cannot be found: not in a table, a log or the history, nor by the order of rows (AIMS-05)."""

import datetime
import logging
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from nonconformities.concerns import receipts, tray
from nonconformities.models import Concern, Tray
from qms.accesslog import AccessLog
from qms.accounts.people import system_user
from qms.lib.errors import Forbidden, Invalid, NotVisible
from qms.lib.traceless import Silence
from qms.records.models import Entry, LedgerRow
from qms.registers import people, registry
from qms.registers.verify import verify
from tests.factories.people import Clock, Organisation, organisation

WORDS = "The model in hiring turns people with foreign names away."
CODE = re.compile(r'class="receipt">([a-z0-9-]{23})<')
pytestmark = pytest.mark.requirement("AIMS-05")


@pytest.fixture
def org(db: None, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    tray._taken.clear()
    made = organisation(Clock(datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)))
    made.person("officer", "compliance_officer", "contributor", unit="HQ", home="HQ")
    made.person("deputy", "compliance_officer", "contributor", unit="HQ", home="HQ")
    made.person("manager", "quality_manager", "executive", "administrator", unit="HQ", home="HQ")
    return made


def signed_in(org: Organisation, who: str) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Unmistakable/7.7")
    client.force_login(org[who])
    return client


def dump() -> dict[str, str]:
    """Every table as text, with bytes read as text too."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [[bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v) for v in row]
                    for row in cursor.fetchall()]  # fmt: skip
            found[table] = "\n".join(" | ".join(row) for row in rows)
    return found


def send(client: Client, text: str = WORDS, **more: str) -> Any:
    body = "&".join(f"{k}={v.replace(' ', '+')}" for k, v in {"text": text, **more}.items())
    return client.post(
        "/concerns/report/",
        body,
        content_type="application/x-www-form-urlencoded",
        HTTP_X_FORWARDED_FOR="203.0.113.77",
    )


def hand_over(days: int = 1) -> datetime.datetime:
    at = timezone.now() + datetime.timedelta(days=days)
    tray.hand_over(at=at)
    return at


def test_a_signed_in_reporter_is_found_nowhere(org: Organisation, caplog: pytest.LogCaptureFixture) -> None:
    """What the tables hold before and after differs by text, day and hash of the code, by nothing else."""
    client = signed_in(org, "author")
    before = dump()
    caplog.set_level(logging.DEBUG)
    client.get("/concerns/report/")
    answer = send(client)
    code = CODE.search(answer.content.decode())
    assert answer.status_code == 200 and code is not None
    after = dump()
    changed = [t for t in after if after[t] != before[t]]
    assert changed == ["nonconformities_tray"]
    row = Tray.objects.get()
    kept = [str(row.pk).replace("-", ""), str(row.on), row.receipt, WORDS]
    rest = after["nonconformities_tray"].replace("-", "").replace(" | ", " ")
    for piece in kept:
        rest = rest.replace(piece.replace("-", ""), "")
    assert set(rest.split()) <= {"1", "True"}, rest
    assert code[1] not in str(after), "the code itself is kept nowhere"
    seen = " ".join(
        r.getMessage() for r in caplog.records if Silence().filter(r) and not r.name.startswith("django.db")
    )
    assert "concerns" not in seen and "author" not in seen

    hand_over()
    record = Concern.objects.get()
    assert (record.description, record.way, record.reporter, record.state) == (WORDS, "anonymous", None, "received")
    assert record.created_by == system_user() and not Tray.objects.exists()
    minute = timezone.now()
    for table, text in dump().items():
        new = "\n".join(set(text.splitlines()) - set(before[table].splitlines()))
        assert "203.0.113" not in new and "Unmistakable" not in new and "author" not in new, table
        for stamp in (minute, timezone.localtime(minute)):
            if table not in ("nonconformities_tray", "records_ledgerrow"):
                assert f"{stamp:%Y-%m-%d %H:%M}" not in new, table
    for ledger in LedgerRow.objects.filter(entry=record.pk):
        assert ledger.at.date() > minute.date() and ledger.actor == system_user() and ledger.source == "concerns"
    assert [h.history_user_id for h in Concern.history.filter(entry=record.pk)] == [system_user().pk]
    assert list(verify()) == []


def test_cookies_are_neither_set_nor_read(org: Organisation) -> None:
    client = signed_in(org, "author")
    session = client.cookies["sessionid"].value
    for answer in (
        client.get("/concerns/report/"),
        client.get("/concerns/report"),
        send(client),
        client.get("/concerns/answer/"),
    ):
        assert (
            not answer.cookies and answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "no-referrer"
        )
        text = answer.content.decode()
        assert "Author Example" not in text and "<script" not in text and "csrf" not in text
    assert client.cookies["sessionid"].value == session
    assert client.get("/").status_code == 200, "whoever is signed in stays so elsewhere"


def test_what_lies_in_the_tray_waits_for_its_day_to_be_over(org: Organisation) -> None:
    send(Client())
    assert tray.hand_over(at=timezone.now()) == 0 and not Concern.objects.exists()
    at = hand_over()
    assert Concern.objects.count() == 1
    assert tray.hand_over(at=at) == 0 and Concern.objects.count() == 1


def test_no_line_of_a_log_is_written_about_it(
    org: Organisation, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.QMS_CONCERNS_PER_HOUR = 0
    client = signed_in(org, "author")
    refused = send(client)
    assert refused.status_code == 429 and WORDS in refused.content.decode(), "what was typed is not lost"
    client.post("/concerns/report/", {"text": WORDS}, content_type="application/json")
    assert [r for r in caplog.records if Silence().filter(r)] == []
    assert not [r for r in caplog.records if r.name == "qms.refused"]
    assert "author" not in caplog.text


def test_an_access_log_leaves_these_pages_out(settings: Any) -> None:
    from gunicorn.config import Config

    config = Config()
    config.set("accesslog", "-")
    log, lines = AccessLog(config), []
    log.access_log = logging.getLogger("access-of-a-test")
    log.access_log.handlers = [handler := logging.Handler()]
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log.access_log.setLevel(logging.INFO)

    class Answer:
        status, sent, headers = "200 OK", 3, ()

    class Asked:
        headers = ()

    for path in ("/concerns/report/", "/concerns/report", "/concerns/answer/", "/work/"):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1"}
        log.access(Answer(), Asked(), environ, datetime.timedelta(seconds=1))
    assert len(lines) == 1 and "/work/" in lines[0]


def test_the_reporter_reads_the_answer_and_adds_to_it(org: Organisation) -> None:
    code = CODE.search(send(Client()).content.decode())[1]  # type: ignore[index]
    sent = {"content_type": "application/x-www-form-urlencoded"}
    early = Client().post("/concerns/answer/", f"code={code}", **sent).content.decode()
    assert "Handed over when the day is over" in early
    Client().post("/concerns/answer/", f"code={code.upper().replace('-', '+')}&text=It+is+model+7", **sent)
    at, register = hand_over(), registry["concerns"]
    record = Concern.objects.get()
    assert [row["text"] for row in record.additions] == ["It is model 7"]

    def do(verb: str, **asked: Any) -> Any:
        nonlocal at, record
        at += datetime.timedelta(hours=1)
        record = register.perform(record, verb, rev=None, actor=org["officer"], at=at, **asked)

    do("examine")
    do("answer", answer="You are right, and the model is withdrawn.")
    do("close")
    page = Client().post("/concerns/answer/", f"code={code}", **sent).content.decode()
    assert "the model is withdrawn" in page and "Closed" in page
    assert "officer" not in page.lower().replace("compliance officer", "")
    Client().post("/concerns/answer/", f"code={code}&text=It+is+back", **sent)
    tray.hand_over(at=at + datetime.timedelta(days=1))
    record.refresh_from_db()
    assert record.state == "examination" and len(record.additions) == 2
    wrong = Client().post("/concerns/answer/", f"code={receipts.new_code()}", **sent)
    assert wrong.status_code == 422 and "No concern belongs to this code" in wrong.content.decode()


def test_only_the_people_named_see_it_and_they_may_keep_somebody_out(org: Organisation) -> None:
    send(Client())
    at = hand_over()
    record, register = Concern.objects.get(), registry["concerns"]
    for who in ("manager", "approver", "author", "stranger"):
        with pytest.raises(NotVisible):
            register.get(record.number, org[who])
        assert not Entry.objects.filter(pk=record.pk, involved__user=org[who]).exists()
        assert record.number not in signed_in(org, who).get("/search/?q=hiring").content.decode()
    officer, deputy = org["officer"], org["deputy"]
    assert register.get(record.number, officer) and register.get(record.number, deputy)
    common = {
        "rev": None,
        "actor": officer,
        "at": at + datetime.timedelta(hours=1),
        "reason": "It is about her own line.",
    }
    with pytest.raises(Invalid):
        register.edit(record, excluded=[deputy.pk], **common)
    register.edit(record, excluded=[deputy.pk], handlers=[officer.pk], **common)
    with pytest.raises(NotVisible):
        register.get(record.number, deputy)


def test_in_confidence_the_handlers_alone_learn_the_name(org: Organisation) -> None:
    client = signed_in(org, "author")
    answer = client.post("/concerns/confidential/", {"text": WORDS, "category": "people"})
    assert CODE.search(answer.content.decode())
    record = Concern.objects.get()
    assert (record.way, record.reporter.username, record.created_by) == ("confidential", "author", system_user())
    with pytest.raises(NotVisible):
        registry["concerns"].get(record.number, org["manager"])
    seen = registry["concerns"].get(record.number, org["officer"])
    assert seen.reporter == org["author"]


def test_whoever_is_not_named_enters_none(org: Organisation) -> None:
    people.grant_role(
        user=org["author"], role="compliance_officer", unit=org.units["NORTH"], actor=system_user(), at=org.clock()
    )
    with pytest.raises(Forbidden):
        registry["concerns"].create(actor=org["author"], at=org.clock(), title="Told", description="Told to me.")


def test_where_nobody_is_named_the_page_says_so(db: None) -> None:
    tray._taken.clear()
    organisation(Clock())
    assert "Nobody is named" in Client().get("/concerns/report/").content.decode()
    assert send(Client()).status_code == 422


def test_bad_input_is_said_and_nothing_is_kept(org: Organisation) -> None:
    for body in ("category=", "text=", "text=++", "text=%00x", "text=a&category=nonsense", "text=" + "a" * 20_001):
        answer = Client().post("/concerns/report/", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 422), body[:20]
    assert Client().post("/concerns/report/", {"text": "a"}).status_code == 415, "nothing that could come with a file"
    assert not Tray.objects.exists()


def test_two_sweeps_at_once_hand_it_over_once(own_database: str) -> None:
    tray._taken.clear()
    made = organisation(Clock())
    made.person("officer", "compliance_officer", unit="HQ", home="HQ")
    send(Client())
    at, errors = timezone.now() + datetime.timedelta(days=1), []

    def run() -> None:
        try:
            tray.hand_over(at=at)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert errors == [] and Concern.objects.count() == 1
