"""The embedded broker: messages appear whole, and a broken one harms nobody."""

from pathlib import Path

import pytest
from kombu import Connection

from qms.jobs import app  # noqa: F401  makes the address folder:// known


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    (tmp_path / "control").mkdir()
    return tmp_path


def queue(folder: Path):
    options = {"data_folder_in": str(folder / "messages"), "data_folder_out": str(folder / "messages")}
    connection = Connection(
        "folder://localhost//", transport_options={**options, "control_folder": str(folder / "control")}
    )
    return connection.SimpleQueue(folder.name)  # a name of its own: kombu remembers bindings for the whole process


def test_folder_passes_messages_on_in_order_and_keeps_none(folder):
    writer, reader = queue(folder), queue(folder)
    for number in range(5):
        writer.put({"number": number})
    got = [reader.get(timeout=2) for _ in range(5)]
    assert [message.payload["number"] for message in got] == [0, 1, 2, 3, 4]
    assert list((folder / "messages").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b'{"body": "unfin', b"\xff\xfe"])
def test_folder_drops_a_broken_message_and_goes_on(folder, content):
    writer, reader = queue(folder), queue(folder)
    (folder / "messages" / f"0_broken.{folder.name}.msg").write_bytes(content)
    with pytest.raises(reader.Empty):
        reader.get(timeout=1.5)
    writer.put({"number": 1})
    assert reader.get(timeout=3).payload == {"number": 1}


def test_folder_does_not_deliver_a_message_that_is_still_being_written(folder):
    reader = queue(folder)
    (folder / "messages" / f".1_half.{folder.name}.msg.part").write_bytes(b"{")
    with pytest.raises(reader.Empty):
        reader.get(timeout=1.5)
