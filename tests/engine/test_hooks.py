"""Calls of programs, to a real server: signed, tried again, and never to an address inside a network."""

import datetime
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid
from qms.notices import hooks, wire
from qms.notices.models import Endpoint, Hook, Notice
from qms.notices.notify import notify
from qms.registers.reaching import add_endpoint, end_endpoint, set_choices

from .notice_entries import NOON, a_person, a_unit, an_entry

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


class Receiver(ThreadingHTTPServer):
    """Keeps what it is told; `answers` are (status, body, headers), the last one for good."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[Any, bytes]] = []
        self.answers: list[tuple[int, bytes, dict[str, str]]] = [(204, b"", {})]
        self.url = f"http://127.0.0.1:{self.server_address[1]}/in?a=1"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.told.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        answers = self.server.answers
        status, body, more = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.QMS_HOOK_HTTP = settings.QMS_HOOK_LOOPBACK = True
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def an_endpoint(url: str, **whose: Any) -> Endpoint:
    whose = {"user": None, "unit": None, **whose}
    return Endpoint.objects.create(name="Chat", url=url, secret="s3cret", created_at=NOON - MINUTE, **whose)


def sweep(at: datetime.datetime = NOON) -> int:
    hooks.gather(at=at)
    return hooks.deliver(at=at)


def test_call_is_signed_as_the_guide_says_and_made_once(receiver: Receiver):
    ada = a_person("ada", a_unit())
    entry = an_entry(ada, ada.unit, title="Prüfmittel kalibrieren")
    endpoint = an_endpoint(receiver.url, user=ada)
    notify(user=ada, entry=entry, rule="assigned:1", at=NOON, text="It is yours.")
    assert (sweep(), sweep()) == (1, 0)
    ((headers, body),) = receiver.told
    said = dict(part.split("=") for part in headers["Plumbline-Signature"].split(","))
    expected = hmac.new(endpoint.secret.encode(), f"{said['t']}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(said["v1"], expected) and int(said["t"]) == int(NOON.timestamp())
    told = json.loads(body)
    assert told["record"]["number"] == entry.number and told["says"] == "It is yours." and told["for"] == "ada"
    assert headers["Plumbline-Delivery"] == told["delivery"] == Hook.objects.get().key


def test_call_that_fails_is_tried_again_with_the_same_delivery(receiver: Receiver):
    ada = a_person("ada", a_unit())
    an_endpoint(receiver.url, user=ada)
    receiver.answers = [(500, b"", {}), (204, b"", {})]
    notify(user=ada, entry=an_entry(ada, ada.unit), rule="assigned:1", at=NOON, text="x")
    assert sweep() == 0
    row = Hook.objects.get()
    assert (row.queue_state, row.error) == ("waiting", "The receiver answered 500.")
    assert sweep(NOON + 2 * MINUTE) == 1
    assert len({headers["Plumbline-Delivery"] for headers, _body in receiver.told}) == 1 and len(receiver.told) == 2


def test_redirect_is_not_followed_and_says_what_to_do(receiver: Receiver):
    ada = a_person("ada", a_unit())
    an_endpoint(receiver.url, user=ada)
    receiver.answers = [(302, b"", {"Location": receiver.url})]
    notify(user=ada, entry=an_entry(ada, ada.unit), rule="assigned:1", at=NOON, text="x")
    sweep()
    assert len(receiver.told) == 1
    assert Hook.objects.get().queue_state == "failed" and "final address" in Hook.objects.get().error


def test_answer_that_is_too_large_is_cut_off(receiver: Receiver):
    receiver.answers = [(200, b"x" * (wire.LARGEST + 1), {})]
    with pytest.raises(OSError, match="larger"):
        wire.post(receiver.url, b"{}", {})


def test_answer_that_trickles_ends_at_the_deadline(receiver: Receiver, monkeypatch):
    monkeypatch.setattr(wire, "SECONDS", 0.5)
    slow = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        line, _peer = slow.accept()
        line.recv(4096)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(40):
            try:
                line.sendall(b"x")
            except OSError:
                return
            time.sleep(0.1)

    threading.Thread(target=trickle, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(OSError):
        wire.post(f"http://127.0.0.1:{slow.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - began < 2
    slow.close()


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::",
    "64:ff9b::a00:1", "ff02::1", "::",
])  # fmt: skip
def test_address_inside_a_network_is_refused(address: str):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(wire.Unsafe, match="inside a network"):
        wire.post(f"https://{host}/", b"{}", {})


@pytest.mark.parametrize("url", [
    "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://", "https://user:pw@example.org/",
    "https://example.org:99999/", "https://example.org/a b", "gopher://x", "nonsense", "https://exa\nmple.org/",
])  # fmt: skip
def test_address_of_a_wrong_kind_is_refused(url: str):
    with pytest.raises(wire.Unsafe):
        wire.check_url(url)


@pytest.mark.parametrize("spelled", ["127.1", "0x7f000001", "2130706433", "localhost"])
def test_address_spelled_in_another_way_is_refused_too(spelled: str):
    with pytest.raises((wire.Unsafe, OSError)):
        wire.post(f"https://{spelled}/", b"{}", {})


def test_name_that_answers_differently_a_moment_later_reaches_nothing_inside(receiver: Receiver, settings, monkeypatch):
    """DNS rebinding: the resolver is asked once, and the connection goes to the address that was checked."""
    settings.QMS_HOOK_LOOPBACK = False
    asked: list[str] = []

    def resolver(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        asked.append(host)
        address = "203.0.113.9" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached: list[str] = []

    def connect(place: tuple[str, int], **more: Any) -> socket.socket:
        reached.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(wire, "_is_public", lambda text: text == "203.0.113.9")
    with pytest.raises(ConnectionRefusedError):
        wire.post("http://rebind.example/", b"{}", {})
    assert (asked, reached) == (["rebind.example"], ["203.0.113.9"])


def test_host_with_one_address_inside_is_refused_whole(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: both)
    with pytest.raises(wire.Unsafe):
        wire.public_address("mixed.example", 443)


def test_address_that_became_unsafe_is_parked_and_seen(receiver: Receiver, settings):
    ada = a_person("ada", a_unit())
    an_endpoint(receiver.url, user=ada)
    settings.QMS_HOOK_LOOPBACK = False
    notify(user=ada, entry=an_entry(ada, ada.unit), rule="assigned:1", at=NOON, text="x")
    sweep()
    assert receiver.told == []
    assert Hook.objects.get().queue_state == "failed" and "inside a network" in Hook.objects.get().error


def test_program_of_a_unit_hears_once_what_rules_send_and_nothing_narrow(receiver: Receiver):
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    an_endpoint(receiver.url, unit=unit)
    told, secret, elsewhere = an_entry(ada, unit), an_entry(ada, unit, audience="named"), an_entry(ada, a_unit("ELSE"))
    for user in (ada, bob):
        for entry in (told, secret, elsewhere):
            Notice.objects.create(user=user, entry=entry, rule="due-1", on=NOON.date(), at=NOON, by_hook=True)
    Notice.objects.create(user=ada, entry=told, rule="assigned:1", on=NOON.date(), at=NOON)
    assert (sweep(), sweep()) == (1, 0)
    assert [json.loads(body)["record"]["number"] for _h, body in receiver.told] == [told.number]


def test_program_of_a_person_hears_neither_what_was_muted_nor_what_is_not_seen_any_more(receiver: Receiver):
    unit = a_unit()
    ada = a_person("ada", unit)
    endpoint = an_endpoint(receiver.url, user=ada)
    set_choices(user=ada, mail_wanted=True, mails={"mention": "now"}, hooks={"mention": False}, actor=ada, at=NOON)
    stranger = a_person("bob", a_unit("ELSE"))
    notify(user=ada, entry=an_entry(ada, unit), rule="mention:1", at=NOON, text="x")
    unseen = an_entry(stranger, stranger.unit)
    Notice.objects.create(user=ada, entry=unseen, rule="assigned:1", on=NOON.date(), at=NOON)
    assert sweep() == 0 and receiver.told == []
    end_endpoint(endpoint=endpoint, actor=a_person("root", unit, "administrator"), at=NOON)
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="x")
    assert sweep() == 0 and receiver.told == []


def test_program_is_added_by_administrators_and_only_with_an_address_that_is_called(receiver: Receiver, settings):
    unit = a_unit()
    root, ada = a_person("root", unit, "administrator"), a_person("ada", unit)
    made = add_endpoint(name="Chat", url=receiver.url, user=ada, unit=None, actor=root, at=NOON)
    assert len(made.secret) >= 40
    with pytest.raises(Forbidden):
        add_endpoint(name="Chat", url=receiver.url, user=ada, unit=None, actor=ada, at=NOON)
    with pytest.raises(Invalid, match="one of the two"):
        add_endpoint(name="Chat", url=receiver.url, user=ada, unit=unit, actor=root, at=NOON)
    settings.QMS_HOOK_LOOPBACK = False
    with pytest.raises(Invalid, match="inside a network"):
        add_endpoint(name="Chat", url="https://127.0.0.1/", user=ada, unit=None, actor=root, at=NOON)
