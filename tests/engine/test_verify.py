"""The tamper drill: whatever is changed, removed or added behind the program's back is named by verify."""

import contextlib
import datetime
import hashlib
import json
import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from qms.accounts.models import Grant
from qms.accounts.people import system_user
from qms.attachments.models import Attachment, Blob
from qms.attachments.store import path_of
from qms.links.models import Link
from qms.records.models import Counter, Entry, Involved, LedgerRow, NamedDate, SealQueue
from qms.registers.people import withdraw_role
from qms.registers.verify import verify
from qms.signatures.models import Signature
from qms.signatures.proof import PasswordProof
from tests.engine.tampering import another, change, insert, problems, remove, said, undone
from tests.engine.trials.models import Trial
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.requirement("P11-10a-2")


@pytest.fixture
def archive(trials: Any, org: Any, trial: Any, clock: Any) -> Any:
    """A record with everything a record can have, beside others; and a clean bill of health."""
    author, approver = org["author"], org["approver"]
    other = trials.create(actor=author, at=clock(), title="Another")
    values = {"due_on": datetime.date(2027, 1, 2), "review_on": datetime.date(2027, 2, 2), "met_at": clock()}
    values |= {"lead": approver, "team": [author.pk], "steps": [{"what": "go"}], "tags": ["small"], "owner": author}
    trial = trials.edit(trial, rev=1, actor=author, at=clock(), reason="", **values)
    for name in ("a.txt", "b.txt"):
        trial = trials.attach(trial, name=name, data=name.encode(), rev=trial.rev, actor=author, at=clock())
    gone = trial.entry.attached["files"][0]["id"]
    reason = "It was not needed."
    trial = trials.detach(trial, attachment=gone, rev=trial.rev, actor=author, at=clock(), reason=reason)
    trial = trials.link(trial, kind="concerns", target=other.number, rev=trial.rev, actor=author, at=clock())
    trial = trials.link(trial, kind="raises", target=other.number, rev=trial.rev, actor=author, at=clock())
    first = Link.objects.get(source=trial.pk, kind="concerns").pk
    trial = trials.unlink(trial, link=first, rev=trial.rev, actor=author, at=clock(), reason=reason)
    trial = trials.perform(trial, "open", rev=trial.rev, actor=author, at=clock(), due_on=datetime.date(2027, 1, 3))
    trial = trials.perform(
        trial, "submit", rev=trial.rev, actor=author, at=clock(), proof=PasswordProof(PASSWORD, "author")
    )
    trial = trials.perform(trial, "back", rev=trial.rev, actor=approver, at=clock(), reason="Say more about it.")
    assert said(problems()) == ""
    return trial


def column_names(model: Any) -> list[str]:
    return [f.name for f in model._meta.concrete_fields]


#: What no ledger row holds: see the docstring of qms.registers.verify.
UNPROVEN = {
    Entry: {"text"},
    LedgerRow: {"recorded_at"},
    Blob: {"media_type", "stored_at"},
}
#: Columns whose change shows under another name, because it makes the row another row.
SHOWN_AS = {("blob", Attachment): {"sha256", "size"}, ("sha256", Blob): {"content"}, ("sha256", LedgerRow): {"body"}}
SHOWN_AS |= {("entry", LedgerRow): {"rev"}, ("entry", Trial.history.model): {"rev"}}


def rows(trial: Any) -> list[Any]:
    """One row of every table about this record, and older ones where there are several."""
    history, ledger = Trial.history.filter(entry_id=trial.pk), LedgerRow.objects.filter(entry=trial.pk)
    return [
        Trial.objects.get(pk=trial.pk), Entry.objects.get(pk=trial.pk), history.get(rev=trial.rev), history.get(rev=2),
        ledger.get(rev=trial.rev), ledger.get(rev=2), NamedDate.objects.filter(entry=trial.pk)[0],
        Involved.objects.filter(entry=trial.pk)[0], Link.objects.get(source=trial.pk, kind="raises"),
        Link.objects.get(source=trial.pk, kind="concerns"), Attachment.objects.get(entry=trial.pk, name="b.txt"),
        Attachment.objects.get(entry=trial.pk, name="a.txt"), Blob.objects.order_by("pk").last(),
        Signature.objects.get(entry=trial.pk),
    ]  # fmt: skip


