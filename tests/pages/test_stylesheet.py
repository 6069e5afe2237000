"""A page asks for one style sheet, which holds every file of static/css and may be kept for good."""

import gzip
import re
from pathlib import Path

from qms.pages.stylesheet import TOP


def address_on(client) -> str:
    page = client.get("/account/login/").content.decode()
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert len(found) == 1, found
    return found[0]


def test_one_request_brings_every_file_in_its_layer(client, db):
    answer = client.get(address_on(client))
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/css; charset=utf-8"
    text = answer.content.decode()
    assert "@import" not in text and text.index("@layer base, layout") < text.index("@layer base {")
    apart = {"plumbline.css", "api-docs.css"}  # the list itself, and a page with a sheet of its own
    files = [path for path in Path(TOP).rglob("*.css") if path.name not in apart]
    missing = [path.name for path in files if path.read_text(encoding="utf-8") not in text]
    assert files and missing == []


def test_it_is_kept_for_good_and_travels_small(client, db):
    address = address_on(client)
    plain, small = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert "immutable" in plain.headers["Cache-Control"] and "Cookie" not in plain.headers.get("Vary", "")
    assert gzip.decompress(small.content) == plain.content and len(small.content) < len(plain.content) / 3


def test_what_it_once_was_is_not_there(client, db):
    assert client.get("/static/css/plumbline.000000000000.css").status_code == 404
