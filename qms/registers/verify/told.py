"""What the ledger's bytes say of signatures, files, links and roles, gathered while its rows are read in order."""

from dataclasses import dataclass, field
from typing import Any

from qms.records.models import LedgerRow

Key = tuple[int, str, str]  # entry, "file" or kind of link, attachment id or number of the target


@dataclass
class Told:
    """`parts` holds each file and link that a record ever had, with who added it when and when it was taken off."""

    signatures: dict[int, dict[str, Any]] = field(default_factory=dict)
    parts: dict[Key, list[dict[str, Any]]] = field(default_factory=dict)
    grants: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    _held: dict[int, dict[Key, Any]] = field(default_factory=dict)

    def hear(self, row: LedgerRow, body: dict[str, Any]) -> None:
        """Take in one row. Raises KeyError, TypeError or AttributeError for bytes that are none of ours."""
        if row.entry_id is None:
            self._hear_of_people(row, body)
            return
        if signature := body.get("extra", {}).get("signature"):
            self.signatures[signature["id"]] = {**signature, "entry_id": row.entry_id, "rev": row.rev}
        now: dict[Key, Any] = {(row.entry_id, "file", str(f["id"])): f for f in body["files"]}
        now |= {(row.entry_id, k["kind"], k["target"]): {} for k in body["links"]}
        before = self._held.get(row.entry_id, {})
        for key in now.keys() - before.keys():
            added = {**now[key], "at": row.at, "by": row.actor_id, "removed_at": None}
            self.parts.setdefault(key, []).append(added)
        for key in before.keys() - now.keys():
            self.parts[key][-1]["removed_at"] = row.at
        if now or before:
            self._held[row.entry_id] = now

    def _hear_of_people(self, row: LedgerRow, body: dict[str, Any]) -> None:
        if row.action not in ("people.grant", "people.withdraw"):
            return
        said = body["details"]
        key = (body["subject"], said["role"], said["unit"])
        if row.action == "people.withdraw":
            self.grants.pop(key, None)
        else:
            self.grants[key] = {"until": said["until"], "granted_at": row.at, "granted_by": row.actor_name}
