"""The verifier, in a process without Django: it holds a good pack for good, and names whatever is wrong."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qms.packs.build import VERIFIER as SOURCE
from tests.packs.conftest import ROOT, VERIFIER, Case, verify

Unpack = Callable[[Path], Path]


_made: list[bytes] = []  # one good pack serves all tests of a process


@pytest.fixture
def good(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if not _made:
        case: Case = request.getfixturevalue("case")
        case.attached(case.recipe.make(), "photo.txt", b"what was seen")
        _made.append(case.made(register="nonconformities").read_bytes())
    path = tmp_path / "good.zip"
    path.write_bytes(_made[0])
    return path


@pytest.fixture
def folder(good: Path, unpacked: Unpack) -> Path:
    return unpacked(good)


def sealed(folder: Path, change: Callable[[Any], None] | None = None) -> None:
    """Write the manifest anew, as somebody would who alters a pack and knows how it is made."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for member in manifest["files"]:
        if (folder / member["path"]).exists():
            content = (folder / member["path"]).read_bytes()
            member.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    if change:
        change(manifest)
    path.write_text(json.dumps(manifest))
    (folder / "manifest.sha256").write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  manifest.json\n")


def altered(folder: Path, change: Callable[[Any], None]) -> str:
    """Alter the record's JSON, seal again, and give what the verifier says; it must find it wrong."""
    path = next((folder / "records" / "nonconformities").glob("*.json"))
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    sealed(folder)
    status, said = verify(folder)
    assert status == 1, said
    return said


def test_good_pack_holds_as_folder_and_as_zip_and_from_within(good: Path, folder: Path) -> None:
    for there, program in ((good, VERIFIER), (folder, VERIFIER), (folder, folder / "verify.py")):
        status, said = verify(there, program=program)
        assert (status, "All checked, all holds." in said) == (0, True), said
    sealed(folder)
    assert verify(folder)[0] == 0, "the helper that seals again changes nothing by itself"


KINDS = ("pdf", "json", "txt", "csv", "html", "css", "manifest.json", "manifest.sha256", "verify.py")


@pytest.mark.parametrize("kind", KINDS)
def test_one_flipped_byte_is_named_in_folder_and_zip(folder: Path, tmp_path: Path, kind: str) -> None:
    path = next(p for p in sorted(folder.rglob(f"*{kind}")) if p.is_file() and (kind != "json" or "records" in str(p)))
    content = bytearray(path.read_bytes())
    place = content.index(b"Nothing") if kind == "verify.py" else len(content) // 2
    content[place] ^= 1
    path.write_bytes(content)
    name = path.relative_to(folder).as_posix()
    named = "manifest.json" if kind == "manifest.sha256" else name
    packed = Path(shutil.make_archive(str(tmp_path / "again"), "zip", folder))
    for there, program in ((folder, folder / "verify.py"), (packed, VERIFIER)):
        status, said = verify(there, program=program)
        assert status == 1 and re.search(rf"^WRONG +{re.escape(named)}: ", said, re.M), said


