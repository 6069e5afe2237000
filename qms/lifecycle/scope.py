"""What a signature covers, and in which meaning it is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from qms.lib.canonical import plain

#: The controlled list of 21 CFR 11.50(a)(3).
MEANINGS = {
    "authorship": _("I wrote this and stand for its content"),
    "review": _("I have reviewed this"),
    "approval": _("I approve this"),
    "verification": _("I have verified this"),
    "responsibility": _("I take responsibility for this"),
    "acceptance": _("I accept this"),
    "advice": _("This is my advice"),
}


@dataclass(frozen=True)
class Scope:
    """The part of a record that a signature binds to.

    `fields`: names of fields. `children`: a function of the record and the signature's context that gives the child
    records' values, each a dict with its number. `values`: replaces reading the fields, for content that has moved
    (a frozen cycle). `context`: what has to be known later to find the same content again. State, revision, stamps and
    later steps are always outside.
    """

    fields: tuple[str, ...] = ()
    files: bool = True
    children: Callable[[Any, dict[str, Any]], Sequence[dict[str, Any]]] | None = None
    values: Callable[[Any, dict[str, Any]], dict[str, Any]] | None = None
    context: Callable[[Any], dict[str, Any]] | None = None

    def of(self, record: Any, context: dict[str, Any]) -> dict[str, Any]:
        """The canonical content to be hashed: it names the record, so that a signature fits no other one."""
        if self.values is not None:
            fields = self.values(record, context)
        else:
            fields = {n: getattr(record, record._meta.get_field(n).attname) for n in self.fields}
        files = record.entry.attached.get("files", []) if self.files else []
        children = self.children(record, context) if self.children else []
        return {
            "entry": record.pk,
            "number": record.number,
            "fields": plain(fields),
            "files": sorted(f["sha256"] for f in files),
            "children": sorted((plain(c) for c in children), key=lambda c: str(c.get("number", c))),
        }


@dataclass(frozen=True)
class Signing:
    """That a transition is signed: the meaning from MEANINGS, what it covers, in words what that is, the role named.

    `foresees`: the effect of the step that finds out something which is signed too, such as how many records a list
    gives. Who is about to sign is shown what it gives now; where it gives something else by then, signing is refused.
    """

    meaning: str
    scope: Scope
    covers: Any = ""
    role: str = ""
    foresees: Callable[..., None] | None = None

    def __post_init__(self) -> None:
        if self.meaning not in MEANINGS:
            raise ValueError(f"unknown meaning {self.meaning!r}")
