"""Catalogues: standard, edition, requirement. Reference data that everybody may read; no records.

Rows are written by `catalogues/load.py` only and are never removed, because records name them by key.
"""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..refs import split_key, spoken

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
