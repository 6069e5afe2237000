"""What conformance tests ask of a register: its records, its people's browsers, what a refusal may not change."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.test import Client

from qms.attachments.models import Attachment
from qms.comments.models import Comment
from qms.links.models import Link
from qms.notices.models import Notice
from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.signatures.models import Signature
from tests.databases import is_postgres
from tests.factories.recipes import Recipe

SECRET = "Zebrafish"  # stands in title, file name, comment and link of a record that a stranger may not see


def registers() -> list[Any]:
    """All registers, or those that CONFORM_ONLY names, with commas between them.

    On PostgreSQL one of each folder, the one with most moves: all of them walk through the same engine, and have walked
    through it on SQLite. `make soak` sets QMS_EVERY_REGISTER and takes them all there, too.
    """
    if only := os.environ.get("CONFORM_ONLY"):
        return [r for r in registry if r.key in only.split(",")]
    if not is_postgres() or os.environ.get("QMS_EVERY_REGISTER") == "1":
        return list(registry)
    chosen: dict[str, Any] = {}
    for register in registry:
        folder = register.model._meta.app_label
        if folder not in chosen or len(register.lifecycle.transitions) > len(chosen[folder].lifecycle.transitions):
            chosen[folder] = register
    return list(chosen.values())


class World:
    """A recipe with the browsers of its people."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe, self.register, self.org, self.clock = recipe, recipe.register, recipe.org, recipe.clock
        self._clients: dict[str, Client] = {}

    def client(self, name: str) -> Client:
        """The browser of a person, signed in."""
        if name not in self._clients:
            self._clients[name] = Client(raise_request_exception=True)
            self._clients[name].force_login(self.org[name])
        return self._clients[name]

    @property
    def boss(self) -> Client:
        return self.client(self.recipe.boss)

    @property
    def stranger(self) -> Client:
        return self.client(self.recipe.stranger)

    def edited(self, record: Any, **values: Any) -> Any:
        """An edit by somebody who may."""
        return self.register.edit(
            self.recipe.fresh(record), rev=None, actor=self.org[self.recipe.boss], at=self.clock(),
            reason="Said more clearly now.", **values,
        )  # fmt: skip

    def attached(self, record: Any, name: str, data: bytes = b"seen") -> Any:
        """A file, by somebody who may."""
        actor = self.org[self.recipe.boss]
        return self.register.attach(record, name=name, data=data, rev=None, actor=actor, at=self.clock())

    def linked(self, record: Any, target: Any, kind: str = "concerns") -> Any:
        """A link, by somebody who may."""
        actor = self.org[self.recipe.boss]
        return self.register.link(record, kind=kind, target=target.number, rev=None, actor=actor, at=self.clock())

    def commented(self, record: Any, text: str) -> None:
        self.register.comment(record, actor=self.org[self.recipe.boss], at=self.clock(), text=text)

    def pages(self, number: str) -> list[str]:
        """Addresses of all pages of one record."""
        here = f"/{self.register.key}/{number}/"
        verbs = [f"do/{verb}/" for verb in list(self.register.lifecycle.transitions)[:3]]
        parts = ["", "edit/", "history/", "print/", "files/", "links/", "signatures/", "comment/", *verbs]
        return [here + part for part in parts] + [f"/r/{number}"]

    def endpoints(self, number: str) -> list[str]:
        """Addresses of all endpoints of one record."""
        here = f"/api/v1/{self.register.key}/{number}/"
        verbs = [f"transitions/{verb}/" for verb in list(self.register.lifecycle.transitions)[:3]]
        parts = ["", "transitions/", "history/", "signatures/", "links/", "files/", "comments/", "print/", *verbs]
        return [here + part for part in parts]


@cache
def _counting() -> str:
    """One statement for all tables: there are many, and what they hold is counted before and after every refusal."""
    tables = [r.model.history.model for r in registry] + [Entry, Signature, Link, Attachment, Comment, Notice]
    counts = [f"SELECT COUNT(*) FROM {table._meta.db_table}" for table in tables]
    ledger = f"SELECT COUNT(*) FROM {LedgerRow._meta.db_table} WHERE entry_id IS NOT NULL"
    revs = f"SELECT COALESCE(SUM(rev), 0) FROM {Entry._meta.db_table}"
    return "SELECT " + ", ".join(f"({count})" for count in (revs, *counts, ledger))


def traces() -> tuple[Any, ...]:
    """Everything that a change leaves behind, counted."""
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return tuple(cursor.fetchone())


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Revisions, history, ledger, signatures, links, files and notices are the same afterwards."""
    before = traces()
    yield
    assert traces() == before
