"""Which letters of a request there are to print, and which of them are drafts."""

from typing import Any

from django.utils.translation import gettext as _

from ..models.request_choices import OPT_OUTS
from ..prints.request import is_draft, unwritten

#: States in which letters are written.
WRITTEN = ("identity", "work")


def letters(record: Any) -> list[dict[str, Any]]:
    """Each with its words and address; `waits` says what has to be written before. What is sent stays there."""
    words = {
        "answer": _("Answer or refusal"), "extension": _("That it takes longer"), "identity": _("Who they are"),
    }  # fmt: skip
    drafts = _drafts(record)
    return [
        {
            "label": label, "draft": is_draft(record, kind), "waits": unwritten(record, kind),
            "way": f"letter/{kind}/",
        }
        for kind, label in words.items()
        if kind in drafts or not is_draft(record, kind)
    ]  # fmt: skip


def _drafts(record: Any) -> set[str]:
    if record.state not in WRITTEN:
        return set()
    no_more = record.regime == "ccpa" and record.kind in OPT_OUTS
    return {"answer"} if no_more else {"answer", "extension", "identity"}
