"""Art. 30 GDPR: what an entry of the record has to say, letter by letter, and the exemption of paragraph 5.

Pure functions of a record's fields.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.text import says_nothing

LETTERS = "abcdefg"
NONE = "none"


@dataclass(frozen=True)
class Letter:
    """One letter of Art. 30(1) or (2): what it asks, and which section answers it.

    `gap` gives the sentence that says what is missing, or "".
    """

    key: str
    label: Any
    section: str
    gap: Callable[[Any], str]


@dataclass(frozen=True)
class Answered:
    """A letter with what is missing of it."""

    letter: Letter
    gap: str


@dataclass(frozen=True)
class Exemption:
    """Art. 30(5) for one activity. `sentence` says what follows; the entry is kept whatever it says."""

    asked: list[tuple[Any, str]]  # question, answer in words
    applies: bool | None  # None: not everything is answered
    sentence: str


def _parts(record: Any) -> set[str]:
    return {row["part"] for row in record.parties}


def _named(record: Any, own: str, others: tuple[str, ...]) -> str:
    said = [] if own in _parts(record) else [_("name and contact details of the %s") % _WHO[own]]
    for part in others:
        if part not in _parts(record) and part not in record.none_of:
            said.append(_("the %s, or that there is none") % _WHO[part])
    return ", ".join(map(str, said))


_WHO = {
    "controller": gettext_lazy("controller"), "processor": gettext_lazy("processor"),
    "joint": gettext_lazy("joint controller"), "representative": gettext_lazy("representative"),
    "dpo": gettext_lazy("data protection officer"),
}  # fmt: skip


def _who_controls(record: Any) -> str:
    return _named(record, "controller", ("joint", "representative", "dpo"))


def _purposes(record: Any) -> str:
    return _("the purposes") if says_nothing(record.purposes) else ""


def _people_and_data(record: Any) -> str:
    said = [] if record.subjects else [_("categories of data subjects")]
    return ", ".join(said if record.data else [*said, _("categories of personal data")])


def _recipients(record: Any) -> str:
    return "" if record.recipients or "recipients" in record.none_of else _("the recipients, or that there are none")


def abroad(record: Any) -> str:
    """What contradicts “no transfers to third countries”: a recipient of the controller's that is in one; or ""."""
    if record.role == "processor" or "transfers" not in record.none_of:
        return ""
    found = next((r for r in record.recipients if isinstance(r, dict) and r.get("country")), None)
    if found is None:
        return ""
    said = _("“%(name)s” receives data in “%(country)s”, so there is a transfer to a third country: name it there.")
    return said % {"name": found["name"], "country": found["country"]}


def _transfers(record: Any) -> str:
    if abroad(record):
        return _("transfers: a recipient in a third country is named, and no transfer is")
    if not record.transfers:
        return "" if "transfers" in record.none_of else _("transfers to third countries, or that there are none")
    bare = [r["country"] for r in record.transfers if r["safeguard"] == "compelling" and not r["document"]]
    return _("where the safeguards for %s are documented") % ", ".join(bare) if bare else ""


def _limits(record: Any) -> str:
    return "" if record.retention else _("the limits for erasure")


def _security(record: Any) -> str:
    return _("a description of the security measures") if says_nothing(record.security) else ""


def _who_processes(record: Any) -> str:
    said = [_named(record, "processor", ("representative", "dpo"))]
    said += [] if record.controllers else [_("each controller that it is done for")]
    return ", ".join(s for s in said if s)


def _categories(record: Any) -> str:
    return "" if record.controllers else _("the categories of processing for each controller")


_E, _G = gettext_lazy("Transfers and safeguards"), gettext_lazy("Security measures")
CONTROLLER = (
    Letter("a", gettext_lazy("Controller, representative, officer"), "parties", _who_controls),
    Letter("b", gettext_lazy("Purposes"), "purposes", _purposes),
    Letter("c", gettext_lazy("Data subjects and personal data"), "people", _people_and_data),
    Letter("d", gettext_lazy("Recipients"), "recipients", _recipients),
    Letter("e", _E, "transfers", _transfers),
    Letter("f", gettext_lazy("Limits for erasure"), "retention", _limits),
    Letter("g", _G, "security", _security),
)
PROCESSOR = (
    Letter("a", gettext_lazy("Processor, controllers, officer"), "parties", _who_processes),
    Letter("b", gettext_lazy("Categories of processing"), "controllers", _categories),
    Letter("c", _E, "transfers", _transfers),
    Letter("d", _G, "security", _security),
)


def paragraph(record: Any) -> str:
    """Which paragraph the entry answers: "30(1)" or "30(2)"."""
    return "30(2)" if record.role == "processor" else "30(1)"


def letters(record: Any) -> list[Answered]:
    """Every letter that the entry has to answer, with what is missing."""
    asked = PROCESSOR if record.role == "processor" else CONTROLLER
    return [Answered(letter, letter.gap(record)) for letter in asked]


def lacking(record: Any) -> str:
    """The letters that are not answered, as "d, f"; NONE where the entry is complete."""
    return ", ".join(a.letter.key for a in letters(record) if a.gap) or NONE


def exemption(record: Any) -> Exemption:
    """Art. 30(5): fewer than 250 employed, and none of the three exceptions. Shown, never applied."""
    words = {"yes": _("Yes"), "no": _("No"), "": _("not answered")}
    risk, occasional = record.likely_risk, record.occasional
    asked = [
        (_("Fewer than 250 persons are employed"), words[record.fewer_than_250]),
        (_("Exception 1: likely to be a risk to rights and freedoms"), words[risk]),
        (_("Exception 2: the processing is not occasional"), words[{"yes": "no", "no": "yes"}.get(occasional, "")]),
        (_("Exception 3: special categories, convictions or offences"), words["yes" if record.has_special else "no"]),
    ]
    kept = _("The entry is kept all the same.")
    if record.fewer_than_250 == "no":
        return Exemption(asked, False, _("The exemption is for organisations with fewer than 250 persons."))
    if risk == "yes" or occasional == "no" or record.has_special:
        return Exemption(asked, False, _("At least one exception holds: the exemption does not apply."))
    if "" in (record.fewer_than_250, risk, occasional):
        return Exemption(asked, None, _("Not everything is answered; the entry is kept as if nothing were exempt."))
    return Exemption(asked, True, f"{_('No exception holds: the exemption could be relied on.')} {kept}")
