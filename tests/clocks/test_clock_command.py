"""`manage.py clock` as a person and a program ask it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.one_database


def ask(*args: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("clock", *args, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.requirement("GD-DATE")
def test_answer_gives_both_times_in_both_zones_and_how_they_were_counted() -> None:
    code, out, _err = ask("gdpr.request", "2027-01-31T10:00+01:00", "--country", "DE", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["due_utc"] == "2027-03-01T22:59:59+00:00"
    assert found["due_local"] == "2027-03-01T23:59:59+01:00"
    assert found["strict_local"] == "2027-02-28T23:59:59+01:00"
    assert any("Sun 28 Feb 2027" in said for said in found["counted"])
    assert found["keep"].startswith("Not disputed") and found["keep"] in ask("gdpr.request", "2027-01-31")[1]


def test_words_name_the_zone_and_the_source() -> None:
    _code, out, _err = ask("gdpr.breach", "2026-11-27T18:20+01:00", "--country", "DE")
    assert "GDPR 33(1)" in out
    assert "2026-11-30 17:20:00 UTC" in out
    assert "Mon 2026-11-30 18:20:00 CET (Europe/Berlin)" in out
    assert "Disputed" in out and "Keep the strict time" in out
    _code, out, _err = ask("ccpa.confirm", "2026-11-02")
    assert "Left out besides Saturdays and Sundays: Wed 11 Nov 2026 (Veterans Day)" in out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("gdpr.breach", "2026-11-27T18:20"), "has no offset from UTC"),
        (("gdpr.breach", "2026-11-27"), "say the time of day"),
        (("gdpr.request", "2026-02-30"), "“2026-02-30” is no day of the calendar"),
        (("gdpr.breach", "yesterday"), "is not a time"),
        (("gdpr.breach", "2026-11-27T18:20Z", "--country", "XX"), "is not a country"),
        (("gdpr.breach", "2026-11-27T18:20Z", "--zone", "Mars/Olympus"), "is not a time zone"),
        (("gdpr.breach", "2026-11-27T18:20Z", "--zone", "../etc"), "is not a time zone"),
    ],
)
def test_question_that_cannot_be_answered_ends_with_two_and_a_sentence(args: tuple[str, ...], said: str) -> None:
    code, out, err = ask(*args)
    assert (code, out) == (2, "")
    assert said in err


def test_day_alone_will_do_where_the_law_counts_days() -> None:
    _code, out, _err = ask("gdpr.request", "2026-08-31", "--country", "DE", "--json")
    assert json.loads(out)["due_local"] == "2026-09-30T23:59:59+02:00"
