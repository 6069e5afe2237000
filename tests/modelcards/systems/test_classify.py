"""From answers to a class: each route of the EU AI Act, the dates, and what must hold for all answers there are."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelcards.aiact.answers import Answer
from modelcards.aiact.classify import ORDER, UNCLASSIFIED, Classification, classify
from modelcards.aiact.option import NONE
from modelcards.aiact.questions import BY_KEY, QUESTIONS
from modelcards.models.choices import STRICTNESS

WHY = "It only sorts incoming mail by language."
NO = {key: Answer((NONE,)) for key in ("scope", "prohibited", "annex_i", "annex_iii", "transparency", "gpai")}
YES, NOT = Answer(("yes",)), Answer(("no",))


def of(**changed: Any) -> Classification:
    return classify({**NO, **changed})


def keys(question: str) -> list[str]:
    return [key for key in BY_KEY[question].by_key if key not in (NONE, "no")]


def test_the_order_of_strictness_is_that_of_the_choices() -> None:
    assert (*ORDER, UNCLASSIFIED) == STRICTNESS


def test_no_to_everything_is_minimal_and_nothing_less_is() -> None:
    assert (of().risk_class, of().missing, of().applies_from) == ("minimal", (), None)
    assert classify({}).risk_class == UNCLASSIFIED
    for key in NO:
        found = classify({k: v for k, v in NO.items() if k != key})
        assert found.risk_class == UNCLASSIFIED and [m.question.key for m in found.missing] == [key]


@pytest.mark.parametrize("key", keys("prohibited"))
def test_each_prohibited_practice_prohibits(key: str) -> None:
    found = classify({"scope": NO["scope"], "prohibited": Answer((key,))})
    assert found.risk_class == "prohibited" and found.complete, "nothing else has to be asked"
    since = datetime.date(2026, 12, 2) if key in ("5-ba", "5-bb") else datetime.date(2025, 2, 2)
    assert found.applies_from == since
    assert found.because[0].option.ref == f"Art. 5(1)({key[2:]})"


def test_the_points_of_the_law_are_all_there() -> None:
    assert [k[2:] for k in keys("prohibited")] == ["a", "b", "ba", "bb", "c", "d", "e", "f", "g", "h"]
    points = {"1": "abc", "2": "", "3": "abcd", "4": "ab", "5": "abcd", "6": "abcde", "7": "abcd", "8": "ab"}
    assert [k[4:] for k in keys("annex_iii")] == [n + letter for n, all_ in points.items() for letter in all_ or [""]]
    assert keys("exempt") == ["6-a", "6-b", "6-c", "6-d"]
    assert keys("transparency") == ["50-1", "50-2", "50-3", "50-4"]
    assert len([k for k in keys("annex_i") if k[0] == "A"]) == 11 and len(keys("annex_i")) == 19


@pytest.mark.parametrize("key", keys("annex_iii"))
def test_each_use_of_annex_iii_is_high_risk_unless_it_is_exempt(key: str) -> None:
    use = {"annex_iii": Answer((key,))}
    assert of(**use).risk_class == UNCLASSIFIED, "whether it profiles is not known"
    assert of(**use, profiling=YES).risk_class == "high"
    assert of(**use, profiling=YES).applies_from == datetime.date(2027, 12, 2)
    assert of(**use, profiling=NOT, exempt=Answer((NONE,))).risk_class == "high"


@pytest.mark.parametrize("exemption", keys("exempt"))
def test_an_exemption_needs_its_reason_no_profiling_and_no_harm(exemption: str) -> None:
    use, claim = {"annex_iii": Answer(("iii-4a",))}, Answer((exemption,), WHY)
    assert of(**use, profiling=NOT, exempt=claim, harm=NOT).risk_class == "minimal"
    assert of(**use, profiling=YES, exempt=claim, harm=NOT).risk_class == "high", "profiling is always high-risk"
    assert of(**use, profiling=NOT, exempt=claim, harm=YES).risk_class == "high"
    assert of(**use, profiling=NOT, exempt=claim).risk_class == UNCLASSIFIED
    for nothing in ("", "n/a", "-"):
        found = of(**use, profiling=NOT, exempt=Answer((exemption,), nothing), harm=NOT)
        assert found.risk_class == UNCLASSIFIED and found.missing[0].reason_only


def test_an_exemption_costs_registration() -> None:
    use = {"annex_iii": Answer(("iii-4a",)), "profiling": NOT, "exempt": Answer(("6-d",), WHY), "harm": NOT}
    assert [d.option.ref for d in of(**use).duties] == ["Art. 6(4), 49(2)"]
    assert of(annex_iii=Answer(("iii-4a",)), profiling=YES).duties == ()


def test_a_product_is_high_risk_where_a_third_party_assesses_it() -> None:
    product = {"annex_i": Answer(("A-medical",))}
    assert of(**product).risk_class == UNCLASSIFIED
    assert of(**product, assessed=NOT).risk_class == "minimal"
    assert of(**product, assessed=YES).risk_class == "high"
    assert of(**product, assessed=YES).applies_from == datetime.date(2028, 8, 2)
    both = of(**product, assessed=YES, annex_iii=Answer(("iii-5b",)), profiling=YES)
    assert both.applies_from == datetime.date(2027, 12, 2), "the earlier of the two"


def test_transparency_comes_in_addition_and_drives_only_where_nothing_stricter_does() -> None:
    duties = {"transparency": Answer(("50-1", "50-2"))}
    alone = of(**duties)
    assert alone.risk_class == "transparency" and [d.option.key for d in alone.duties] == ["50-1", "50-2"]
    high = of(**duties, annex_iii=Answer(("iii-1c",)), profiling=YES)
    assert high.risk_class == "high" and [d.option.key for d in high.duties] == ["50-1", "50-2"]
    assert [d.applies_from for d in alone.duties] == [datetime.date(2026, 8, 2), datetime.date(2026, 12, 2)]


def test_marking_applies_at_once_to_what_was_offered_later() -> None:
    answers = {**NO, "transparency": Answer(("50-2",))}
    for placed, applies in (("2026-08-01", "2026-12-02"), ("2026-08-02", "2026-08-02"), ("2026-11-01", "2026-08-02")):
        found = classify(answers, placed_on=datetime.date.fromisoformat(placed))
        assert found.duties[0].applies_from == datetime.date.fromisoformat(applies)


def test_general_purpose_models_are_told_apart_by_systemic_risk() -> None:
    assert of(gpai=Answer(("51-gpai",))).risk_class == "gpai"
    assert of(gpai=Answer(("51-systemic",))).risk_class == "gpai_systemic"
    assert of(gpai=Answer(("51-gpai",))).applies_from == datetime.date(2025, 8, 2)


@pytest.mark.parametrize("key", [k for k in keys("scope") if k != "open_source"])
def test_an_exclusion_ends_the_questions_once_it_says_why(key: str) -> None:
    assert classify({"scope": Answer((key,), WHY)}).risk_class == "out_of_scope"
    unsaid = classify({"scope": Answer((key,))})
    assert unsaid.risk_class == UNCLASSIFIED and unsaid.missing[0].reason_only


def test_free_software_is_out_of_scope_only_where_nothing_else_applies() -> None:
    free = {"scope": Answer(("open_source",), WHY)}
    assert of(**free).risk_class == "out_of_scope"
    assert of(**free, transparency=Answer(("50-1",))).risk_class == "transparency"
    assert of(**free, annex_iii=Answer(("iii-4a",)), profiling=YES).risk_class == "high"
    assert of(**free, prohibited=Answer(("5-e",))).risk_class == "prohibited"


ALONE: dict[str, dict[str, Answer]] = {
    "prohibited": {"prohibited": Answer(("5-c",))},
    "high": {"annex_iii": Answer(("iii-5b",)), "profiling": YES},
    "gpai_systemic": {"gpai": Answer(("51-systemic",))},
    "gpai": {"gpai": Answer(("51-gpai",))},
    "transparency": {"transparency": Answer(("50-4",))},
    "minimal": {},
    "out_of_scope": {"scope": Answer(("open_source",), WHY)},
}


@pytest.mark.parametrize("one", ALONE)
@pytest.mark.parametrize("other", ALONE)
def test_the_strictest_drives(one: str, other: str) -> None:
    if {one, other} == {"gpai", "gpai_systemic"}:
        return  # two answers to one question
    stricter = min(one, other, key=ORDER.index)
    if "out_of_scope" in (one, other) and "minimal" in (one, other):
        stricter = "out_of_scope"  # free software that nothing else applies to
    assert of(**{**ALONE[other], **ALONE[one]}).risk_class == stricter


# What must hold for all answers

RAISING = [q.key for q in QUESTIONS if q.key not in ("scope", "exempt")]


@st.composite
def complete(draw: Any) -> dict[str, Answer]:
    """An answer to every question, also to those that will not matter."""
    made = {}
    for question in QUESTIONS:
        yes = keys(question.key)
        no = NONE if NONE in question.by_key else "no"
        several = st.lists(st.sampled_from(yes), unique=True, max_size=3 if question.several else 1)
        chosen = draw(st.one_of(st.just([]), st.just([]), st.just([]), several))  # mostly no: else nearly all is high
        made[question.key] = Answer(tuple(chosen) or (no,), WHY)
    return made


@settings(max_examples=400, deadline=None)
@given(complete(), st.data())
def test_a_yes_more_never_makes_it_less_strict(answers: dict[str, Answer], data: Any) -> None:
    key = data.draw(st.sampled_from(RAISING))
    more = data.draw(st.sampled_from(keys(key)))
    kept = tuple(k for k in answers[key].chosen if k not in (NONE, "no") and BY_KEY[key].several)
    after = classify({**answers, key: Answer((*kept, more), WHY)})
    if key == "gpai" and answers[key].chosen == ("51-systemic",):
        return  # the other answer to a question that takes one is no yes more
    before = classify(answers)
    assert before.complete and after.complete
    assert ORDER.index(after.risk_class) <= ORDER.index(before.risk_class)


@settings(max_examples=400, deadline=None)
@given(complete(), st.sets(st.sampled_from([q.key for q in QUESTIONS])))
def test_a_class_that_is_given_with_questions_open_is_that_of_every_answer_to_them(
    answers: dict[str, Answer], left_out: set[str]
) -> None:
    full = classify(answers)
    part = classify({k: v for k, v in answers.items() if k not in left_out})
    assert part.risk_class in (UNCLASSIFIED, full.risk_class)
    assert ORDER.index(part.at_least) >= ORDER.index(full.at_least), "never stricter than it turns out to be"
    assert bool(part.missing) == (part.risk_class == UNCLASSIFIED)


@settings(max_examples=200, deadline=None)
@given(complete())
def test_duties_do_not_depend_on_the_class(answers: dict[str, Answer]) -> None:
    found = classify(answers)
    if found.risk_class in ("prohibited", "out_of_scope"):
        return
    expected = {k for q in ("transparency", "gpai") for k in answers[q].chosen if k != NONE}
    assert {d.option.key for d in found.duties} - {"6-4"} == expected
