"""Naming clauses in records: the field that holds keys, and the requirements behind them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t

from qms.lib.natural import natural_key
from qms.records.fields import StringsField

from ..refs import split_key, spoken
from .catalogue import Edition, Requirement


def requirements_for(keys: Iterable[str]) -> list[Requirement]:
    """The requirements with these keys, in natural order; one query. Unknown keys are left out."""
    return _ordered(Q(key__in=set(keys)))


def requirements_under(keys: Iterable[str]) -> list[Requirement]:
    """The requirements with these keys and everything below them, in natural order; one query."""
    wanted = Q(pk__in=[])
    for key in set(keys):
        wanted |= Q(key=key) | Q(key__startswith=f"{key}.")
    return _ordered(wanted)


def _ordered(wanted: Q) -> list[Requirement]:
    rows = Requirement.objects.filter(wanted).select_related("edition__standard")
    return sorted(rows, key=lambda r: (natural_key(r.edition.key), r.position))


def key_label(key: str) -> str:
    """`iso9001-2015:9.2.2.f` in words, `ISO 9001:2015 9.2.2 f`, also when the catalogue no longer has it."""
    edition, ref = split_key(key)
    name, style = _named(edition)
    return f"{name} {spoken(ref, style)}".strip()


def forget_names() -> None:
    """Have the names of editions read again: an import may have brought or renamed one."""
    _EDITIONS.clear()


def _named(edition: str) -> tuple[str, str]:
    """Name and style of an edition; its key where it is not loaded."""
    if edition not in _EDITIONS:
        _EDITIONS.update((e.key, (str(e), e.style)) for e in Edition.objects.select_related("standard"))
    return _EDITIONS.get(edition, (edition, "clause"))


#: Names and styles of editions by key; a process asks the database once, and again after an import.
_EDITIONS: dict[str, tuple[str, str]] = {}


def _short(key: str) -> str:
    edition, ref = split_key(key)
    return spoken(ref, _named(edition)[1])


class ClausesField(StringsField):
    """A list of requirement keys such as `iso9001-2015:9.2.2.f`, each known, in natural order."""

    cites = True
    one = False  # whether exactly one is meant

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "standards.models.ClausesField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        keys = super().read_items(items)
        known = [r.key for r in requirements_for(keys)] if keys else []
        if unknown := sorted(set(keys) - set(known)):
            raise ValidationError(
                _t("“%s” is no clause of a loaded standard. Write it like iso9001-2015:9.2.2.f.") % unknown[0]
            )
        return known

    def labels(self, values: Iterable[str]) -> list[str]:
        """The clauses in words, for prints, exports and differences."""
        return [key_label(key) for key in values]

    def form_field(self, **options: Any) -> Any:
        """Ticks in a tree, edition by edition; of them one where only `one` is meant."""
        from ..picker import ClausesFormField, OneClauseFormField

        return OneClauseFormField(**options) if self.one else ClausesFormField(**options)

    def shown(self, value: list[str], *, short: bool = False) -> str:
        """For reading: linked, with titles; `short`, in a cell of a list, only the references, without a query."""
        if short:
            return ", ".join(_short(key) for key in value)
        return render_to_string("standards/named.html", {"requirements": requirements_for(value)})
