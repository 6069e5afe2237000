"""Kombu's filesystem transport with messages that appear whole.

Kombu creates the file and then writes it; a worker that looks in between reads nothing and dies of it. Here a message
gets its name when it is complete, and one that cannot be read (a crash, a full disk) is dropped: the work itself stands
in the database.
"""

import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages as files in a folder."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's own does
        name = f"{time.time_ns()}_{uuid.uuid4().hex}.{queue}.msg"
        folder = Path(str(self.data_folder_out))
        part = folder / f".{name}.part"
        try:
            part.write_text(dumps(message))
            part.replace(folder / name)
        except OSError as error:
            raise ChannelError(f"no message can be left in {folder}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except ValueError:  # not JSON, not even text
            log.warning("A message that could not be read was dropped; the next sweep does its work.")
            raise Empty from None


class Transport(filesystem.Transport):
    """`folder://` in the broker's address."""

    Channel = Channel
