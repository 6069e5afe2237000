"""System checks of the declarations: a wrong one is explained at start, not at the first click."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from qms.records.models import Record

from .bulk import HAND_OVER
from .registry import registry

#: What the verbs take besides a record's fields.
WORDS = frozenset({"record", "rev", "actor", "at", "reason", "source", "proof", "links", "mark", "external_id", "verb"})


@register()
def check_registers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every declaration names fields that exist, keeps Record's Meta and knows the registers it creates records in."""
    return [Error(f"register {r.key!r}: {said}", id="qms.E100") for r in registry for said in problems(r)]


def problems(declared: Any) -> list[str]:
    """What is wrong with one declaration."""
    meta, fields = declared.model._meta, declared.fields
    said = []
    if meta.base_manager_name != Record._meta.base_manager_name or len(meta.indexes) < len(Record._meta.indexes):
        said.append("write `class Meta(Record.Meta)`; a bare Meta loses the lock and the indexes")
    named = {
        "sections": declared.editable, "filters": declared.filters, "search": declared.search,
        "dates": tuple(declared.dates.values()), "involved": tuple(declared.involved.values()),
        "report_fields": declared.report_fields, "intake": declared.intake,
    }  # fmt: skip
    for where, names in named.items():
        said += [f"{where} names “{n}”, which is no field of {meta.label}" for n in names if n not in fields]
    said += [f"column “{n}” is neither field nor property" for n in declared.columns if not hasattr(declared.model, n)]
    said += [f"raises “{key}”, which is no register" for key in declared.raises if key not in registry]
    if HAND_OVER in declared.lifecycle.transitions:
        said.append(f"“{HAND_OVER}” is the engine's own word: give the transition another verb")
    taken = sorted({*declared.editable, *declared.intake} & WORDS)
    said += [f"“{n}” is an argument of the verbs: give the field another name" for n in taken]
    for t in declared.lifecycle.transitions.values():
        said += [f"“{t.verb}” asks for “{n}”, which is no field" for n in t.asks if n not in fields]
        said += [f"“{t.verb}” needs “{n}” without asking for it" for n in t.needs if n not in t.asks]
    for state in declared.lifecycle.states.values():
        if state.waits and state.waits not in fields and not state.waits.startswith("role:"):
            said.append(f"state “{state.key}” waits for “{state.waits}”, which is no field")
    if len(declared.report_fields) > 5:
        said.append("a quick report asks at most five things")
    return said
