"""What the pages of documents show first."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import panels, signposts
from ..brought.taking import may_bring
from ..comparing import compared, differs
from ..files import words_of_file
from ..quizzes import last_attempt, questions_of
from ..rules import documents as rules
from ..rules.acknowledgements import sees_answers

register = template.Library()
#: Letters that fit on one line at full size, and at the next smaller one.
SHORT_WORD, LONG_WORD = 8, 12


@register.inclusion_tag("documents/front.html", takes_context=True)
def document_front(context: template.Context, record: Any) -> dict[str, Any]:
    """The effective text of a document, before anything else."""
    actor = context["request"].user
    return {**panels.front(record, actor), "record": record, "may_revise": may_revise(actor, record)}


@register.simple_tag(takes_context=True)
def document_panels(context: template.Context, record: Any) -> list[Any]:
    """`{% document_panels record as found %}`: its revisions, and who has read."""
    return panels.of_document(record, context["request"].user)


@register.inclusion_tag("documents/body.html")
def revision_body(revision: Any) -> dict[str, Any]:
    """The text of a revision, or its file."""
    return panels.body(revision)


@register.inclusion_tag("documents/signpost.html", takes_context=True)
def signpost(context: template.Context, record: Any) -> dict[str, Any]:
    """What stands over a revision that is not in force."""
    actor = context["request"].user
    return {
        "waits": signposts.waits_for(record, actor=actor, at=timezone.now()), "record": record,
        "sentence": signposts.sentence(record), "held": signposts.effective_of(record, actor),
        "over": record.is_over or record.state == "void",
    }  # fmt: skip


@register.filter
def watermark(record: Any) -> str:
    """The word that is laid over a revision that nobody may follow; empty for the others."""
    words = {"superseded": _("Superseded"), "obsolete": _("Obsolete"), "void": _("Void"), "draft": _("Draft")}
    words |= dict.fromkeys(("in_review", "approved"), _("Not in force"))
    return words.get(record.state, "")


@register.filter
def word_size(word: str) -> str:
    """The class of a watermark by its length: it stands on one line of the page, in whatever language."""
    return "" if len(word) <= SHORT_WORD else "long" if len(word) <= LONG_WORD else "longer"


@register.inclusion_tag("documents/difference.html", takes_context=True)
def difference(context: template.Context, record: Any) -> dict[str, Any]:
    """What a revision that is not in force yet says differently from the effective one."""
    held = signposts.effective_of(record, context["request"].user)
    if held is None or record.state not in ("draft", "in_review", "approved"):
        return {"other": None}
    passages = compared(words_of_file.of_revision(held), words_of_file.of_revision(record))
    return {"other": held, "record": record, "passages": passages, "differs": differs(passages)}


@register.simple_tag
def may_revise(actor: Any, document: Any) -> bool:
    """Whether the person may start the next revision."""
    return document.state == "active" and bool(rules.revises(actor, document))


@register.simple_tag
def questions(acknowledgement: Any) -> list[dict[str, Any]]:
    """The questions with what was answered last and whether that was right."""
    before = {" ".join(row["question"].split()): row for row in last_attempt(acknowledgement)}
    found = []
    for one in questions_of(acknowledgement.revision):
        known = before.get(" ".join(one["question"].split())[:300])
        found.append({**one, "before": known})
    return found


@register.simple_tag
def may_see_answers(actor: Any, acknowledgement: Any) -> bool:
    """Whether the person may see what was answered: whoever has still to answer may not."""
    return bool(sees_answers(actor, acknowledgement))


@register.simple_tag
def may_import(actor: Any) -> bool:
    """Whether the person may import documents."""
    return may_bring(actor)
