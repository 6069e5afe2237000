"""Catalogues: standard, edition, requirement. Reference data that everybody may read; no records.

Rows are written by `catalogues/load.py` only and are never removed, because records name them by key.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.natural import natural_key
from qms.records.fields import StringsField

from .refs import split_key, spoken

KINDS = (("clause", _("Clause")), ("point", _("Point")), ("control", _("Control")), ("annex", _("Annex")))


class Standard(models.Model):
    """A standard, law or framework, whatever its edition."""

    ref = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)

    def __str__(self) -> str:
        return self.ref


class Edition(models.Model):
    """One published text of a standard. `key` names it in addresses and in records."""

    standard = models.ForeignKey(Standard, models.PROTECT, verbose_name=_("standard"), related_name="editions")
    key = models.SlugField(_("key"), max_length=40, unique=True)
    edition = models.CharField(_("edition"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "edition"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.standard.ref}:{self.edition}"

    def get_absolute_url(self) -> str:
        """The tree of its requirements."""
        return reverse("standards-edition", args=[self.key])


class Requirement(models.Model):
    """One clause, point, control or annex heading of an edition.

    `assessable`: something that can be met or not met; a heading over further clauses is not. `position` is the place
    in the edition and the only order used: 8.10 stands after 8.9.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("edition"), related_name="requirements")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    ref = models.CharField(_("reference"), max_length=40)
    key = models.CharField(_("key"), max_length=90, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    assessable = models.BooleanField(_("assessable"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "ref"], name="requirement_once")]
        indexes = [models.Index(fields=["edition", "position"], name="requirement_position")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`ISO 9001:2015 9.2.2 f`."""
        return f"{self.edition} {spoken(self.ref)}"

    @property
    def spoken(self) -> str:
        """`9.2.2 f`."""
        return spoken(self.ref)

    def get_absolute_url(self) -> str:
        """The clause's page."""
        return reverse("standards-clause", args=[split_key(self.key)[0], self.ref])


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
    if edition not in _EDITIONS:
        _EDITIONS.update((e.key, str(e)) for e in Edition.objects.select_related("standard"))
    return f"{_EDITIONS.get(edition, edition)} {spoken(ref)}".strip()


#: Names of editions by key. They never change, so a process asks the database once.
_EDITIONS: dict[str, str] = {}


class ClausesField(StringsField):
    """A list of requirement keys such as `iso9001-2015:9.2.2.f`, each known, in natural order."""

    cites = True

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
        """Ticks in a tree, edition by edition."""
        from .picker import ClausesFormField

        return ClausesFormField(**options)

    def shown(self, value: list[str], *, short: bool = False) -> str:
        """For reading: linked, with titles; `short`, in a cell of a list, only the references and without a query."""
        if short:
            return ", ".join(spoken(split_key(key)[1]) for key in value)
        return render_to_string("standards/named.html", {"requirements": requirements_for(value)})
