"""A mail backend for tests of kill -9: it takes the message, and the first few times the process dies right after."""

import os
import secrets
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class CrashingMail(BaseEmailBackend):
    """Writes each message to the folder QMS_TEST_MAILS; QMS_TEST_CRASHES says how many sendings are fatal."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        folder = Path(os.environ["QMS_TEST_MAILS"])
        for message in email_messages:
            assert isinstance(message, EmailMessage)
            (folder / f"{secrets.token_hex(8)}.eml").write_bytes(message.message().as_bytes())
            for number in range(int(os.environ.get("QMS_TEST_CRASHES", "0"))):
                try:
                    (folder / f"crash-{number}").touch(exist_ok=False)
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)
        return len(email_messages)
