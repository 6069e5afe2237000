"""One person at the API, signed in with a session."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qms.accounts.models import User
from tests.factories.people import PASSWORD


class Caller:
    """Sends JSON as one person; changes carry the revision that the record has now unless another is given."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.sign_in()

    def sign_in(self) -> None:
        """A new session: the one before may have ended by idling."""
        self.client.force_login(self.user)

    def get(self, url: str, expect: int = 200) -> Any:
        answer = self.client.get(f"/api/v1/{url}")
        assert answer.status_code == expect, answer.content.decode()
        return answer.json()

    def send(self, method: str, url: str, body: dict[str, Any], expect: int, rev: int | None = None) -> Any:
        headers = {} if rev is None else {"If-Match": f'"{rev}"'}
        answer = self.client.generic(
            method, f"/api/v1/{url}", json.dumps(body), content_type="application/json", headers=headers
        )
        assert answer.status_code == expect, f"{answer.status_code} instead of {expect}: {answer.content.decode()}"
        return answer.json()

    def add(self, register: str, expect: int = 201, **values: Any) -> Any:
        return self.send("POST", f"{register}/", values, expect)

    def edit(self, record: Any, expect: int = 200, **values: Any) -> Any:
        return self._change("PATCH", record, "", values, expect)

    def do(self, record: Any, verb: str, expect: int = 200, **values: Any) -> Any:
        """Make a move; a signed one brings the person's own user name and password."""
        return self._change("POST", record, f"transitions/{verb}/", values, expect)

    def sign(self, record: Any, verb: str, expect: int = 200, **values: Any) -> Any:
        shown = self.get(f"{address(record)}transitions/{verb}/")
        proof = {"username": self.user.username, "password": PASSWORD, "challenge": shown["challenge"]}
        return self.do(record, verb, expect, proof=proof, **values)

    def refused(self, record: Any, verb: str, status: int, **values: Any) -> Any:
        """A move that is refused and changes nothing: the record and its history are the same afterwards."""
        before = self.get(address(record)), self.get(f"{address(record)}history/")
        answer = self.do(record, verb, status, **values)
        assert (self.get(address(record)), self.get(f"{address(record)}history/")) == before
        return answer

    def attach(self, record: Any, name: str, data: bytes) -> Any:
        rev = self.get(address(record))["rev"]
        sent = {"file": SimpleUploadedFile(name, data)}
        answer = self.client.post(f"/api/v1/{address(record)}files/", sent, headers={"If-Match": f'"{rev}"'})
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def _change(self, method: str, record: Any, step: str, values: dict[str, Any], expect: int) -> Any:
        rev = self.get(address(record))["rev"]
        return self.send(method, f"{address(record)}{step}", values, expect, rev)


def address(record: Any) -> str:
    """The record's address below /api/v1/."""
    return str(record["url"]).removeprefix("/api/v1/")
