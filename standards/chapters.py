"""The chapter in which a requirement stands: the beginning of its reference or, in a law, what its note says."""

import re

from django.db.models import Q

_NAMED = re.compile(r"Chapter [IVXLC]+")


def chapter_of(ref: str, note: str = "", style: str = "clause") -> str:
    """`A.6` of A.6.2.4, `8` of 8.5.1; in a law `Chapter III` of an article, `IV` of a point of Annex IV."""
    if style == "article":
        named = _NAMED.match(note)
        return named[0] if named else ref.split(".")[0]
    pieces = ref.split(".")
    return ".".join(pieces[: 2 if pieces[0].isalpha() else 1])


def in_chapter(chapter: str) -> Q:
    """Which lines have a requirement that stands in a chapter, or is it; all of them for ""."""
    if not chapter:
        return Q()
    if _NAMED.fullmatch(chapter):
        return Q(requirement__note=chapter) | Q(requirement__note__regex=rf"^{chapter}[,;]")
    return Q(requirement__ref=chapter) | Q(requirement__ref__startswith=f"{chapter}.")
