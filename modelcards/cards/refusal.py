"""What a file is told that cannot become a card."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

MOST_SENTENCES = 20


class CardRefused(Invalid):
    """A file that is no card, or a card with values that cannot be kept. Nothing of it was stored.

    `line` is the first line concerned, counted from 1; None where no single line is to blame.
    """

    code = "card-refused"

    def __init__(
        self, *sentences: object, line: int | None = None, fields: Mapping[str, Iterable[object]] | None = None
    ) -> None:
        said = list(sentences[:MOST_SENTENCES])
        if len(sentences) > MOST_SENTENCES:
            said.append(_("And %d more of the same kind.") % (len(sentences) - MOST_SENTENCES))
        self.line = line
        super().__init__(*said, fields=fields)


def at_line(line: int, sentence: object) -> CardRefused:
    """A refusal whose sentence begins with the line, counted from 1."""
    return CardRefused(_("Line %(line)d: %(said)s") % {"line": line, "said": sentence}, line=line)
