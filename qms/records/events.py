"""Ledger rows without a record: people, roles, tokens, keys, refused signings, exports."""

import datetime
import hashlib
from typing import Any

from qms.lib.canonical import encode, plain

from .sql import append_ledger
from .transactions import in_one_transaction


@in_one_transaction
def log_event(
    *, subject: str, action: str, actor: Any, at: datetime.datetime, source: str, reason: str = "", **details: Any
) -> int:
    """Write what happened to `subject` into the ledger and give the row's id. `details` go into the stored bytes."""
    body = encode(
        {
            "schema": 1, "subject": subject, "action": action, "actor": {"id": actor.pk, "name": actor.printed_name},
            "at": plain(at), "reason": plain(reason), "source": source, "details": plain(details),
        }
    )  # fmt: skip
    return append_ledger(
        entry_id=None, rev=None, subject=subject[:120], action=action, actor_id=actor.pk, actor_name=actor.printed_name,
        at=at, reason=reason, source=source, body=body, sha256=hashlib.sha256(body).digest(), content_hash=None,
    )  # fmt: skip