def test_byte_flipped_in_the_zip_itself_is_named(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        info = next(i for i in archive.infolist() if i.filename.startswith("records/") and "json" in i.filename)
    content = bytearray(good.read_bytes())
    content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 4
    bad = tmp_path / "bad.zip"
    bad.write_bytes(content)
    status, said = verify(bad)
    assert status == 1 and info.filename in said


ALTERATIONS: dict[str, tuple[Callable[[Any], None], str]] = {
    "a value": (lambda d: d["sections"][0]["fields"][0].update(value="Nothing"), "differs from the last ledger row"),
    "the title": (lambda d: d.update(title="Harmless"), "title differs from the last ledger row"),
    "the content": (lambda d: d["content"]["fields"].update(severity="minor"), "does not hash to the content hash"),
    "the owner": (lambda d: d["head"][0].update(value=1), "owner differs"),
    "bytes of the ledger": (
        lambda d: d["ledger"][2].update(bytes=d["ledger"][2]["bytes"].replace("Example", "Exampel")),
        "its bytes do not hash to its SHA-256",
    ),
    "who acted": (lambda d: d["ledger"][2].update(actor_name="Nobody"), "what stands beside its bytes differs"),
    "a content hash": (lambda d: d["ledger"][1].update(content_hash="0" * 64), "does not hash to its content hash"),
    "a row less": (lambda d: d["ledger"].pop(3), "its ledger rows are not revisions 1, 2, 3"),
    "the last row less": (lambda d: d["ledger"].pop(), "its ledger rows are not revisions"),
    "two rows swapped": (lambda d: d["ledger"].insert(1, d["ledger"].pop(2)), "up to the present one, in this order"),
    "a version's author": (lambda d: d["versions"][0].update(by="Nobody"), "its versions differ"),
    "a signature's name": (lambda d: d["signatures"][0].update(name="Nobody"), "of Nobody: differs from the ledger"),
    "a signature's hash": (lambda d: d["signatures"][0].update(scope_hash="0" * 64), "differs from the ledger"),
    "signed content": (lambda d: d["signatures"][0]["content"]["fields"].update(plan="None"), "is not what was signed"),
    "a signature of another record": (
        lambda d: d["signatures"][0].update(content={**d["signatures"][0]["content"], "number": "NC-2026-0009"}),
        "is not what was signed",
    ),
    "a file": (lambda d: d["files"][0].update(sha256="0" * 64), "is missing in the pack, or another file"),
    "the revision": (lambda d: d.update(rev=3), "differs from the manifest"),
    "a part missing": (lambda d: d.pop("versions"), "cannot be understood"),
    "a part of another kind": (lambda d: d.update(ledger="none"), "cannot be understood"),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_altered_record_is_found_although_the_manifest_was_made_to_fit(folder: Path, name: str) -> None:
    change, sentence = ALTERATIONS[name]
    assert sentence in altered(folder, change)


def test_signature_removed_is_missed_by_the_counts(folder: Path) -> None:
    said = altered(folder, lambda d: d["signatures"].pop())
    assert "manifest.json: counts" in said


def test_what_is_too_much_or_missing_is_named(folder: Path) -> None:
    (folder / "extra.txt").write_text("x")
    lost = next((folder / "files").rglob("*.txt"))
    name = lost.relative_to(folder).as_posix()
    lost.unlink()
    (folder / "way-out").symlink_to("/etc")
    status, said = verify(folder)
    assert status == 1
    assert "extra.txt: is not in the manifest" in said
    assert f"{name}: is in the manifest and missing here" in said
    assert "way-out: is a link to somewhere else" in said


@pytest.mark.parametrize("name", ["../out.txt", "/abs.txt", "C:/x.txt", "a\\b.txt", "a//b.txt", "a/./b.txt"])
def test_name_that_leads_out_of_the_pack_is_named(good: Path, name: str) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    status, said = verify(good)
    assert status == 1 and f"{name!r}: is a name that leads out of the pack" in said


def test_member_that_stands_twice_is_named(good: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(good, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("index.html", b"another one")
    status, said = verify(good)
    assert status == 1 and "index.html: stands in the ZIP twice" in said


def test_key_that_stands_twice_is_refused(folder: Path) -> None:
    path = next((folder / "records" / "nonconformities").glob("*.json"))
    path.write_text(path.read_text().replace('"title":', '"title": "Harmless", "title":', 1))
    sealed(folder)
    status, said = verify(folder)
    assert status == 1 and "the same key stands twice" in said
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema":', '"schema": "x", "schema":', 1))
    status, said = verify(folder)
    assert status == 1 and "the same key stands twice" in said


def test_unknown_schema_cannot_be_checked_and_is_no_pass(folder: Path) -> None:
    path = next((folder / "records" / "nonconformities").glob("*.json"))
    path.write_text(path.read_text().replace("plumbline.record/1", "plumbline.record/2"))
    sealed(folder)
    status, said = verify(folder)
    assert status in (1, 2) and "schema 'plumbline.record/2' is not known" in said and "All checked" not in said
    sealed(folder, lambda m: m.update(schema="plumbline.pack/2"))
    status, said = verify(folder)
    assert status == 2 and "schema 'plumbline.pack/2' is not known" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\x00" * 100])
def test_what_is_no_pack_is_said_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(content)
    status, said = verify(path)
    assert status == 1 and "is no evidence pack" in said
    status, said = verify(tmp_path / "not-there.zip")
    assert status == 1 and "is no evidence pack" in said


def test_published_verifier_is_the_one_in_packs_and_short_enough_to_read() -> None:
    source = SOURCE.read_bytes()
    assert VERIFIER.read_bytes() == source
    assert len(source.splitlines()) <= 200
    digest = hashlib.sha256(source).hexdigest()
    assert digest in (ROOT / "docs" / "evidence-packs.md").read_text()
    imported = set(re.findall(r"^(?:import|from) (\w+)", source.decode(), re.M))
    assert imported <= {"functools", "hashlib", "json", "pathlib", "re", "sys", "typing", "zipfile", "zlib"}


def test_a_pack_made_anew_is_found_by_the_hash_that_was_given(good: Path) -> None:
    """Whoever makes another manifest makes another pack: only the hash that came on another way tells them apart."""
    with zipfile.ZipFile(good) as archive:
        digest = hashlib.sha256(archive.read("manifest.json")).hexdigest()
    for given, status, said in ((digest, 0, "all holds."), ("0" * 64, 1, "is not the one with the SHA-256 given")):
        ran = subprocess.run(
            [sys.executable, "-I", str(VERIFIER), str(good), given], capture_output=True, text=True, check=False
        )
        assert (ran.returncode, said in ran.stdout) == (status, True), ran.stdout
    assert "is it the one you were given?" in verify(good)[1]
