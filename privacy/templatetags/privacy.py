"""What the templates of privacy registers ask for."""

from typing import Any

from django import template

from .. import article30

register = template.Library()


@register.simple_tag
def article_30(record: Any) -> dict[str, Any]:
    """`{% article_30 record as found %}`: the letters with what is missing, and the paragraph they belong to."""
    return {"letters": article30.letters(record), "paragraph": article30.paragraph(record)}


@register.simple_tag
def unseen_of(records: list[Any], seen: set[int]) -> int:
    """How many of the records somebody may not see."""
    return sum(record.pk not in seen for record in records)
