"""Parts of a card where they are signed, compared and printed: labels and tables, never a program's data."""

from typing import Any

from django.test import Client

from qms.registers import registry
from qms.registers.prints.record import body_html
from tests.modelcards.cards.made import METRIC, TEXTS, Cards

MORE = [
    {"id": "license", "text": "apache-2.0"},
    {
        "id": "primary_uses",
        "text": "Ranks applications for the recruiters of HQ.\n\n| group | share |\n|---|---|\n| a | 70 % |",
    },
]
SLICED = {**METRIC, "slice": "under 30", "value": "0.88", "code_version": "e2d7716"}
RAW = ("{'", "&#x27;type", "&quot;type", '{"type', "Text: ")


def page(user: Any, path: str) -> str:
    browser = Client()
    browser.force_login(user)
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_signs_reads_the_labels_the_prose_and_the_metrics_as_a_table(cards: Cards) -> None:
    card = cards.submitted(sections=MORE, metrics=[METRIC, SLICED])
    html = page(cards.org["validator"], f"/model-cards/{card.number}/do/sign_validator/")
    assert not [raw for raw in RAW if raw in html]
    for label in ("Licence", "Intended uses"):
        assert f"<h3>{label}</h3>" in html, label
    assert "<td>70 %</td>" in html  # Markdown is read, not shown
    assert '<span class="chip">under 30</span>' in html and "code version: e2d7716" in html


def test_a_section_put_before_others_is_the_only_one_that_the_history_shows(cards: Cards) -> None:
    card = cards.card(sections=TEXTS, metrics=[METRIC, SLICED])
    changed = [{**SLICED, "value": "0.90"}, METRIC]
    card = registry["model-cards"].edit(
        card, rev=card.rev, sections=MORE[:1] + TEXTS, metrics=changed, actor=cards.org["author"], at=cards.clock(),
        reason="Licence added.",
    )  # fmt: skip
    for html in (page(cards.org["author"], f"/model-cards/{card.number}/history/"), body_html(card, actor=None)):
        newest = html[html.index("Licence added.") :].split("<li>")[0].split("</table>")[0]
        assert "Licence: apache-2.0" in newest and "1 row unchanged" in newest
        assert "Ranks applications" not in newest  # it did not change
        assert "<del>88</del>" in newest and "under 30" in newest
        assert "0.93" not in newest
        assert not [raw for raw in RAW if raw in html]


def test_what_an_approval_rests_on_is_told_in_words(cards: Cards) -> None:
    card = cards.stands()
    html = page(cards.org["author"], f"/model-cards/{card.number}/history/")
    assert "What: Release policy" in html and "What: policy" not in html
