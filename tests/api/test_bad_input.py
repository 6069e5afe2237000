"""Every bad input that people or programs send, on a page and by API: the status, and that nothing changed.

The engine's own tests go deeper into each; this is the list that an auditor reads.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qms.accounts.models import User
from qms.accounts.tokens import create_token
from qms.registers import registry
from tests.engine.test_files import POLYGLOT
from tests.factories.people import PASSWORD, Clock, organisation
from tests.nonconformities.made import REASON, START, Story, company, nothing_changes

PROOF = {"username": "approver", "password": PASSWORD}


class Outside:
    """Somebody outside of the engine: pages and API of one nonconformity, whose plan waits for its approval."""

    def __init__(self) -> None:
        clock = Clock(START)
        self.story = Story(company(clock), clock)
        self.story.submitted()
        self.nc = self.story.nc
        self.page, self.api = f"/nonconformities/{self.nc.number}/", f"/api/v1/nonconformities/{self.nc.number}/"
        self.clients: dict[str, Client] = {}

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            self.clients[who].force_login(User.objects.get(username=who))
        return self.clients[who]

    def post(self, who: str, part: str, **sent: Any) -> Any:
        """A form of a page, with the present revision unless another is given."""
        return self.client(who).post(self.page + part, {"rev": self.nc.rev, **sent})

    def call(self, who: str, method: str, part: str, body: Any, rev: object = "now") -> Any:
        """A JSON request; `rev` goes into If-Match, None leaves it out."""
        headers = {} if rev is None else {"If-Match": f'"{self.nc.rev if rev == "now" else rev}"'}
        data = body if isinstance(body, str) else json.dumps(body)
        return self.client(who).generic(method, self.api + part, data, "application/json", headers=headers)

    def edit(self, who: str, body: dict[str, Any], rev: object = "now") -> Any:
        return self.call(who, "PATCH", "", {"reason": REASON, **body}, rev)

    def upload(self, name: str, data: bytes, *, api: bool) -> Any:
        sent = {"file": SimpleUploadedFile(name, data)}
        if not api:
            return self.post("owner", "files/", **sent)
        return self.client("owner").post(f"{self.api}files/", sent, headers={"If-Match": f'"{self.nc.rev}"'})

    def token(self, who: str, part: str, body: dict[str, Any]) -> Any:
        """A request with a token instead of a session."""
        _row, text = create_token(user=User.objects.get(username=who), name="CI", at=timezone.now(), scope="write")
        headers = {"Authorization": f"Bearer {text}", "If-Match": f'"{self.nc.rev}"'}
        return Client().post(self.api + part, json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def outside(db: None) -> Outside:
    return Outside()


LONG, CONTROL = "x" * 201, "Bell\x07"
Sent = Callable[[Outside], Any]
CASES: dict[str, tuple[int, Sent, Sent]] = {
    "a step that the state forbids": (
        409,
        lambda o: o.post("owner", "do/start_check/"),
        lambda o: o.call("owner", "POST", "transitions/start_check/", {}),
    ),
    "a step that the person may not take": (
        403,
        lambda o: o.post("reader", "do/approve_plan/", **PROOF),
        lambda o: o.call("owner", "POST", "transitions/approve_plan/", {"proof": PROOF}),
    ),
    "an edit that the person may not make": (
        403,
        lambda o: o.post("reader", "edit/", title="Mine"),
        lambda o: o.edit("reader", {"title": "Mine"}),
    ),
    "a field that the state locks": (
        409,
        lambda o: o.post("owner", "edit/?section=plan", plan="Another plan", reason=REASON),
        lambda o: o.edit("owner", {"plan": "Another plan"}),
    ),
    "an old revision": (
        412,
        lambda o: o.post("owner", "edit/?section=at_once", containment="x", reason=REASON, rev=1),
        lambda o: o.edit("owner", {"containment": "x"}, rev=1),
    ),
    "no revision": (
        422,
        lambda o: o.post("owner", "edit/?section=at_once", containment="x", reason=REASON, rev=""),
        lambda o: o.edit("owner", {"containment": "x"}, rev="soon"),
    ),
    "a number that does not exist": (
        404,
        lambda o: o.client("owner").post("/nonconformities/NC-2026-9999/edit/", {"rev": 1, "title": "x"}),
        lambda o: o.client("owner").get("/api/v1/nonconformities/NC-2026-9999/"),
    ),
    "a number that the person may not see": (
        404,
        lambda o: o.post("stranger", "edit/", title="x"),
        lambda o: o.edit("stranger", {"title": "x"}),
    ),
    "a text that is too long": (
        422,
        lambda o: o.post("owner", "edit/?section=what", title=LONG, reason=REASON),
        lambda o: o.edit("owner", {"title": LONG}),
    ),
    "a text without any end": (
        422,
        lambda o: o.post("owner", "edit/?section=at_once", containment="x" * 50_001, reason=REASON),
        lambda o: o.edit("owner", {"containment": "x" * 50_001}),
    ),
    "a control character": (
        422,
        lambda o: o.post("owner", "edit/?section=at_once", containment=CONTROL, reason=REASON),
        lambda o: o.edit("owner", {"containment": CONTROL}),
    ),
    "a reason that is none": (
        422,
        lambda o: o.post("owner", "edit/?section=at_once", containment="x", reason="aaaaaaaaaaaaaa"),
        lambda o: o.edit("owner", {"containment": "x", "reason": "aaaaaaaaaaaaaa"}),
    ),
    "a field that there is not": (
        400,
        lambda o: o.post("owner", "edit/?section=at_once", contanment="x", reason=REASON),
        lambda o: o.edit("owner", {"contanment": "x"}),
    ),
    "a state given by hand": (
        400,
        lambda o: o.post("owner", "edit/?section=at_once", state="closed", reason=REASON),
        lambda o: o.edit("owner", {"state": "closed"}),
    ),
    "a file that is too large": (
        413,
        lambda o: o.upload("log.txt", b"x" * 3000, api=False),
        lambda o: o.upload("log.txt", b"x" * 3000, api=True),
    ),
    "a form of six megabytes": (
        413,
        lambda o: o.post("owner", "edit/?section=at_once", containment="x" * 6_000_000, reason=REASON),
        lambda o: o.edit("owner", {"containment": "x" * 6_000_000}),
    ),
    "a file that is two things at once": (
        415,
        lambda o: o.upload("html.png", POLYGLOT["html.png"], api=False),
        lambda o: o.upload("jar.png", POLYGLOT["jar.png"], api=True),
    ),
    "a wrong password": (
        403,
        lambda o: o.post("approver", "do/approve_plan/", username="approver", password="wrong", challenge="x"),
        lambda o: o.call("approver", "POST", "transitions/approve_plan/", {"proof": {**PROOF, "password": "wrong"}}),
    ),
    "somebody else's name and password": (
        403,
        lambda o: o.post("approver", "do/approve_plan/", username="owner", password=PASSWORD, challenge="x"),
        lambda o: o.call("approver", "POST", "transitions/approve_plan/", {"proof": {**PROOF, "username": "owner"}}),
    ),
    "a signature without a proof": (
        403,
        lambda o: o.post("approver", "do/approve_plan/", username="approver", password="", challenge="x"),
        lambda o: o.call("approver", "POST", "transitions/approve_plan/", {}),
    ),
    "a challenge that was never given": (
        403,
        lambda o: o.post("approver", "do/approve_plan/", **PROOF, challenge="made-up"),
        lambda o: o.call("approver", "POST", "transitions/approve_plan/", {"proof": {**PROOF, "challenge": "made-up"}}),
    ),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, settings: Any) -> Iterator[tuple[int, Sent, Sent]]:
    settings.QMS_UPLOAD_MAX = 2000
    yield CASES[request.param]


def test_it_is_refused_on_a_page_and_nothing_changes(outside: Outside, case: tuple[int, Sent, Sent]) -> None:
    status, send, _by_api = case
    with nothing_changes():
        answer = send(outside)
    assert answer.status_code == status
    assert b"Traceback" not in answer.content and b"<h1" in answer.content


def test_it_is_refused_by_api_and_nothing_changes(outside: Outside, case: tuple[int, Sent, Sent]) -> None:
    status, _on_page, send = case
    with nothing_changes():
        answer = send(outside)
    assert answer.status_code == (400 if "revision such as" in answer.json()["detail"] else status)
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["sentences"]


@pytest.mark.parametrize(
    ("method", "body", "rev", "status"),
    [
        ("PATCH", {"title": "x", "reason": REASON}, None, 428), ("PATCH", "{", "now", 400), ("PATCH", "[]", "now", 400),
        ("PATCH", '{"title": ' + "[" * 5000, "now", 400), ("PATCH", '{"title": "\\ud800"}', "now", 422),
        ("PATCH", {"title": {"a": 1}, "reason": REASON}, "now", 422), ("DELETE", {}, "now", 405),
    ],
    ids=["no If-Match", "half a document", "a list", "brackets without end", "half a letter", "an object as text",
         "deleting"],
)  # fmt: skip
def test_a_request_that_cannot_be_carried_out_changes_nothing(
    outside: Outside, method: str, body: Any, rev: object, status: int
) -> None:
    with nothing_changes():
        answer = outside.call("owner", method, "", body, rev)
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.requirement("P11-200-1", "P11-200-3")
def test_a_token_never_signs(outside: Outside) -> None:
    """Not with a password in the request either, and not by leaving the proof out."""
    with nothing_changes():
        for body in ({"proof": PROOF}, {}):
            assert outside.token("approver", "transitions/approve_plan/", body).status_code == 403


@pytest.mark.requirement("P11-200-1")
def test_a_proof_is_good_for_one_signing(outside: Outside) -> None:
    """The same request again is a wrong state; taken back to the same state, the challenge is spent."""
    part = "transitions/approve_plan/"
    shown = outside.client("approver").get(outside.api + part).json()
    body = {"proof": {**PROOF, "challenge": shown["challenge"]}}
    assert outside.call("approver", "POST", part, body).status_code == 200
    story = outside.story
    outside.nc = registry["nonconformities"].get(outside.nc.number, story.org["owner"])
    with nothing_changes():
        assert outside.call("approver", "POST", part, body).status_code == 409
    for verb, reason in (("revise_plan", {"reason": REASON}), ("submit_plan", {})):
        answer = outside.call("owner", "POST", f"transitions/{verb}/", reason)
        assert answer.status_code == 200, answer.content
        outside.nc = registry["nonconformities"].get(outside.nc.number, story.org["owner"])
    with nothing_changes():
        assert outside.call("approver", "POST", part, body).status_code == 403


@pytest.mark.parametrize("number", ["²", "9" * 5000, "٣"])
def test_what_only_looks_like_a_number_is_met_and_never_crashes(db: None, number: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(organisation(Clock())["author"])
    asked = [f"/api/v1/notices/?before={number}", f"/api/v1/ledger/?before={number}", f"/ledger/?after={number}"]
    asked += [f"/api/v1/search/?q=a&limit={number}", f"/actions/?unit={number}"]
    for url in asked:
        assert client.get(url).status_code < 500, url
    for sent in ({"do": "back", "absence": number}, {"do": "revoke", "token": number}):
        assert client.post("/me/", sent).status_code < 500, sent
    assert client.post("/notices/", {"id": number}).status_code < 500
