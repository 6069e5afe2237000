"""Tags and filters of the pages: people, states, dates, prose, fields for writing and for reading."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, FileInput
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from qms.lib.worddiff import word_diff
from qms.lifecycle import MEANINGS
from qms.pages import moments, values
from qms.pages.prose import prose as render_prose
from qms.pages.states import state_of
from qms.pages.stylesheet import made

register = template.Library()


@register.filter
def things(errors: Any) -> int:
    """How many sentences the errors of a form hold."""
    return sum(len(said) for said in errors.values())


@register.simple_tag
def stylesheet() -> str:
    """The address of the style sheet."""
    return made()[0]


@register.filter
def initials(user: Any) -> str:
    """Two letters of a printed name: first and last word; a machine user has one sign."""
    words = str(getattr(user, "printed_name", user) or "").split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(user: Any, bare: bool = False) -> str:
    """`{% avatar user %}`: initials and name; `bare` keeps the name for screen readers only."""
    return values.avatar(user, bare=bare)


@register.filter
def due(value: Any, phase: str = "open") -> str:
    """`{{ date|due }}`, or `{{ date|due:record_phase }}`: no colour once the record is done or void."""
    return moments.due(value, running=phase not in ("done", "void"))


@register.filter
def when(value: Any) -> str:
    """An instant with its zone, exact UTC on hover."""
    return moments.when(value)


@register.filter
def day(value: Any) -> str:
    """A date, `23 Nov 2026`."""
    return moments.day(value)


@register.filter
def prose(value: Any) -> SafeString:
    """Markdown, sanitised."""
    return render_prose(value)


@register.filter
def words(new: str, old: str) -> list[tuple[str, str]]:
    """`{{ new|words:old }}`: pieces for components/diff.html."""
    return word_diff(str(old or ""), str(new or ""))


@register.filter
def meaning(key: str) -> str:
    """The meaning of a signature in words."""
    return str(MEANINGS.get(key, key))


@register.filter("hex")
def in_hex(value: Any) -> str:
    """A hash as it is printed."""
    return bytes(value).hex() if value else ""


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """`{{ mapping|item:key }}`."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def value(context: template.Context, record: Any, name: str, short: bool = False) -> str:
    """`{% value record "due_date" %}`: the field as it is read; people come from one query per page."""
    return values.shown(record, name, names_of(context), short=short)


def names_of(context: template.Context) -> values.Names:
    """The people known to this page; made on first use where the view did not."""
    for layer in context.dicts:
        if isinstance(found := layer.get("names"), values.Names):
            return found
    context.dicts[0]["names"] = made = values.Names()
    return made


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """`{% field form.title %}` through templates/components/field.html."""
    group = bound.use_fieldset
    return render_to_string(
        "components/field.html",
        {
            "field": bound,
            "kind": "tick" if isinstance(bound.field.widget, CheckboxInput) else "",
            "required": bound.field.required,
            "wrapper": "fieldset" if group else "div",
            "again": isinstance(bound.field.widget, FileInput) and bound.form.is_bound and bool(bound.data),
            "described": bound.aria_describedby if group else "",
        },
    )


@register.simple_tag
def state_badge(record: Any) -> SafeString:
    """The state of a record or entry: a shape, a colour and its word."""
    state = state_of(record)
    return render_to_string("components/badge.html", {"phase": state.tone, "word": state.label})


@register.simple_tag
def state_word(entry: Any) -> str:
    """The state of a record or entry, the word alone."""
    return state_of(entry).label


@register.filter
def small_first(text: Any) -> str:
    """A label inside a sentence: `nonconformity`; abbreviations such as `AI system` stay."""
    return values.small_first(text)


@register.filter
def first_word(text: Any) -> str:
    """The first word of a name."""
    return (str(text or "").split() or [""])[0]


@register.simple_tag
def due_of(declared: Any, record: Any, name: str) -> str:
    """A due date in a list: without colour once the record is done or void."""
    phase = declared.lifecycle.phase(record.state)
    return moments.due(getattr(record, name), running=phase in ("draft", "open"))


@register.simple_tag
def bar(label: str, *parts: Any) -> SafeString:
    """`{% bar "7 stale" "good" 87 "warn" 8 "bad" 5 %}`: shares in percent, side by side."""
    shares = stacked(list(zip(parts[::2], parts[1::2], strict=True)))
    return render_to_string("components/bar.html", {"label": label, "parts": shares})


def stacked(parts: list[tuple[str, float]]) -> list[tuple[str, str, str]]:
    """(kind, x, width) of each share; numbers written with a point whatever the language."""
    done, start = [], 0.0
    for kind, width in parts:
        done.append((kind, f"{start:.2f}", f"{float(width):.2f}"))
        start += float(width)
    return done


@register.simple_block_tag
def card(content: str, title: str = "", **options: Any) -> SafeString:
    """`{% card title=_("People") href=… link=… kind="flush" %}…{% endcard %}`."""
    return render_to_string("components/card.html", {"content": content, "title": title, **options})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """`{% dialog id="…" title=… %}…{% enddialog %}`; opened by any element with data-opens."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})
