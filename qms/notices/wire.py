"""One POST to an address that somebody else chose: public addresses only, no redirects.

The name is resolved once and the connection goes to the very address that was checked, so that a name which answers
differently a moment later (DNS rebinding) reaches nothing inside; TLS still checks the certificate for the name.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 5.0  # for the whole exchange
LARGEST = 64 * 1024  # bytes of an answer


class Unsafe(Exception):
    """An address that is not called; the sentence says why."""


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be called at all. Raises Unsafe."""
    parts = urlsplit(url)
    schemes = ("https", "http") if settings.QMS_HOOK_HTTP else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise Unsafe(_("The address must begin with %s.") % " or ".join(f"{s}://" for s in schemes))
    if parts.username or parts.password:
        raise Unsafe(_("The address must not hold a user name or password."))
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise Unsafe(_("The address contains a space or control character."))
    try:
        _port = parts.port
    except ValueError:
        raise Unsafe(_("The port of the address is not a number from 1 to 65535.")) from None
    return parts


def public_address(host: str, port: int) -> str:
    """The IP address of a host, if every address it has is public. Raises Unsafe, or OSError if it has none."""
    found = list(dict.fromkeys(info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    for address in found:
        if not _is_public(str(address)):
            raise Unsafe(
                _("%s is, or has, an address inside a network (private, local or reserved); it is not called.") % host
            )
    return str(found[0])


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        nat64 = ipaddress.ip_network("64:ff9b::/96")
        if inner is None and address in nat64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    if settings.QMS_HOOK_LOOPBACK and address.is_loopback:
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send and give the status and the beginning of the answer. Raises Unsafe, OSError or HTTPException."""
    parts = check_url(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    end = time.monotonic() + SECONDS
    line: socket.socket = socket.create_connection((public_address(host, port), port), timeout=SECONDS)
    try:
        if secure:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        connection.sock = line
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        shown = f"[{host}]" if ":" in host else host
        name = shown if port == (443 if secure else 80) else f"{shown}:{port}"
        connection.request("POST", path, body, {**headers, "Host": name, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, _read(answer, line, end)
    finally:
        line.close()


def _read(answer: http.client.HTTPResponse, line: socket.socket, end: float) -> bytes:
    """The answer up to LARGEST bytes and to the deadline; who trickles is cut off."""
    held = b""
    while len(held) <= LARGEST:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError(_("The answer took longer than %d seconds.") % SECONDS)
        line.settimeout(left)
        piece = answer.read1(8192)
        if not piece:
            return held
        held += piece
    raise OSError(_("The answer is larger than %d bytes.") % LARGEST)
