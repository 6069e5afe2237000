"""One search: by number fragment, word, beginning of a word, in any script; what is invisible is never found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.search.find import search


@pytest.fixture
def shelf(trials: Any, org: Any, clock: Any) -> dict[str, Any]:
    texts = {
        "leak": "Leaking gasket on press 7, fail-safe v1.2.3, see anna@example.org",
        "umlaut": "Müller meldet: Ölstand zu niedrig, Größe falsch",
        "polish": "Łukasz zgłosił błąd ŻÓŁĆ",
        "french": "L’écart est corrigé à l’usine",
        "japanese": "品質管理の不適合、名前は山田",
        "russian": "Ошибка калибровки",
        "korean": "품질 관리 부적합",
        "greek": "Σφάλμα μέτρησης",
    }
    made = {}
    for name, text in texts.items():
        made[name] = trials.create(
            actor=org["author"], at=clock(), title=name, note=text, steps=[{"what": f"step{name}"}]
        )
    return made


@pytest.mark.requirement("MK-21")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gasket", {"leak"}), ("GASKET", {"leak"}), ("gask", {"leak"}), ("asket", set()), ("gasket press", {"leak"}),
        ("press leaking", {"leak"}), ("gasket nothing", set()), ("fail-safe", {"leak"}), ("safe", {"leak"}),
        ("v1.2.3", {"leak"}), ("1.2.3", set()), ("anna@example.org", {"leak"}), ("example", {"leak"}),
        ("press 7", {"leak"}),
        ("müller", {"umlaut"}), ("Muller", {"umlaut"}), ("MÜLLER", {"umlaut"}), ("mu\u0308ller", {"umlaut"}),
        ("olstand", {"umlaut"}), ("grösse", {"umlaut"}), ("große", {"umlaut"}), ("Größe", {"umlaut"}),
        ("Łukasz", {"polish"}), ("lukasz", {"polish"}), ("zolc", {"polish"}), ("blad", {"polish"}),
        ("écart", {"french"}), ("ecart", {"french"}), ("corrige", {"french"}),
        ("品質", {"japanese"}), ("管理", {"japanese"}), ("不適合", {"japanese"}), ("山田", {"japanese"}),
        ("理管", set()),
        ("品質管理の不適合", {"japanese"}), ("калибровки", {"russian"}), ("КАЛИБР", {"russian"}),
        ("관리", {"korean"}), ("품", {"korean"}), ("σφαλμα", {"greek"}), ("ΜΈΤΡΗΣΗΣ", {"greek"}),
        ("stepleak", {"leak"}), ("umlaut", {"umlaut"}),
    ],
)  # fmt: skip
def test_words_are_found_in_any_script(org: Any, shelf: Any, query: str, found: set[str]) -> None:
    assert {e.title for e in search(query, org["author"])} == found


@pytest.mark.requirement("MK-21")
def test_a_fragment_of_a_number_finds_its_record_first(trials: Any, org: Any, shelf: Any, clock: Any) -> None:
    number = shelf["polish"].number
    later = trials.create(actor=org["author"], at=clock(), title="later", note=f"this refers to {number}")
    for query in (number, number.lower(), number[4:], f"  {number} "):
        assert [e.number for e in search(query, org["author"])] == [number, later.number], query
    assert {e.number for e in search("2026", org["author"])} == {r.number for r in shelf.values()} | {later.number}
    assert [e.number for e in search(number[-2:], org["author"])][0] == number


@pytest.mark.parametrize(
    "query",
    ["", " ", "-", "!!!", "'", '"', "*", "%", "_", "\\", "()", "a & | ! b", "NEAR(a b)", 'x" OR "y',
     "'; DROP TABLE x; --", ":*", "a:*", "text:leak", "^leak", "x" * 10_000, "\x00", "leak\x00", "\ud800", "{}", "AND",
     "OR NOT", "TRI-2026\x00", "1\ud800", "<->", "1e999", "(a <-> b):*", "品"],
)  # fmt: skip
def test_no_query_breaks_the_search(org: Any, shelf: Any, query: str) -> None:
    found = search(query, org["author"])
    assert len(found) <= len(shelf)


def test_what_is_invisible_is_never_found(trials: Any, org: Any, shelf: Any, clock: Any) -> None:
    number = shelf["leak"].number
    for query in ("gasket", number, number[-3:], "leak"):
        assert search(query, org["stranger"]) == []
    org.person("south", "reader", unit="SOUTH", home="SOUTH")
    assert search("gasket", org["south"]) == []
    secret = trials.edit(shelf["leak"], rev=1, actor=org["author"], at=clock(), audience="named", owner=org["author"])
    assert search("gasket", org["approver"]) == []
    assert [e.number for e in search("gasket", org["author"])] == [secret.number]


def test_the_index_follows_the_record(trials: Any, org: Any, shelf: Any, clock: Any) -> None:
    trials.edit(shelf["leak"], rev=1, actor=org["author"], at=clock(), note="Now about a valve")
    assert search("gasket", org["author"]) == []
    assert [e.title for e in search("valve", org["author"])] == ["leak"]


def test_newest_first_within_the_limit_and_the_register(trials: Any, org: Any, shelf: Any, clock: Any) -> None:
    made = [trials.create(actor=org["author"], at=clock(), title=f"valve number {i}").number for i in range(5)]
    assert [e.number for e in search("valve", org["author"], limit=3)] == made[::-1][:3]
    assert len(search("valve", org["author"], limit=10_000)) == 5
    assert search("valve", org["author"], register="actions") == []
    assert len(search("valve", org["author"], register="trials")) == 5


def test_a_search_makes_a_bounded_number_of_queries(org: Any, shelf: Any) -> None:
    author = org["author"]
    search("gasket", author)
    with CaptureQueriesContext(connection) as queries:
        for entry in search("2026", author):
            str(entry.owner), str(entry.unit)
    assert len(queries) == 2
