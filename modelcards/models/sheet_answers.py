"""A text that may be empty, answered, or the answer “Unknown” (Gebru et al. 2021: unknown is an answer of its own)."""

from typing import Any, Literal

from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext as _t

from qms.lib.text import says_nothing

Standing = Literal["answered", "unknown", "empty"]

#: How “Unknown” is kept, whatever spelling it came in.
UNKNOWN = "Unknown"
_SPELLINGS = frozenset(
    {
        *("unknown", "unknown to us", "unknown to the authors", "not known", "we do not know"),
        *("unbekannt", "inconnu", "inconnue", "desconocido", "sconosciuto"),
    }
)
_PLACEHOLDERS = frozenset({"more information needed", "to be added", "to be completed"})


def standing(text: str) -> Standing:
    """Whether a text answers, says that nobody knows, or says nothing (blank, “N/A”, “TBD”, “None” alone)."""
    said = _bare(text)
    if said in _SPELLINGS:
        return "unknown"
    return "empty" if said in _PLACEHOLDERS or says_nothing(text) else "answered"


def _bare(text: str) -> str:
    return " ".join((text or "").casefold().strip(" .!?[]()-–—\t\n\u200b\ufeff").split())


class AnswerField(models.TextField):
    """An answer to one question of a datasheet. `sources` are the texts that ask it."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        super().__init__(*args, **{"blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs  # who asks is no business of the schema

    def clean(self, value: Any, model_instance: Any) -> Any:
        """The text, with every spelling of “unknown” in its one form."""
        text = super().clean(value, model_instance)
        return UNKNOWN if standing(text) == "unknown" else text

    def shown(self, value: str, *, short: bool = False) -> str:
        """As it is read: prose, or the mark of what nobody knows."""
        from qms.pages.prose import prose

        if standing(value) == "unknown":
            return format_html('<span class="badge warn">{}</span>', _t("Unknown"))
        return value if short else format_html('<div class="prose">{}</div>', prose(value))

    def form_field(self, **options: Any) -> Any:
        """A box for the answer with a tick for “unknown” below it."""
        from ..forms import AnswerFormField

        return AnswerFormField(**options)
