"""How far a datasheet is filled in: pure functions over a dataset's fields and the texts that ask for them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .models.datasets import Dataset
from .models.sheet_answers import AnswerField, Standing, standing

_FIELDS = {f.name: f for f in Dataset._meta.concrete_fields if isinstance(f, AnswerField)}
#: Every question, in the order of the form.
QUESTIONS = tuple(_FIELDS)
#: The eight points of EU AI Act Art. 10(2).
ART_10 = (
    "design_choices", "origin", "preparation", "assumptions", "suitability", "bias_examination", "bias_measures",
    "gaps",
)  # fmt: skip
#: The six conditions of EU AI Act Art. 10(5), asked only where special categories are processed.
CONDITIONS = (
    "special_need", "special_limits", "special_protection", "special_sharing", "special_deletion", "special_record",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: which section asks it, its words, who asks it, and how it stands."""

    section: str
    name: str
    label: str
    sources: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True)
class Filled:
    """A group of questions under a name."""

    key: str
    label: Any
    asked: list[Asked]

    def count(self, kind: Standing) -> int:
        """How many of them stand so."""
        return sum(one.standing == kind for one in self.asked)

    @property
    def answered(self) -> int:
        return self.count("answered")

    @property
    def unknown(self) -> int:
        return self.count("unknown")

    @property
    def empty(self) -> list[Asked]:
        """Those without any answer."""
        return [one for one in self.asked if one.standing == "empty"]


def filled(record: Any, sections: Iterable[Any]) -> list[Filled]:
    """How the questions of each section of the form stand; conditions that do not apply are left out."""
    skipped = () if record.personal == "special" else CONDITIONS
    found = []
    for section in sections:
        names = [n for n in section.fields if n in _FIELDS and n not in skipped]
        if names:
            found.append(Filled(section.key, section.label, [_asked(record, section.key, n) for n in names]))
    return found


def by_source(groups: Iterable[Filled]) -> list[Filled]:
    """The same questions by who asks them: the seven sections of Gebru et al., and Art. 10."""
    asked = [one for group in groups for one in group.asked]
    names = dict.fromkeys(_family(source) for one in asked for source in one.sources)
    return [Filled(name, name, [a for a in asked if name in map(_family, a.sources)]) for name in sorted(names)]


def totals(groups: Iterable[Filled]) -> Counter[str]:
    """How many questions are answered, unknown and empty."""
    return Counter(one.standing for group in groups for one in group.asked)


def _family(source: str) -> str:
    """`AI Act 10(2)(c)` belongs to `AI Act 10(2)`."""
    return source.rpartition("(")[0] if source.count("(") > 1 else source


def _asked(record: Any, section: str, name: str) -> Asked:
    field = _FIELDS[name]
    label = str(field.verbose_name)
    return Asked(section, name, label[:1].upper() + label[1:], field.sources, standing(getattr(record, name)))
