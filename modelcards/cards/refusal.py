"""What a file is told that cannot become a card."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

MOST_SENTENCES = 20
P = TypeVar("P")


class CardRefused(Invalid):
    """A file that is no card, or a card with values that cannot be kept. Nothing of it was stored.

    `line` is the first line concerned, counted from 1; None where no single line is to blame.
    """

    code = "card-refused"

    def __init__(
        self, *sentences: object, line: int | None = None, fields: Mapping[str, Iterable[object]] | None = None
    ) -> None:
        self.line = line
        super().__init__(*sentences, fields=fields)


def at_line(line: int, sentence: object) -> CardRefused:
    """A refusal whose sentence begins with the line, counted from 1."""
    return CardRefused(_("Line %(line)d: %(said)s") % {"line": line, "said": sentence}, line=line)


def rows_refused(wrong: Sequence[tuple[P, str, Invalid]], lines_of: Callable[[list[P]], list[int]]) -> CardRefused:
    """A refusal for wrong rows: where each is, how it is called, and what is wrong with it. The first twenty are named.

    `lines_of` gives the lines of several places at once, because it reads the text again.
    """
    named = wrong[:MOST_SENTENCES]
    lines = lines_of([place for place, _label, _error in named])
    said = [
        _("Line %(line)d, %(metric)s") % {"line": line, "metric": label or _("metric")} + sentence
        for line, (_place, label, error) in zip(lines, named, strict=True)
        for sentence in error.sentences
    ]
    if len(wrong) > len(named):
        said.append(_("And %d more metrics are wrong.") % (len(wrong) - len(named)))
    return CardRefused(*said, line=lines[0])
