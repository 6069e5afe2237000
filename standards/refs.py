"""References of clauses, pure functions over their text: `9.3.2.c.1` stands inside `9.3.2.c` and is read `9.3.2 c1`."""

import re

_LETTERED = re.compile(r"^(?P<clause>.+?)\.(?P<point>[a-z](?:\.\d+)*)$")


def parent_ref(ref: str) -> str:
    """The reference one step up; "" at the top."""
    return ref.rpartition(".")[0]


def depth_of(ref: str) -> int:
    """How many steps below the top; 0 for a chapter."""
    return ref.count(".")


def spoken(ref: str) -> str:
    """The reference as people write it: a space before the letter, no points after it."""
    lettered = _LETTERED.match(ref)
    return f"{lettered['clause']} {lettered['point'].replace('.', '')}" if lettered else ref


def split_key(key: str) -> tuple[str, str]:
    """`iso9001-2015:9.2.2.f` as edition key and reference; the reference is "" where there is none."""
    edition, _colon, ref = key.partition(":")
    return edition, ref
