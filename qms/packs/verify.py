"""Checks an evidence pack of Plumbline. Python 3.10 or newer, standard library only, no network, writes nothing.

    python -I verify.py [FOLDER or ZIP [SHA-256 of manifest.json]]   without one: the folder in which this file lies

Exit status 0: all was checked and holds; 1: something is WRONG; 2: nothing is, but something was NOT CHECKED. It proves
the pack complete and unchanged since its manifest was written, and records in agreement with their ledger rows and
signatures. Not that Plumbline wrote this manifest: give the hash that the ledger's row of the export has.
"""

import hashlib
import json
import pathlib
import re
import sys
import zipfile
from typing import Any

PACK, RECORD, MANIFEST, SEAL = "plumbline.pack/1", "plumbline.record/1", "manifest.json", "manifest.sha256"
UNSAFE = re.compile(r"^[/~]|^[A-Za-z]:|\\|[\x00-\x1f]|(^|/)\.{0,2}(/|$)")  # leaves the folder, or has an empty piece
PARTS = {n: n for n in ("versions", "files", "signatures", "links")} | {"ledger_rows": "ledger"}
TOLD = ("id", "signer", "name", "meaning", "role", "covers", "at", "method", "scope_hash")  # of a signature
wrong, unchecked = list[str](), list[str]()


class Pack:
    """An unpacked folder, or the ZIP as it was downloaded: names of the members, and how to open one."""

    def __init__(self, path: pathlib.Path) -> None:
        if path.is_dir():
            there = (p for p in sorted(path.rglob("*")) if p.is_symlink() or not p.is_dir())
            self.names = [p.relative_to(path).as_posix() for p in there]
            wrong.extend(f"{name}: is a link to somewhere else" for name in self.names if (path / name).is_symlink())
            self.open: Any = lambda name: (path / name).open("rb")
        else:
            archive = zipfile.ZipFile(path)
            self.names = [info.filename for info in archive.infolist() if not info.is_dir()]
            self.open = archive.open


def canonical(data: Any) -> bytes:
    """RFC 8785 bytes of JSON data without fractions, which is all that the ledger holds."""
    if isinstance(data, dict):
        keys = sorted(data, key=lambda key: key.encode("utf-16-be"))
        return b"{" + b",".join(canonical(key) + b":" + canonical(data[key]) for key in keys) + b"}"
    if isinstance(data, list):
        return b"[" + b",".join(map(canonical, data)) + b"]"
    return json.dumps(data, ensure_ascii=False).encode()


def sha256(data: Any) -> str:
    """Of bytes as they are, of JSON data in its canonical form."""
    return hashlib.sha256(data if isinstance(data, bytes) else canonical(data)).hexdigest()


def parse(text: Any) -> Any:
    """JSON in which no object has a key twice: two readers could see two different things."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("the same key stands twice in an object")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once)


def whole(pack: Pack, name: str, size: int, digest: str, keep: bool) -> bytes:
    """Hold a member against the manifest. Gives its bytes where they are to be kept and as they should be."""
    found, length, kept = hashlib.sha256(), 0, b""
    try:
        with pack.open(name) as file:
            while length <= size and (piece := file.read(1 << 20)):  # never much more than the manifest announces
                found.update(piece)
                length, kept = length + len(piece), kept + (piece if keep else b"")
        if (length, found.hexdigest()) == (size, digest):
            return kept
        wrong.append(f"{name}: its size or SHA-256 is not the one in the manifest")
    except Exception as error:
        wrong.append(f"{name}: cannot be read ({error})")
    return b""


def ledger(record: Any, at: str) -> dict[int, Any]:
    """A record's rows: without a gap, never back in time, hashing to their SHA-256, saying what stands beside them."""
    rows, bodies = record["ledger"], {}
    back = any(one["id"] >= other["id"] or one["at"] > other["at"] for one, other in zip(rows, rows[1:], strict=False))
    if back or [row["rev"] for row in rows] != list(range(1, record["rev"] + 1)):
        wrong.append(f"{at}: its ledger rows are not revisions 1, 2, 3 … up to the present one, in this order")
    for row in rows:
        if row["bytes"] is None:
            unchecked.append(f"{record['number']}: ledger row {row['id']}: {row['withheld']}")
            continue
        if sha256(row["bytes"].encode()) != row["sha256"]:
            wrong.append(f"{at}: ledger row {row['id']}: its bytes do not hash to its SHA-256")
        body = bodies[row["rev"]] = parse(row["bytes"])
        told = body["record"]
        told_beside = [told["rev"], told["number"], body["register"], body["actor"]["id"], body["actor"]["name"]]
        beside = [row["rev"], record["number"], record["register"], row["actor"], row["actor_name"]]
        if told_beside != beside or any(body[key] != row[key] for key in ("action", "at", "reason", "source")):
            wrong.append(f"{at}: ledger row {row['id']}: what stands beside its bytes differs from them")
        fields = {name: told[name if name in told else name + "_id"] for name in body["content"]}
        files = sorted(file["sha256"] for file in body["files"])
        if sha256({"number": told["number"], "fields": fields, "files": files}) != row["content_hash"]:
            wrong.append(f"{at}: ledger row {row['id']}: its content does not hash to its content hash")
    return bodies


