"""The words of a PDF. One that runs something when it is opened is refused; one that is only pictures has no words."""

import io
import time
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import WrongType

MOST_PAGES = 1000
MOST_SECONDS = 20.0


def words(data: bytes) -> str:
    """The text of its pages, as far as it can be read in a bounded time. Raises WrongType."""
    reader = _reader(data)
    began, found = time.monotonic(), []
    for page in reader.pages[:MOST_PAGES]:
        if time.monotonic() - began > MOST_SECONDS:
            break
        try:
            found.append(page.extract_text().strip())
        except Exception:  # pypdf raises whatever a broken page leads it to; the page is then without words
            found.append("")
    return "\n\n".join(text for text in found if text)


def title_of(data: bytes) -> str:
    """The title that its own properties give."""
    try:
        return str((_reader(data).metadata or {}).get("/Title") or "").strip()
    except WrongType:
        return ""


def _reader(data: bytes) -> Any:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise WrongType(_("This PDF is locked with a password. Save it without one."))
        root: Any = reader.trailer["/Root"]
        names = root.get("/Names") or {}
        action = root.get("/OpenAction")
        acts = action.get("/S") in ("/JavaScript", "/Launch") if hasattr(action, "get") else False
        if acts or "/JavaScript" in names or "/AA" in root:
            raise WrongType(_("This PDF runs a program when it is opened. Print it to a new PDF."))
        len(reader.pages)
    except WrongType:
        raise
    except Exception as error:  # pypdf raises many kinds of errors on damaged files
        raise WrongType(_("This PDF cannot be read: %s. Print it to a new PDF.") % error) from None
    return reader
