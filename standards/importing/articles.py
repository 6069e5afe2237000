"""JSON lists of articles: `{"articles": [{"number", "title", "summary"}]}`, as open tool kits for laws have them."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .shapes import Catalogue, Node, Options, Read
from .values import items, line, text, title

FORMAT = "JSON list of articles"


def is_list(data: Any) -> bool:
    """Whether the structure is such a list."""
    return isinstance(data, dict) and isinstance(data.get("articles"), list)


def read(data: dict[str, Any], stem: str, options: Options) -> Read:
    """The articles. A file of this kind does not say of which law: options or its name do. Raises Invalid."""
    nodes = []
    for where, item in items(data["articles"], "articles"):
        number, called = line(item.get("number")), line(item.get("title"))
        if not number or not called:
            raise Invalid(_("%s has no number or no title.") % where)
        nodes.append(Node(number, "", f"Art. {number}"[:80], title(called), text(item.get("summary")), kind="article"))
    if not nodes:
        raise Invalid(_("The file holds no articles."))
    standard = options.standard or title(data.get("law"), data.get("name"), stem)
    found = Catalogue(
        file_id=f"articles:{standard}:{options.edition}", standard=standard[:60], standard_title=standard[:200],
        edition=(options.edition or "1")[:40], name="" if options.edition else standard[:100], title=standard[:200],
        nodes=nodes,
    )  # fmt: skip
    return Read(FORMAT, catalogues=[found])
