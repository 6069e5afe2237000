"""Naming clauses in records: keys, labels, order, the field, the picker."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from standards.models import ClausesField, Requirement, key_label, requirements_for, requirements_under
from standards.picker import ClausesFormField, trees
from standards.refs import depth_of, parent_ref, split_key, spoken

KEYS = ["iso42001-2023:A.10.2", "iso9001-2015:8.5.1", "iso9001-2015:10.2.1.b.3", "iso9001-2015:9.2.2.f"]


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("9.2.2.f", "9.2.2 f"),
        ("9.3.2.c.1", "9.3.2 c1"),
        ("8.10", "8.10"),
        ("4", "4"),
        ("A.6.1.2", "A.6.1.2"),
        ("A", "A"),
    ],
)
def test_a_reference_is_read_as_people_write_it(ref: str, words: str) -> None:
    assert spoken(ref) == words


def test_references_know_what_stands_above_them() -> None:
    assert (parent_ref("9.2.2.f"), parent_ref("9"), depth_of("9"), depth_of("9.3.2.c.1")) == ("9.2.2", "", 0, 4)
    assert split_key("iso9001-2015:9.2.2.f") == ("iso9001-2015", "9.2.2.f")


@pytest.mark.django_db
def test_requirements_come_in_natural_order_in_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        labels = [r.label for r in requirements_for([*KEYS, "iso9001-2015:99"])]
    assert labels == [
        "ISO 9001:2015 8.5.1",
        "ISO 9001:2015 9.2.2 f",
        "ISO 9001:2015 10.2.1 b3",
        "ISO/IEC 42001:2023 A.10.2",
    ]


@pytest.mark.django_db
def test_requirements_under_a_clause_are_its_own_only() -> None:
    assert [r.ref for r in requirements_under(["iso9001-2015:4.1", "iso42001-2023:A.10"])] == [
        "4.1", "A.10", "A.10.2", "A.10.3", "A.10.4",
    ]  # fmt: skip
    assert len(requirements_under(["iso9001-2015:9.2.2"])) == 7
    assert requirements_under([]) == []


@pytest.mark.django_db
def test_a_key_is_shown_in_words_even_if_its_clause_is_gone() -> None:
    assert key_label("iso9001-2015:9.3.2.c.1") == "ISO 9001:2015 9.3.2 c1"
    assert key_label("iso9001-1994:4.20") == "iso9001-1994 4.20"


@pytest.mark.django_db
def test_the_field_keeps_known_clauses_once_and_in_order() -> None:
    assert ClausesField().clean([*KEYS, KEYS[0]], None) == [KEYS[1], KEYS[3], KEYS[2], KEYS[0]]
    assert ClausesField().clean([], None) == []


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["9.2.2", "iso9001-2015:9.2.2.z", "iso9001-2008:4.1"])
def test_the_field_refuses_what_no_loaded_standard_has(bad: str) -> None:
    with pytest.raises(ValidationError, match="no clause of a loaded standard"):
        ClausesField().clean([KEYS[0], bad], None)


@pytest.mark.django_db
def test_clauses_are_read_with_titles_and_in_a_list_without_a_query(django_assert_num_queries: Any) -> None:
    ClausesField().shown(KEYS[:2], short=True)  # the titles are read once a process
    with django_assert_num_queries(0):
        assert ClausesField().shown(KEYS[:2], short=True) == "A.10.2, 8.5.1"
    html = ClausesField().shown(KEYS[:2])
    assert 'href="/standards/iso42001-2023/A.10.2/"' in html and "Allocating responsibilities" in html


@pytest.mark.django_db
def test_the_picker_opens_what_is_chosen_and_takes_what_is_ticked(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        found = {t.edition.key: t for t in trees([KEYS[2]])}
    nine, aims = found["iso9001-2015"], found["iso42001-2023"]
    assert (str(nine.edition), nine.chosen, aims.chosen) == ("ISO 9001:2015", 1, 0)
    assert [n.requirement.ref for n in nine.nodes if n.open] == ["10"]
    field = ClausesFormField()
    html = field.widget.render("clauses", [KEYS[2]])
    of_nine = Requirement.objects.filter(edition=nine.edition)
    assert html.count('type="checkbox"') == of_nine.count() and html.count(" checked") == 1
    said = QueryDict("clauses=iso9001-2015:4.1&clauses=iso9001-2015:4.2,+iso42001-2023:5")
    assert field.clean(field.widget.value_from_datadict(said, {}, "clauses")) == [
        "iso9001-2015:4.1", "iso9001-2015:4.2", "iso42001-2023:5",
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_edition_of_which_nothing_is_chosen_comes_when_it_is_opened(client: Any, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("ada", password="x"))
    html = ClausesFormField().widget.render("clauses", [])
    assert (
        'type="checkbox"' not in html and 'hx-get="/standards/gdpr-2016/picker/?name=clauses&amp;kind=checkbox"' in html
    )
    page = client.get("/standards/gdpr-2016/picker/?name=clauses&kind=radio").content.decode()
    assert page.count('type="radio" name="clauses"') == Requirement.objects.filter(edition__key="gdpr-2016").count()
    for wrong in ("kind=checkbox", "name=clauses&kind=file", 'name="><script>&kind=radio', "name=a&more=1"):
        assert client.get(f"/standards/gdpr-2016/picker/?{wrong}").status_code == 400, wrong


@pytest.mark.django_db
def test_a_very_large_edition_is_offered_down_to_the_level_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("standards.picker.MOST", 40)
    chosen = "iso9001-2015:10.2.1.b.3"
    (nine,) = [t for t in trees([chosen]) if t.edition.key == "iso9001-2015"]
    assert [n.requirement.ref for n in nine.nodes] == ["4", "5", "6", "7", "8", "9", "10"]
    below = {n.requirement.ref: [c.requirement.ref for c in n.children] for n in nine.nodes}
    assert below["9"] == ["9.1", "9.2", "9.3"]
    assert nine.chosen == 1 and [c.requirement.ref for n in nine.nodes if n.open for c in n.children if c.open] == [
        "10.2"
    ]
