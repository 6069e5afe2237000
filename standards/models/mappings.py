"""Mappings: what the requirements of one edition say about those of another. What a row passes on: `mapping.py`."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .catalogue import ORIGINS, Edition, Requirement

RELATIONS = (
    ("equal", _("equal to")),
    ("superset", _("covers more than")),
    ("subset", _("covers a part of")),
    ("intersects", _("overlaps with")),
)


class MappingSet(models.Model):
    """All rows from one edition to another, from one hand."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    source = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("from"), related_name="mappings_from")
    target = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("to"), related_name="mappings_to")
    provenance = models.CharField(_("whose judgement"), max_length=300)
    version = models.CharField(_("version"), max_length=40)
    origin = models.CharField(_("origin"), max_length=10, choices=ORIGINS, default="shipped")
    file_id = models.CharField(_("identity in its file"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("hash of its file"), max_length=64, blank=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="mapping_of_two_editions", condition=~Q(source=models.F("target")))]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def is_succession(self) -> bool:
        """Whether it leads from one edition of a standard to another one of the same standard (Q9-01)."""
        return self.source.standard_id == self.target.standard_id

    def get_absolute_url(self) -> str:
        """Both editions side by side."""
        return reverse("standards-mapping", args=[self.key])


class MappingRow(models.Model):
    """One requirement of the source edition seen from one of the target edition: source *is equal to / covers more than
    / covers a part of / overlaps with* target. `strength`: 1 to 10, None where the author states none."""

    mapping = models.ForeignKey(MappingSet, models.PROTECT, related_name="rows")
    source = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("from"), related_name="maps_to")
    target = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("to"), related_name="mapped_by")
    relation = models.CharField(_("relation"), max_length=10, choices=RELATIONS)
    strength = models.PositiveSmallIntegerField(
        _("strength"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    rationale = models.CharField(_("rationale"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mapping", "source", "target"], name="mapping_row_once"),
            models.CheckConstraint(
                name="mapping_strength", condition=Q(strength__isnull=True) | Q(strength__gte=1, strength__lte=10)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"
