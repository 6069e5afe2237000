"""Documents that want more than a print: other people's files, other hosts, all of the machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from qms.printing.failures import PrintFailed
from qms.printing.limits import Limits
from qms.printing.render import ROOT, STATIC, render_pdf
from tests.printing import pdfs

SECRET = (ROOT / "pyproject.toml").read_bytes().splitlines()[0]  # stands for any file of the server
FILE = (ROOT / "pyproject.toml").as_uri()

READERS = {
    "attachment": f'<a rel="attachment" href="{FILE}">x</a><link rel="attachment" href="{FILE}">',
    "passwd": '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "image": f'<img alt="x" src="{FILE}"><img alt="x" src="file:///etc/passwd">',
    "sheet": f'<link rel="stylesheet" href="{FILE}">',
    "style": f"<style>@import url({FILE}); p {{ background: url({FILE}) }}</style>",
    "font": f"<style>@font-face {{ font-family: f; src: url({FILE}) }} p {{ font-family: f }}</style>",
    "object": f'<object data="{FILE}"></object><embed src="{FILE}"><iframe src="{FILE}"></iframe>',
    "svg": f'<svg viewBox="0 0 9 9"><image href="{FILE}"/><use href="{FILE}#a"/></svg>',
    "base": f'<base href="{ROOT.as_uri()}/"><a rel="attachment" href="pyproject.toml">x</a>',
    "climb": '<a rel="attachment" href="plumbline:static/../pyproject.toml">x</a>',
    "climb-encoded": '<a rel="attachment" href="plumbline:static/%2e%2e/pyproject.toml">x</a>',
    "data": '<a rel="attachment" href="data:text/plain,hello">x</a><img alt="x" src="data:image/svg+xml,%3Csvg/%3E">',
}

USE_BOMB = "".join(
    f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" if n else '<g id="g0"><rect width="1" height="1"/></g>'
    for n in range(12)
)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
BOMBS = {
    "use-bomb": f'<svg viewBox="0 0 9 9"><defs>{USE_BOMB}</defs><use href="#g11"/></svg>',
    "colspan": '<table><tr><td colspan="1000000">x</td></tr></table>',
    "rowspan": '<table><tr><td rowspan="1000000">x</td></tr></table>',
    "nested-tables": "<table><tr><td>" * 150 + "x" + "</td></tr></table>" * 150,
    "nested-boxes": "<div>" * 4000,
    "nested-flex": "<style>div { display: flex }</style>" + "<div>" * 24 + "x",
    "entities": f"<!DOCTYPE html [{ENTITIES}]><p>&e9;</p>",
    "columns": "<style>p { columns: 100000 }</style><p>x y z</p>",
    "huge-page": "<style>@page { size: 1e9mm 1e9mm } p { font-size: 1e9px }</style><p>x</p>",
    "many-pages": "<style>p { break-after: page }</style>" + "<p>x</p>" * 20_000,
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("html", READERS.values(), ids=READERS)
def test_files_of_the_server_stay_out_of_the_print(html: str) -> None:
    pdf = render_pdf(html + "<p>the rest is printed</p>", title="x")
    content = pdfs.all_bytes(pdf)
    assert "the rest is printed" in pdfs.text(pdf)
    for stolen in (SECRET, b"root:x:0", b"/EmbeddedFile", b"/Filespec", b"/FileAttachment"):
        assert stolen not in content


def test_nothing_is_asked_of_another_host(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    html = f'<link rel="stylesheet" href="{url}.css"><img alt="x" src="{url}.png"><style>@import "{url}"</style>done'
    assert "done" in pdfs.text(render_pdf(html, title="x"))
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS)
def test_bombs_end_within_their_limits(html: str) -> None:
    began = time.monotonic()
    try:
        assert render_pdf(html, title="x", limits=Limits(cpu=1, wall=8)).startswith(b"%PDF-")
    except PrintFailed as failure:
        assert failure.sentences
        assert "Traceback" not in str(failure)
    assert time.monotonic() - began < 12
    assert "well" in pdfs.text(render_pdf("<p>well</p>", title="x"))


@pytest.mark.parametrize(
    "reach",
    [
        "open('/etc/passwd')",
        "open('pyproject.toml')",
        "open('static/new.css', 'w')",
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('urllib.request').request.urlopen('file:///etc/passwd')",
    ],
)
def test_fence_holds_without_the_fetcher(reach: str) -> None:
    code = f"from qms.printing import fence; fence.raise_around({str(STATIC)!r}); {reach}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert "Fenced" in done.stderr
