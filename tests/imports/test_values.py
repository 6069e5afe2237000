"""Dates, numbers, yes and no, lists: read where they are clear, asked about where they are not."""

import datetime
from decimal import Decimal

import pytest

from qms.imports.amounts import NumberScout, read_number
from qms.imports.dates import DateScout, read_date
from qms.imports.values import read_bool, read_list
from qms.imports.words import fold, likeness


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03", "2026-4-3", "2026/04/03", "2026-04-03T10:22:11Z", "2026-04-03 10:22", "20260403", "46115",
        "46115.5", "3 April 2026", "3. April 2026", "Apr 3, 2026", "3 avril 2026", "3-Apr-2026", "3.4.2026", "03.04.26",
        "3 de abril de 2026", "3 kwietnia 2026", "April 3rd 2026",
    ],
)  # fmt: skip
def test_dates_that_speak_for_themselves_are_read(text: str) -> None:
    assert read_date(text) == datetime.date(2026, 4, 3)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "soon", "12", "", "3 Foo 2026", "99.99.2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text)


def style(*column: str) -> str:
    scout = DateScout()
    for text in column:
        scout.see(text)
    return scout.style()


def test_one_clear_date_settles_the_whole_column() -> None:
    assert style("03/04/2026", "", "13/04/2026") == "dmy"
    assert style("03/04/2026", "04/13/2026") == "mdy"
    assert style("03.04.2026", "05.06.2026") == "dmy"
    assert style("2026-04-03", "3 April 2026") == ""


def test_ambiguous_column_is_asked_about_with_both_readings() -> None:
    with pytest.raises(ValueError) as asked:
        style("03/04/2026", "2026-04-13")
    assert "3 April 2026 (dmy)" in str(asked.value) and "4 March 2026 (mdy)" in str(asked.value)


def test_two_digit_years_are_asked_about_unless_the_column_is_clear() -> None:
    with pytest.raises(ValueError, match="2013.*2026"):
        style("26/04/13")
    assert style("26/04/13", "27/04/99") == "dmy"


def test_dates_the_same_in_both_orders_need_no_question() -> None:
    assert style("05/05/2026") in ("dmy", "mdy") and read_date("05/05/2026") == datetime.date(2026, 5, 5)


def test_contradicting_dates_are_named() -> None:
    with pytest.raises(ValueError, match="13/04/2026.*04/13/2026"):
        style("13/04/2026", "04/13/2026")


def mark(*column: str) -> str:
    scout = NumberScout()
    for text in column:
        scout.see(text)
    return scout.mark()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (["1,5", "1.234,5"], ["1.5", "1234.5"]),
        (["1.5", "1,234.5"], ["1.5", "1234.5"]),
        (["1,234", "0,5"], ["1.234", "0.5"]),
        (["1,234", "7.5"], ["1234", "7.5"]),
        (["12", "-3", "1e3"], ["12", "-3", "1000"]),
        (["1 234,50"], ["1234.50"]),
        (["1'234.50"], ["1234.50"]),
    ],
)
def test_decimal_mark_is_found_from_the_column(column: list[str], values: list[str]) -> None:
    found = mark(*column)
    assert [read_number(t, found) for t in column] == [Decimal(v) for v in values]


def test_ambiguous_number_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"1234 or 1\.234"):
        mark("1,234", "12")


@pytest.mark.parametrize("text", ["1,2,3", "abc", "NaN", "Infinity", "1e400", "0x10", "1" * 50, "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


@pytest.mark.parametrize("text", ["Yes", "ja", "OUI", "sí", "true", "1", "x", "✓", "はい"])
def test_yes_is_read_in_several_languages(text: str) -> None:
    assert read_bool(text) is True


@pytest.mark.parametrize("text", ["No", "nein", "Non", "não", "FALSE", "0", "-", ""])
def test_no_is_read_in_several_languages(text: str) -> None:
    assert read_bool(text) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        read_bool("maybe")


def test_lists_are_read_as_json_python_or_separated() -> None:
    assert read_list("""['Panne', "Signal d'alarme"]""") == ["Panne", "Signal d'alarme"]
    assert read_list('["a; b", "c"]') == ["a; b", "c"]
    assert read_list("a; b;\nc") == ["a", "b", "c"]
    assert read_list("- one\n- two") == ["one", "two"]
    assert read_list("") == read_list("[]") == []


@pytest.mark.parametrize(
    "text", ["[__import__('os').system('id')]", "[[1], [2]]", "[" * 3000 + "]" * 3000, "[{'a': 1}]", "['a' for _ in x]"]
)
def test_lists_that_are_no_plain_lists_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no plain list"):
        read_list(text)


def test_headings_are_compared_as_people_mean_them() -> None:
    assert fold("dueDate") == fold("DUE_DATE") == fold(" Due  date: ") == "due date"
    assert fold("Fälligkeit") == "falligkeit"
    assert likeness("owner function", "owner") == 0.0
    assert likeness("severty", "severity") > 0.84