def test_a_clean_archive_gives_no_alarm(archive: Any) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "2 records" in out.getvalue() and "everything agrees" in out.getvalue()
    out = StringIO()
    call_command("verify", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["ok"] is True and answer["problems"] == [] and answer["ledger_rows"] == LedgerRow.objects.count()


def test_every_column_of_every_table_is_proven(archive: Any) -> None:
    """Raw SQL changes one column of one row; verify names the record and the column."""
    missed = []
    for row in rows(archive):
        pk = row._meta.pk.name
        for name in column_names(type(row)):
            if name == pk or name in UNPROVEN.get(type(row), ()):
                continue
            with undone(), contextlib.suppress(IntegrityError):  # what the database itself refuses needs no verify
                change(row, name, another(row, name))
                found = problems()
                names = SHOWN_AS.get((name, type(row)), set()) | {
                    name,
                    getattr(row._meta.get_field(name), "attname", name),
                }
                if not any(archive.number in p.subject and named(p, names) for p in found):
                    missed.append(f"{row._meta.db_table}.{name} (row {row.pk}):\n{said(found)}")
    assert not missed, "\n".join(missed)
    assert said(problems()) == ""


def named(problem: Any, names: set[str]) -> bool:
    """Whether a problem is about one of the columns (tables of parts are named as a whole)."""
    whole = problem.where in ("records_nameddate", "records_involved", "links_link", "attachments_attachment")
    aliases = {"signer": "signer", "printed_name": "name"}
    return whole or problem.field in names | {aliases.get(n, n) for n in names}


def test_every_removed_row_is_missed(archive: Any) -> None:
    missed = []
    for row in rows(archive):
        with undone():
            if isinstance(row, LedgerRow):
                remove(SealQueue.objects.get(pk=row.pk))
            if isinstance(row, Entry | Blob):
                continue  # the database's foreign keys refuse it
            remove(row)
            found = problems()
            if not any(archive.number in p.subject for p in found):
                missed.append(f"{row._meta.db_table} (row {row.pk})\n{said(found)}")
    assert not missed, "\n".join(missed)


def test_the_removed_last_ledger_row_is_missed(archive: Any, org: Any, clock: Any) -> None:
    """A hash chain alone would not notice: nothing comes after the last row."""
    last = LedgerRow.objects.filter(entry=archive.pk).order_by("-pk")[0]
    with undone():
        remove(SealQueue.objects.get(pk=last.pk))
        remove(last)
        assert ("records_ledgerrow", archive.number, "rev") in {(p.where, p.subject, p.field) for p in problems()}


def test_a_record_removed_with_all_its_traces_leaves_its_number(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    last = trials.create(actor=org["author"], at=clock(), title="The last one")
    with undone():
        remove(SealQueue.objects.get(row__entry=last.pk))
        remove(LedgerRow.objects.get(entry=last.pk))
        remove(Trial.history.get(entry_id=last.pk))
        remove(last)
        remove(Entry.objects.get(pk=last.pk))
        assert [(p.subject, p.field) for p in problems()] == [(last.number, "number")]


@pytest.mark.requirement("DI-Co")
def test_a_counter_that_was_raised_shows(trials: Any, trial: Any) -> None:
    counter = Counter.objects.get()
    with undone():
        change(counter, "last", 3)
        assert [p.subject for p in problems()] == ["TRI-2026-0002", "TRI-2026-0003"]
        change(counter, "last", 5000)
        assert any("4999 numbers" in p.said for p in problems())


def test_a_row_that_nobody_wrote_is_found(archive: Any, org: Any) -> None:
    entry, stranger = Entry.objects.get(pk=archive.pk), org["stranger"]
    history = Trial.history.get(entry_id=archive.pk, rev=archive.rev)
    history.rev += 1
    ledger = LedgerRow.objects.get(entry=archive.pk, rev=archive.rev)
    ledger.rev += 1
    signature = Signature.objects.get()
    signature.challenge = None
    file = Attachment.objects.get(name="b.txt")
    forged = {
        "records_involved": Involved(entry=entry, user=stranger, part="lead"),
        "records_nameddate": NamedDate(entry=entry, name="valid_until", on=datetime.date(2030, 1, 1)),
        "links_link": Link(
            kind="satisfies", source=entry, target=Entry.objects.exclude(pk=entry.pk)[0], created_at=archive.changed_at,
            created_by=stranger,
        ),
        "attachments_attachment": file, "signatures_signature": signature, "records_ledgerrow": ledger,
        "trials_historicaltrial": history,
    }  # fmt: skip
    for table, row in forged.items():
        with undone():
            insert(row)
            found = problems()
            assert any(p.where == table and archive.number in p.subject for p in found), f"{table}:\n{said(found)}"


def test_a_forged_ledger_row_that_hashes_is_still_found(archive: Any) -> None:
    """Whoever rewrites bytes and hash of a row disagrees with record and history."""
    row = LedgerRow.objects.get(entry=archive.pk, rev=archive.rev)
    for forge in (
        lambda body: body["record"].update(note="EVIL"), lambda body: body.update(reason="EVIL"),
        lambda body: body.update(files=[]), lambda body: body.update(content=["title"]),
        lambda body: body["actor"].update(name="EVIL"), lambda body: body.pop("record"), lambda body: body.clear(),
    ):  # fmt: skip
        body = json.loads(bytes(row.body))
        forge(body)
        raw = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
        with undone():
            change(row, "body", raw)
            change(row, "sha256", hashlib.sha256(raw).digest())
            assert any(p.subject == archive.number for p in problems())


@pytest.mark.parametrize("bad", [b"", b"{", b"[]", b"null", b"7", b'{"record": 7}', b"\xff\xfe"])
def test_bytes_that_cannot_be_read_are_a_problem_and_no_crash(archive: Any, bad: bytes) -> None:
    row = LedgerRow.objects.get(entry=archive.pk, rev=archive.rev)
    with undone():
        change(row, "body", bad)
        assert any(p.subject == archive.number and p.field == "body" for p in problems())
        change(row, "sha256", hashlib.sha256(bad).digest())
        assert any(p.subject == archive.number and p.field == "body" for p in problems())


def test_a_change_of_record_entry_history_and_ledger_columns_alone_is_found(archive: Any) -> None:
    """All three tables say the same lie; the stored bytes do not."""
    with undone():
        for row in (archive, archive.entry, Trial.history.get(entry_id=archive.pk, rev=archive.rev)):
            change(row, "title", "EVIL")
        found = {(p.where, p.field) for p in problems()}
        assert {("trials_trial", "title"), ("trials_historicaltrial", "title")} <= found


def test_a_changed_and_a_missing_file_are_named(archive: Any) -> None:
    file = Attachment.objects.get(name="b.txt")
    path = path_of(file.blob.sha256)
    kept = path.read_bytes()
    os.chmod(path, 0o640)
    try:
        path.write_bytes(b"EVIL")
        (found,) = problems()
        assert (found.where, found.subject, found.field) == ("attachments_blob", f"{archive.number} b.txt", "content")
        path.unlink()
        (found,) = problems()
        assert "missing" in found.said and "b.txt" in found.subject
    finally:
        path.write_bytes(kept)
        os.chmod(path, 0o440)
    assert said(problems()) == ""


def test_a_role_that_nobody_granted_is_named(org: Any, trials: Any, clock: Any) -> None:
    author, stranger = org["author"], org["stranger"]
    values = {"granted_by": "Plumbline", "granted_at": clock()}
    with undone():
        Grant.objects.create(user=stranger, role="administrator", unit=org.units["HQ"], **values)
        (found,) = problems()
        assert (found.where, found.subject) == ("accounts_grant", "stranger administrator HQ")
    grant = Grant.objects.get(user=author)
    for name in ("role", "user", "unit", "until", "granted_by", "granted_at"):
        with undone():
            change(grant, name, "executive" if name == "role" else another(grant, name))
            assert any("author" in p.subject for p in problems()), name
    with undone():
        remove(grant)
        assert any("author" in p.subject for p in problems())
    withdraw_role(grant=grant, actor=system_user(), at=clock(), reason="Left the department.")
    assert said(problems()) == ""


def test_the_command_exits_1_and_names_what_disagrees(archive: Any) -> None:
    with undone():
        change(archive, "note", "EVIL")
        out = StringIO()
        with pytest.raises(SystemExit) as caught:
            call_command("verify", stdout=out)
        assert caught.value.code == 1
        assert archive.number in out.getvalue() and "note" in out.getvalue()
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("verify", "--json", stdout=out)
        answer = json.loads(out.getvalue())
        assert answer["ok"] is False
        assert {"where": "trials_trial", "subject": archive.number, "field": "note"}.items() <= answer["problems"][
            0
        ].items()


def test_verify_reads_in_chunks(trials: Any, org: Any, clock: Any, django_assert_max_num_queries: Any) -> None:
    trials.create_many([{"title": f"No {i}", "size": "1.5"} for i in range(40)], actor=org["author"], at=clock())
    with django_assert_max_num_queries(30):
        assert list(verify()) == []
