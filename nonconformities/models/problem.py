"""The problem, described in fields: 5W2H, and what it is and is not (CA-02, D2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..parts import IS_IS_NOT, ComparisonField


def _ask(label: object, help_text: object) -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text)  # type: ignore[arg-type]


class Problem(models.Model):
    """Seven questions and a comparison; open to every nonconformity, needed in an 8D."""

    problem_what = _ask(_("what"), _("Which object has which fault, seen against which requirement."))
    problem_where = _ask(_("where exactly"), _("Where it was seen, and where on the object."))
    problem_when = _ask(_("when"), _("When it was first seen, and when since then."))
    problem_who = _ask(_("who noticed it"), _("Who noticed it, and whom it concerns."))
    problem_why = _ask(_("why it is a problem"), _("Which effect it has, and for whom."))
    problem_how = _ask(_("how it shows"), _("How it was noticed, and under which conditions it occurs."))
    problem_how_much = _ask(_("how much"), _("How many are affected, of how many, and how much it costs."))
    is_is_not = ComparisonField(
        _("is / is not"), columns=IS_IS_NOT, abreast=True,
        help_text=_("For each dimension what is affected, and what could be and is not."),
    )  # fmt: skip

    class Meta:
        abstract = True


FIVE_W = (
    "problem_what", "problem_where", "problem_when", "problem_who", "problem_why", "problem_how", "problem_how_much",
)  # fmt: skip
