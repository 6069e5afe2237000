"""What the record pages of statements, lines and scopes show besides the declared sections."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .applicability import excludable, is_unusual
from .excluding import excluded_rows, same_rows
from .models import Statement
from .rules import applicability as rules
from .rules import context as context_rules
from .statement_print import exclusions_of
from .statement_queries import before, changes_of, progress_of

#: Changes shown on the page; the lines themselves hold the rest.
MOST_CHANGES = 50


def statement_panels(record: Any, actor: Any) -> list[Any]:
    """Above the content of a statement: how far it is, what is unusual, what changed since the version before."""
    url, progress = f"/applicability-statements/{record.number}/", progress_of(record)
    values = {
        "record": record, "progress": progress, "left": progress.total - progress.decided, "url": url,
        "may_fill": record.state == "draft" and bool(rules.may_edit(actor, record)),
        "may_go_on": record.state == "in_force" and bool(rules.may_add(actor, record)),
    }  # fmt: skip
    found: list[Any] = [(_("Requirements"), "standards/panels/progress.html", values)]
    if unusual := unusual_lines(record):
        values = {"lines": unusual, "chapter": excludable(record.edition), "url": url}
        found.append((_("Left out, and worth a second look"), "standards/panels/unusual.html", values))
    if (other := before(record)) is not None:
        changes = changes_of(record, other)
        values = {"changes": changes[:MOST_CHANGES], "more": len(changes) - MOST_CHANGES, "other": other}
        found.append((_("Changed since the version before"), "standards/panels/changes.html", values))
    return found


def unusual_lines(statement: Statement) -> list[Any]:
    """Lines declared not applicable outside the chapter that allows it (ISO 9001 4.3: a warning, no block)."""
    chapter = excludable(statement.edition)
    if not chapter:
        return []
    out = statement.lines.filter(applicable="no").exclude(state="dropped").select_related("requirement")
    return [line for line in out.order_by("requirement__position") if is_unusual(line.requirement.key, chapter)]


def line_panels(record: Any, actor: Any) -> list[Any]:
    """Where a line stands, who decided it, and a warning."""
    chapter = excludable(record.statement.edition)
    unusual = record.applicable == "no" and is_unusual(record.requirement.key, chapter)
    values = {"record": record, "unusual": unusual, "chapter": chapter}
    return [(_("Statement"), "standards/panels/line.html", values)]


def scope_panels(record: Any, actor: Any) -> list[Any]:
    """What does not apply, whether the statements say something else by now, and the way to the next version."""
    rows, kept = exclusions_of(record), record.state in ("in_review", "in_force")
    changed = kept and not same_rows(rows, excluded_rows(record, on=timezone.localdate()))
    values = {"rows": rows, "live": record.state == "draft", "changed": changed}
    if record.state == "in_force" and context_rules.may_add(actor, record):
        values["next"] = f"/scope-statements/{record.number}/next/"
    return [(_("What does not apply"), "standards/panels/exclusions.html", values)]
