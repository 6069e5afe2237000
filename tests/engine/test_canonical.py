"""The canonical bytes are those of RFC 8785, whichever way they are made."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from qms.lib.canonical import EXACT, encode, plain

texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
leaves = some.none() | some.booleans() | some.integers(-EXACT + 1, EXACT - 1) | texts
data = some.recursive(leaves, lambda inner: some.lists(inner) | some.dictionaries(texts, inner), max_leaves=20)


@given(some.dictionaries(texts, data))
def test_bytes_equal_those_of_the_reference(value: dict[str, Any]) -> None:
    assert encode(value) == rfc8785.dumps(value)


def test_keys_are_sorted_by_utf_16_unit_and_controls_escaped() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4, "a": '\x01\x7f\u2028\b"\\/é'}
    assert encode(value) == rfc8785.dumps(value)
    assert list(encode({"\ufb33": 1, "\U0001f600": 2}).decode()) == list('{"😀":2,"\ufb33":1}')


def test_no_floats_reach_the_bytes() -> None:
    with pytest.raises(TypeError):
        plain({"a": [1.5]})
