"""The words of a PDF, DOCX or XLSX: read once per content, before any transaction begins."""

import hashlib
from pathlib import PurePath

from django.utils.translation import gettext as _

from qms.attachments.sniff import clean_name, media_type
from qms.lib.errors import WrongType
from qms.lib.fold import fold

from ..models import FileText
from . import office, pdf

READERS = {".pdf": pdf.words, ".docx": office.word_words, ".xlsx": office.sheet_words}
MACROS = (".docm", ".dotm", ".xlsm", ".xlsb")
#: Characters kept of one file; more serves neither comparing nor finding.
LONGEST = 200_000
FOUND = 20_000  # of these the search knows


def has_words(name: str) -> bool:
    """Whether a file of this name is a document of its own, and no annex such as a picture."""
    return PurePath(clean_name(name)).suffix.lower() in (*READERS, *MACROS)


def read(*, name: str, data: bytes) -> str:
    """What a file says. Raises WrongType for another type, macros, links to elsewhere; TooLarge as uploads do."""
    ending = PurePath(clean_name(name)).suffix.lower()
    if ending in MACROS:
        raise WrongType(_("This file can hold macros. Save it as DOCX, XLSX or PDF, without them."))
    if ending not in READERS:
        said = _("A revision is a PDF, DOCX or XLSX, or Markdown in the tool; “%s” is none of these.")
        raise WrongType(said % (ending or name[:60]))
    media_type(name, data)
    return READERS[ending](data)[:LONGEST]


def keep(*, name: str, data: bytes) -> str:
    """Read a file and keep its words under the hash of its bytes; gives them. Raises as `read` does."""
    words = read(name=name, data=data)
    row = FileText(sha256=hashlib.sha256(data).hexdigest(), text=words)
    FileText.objects.bulk_create([row], ignore_conflicts=True)
    return words


def of_revision(revision: object) -> str:
    """What a revision says, as text: its Markdown, or the words of its file."""
    text: str = getattr(revision, "text", "")
    sha256: str = getattr(revision, "file_hash", "")
    if text.strip() or not sha256:
        return text
    return FileText.objects.filter(pk=sha256).values_list("text", flat=True).first() or ""


def joined(said: str, words: str) -> str:
    """What the search finds a revision by, with the words of its file."""
    return f"{said} {fold(words)}"[:FOUND]
