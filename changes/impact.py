"""What a change touches: answered one by one, with the records that will change."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.links import edges
from qms.records.access import sees
from qms.records.models import Entry
from qms.registers import registry

from .models.change import ASPECTS

#: Aspect → registers whose records answer it. One that no installed register answers is answered in words.
REGISTERS = {
    "risks": ("risks", "fmea-worksheets", "fmea-lines"),
    "documents": ("documents", "document-revisions"),
    "systems": ("systems", "system-versions", "model-cards", "datasets", "deployments", "processes"),
    "competence": ("competences", "qualifications"),
    "suppliers": ("suppliers",),
}
KIND = "concerns"
PLANNED = ("purpose", "consequences", "integrity", "resources", "responsibilities")


def touched(record: Any, aspect: str = "") -> list[Entry]:
    """Entries that the change says will change: of one aspect, or of all that are answered with yes."""
    asked = [aspect] if aspect else [a for a in ASPECTS if getattr(record, a) == "yes"]
    keys = {key for name in asked for key in REGISTERS[name]}
    return list(edges.targets(record.pk, KIND).filter(register__in=keys)[:200])


def is_planned(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """ISO 9001:2015 6.3 a to d: each is considered."""
    lacking = [record._meta.get_field(n).verbose_name for n in PLANNED if says_nothing(getattr(record, n))]
    said = _("Not answered yet: %s.") % ", ".join(map(str, lacking))
    return Said(said, way="edit/?section=plan") if lacking else None


def is_assessed(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """Each aspect is answered: no with words, yes with the records (or words, where there is no register for them)."""
    for name in ASPECTS:
        label, answer = str(record._meta.get_field(name).verbose_name), getattr(record, name)
        said = not says_nothing(getattr(record, f"{name}_text"))
        if not answer:
            return Said(_("Answer with yes or no: %s.") % label, way="edit/?section=impact")
        if answer == "no" and not said:
            return Said(_("Say why not: %s.") % label, way="edit/?section=impact")
        if answer == "yes" and any(key in registry for key in REGISTERS[name]):
            if not touched(record, name):
                return Said(_("Link the records that will change (“concerns”): %s.") % label, way="links/")
        elif answer == "yes" and not said:
            return Said(_("Say which: %s.") % label, way="edit/?section=impact")
    return None


def unmet(record: Any, actor: Any) -> list[str]:
    """Entry criteria that are not met, in words (MK-09)."""
    rows = record.criteria
    there = {e.number: e for e in Entry.objects.filter(number__in=[row["record"] for row in rows])}
    found = []
    for row in rows:
        entry = there.get(row["record"])
        if entry is None or not sees(actor, entry):
            found.append(_("%s is no record that you may see") % row["record"])
        elif entry.state != state_key(entry.register, row["state"]):
            now = registry[entry.register].lifecycle.label(entry.state)
            found.append(
                _("%(n)s is “%(now)s”, not “%(must)s”") % {"n": entry.number, "now": now, "must": row["state"]}
            )
    return found


def state_key(register: str, words: str) -> str:
    """The key of a state that is named by key or label; "" for none."""
    wanted = words.strip().casefold()
    states = registry[register].lifecycle.states.values()
    return next((s.key for s in states if wanted in (s.key.casefold(), str(s.label).casefold())), "")


def criteria_are_met(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """MK-09: a change starts when the records that it waits for have reached their states."""
    missing = unmet(record, actor)
    return Said(_("Before it starts: %s.") % "; ".join(missing), way="edit/?section=entry") if missing else None


def actions_are_done(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """What was planned is carried out."""
    open_ones = edges.sources(record.pk, "addresses", "actions").filter(phase__in=("draft", "open"))
    names = [e.number if sees(actor, e) else _("one that you may not see") for e in open_ones[:20]]
    return _("Actions are not finished: %s.") % ", ".join(names) if names else None


def linked_have_changed(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """What was said to change has changed since the approval, or there is a reason why it did not have to."""
    if not says_nothing(record.unchanged_reason):
        return None
    same = [e for e in touched(record) if record.approved_at and e.changed_at <= record.approved_at]
    names = [e.number if sees(actor, e) else _("one that you may not see") for e in same]
    if not names:
        return None
    said = _("Not changed since the approval: %s. Change them, or say why they stay as they are.")
    return Said(said % ", ".join(names), field="unchanged_reason")
