"""Laws of the European Union as Formex XML, as the Publications Office gives them: chapters, sections, articles.

The GDPR and every other consolidated regulation in that format comes in with the text of its articles.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .shapes import Catalogue, Node, Read
from .values import day, line, text, title

FORMAT = "Formex XML"
DEEPEST_DIVISION = 10


def is_act(root: Any) -> bool:
    """Whether the element is a consolidated act."""
    return bool(root.tag == "CONS.ACT")


def read(root: Any) -> Read:
    """The act. Raises Invalid where it has no number or no articles."""
    celex = line(root.findtext(".//NO.CELEX"))
    terms = root.find(".//ENACTING.TERMS")
    if not celex or terms is None:
        raise Invalid(_("The act has no CELEX number or no enacting terms."))
    nodes = list(_nodes(terms, "", 0))
    if not any(n.assessable for n in nodes):
        raise Invalid(_("The act has no articles."))
    paragraphs = [line(_words(p)) for p in root.findall(".//BIB.DATA/TITLE/TI/P")]
    name = _name(celex, paragraphs)
    found = Catalogue(
        file_id=f"celex:{celex}", standard=name[:60], standard_title=title(*paragraphs[2:], name),
        edition=_consolidated(root) or celex, name=name[:100], title=title(*paragraphs[2:], name), nodes=nodes,
        provider=_("Publications Office of the European Union"),
    )  # fmt: skip
    return Read(FORMAT, catalogues=[found])


def _name(celex: str, paragraphs: list[str]) -> str:
    """`Regulation (EU) 2016/679`: the first words of the title up to the number."""
    first = paragraphs[0] if paragraphs else ""
    return first.partition(" of the ")[0] or celex


def _consolidated(root: Any) -> str:
    about = root.find(".//INFO.CONSLEG")
    written = about.get("CONSLEG.DATE", "") if about is not None else ""
    found = day(f"{written[:4]}-{written[4:6]}-{written[6:8]}")
    return found.isoformat() if found else ""


def _nodes(held: Any, above: str, depth: int) -> Iterator[Node]:
    if depth > DEEPEST_DIVISION:
        raise Invalid(_("The divisions of the act are nested too deep."))
    for place, child in enumerate(held, 1):
        if child.tag == "DIVISION":
            number = line(_words(child.find("TITLE/TI")))
            called = title(_words(child.find("TITLE/STI")), number, _("Division"))
            file_id = f"{above}/{number or place}"
            yield Node(file_id, above, number[:80], called, assessable=False, kind="clause")
            yield from _nodes(child, file_id, depth + 1)
        elif child.tag == "ARTICLE":
            number = line(child.findtext("TI.ART"))
            called = title(_words(child.find("STI.ART")), number)
            said = "\n".join(_paragraphs(child))
            yield Node(
                f"article {child.get('IDENTIFIER', number)}", above, number[:80], called, text(said), kind="article"
            )  # fmt: skip


def _paragraphs(article: Any) -> Iterator[str]:
    for child in article:
        if child.tag not in ("TI.ART", "STI.ART") and (said := line(_words(child))):
            yield said


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
