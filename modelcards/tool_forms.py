"""What the calculators ask, once for their pages and for the API. A form gives the result of the same functions."""

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.pages.forms import RecordForm

from .services import tools
from .statistics.drift import Choices
from .statistics.fairness import SMALL_COUNT
from .statistics.layout import Layout
from .statistics.limits import Options
from .statistics.repeated import CORRECTIONS
from .statistics.stability import Thresholds

KINDS = (
    ("imr", "I-MR"), ("xbar_r", "X̄-R"), ("xbar_s", "X̄-S"), ("p", "p"), ("np", "np"), ("c", "c"), ("u", "u"),
    ("ewma", "EWMA"), ("cusum", "CUSUM"),
)  # fmt: skip
RULES = (("limits", _("Control limits only")), ("western_electric", _("Western Electric")), ("nelson", _("Nelson")))
UNITS = (("sigma", _("in sigma")), ("data", _("in the unit of the data")))
MOST_WORDS = 200
LARGEST = 1e100


def _names(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=MOST_WORDS, help_text=help_text)


def _number(label: Any, initial: float | None = None, help_text: Any = "", **limits: float) -> forms.FloatField:
    limits = {"min_value": -LARGEST, "max_value": LARGEST, **limits}
    field = forms.FloatField(label=label, required=False, initial=initial, help_text=help_text, **limits)
    field.widget = forms.TextInput({"inputmode": "decimal"})
    return field


class Calculator(RecordForm):
    """A form that computes. `more` are the fields that stand under “More options”."""

    more: tuple[str, ...] = ()

    def said(self, name: str) -> Any:
        """A cleaned value, or the field's initial one where nothing was said."""
        value = self.cleaned_data[name]
        return self.fields[name].initial if value in (None, "") else value

    def upload(self, name: str) -> tools.Upload:
        """Name and content of an upload."""
        sent = self.cleaned_data[name]
        return sent.name, sent.read()

    def result(self) -> tuple[Any, dict[str, Any]]:
        """What the function gives, and the same as data. Raises Invalid with what is wrong in the form or a file."""
        if not self.is_valid():
            raise Invalid(fields={n: [str(e) for e in errors] for n, errors in self.errors.items()})
        return self.compute()

    def compute(self) -> tuple[Any, dict[str, Any]]:
        """The same for a valid form."""
        raise NotImplementedError


class ChartForm(Calculator):
    """A control chart of a CSV file with a header row, one subgroup a row."""

    kind = forms.ChoiceField(label=_("Chart"), choices=KINDS)
    file = forms.FileField(label=_("CSV file"), help_text=_("With a header row, one subgroup a row."))
    rules = forms.ChoiceField(label=_("Rules"), choices=RULES, required=False, initial="limits")
    phase_one = _text(_("Phase I"), _("Number of first rows, or the column that is true. Empty: all."))
    exclude = _text(_("Left out of the limits"), _("Numbers of points, such as 4, 17."))
    columns = _text(_("Measured columns"), _("Names with commas between. Empty: all that are left."))
    value = _text(_("Column of the value"), _("Where every row is one measurement."))
    group = _text(_("Column of the group"))
    count = _text(_("Column of counts"))
    size = _text(_("Column of sizes"))
    n = _number(_("Size of every sample"))
    label = _text(_("Column that names the points"))
    measure = _text(_("What is measured"))
    unit = _text(_("Its unit"))
    width = _number(_("Width of the limits, sigma"), 3.0)
    target = _number(_("Target"))
    sigma = _number(_("Known sigma"))
    weight = _number(_("λ of the EWMA"), 0.2)
    asymptotic = forms.BooleanField(label=_("Asymptotic limits of the EWMA"), required=False)
    k = _number(_("k of the CUSUM"), 0.5)
    h = _number(_("h of the CUSUM"), 5.0)
    units = forms.ChoiceField(label=_("k and h are"), choices=UNITS, required=False, initial="sigma")
    lsl = _number(_("Lower specification limit"), help_text=_("For capability."))
    usl = _number(_("Upper specification limit"))
    more = (
        "columns", "value", "group", "count", "size", "n", "label", "measure", "unit", "width", "target", "sigma",
        "weight", "asymptotic", "k", "h", "units", "lsl", "usl",
    )  # fmt: skip

    def compute(self) -> tuple[Any, dict[str, Any]]:
        said = self.said
        layout = Layout(
            columns=tuple(_names(said("columns") or "")), value=said("value") or "", group=said("group") or "",
            count=said("count") or "", size=said("size") or "", n=said("n"), label=said("label") or "",
            phase_one=said("phase_one") or "",
        )  # fmt: skip
        options = Options(
            width=said("width"), target=said("target"), sigma=said("sigma"), weight=said("weight"),
            exact=not said("asymptotic"), k=said("k"), h=said("h"), units=said("units"),
        )  # fmt: skip
        return tools.chart_of(
            self.upload("file"), said("kind"), layout=layout, options=options, rules=said("rules"),
            exclude=_indexes(said("exclude") or ""), unit=said("unit") or "", lower=said("lsl"), upper=said("usl"),
        )  # fmt: skip


