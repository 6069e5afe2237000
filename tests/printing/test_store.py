"""A print is kept once and found again; one that was altered on disk is not served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qms.printing import store
from qms.printing.store import printed


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    settings.QMS_DATA = tmp_path
    return tmp_path


def kept(data: Path) -> list[Path]:
    return sorted((data / "prints").rglob("*"))


def test_second_print_of_the_same_input_is_read_from_the_store(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = printed("<p>one</p>", title="x")
    files = [path for path in kept(data) if path.is_file()]
    assert [path.read_bytes() for path in files] == [first]
    monkeypatch.setattr("sys.executable", "/nonexistent")  # nothing can be printed any more
    assert printed("<p>one</p>", title="x") == first


def test_every_part_of_the_input_makes_another_print() -> None:
    keys = {
        store.key_of("<p>one</p>", title="x"),
        store.key_of("<p>two</p>", title="x"),
        store.key_of("<p>one</p>", title="y"),
        store.key_of("<p>one</p>", title="x", lang="de"),
        store.key_of("<p>one</p>", title="x", css=[]),
        store.key_of("<p>one</p>", title="x", files={"a.svg": b"1"}),
        store.key_of("<p>one</p>", title="x", files={"a.svg": b"2"}),
    }
    assert len(keys) == 7


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 something else"])
def test_print_altered_on_disk_is_thrown_away_and_printed_again(data: Path, damage: bytes) -> None:
    first = printed("<p>one</p>", title="x")
    [path] = [path for path in kept(data) if path.is_file()]
    path.write_bytes(damage)
    assert printed("<p>one</p>", title="x") == first
    assert path.read_bytes() == first


def test_keeping_twice_leaves_one_file_and_nothing_half_written(data: Path) -> None:
    store.keep("ab" * 32, b"%PDF-")
    store.keep("ab" * 32, b"%PDF-")
    assert len([path for path in kept(data) if path.is_file()]) == 1
    assert store.find("ab" * 32) == b"%PDF-"
    assert store.find("cd" * 32) is None
