"""Files: kept by the hash of their content, of a type that their bytes and their name agree on, within limits."""

import hashlib
import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from qms.attachments.models import Attachment, Blob
from qms.attachments.sniff import clean_name, media_type
from qms.attachments.store import open_blob, path_of
from qms.lib.errors import Forbidden, Invalid, NotVisible, Refused, Stale, TooLarge, WrongState, WrongType
from qms.records.models import LedgerRow
from qms.registers.verify import verify
from tests.engine.racing import in_threads
from tests.engine.trials.models import Trial

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def archive(*names: str, size: int = 10, **contents: bytes) -> bytes:
    """A ZIP of files with these names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, contents.get(name, b"\0" * size))
    return held.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
PPTX = archive("[Content_Types].xml", "ppt/presentation.xml")
ODT = archive("mimetype", "content.xml", mimetype=b"application/vnd.oasis.opendocument.text")

GOOD = {
    "a.txt": b"plain", "a.md": b"# Head", "a.csv": "a;b\nä;1\n".encode(), "utf16.csv": "a;b\n".encode("utf-16"),
    "a.json": b'{"a": [1, 2]}', "a.yaml": b"a: 1", "a.log": b"", "a.eml": b"From: x@example.org\n\nhello",
    "a.png": PNG, "A.PNG": PNG, "a.pdf": PDF, "a.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 50,
    "a.gif": b"GIF89a" + b"\0" * 50, "a.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\0" * 50,
    "a.docx": DOCX, "a.xlsx": XLSX, "a.pptx": PPTX, "a.odt": ODT, "a.zip": archive("a/b.txt", "c.txt"),
}  # fmt: skip


@pytest.mark.requirement("DI-O", "P11-10h")
@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_kept_byte_for_byte(trials: Any, org: Any, trial: Any, clock: Any, name: str) -> None:
    data = GOOD[name]
    after = trials.attach(trial, name=name, data=data, rev=1, actor=org["author"], at=clock())
    row = Attachment.objects.get()
    assert after.rev == 2 and row.name == name and row.attached_by_id == org["author"].pk
    with open_blob(row.blob) as file:
        assert file.read() == data
    path = path_of(row.blob.sha256)
    sha256 = hashlib.sha256(data).hexdigest()
    assert path == Path(django_settings.QMS_DATA) / "blobs" / sha256[:2] / sha256[2:4] / sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o440, "nobody writes to it again"
    assert row.blob.size == len(data)
    assert list(verify()) == []


BAD_ZIP = DOCX[:-30] + b"\xff" * 30
CUT_ZIP = DOCX[:40]
LYING_ZIP = bytearray(archive("word/document.xml", "[Content_Types].xml"))
LYING_ZIP[LYING_ZIP.find(b"PK\x01\x02") + 8] |= 1  # a flag of the directory that says "encrypted"
BAD = {
    "page.html": b"<html></html>", "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "run.exe": b"MZ\x90\x00",
    "run.js": b"alert(1)", "run.sh": b"#!/bin/sh", "no ending": b"x", "invoice.pdf.exe": PDF, ".htaccess": b"x",
    "macro.docm": DOCX, "fake.pdf": b"<html>", "fake.png": b"GIF89a", "fake.jpg": PNG, "fake.webp": b"RIFF\0\0\0\0WAVE",
    "fake.docx": b"plain", "fake.zip": PDF, "empty.pdf": b"", "fake.txt": b"MZ\x00\x00\x00binary",
    "picture.txt": PNG, "paper.csv": PDF, "archive.md": archive("a.txt"), "bad.json": b"{", "nul.csv": b"a;b\x00c",
    "zip_as_word.docx": archive("a.txt"), "excel_as_word.docx": XLSX, "word_as_excel.xlsx": DOCX, "text_as.odt": DOCX,
    "macro.docx": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "macro.xlsx": archive("[Content_Types].xml", "xl/workbook.xml", "XL/VBAPROJECT.BIN"),
    "slip.zip": archive("../../etc/passwd"), "absolute.zip": archive("/etc/passwd"),
    "windows.zip": archive("..\\x.txt"),
    "broken.docx": BAD_ZIP, "cut.docx": CUT_ZIP, "prefix.zip": b"<html>" + archive("a.txt"),
    "deep.json": b"[" * 100_000, "latin.json": b'{"a": "\xff"}',
}  # fmt: skip
POLYGLOT = {
    "html.png": PNG[:30] + b"<html><script>alert(1)</script>" + PNG[30:],
    "html.gif": b"GIF89a/*<script>*/" + b"\0" * 30,
    "html.jpg": b"\xff\xd8\xff\xe0<HTML>" + b"\0" * 30, "svg.png": PNG[:33] + b"<svg onload=alert(1)>",
    "html.pdf": PDF[:9] + b"<script>alert(1)</script>" + PDF[9:], "jar.png": PNG + archive("META-INF/MANIFEST.MF"),
    "zip.gif": b"GIF89a" + archive("a.txt"), "zip.jpg": b"\xff\xd8\xff" + archive("a.txt"),
    "zip.pdf": PDF + archive("META-INF/MANIFEST.MF"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*BAD, *POLYGLOT])
def test_a_file_that_is_not_what_its_name_says_is_refused(
    trials: Any, org: Any, trial: Any, clock: Any, name: str
) -> None:
    ledger = LedgerRow.objects.count()
    with pytest.raises(WrongType) as caught:
        trials.attach(trial, name=name, data={**BAD, **POLYGLOT}[name], rev=1, actor=org["author"], at=clock())
    assert caught.value.status == 415
    assert Trial.objects.get(pk=trial.pk).rev == 1 and LedgerRow.objects.count() == ledger
    assert not Attachment.objects.exists() and not Blob.objects.exists()


def test_a_file_beyond_the_limit_is_refused(trials: Any, org: Any, trial: Any, clock: Any, settings: Any) -> None:
    settings.QMS_UPLOAD_MAX = 2000
    trial = trials.attach(trial, name="a.txt", data=b"x" * 2000, rev=1, actor=org["author"], at=clock())
    with pytest.raises(TooLarge) as caught:
        trials.attach(trial, name="a.txt", data=b"x" * 2001, rev=2, actor=org["author"], at=clock())
    assert caught.value.status == 413 and Attachment.objects.count() == 1


@pytest.mark.parametrize(
    "data", [archive("a.txt", size=200_000), archive(*[f"{i}" for i in range(1001)], size=0)], ids=["ratio", "members"]
)
def test_an_archive_that_unpacks_to_much_more_is_refused(
    trials: Any, org: Any, trial: Any, clock: Any, data: bytes
) -> None:
    for name in ("a.zip", "a.docx"):
        with pytest.raises(TooLarge):
            trials.attach(trial, name=name, data=data, rev=1, actor=org["author"], at=clock())
    assert not Blob.objects.exists()


def test_mutilated_archives_never_crash() -> None:
    """Every byte of the directory changed, every length cut: taken or refused, nothing else."""
    whole = archive("[Content_Types].xml", "word/document.xml")
    broken = [whole[:n] for n in range(0, len(whole), 7)]
    for place in range(whole.find(b"PK\x01\x02"), len(whole)):
        for value in (0, 0xFF, whole[place] ^ 1):
            broken.append(whole[:place] + bytes([value]) + whole[place + 1 :])
    for data in broken:
        try:
            media_type("a.docx", data)
        except Refused as refusal:
            assert refusal.status in (413, 415)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\x\\plan.pdf", "plan.pdf"), ("a\x00b.txt", "ab.txt"),
        ("a\nb.txt", "ab.txt"), ("\u202efdp.txt", "fdp.txt"), ("  a.txt  ", "a.txt"), ("...a.txt", "a.txt"),
        ("名前 Łukasz.pdf", "名前 Łukasz.pdf"), ("a/b/", "b"), ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("a;b\"c'.txt", "a;b\"c'.txt"), ("Cafe\u0301.txt", "Café.txt"),
    ],
)  # fmt: skip
def test_a_name_is_bare_and_printable(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\\", "\x00", " . ", "\u202e", "x." + "y" * 200])
def test_a_name_of_nothing_is_refused(trials: Any, org: Any, trial: Any, clock: Any, name: str) -> None:
    with pytest.raises(WrongType):
        trials.attach(trial, name=name, data=b"x", rev=1, actor=org["author"], at=clock())


def test_the_same_bytes_are_kept_once_and_known_under_each_name(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    for rev, name in enumerate(("a.txt", "b.txt", "a.txt"), 1):
        trial = trials.attach(trial, name=name, data=b"same", rev=rev, actor=org["author"], at=clock())
    assert Blob.objects.count() == 1 and Attachment.objects.count() == 3
    assert [f["name"] for f in trial.entry.attached["files"]] == ["a.txt", "b.txt", "a.txt"]


def test_two_people_may_attach_the_same_bytes_at_once(own_database: str, trials: Any, org: Any, clock: Any) -> None:
    author, at = org["author"], clock()
    made = [trials.create(actor=author, at=at, title=f"No {i}") for i in range(6)]
    later = clock()

    def attach(record: Any) -> Any:
        return trials.attach(record, name="a.txt", data=b"the same", rev=1, actor=author, at=later)

    results = in_threads(*[lambda r=r: attach(r) for r in made])
    assert [r.rev for r in results] == [2] * 6
    assert Blob.objects.count() == 1 and Attachment.objects.count() == 6 and list(verify()) == []


def test_a_file_is_taken_off_with_a_reason_and_stays(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    author = org["author"]
    trial = trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=author, at=clock())
    row = Attachment.objects.get()
    other = trials.create(actor=author, at=clock(), title="Another")
    with pytest.raises(Invalid):
        trials.detach(trial, attachment=row.pk, rev=2, actor=author, at=clock(), reason="")
    with pytest.raises(NotVisible):
        trials.detach(other, attachment=row.pk, rev=1, actor=author, at=clock(), reason="It hangs elsewhere.")
    trial = trials.detach(trial, attachment=row.pk, rev=2, actor=author, at=clock(), reason="The wrong file.")
    assert trial.rev == 3 and trial.entry.attached["files"] == []
    with pytest.raises(NotVisible):
        trials.detach(trial, attachment=row.pk, rev=3, actor=author, at=clock(), reason="It is gone already.")
    assert path_of(row.blob.sha256).exists() and Attachment.objects.get().removed_at is not None
    assert list(verify()) == []


def test_files_obey_state_rule_and_revision(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    with pytest.raises(NotVisible):
        trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=org["stranger"], at=clock())
    with pytest.raises(Forbidden):
        trials.attach(trial, name="a.txt", data=b"a", rev=1, actor=org.person("reader", "reader"), at=clock())
    with pytest.raises(Stale):
        trials.attach(trial, name="a.txt", data=b"a", rev=7, actor=org["author"], at=clock())
    void = trials.perform(trial, "void", rev=1, actor=org["approver"], at=clock(), reason="Entered by mistake.")
    with pytest.raises(WrongState):
        trials.attach(void, name="a.txt", data=b"a", rev=2, actor=org["author"], at=clock())
    assert not Attachment.objects.exists()