class DriftForm(Calculator):
    """Two CSV files compared column by column."""

    baseline = forms.FileField(label=_("Baseline, CSV"))
    current = forms.FileField(label=_("Current data, CSV"))
    columns = _text(_("Columns"), _("Names with commas between. Empty: all that both files have."))
    categorical = _text(_("Compare as categories"), _("Names of columns whose numbers are names."))
    bins = forms.IntegerField(label=_("Classes of numbers"), required=False, initial=10, min_value=2, max_value=1000)
    moderate = _number(_("Moderate from"), 0.10)
    significant = _number(_("Significant from"), 0.25)
    correction = forms.ChoiceField(
        label=_("Correction for many columns"), choices=[(c, c) for c in CORRECTIONS], required=False, initial="holm"
    )
    level = _number(_("Accepted false alarms"), 0.05, min_value=1e-9, max_value=0.999)
    more = ("bins", "moderate", "significant", "correction", "level")

    def compute(self) -> tuple[Any, dict[str, Any]]:
        said = self.said
        choices = Choices(
            bins=said("bins"), thresholds=Thresholds(said("moderate"), said("significant")),
            correction=said("correction"), level=said("level"),
        )  # fmt: skip
        return tools.drift_of(
            self.upload("baseline"), self.upload("current"), columns=_names(said("columns") or ""),
            categorical=_names(said("categorical") or ""), choices=choices,
        )  # fmt: skip


class FairnessForm(Calculator):
    """Predictions with their truth and the groups they concern. Counts by group are computed, the rows are dropped."""

    file = forms.FileField(label=_("Predictions, CSV"), help_text=_("Computed and dropped; only counts are shown."))
    truth = forms.CharField(label=_("Column of the truth"), max_length=MOST_WORDS)
    prediction = forms.CharField(label=_("Column of the prediction"), max_length=MOST_WORDS)
    group = forms.CharField(
        label=_("Columns of groups"), max_length=MOST_WORDS,
        help_text=_("Names with commas between; of several the intersections are compared too."),
    )  # fmt: skip
    positive = _text(_("Positive value"), _("Empty: 1, true, yes."))
    min_n = forms.IntegerField(
        label=_("Rows that a group needs"), required=False, initial=SMALL_COUNT, min_value=1, max_value=10**6
    )
    min_share = forms.CharField(label=_("Share of all rows that a group needs"), required=False, initial="2/100")
    more = ("positive", "min_n", "min_share")

    def compute(self) -> tuple[Any, dict[str, Any]]:
        said = self.said
        return tools.fairness_of(
            self.upload("file"), truth=said("truth"), prediction=said("prediction"), groups=_names(said("group")),
            positive=said("positive") or "", minimum=said("min_n"), share=_share(said("min_share")),
        )  # fmt: skip


def _indexes(text: str) -> list[int]:
    try:
        return [int(word) for word in _names(text)]
    except ValueError:
        raise Invalid(fields={"exclude": [_t("These are no numbers of points such as 4, 17.")]}) from None


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share < 1:
        raise Invalid(fields={"min_share": [_t("A share lies between 0 and 1, such as 0.02 or 2/100.")]})
    return share


FORMS: dict[str, type[Calculator]] = {"chart": ChartForm, "drift": DriftForm, "fairness": FairnessForm}
