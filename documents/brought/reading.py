"""One file of a folder as what would become of it. Nothing is written here."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from qms.imports.words import fold
from qms.lib.errors import Invalid, TooLarge, WrongType
from qms.lib.text import tidy

from ..files import office, pdf, words_of_file
from ..models.revisions import LONGEST
from . import markdown

TEXTS = (".md", ".markdown", ".txt")
FILES = (".docx", ".pdf", ".xlsx")
LONGEST_PATH = 120  # characters of an external id
#: Words of a path or title, and the type of document that they speak of.
KINDS = (
    ("policy", ("policy", "policies")), ("procedure", ("procedure", "procedures", "sop")),
    ("instruction", ("instruction", "instructions", "guide")), ("plan", ("plan",)),
    ("form", ("checklist", "checklists", "form")), ("template", ("template", "record", "report")),
    ("manual", ("manual", "handbook", "narratives", "practices")),
)  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """A file as it would be taken: `data` is empty for a text."""

    path: str
    title: str
    kind: str
    text: str
    data: bytes
    on: datetime.date | None
    approved_by: str
    summary: str

    @property
    def external_id(self) -> str:
        """The path; a long one is cut in front and told apart by its hash."""
        if len(self.path) <= LONGEST_PATH:
            return self.path
        mark = hashlib.sha256(self.path.encode()).hexdigest()[:12]
        return f"{mark}…{self.path[-(LONGEST_PATH - 13) :]}"


def read(path: str, data: bytes) -> Brought:
    """What a file would become. Raises Invalid, WrongType or TooLarge with the reason why it is not taken."""
    ending = PurePosixPath(path).suffix.lower()
    if ending in TEXTS:
        return _text(path, data, markdown=ending != ".txt")
    if ending in FILES:
        words = words_of_file.read(name=PurePosixPath(path).name, data=data)
        title = pdf.title_of(data) if ending == ".pdf" else office.title_of(data)
        said = markdown.read(words) if ending == ".docx" else markdown.Said()
        title = " ".join((title or said.title).split())[:200] or _named(path)
        return Brought(path, title, kind_of(path, title), "", data, said.on, said.approved_by, "")
    raise WrongType(_("“%s” is no document: Markdown, plain text, DOCX, XLSX and PDF are taken.") % (ending or path))


def _text(path: str, data: bytes, *, markdown: bool) -> Brought:
    said = _said(data, markdown)
    if not said.text.strip():
        raise Invalid(_("The file says nothing."))
    if len(said.text) > LONGEST:
        raise TooLarge(
            _("The text has %(n)d characters; a revision takes %(most)d. Bring it as a PDF or DOCX.")
            % {"n": len(said.text), "most": LONGEST}
        )
    title = said.title or _named(path)
    summary = "\n".join(f"- {line}" for line in said.changes if line)[:5000]
    return Brought(path, title, kind_of(path, title), said.text, b"", said.on, said.approved_by, summary)


def _said(data: bytes, as_markdown: bool) -> markdown.Said:
    if len(data) > 4 * LONGEST + 100_000:
        raise TooLarge(_("The text has more than %d characters. Bring it as a PDF or DOCX.") % LONGEST)
    try:
        text = tidy(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Invalid(_("The file is not UTF-8 (line %d). Save it as UTF-8.") % line) from None
    except ValueError as error:
        raise Invalid(error) from None
    return markdown.read(text) if as_markdown else markdown.Said(text=text.strip("\n"))


def _named(path: str) -> str:
    words = PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip()
    return (words[:1].upper() + words[1:])[:200] or path[:200]


def kind_of(path: str, title: str) -> str:
    """The type of document that title and path speak of, the title first; a procedure where neither says."""
    parts = PurePosixPath(path).parts
    for text in (title, *reversed(parts)):
        words = set(fold(PurePosixPath(text).stem.replace("_", " ").replace("-", " ")).split())
        for kind, known in KINDS:
            if words & set(known):
                return kind
    return "procedure"
