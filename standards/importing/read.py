"""Understand a file: by its name and content to the reader of its format."""

from pathlib import Path

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid, WrongType

from . import articles, ciso, formex, opencontrol, oscal, outline, structured
from .shapes import Options, Read

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
ENDINGS = (".yaml", ".yml", ".json", ".xml", *TABLES)


def read_file(path: Path, name: str, options: Options) -> Read:
    """What the file holds. Raises WrongType, TooLarge or Invalid with a sentence that says what to do."""
    ending = Path(name).suffix.lower()
    if ending in TABLES:
        return outline.read(path, name, options)
    if ending not in ENDINGS:
        said = _("Files of type “%(ending)s” hold no standard that can be read. Taken are: %(all)s.")
        raise WrongType(said % {"ending": ending or "?", "all": ", ".join(ENDINGS)})
    text, stem = structured.text_of(path), Path(name).stem
    if ending == ".xml":
        root = structured.read_xml(text)
        if formex.is_act(root):
            return formex.read(root)
        raise Invalid(
            _("XML is read as a consolidated act of the European Union (Formex); this is <%s>.") % root.tag[:40]
        )
    data = structured.read_json(text) if ending == ".json" else structured.read_yaml(text)
    if oscal.is_oscal(data):
        return oscal.read(data)
    if ciso.is_library(data):
        return ciso.read(data)
    if articles.is_list(data):
        return articles.read(data, stem, options)
    if opencontrol.is_standard(data):
        return opencontrol.read(data, stem, options)
    raise Invalid(_("The file is no standard in a format known here: %s.") % _formats())


def _formats() -> str:
    found = (
        ciso.FORMAT,
        oscal.FORMAT,
        opencontrol.FORMAT,
        formex.FORMAT,
        articles.FORMAT,
        outline.OUTLINE,
        outline.PAIRS,
    )
    return ", ".join(found)