def signature(signed: Any, record: Any, bodies: dict[int, Any], at: str) -> None:
    """The ledger tells of it, the content shown is what was signed and, where shown as valid, is still the content."""
    name = f"signature {signed['id']} of {signed['name']}"
    told = bodies.get(signed["rev"], {"extra": {"signature": signed}}).get("extra", {}).get("signature", {})
    if any(told.get(key) != signed[key] for key in TOLD):
        wrong.append(f"{at}: {name}: differs from the ledger")
    content, now, last = signed["content"], record["content"], bodies.get(record["rev"], {}).get("record")
    if content is None:
        unchecked.append(f"{record['number']}: {name}: {signed['withheld']}")
    elif sha256(content) != signed["scope_hash"] or content["number"] != record["number"]:
        wrong.append(f"{at}: {name}: the content shown is not what was signed")
    elif signed["valid"] and not all(  # content that has moved is looked for anywhere in the record
        canonical(v) in canonical(last or v) if signed["moved"] else now["fields"].get(k, v) == v
        for k, v in content["fields"].items()
    ):
        wrong.append(f"{at}: {name}: is shown as valid, and what it covers has changed since")


def check_record(at: str, listed: Any, record: Any, members: Any) -> None:
    """One record against the manifest, its ledger, its versions, its signatures and its files."""
    if record["schema"] != RECORD:
        return unchecked.append(f"{at}: its schema {record['schema']!r} is not known to this program")
    if any(record[key] != listed[key] for key in ("number", "register", "rev", "content_hash")):
        wrong.append(f"{at}: number, register, revision or content hash differs from the manifest")
    bodies = ledger(record, at)
    there, content = record["content"] or record["rev"] in bodies, record["content"]  # withheld only with its row
    if there and not sha256(content) == record["content_hash"] == record["ledger"][-1]["content_hash"]:
        wrong.append(f"{at}: its content does not hash to the content hash of its last ledger row")
    shown = [*record["head"], *(field for section in record["sections"] for field in section["fields"])]
    shown += [{"name": name, "value": record[name]} for name in ("number", "title", "state", "rev")]
    told = bodies.get(record["rev"], {}).get("record", {})
    for field in shown if told else []:
        if told[field["name"] if field["name"] in told else field["name"] + "_id"] != field["value"]:
            wrong.append(f"{at}: {field['name']} differs from the last ledger row")
    rows = [[row["rev"], row["at"], row["actor_name"], row["reason"]] for row in record["ledger"]]
    if rows != [[version[key] for key in ("rev", "at", "by", "reason")] for version in record["versions"]]:
        wrong.append(f"{at}: its versions differ from its ledger rows")
    for signed in record["signatures"]:
        signature(signed, record, bodies, at)
    for file in [file for file in record["files"] if members.get(file["path"], {}).get("sha256") != file["sha256"]]:
        wrong.append(f"{at}: {file['path']}: is missing in the pack, or another file")


def check(pack: Pack) -> str:
    """Everything. Fills `wrong` and `unchecked` and gives the hash of the manifest."""
    names, ordered = set(pack.names), sorted(pack.names)
    wrong.extend(f"{a}: stands in the ZIP twice" for a, b in zip(ordered, ordered[1:], strict=False) if a == b)
    wrong.extend(f"{name!r}: is a name that leads out of the pack" for name in sorted(names) if UNSAFE.search(name))
    text, said = (pack.open(name).read() for name in (MANIFEST, SEAL))
    if said != f"{sha256(text)}  {MANIFEST}\n".encode():
        wrong.append(f"{MANIFEST}: is not what {SEAL} says; one of the two was changed")
    manifest = parse(text)
    if manifest["schema"] != PACK:
        unchecked.append(f"{MANIFEST}: its schema {manifest['schema']!r} is not known to this program")
        return sha256(text)
    members, records = ({one[key]: one for one in manifest[of]} for of, key in (("files", "path"), ("records", "json")))
    wrong.extend(f"{name}: is not in the manifest" for name in sorted(names - set(members) - {MANIFEST, SEAL}))
    wrong.extend(f"{name}: is in the manifest and missing here" for name in sorted(set(members) - names))
    if len(members) < len(manifest["files"]) or not {*records, *(r["pdf"] for r in records.values())} <= set(members):
        wrong.append(f"{MANIFEST}: lists a file twice, or a record without its PDF or JSON")
    counts: dict[str, Any] = {"records": 0, "registers": {}, **dict.fromkeys(PARTS, 0)}
    for name in sorted(names & set(members)):
        if data := whole(pack, name, members[name]["size"], members[name]["sha256"], name in records):
            try:
                record = parse(data)
                check_record(name, records[name], record, members)
                counts["records"] += 1
                counts["registers"][record["register"]] = counts["registers"].get(record["register"], 0) + 1
                counts.update({count: counts[count] + len(record[part]) for count, part in PARTS.items()})
            except Exception as error:  # whatever shape it has: a sentence
                wrong.append(f"{name}: cannot be understood ({type(error).__name__}: {error})")
    if not wrong and counts != manifest["counts"]:
        wrong.append(f"{MANIFEST}: counts {manifest['counts']}, and there are {counts}")
    return sha256(text)


def main(arguments: list[str]) -> int:
    """Print what was found and give the exit status."""
    path, digest = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent, "none"
    try:
        digest = check(Pack(path))
    except Exception as error:
        wrong.append(f"{path.name}: is no evidence pack, or not all of it ({type(error).__name__}: {error})")
    wrong.extend([f"{MANIFEST}: is not the one with the SHA-256 given"] * (arguments[1:] not in ([], [digest])))
    status = 1 if wrong else 2 if unchecked else 0
    print("".join([f"WRONG        {w}\n" for w in wrong] + [f"NOT CHECKED  {u}\n" for u in unchecked]), end="")
    print(f"SHA-256 of {MANIFEST}: {digest}{'' if arguments[1:] else ' (is it the one you were given?)'}")
    print(f"SHA-256 of this program: {sha256(pathlib.Path(__file__).read_bytes())}")
    print(("All checked, all holds.", "Something is wrong.", "Nothing is wrong; see what was not checked.")[status])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
