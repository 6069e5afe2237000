"""References of clauses, pure functions over their text: `9.3.2.c.1` stands inside `9.3.2.c` and is read `9.3.2 c1`.

How a reference is read depends on the edition's style: `clause` as in ISO standards, `article` as in laws of the
European Union, `function` as in the NIST AI RMF, `plain` as it stands.
"""

import re

STYLES = ("clause", "article", "function", "plain")
_LETTERED = re.compile(r"^(?P<clause>.+?)\.(?P<point>[a-z](?:\.\d+)*)$")
_ROMAN = re.compile(r"^[IVXL]+$")


def parent_ref(ref: str) -> str:
    """The reference one step up; "" at the top."""
    return ref.rpartition(".")[0]


def depth_of(ref: str) -> int:
    """How many steps below the top; 0 for a chapter."""
    return ref.count(".")


def spoken(ref: str, style: str = "clause") -> str:
    """The reference as people write it: `9.2.2 f`, `Art. 17(1)(a)`, `Annex IV 2(b)`, `GOVERN 1.1`."""
    if style == "article":
        return _article(ref)
    if style == "function":
        return ref.replace(".", " ", 1)
    lettered = _LETTERED.match(ref) if style == "clause" else None
    return f"{lettered['clause']} {lettered['point'].replace('.', '')}" if lettered else ref


def _article(ref: str) -> str:
    top, *below = ref.split(".")
    if not _ROMAN.match(top):
        return f"Art. {top}" + "".join(f"({piece})" for piece in below)
    if not below:
        return f"Annex {top}"
    return f"Annex {top} {below[0]}" + "".join(f"({piece})" for piece in below[1:])


def split_key(key: str) -> tuple[str, str]:
    """`iso9001-2015:9.2.2.f` as edition key and reference; the reference is "" where there is none."""
    edition, _colon, ref = key.partition(":")
    return edition, ref
