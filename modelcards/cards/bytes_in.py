"""Bytes of an uploaded card as text that may be kept."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import TooLarge
from qms.lib.text import bad_character

from .refusal import CardRefused, at_line

MEGABYTE = 1_000_000


def decode(data: bytes, *, most: int) -> tuple[str, list[str]]:
    """The text in `data`, at most `most` bytes, with line ends as \\n; and what was read otherwise than it stood.

    A byte order mark is dropped; CR CR LF, left by converting a file twice, is one line end. Raises CardRefused with
    the line for nothing at all, bytes that are no UTF-8 and control characters, TooLarge for more than `most` bytes.
    """
    if len(data) > most:
        raise TooLarge(_("The card is larger than %d MB. Keep pictures in files beside it.") % (most // MEGABYTE))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise CardRefused(_("The file is UTF-16. Save it as UTF-8."), line=1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise at_line(line, _("the byte 0x%02X is no UTF-8. Save the file as UTF-8.") % data[error.start]) from None
    said = []
    if doubled := text.count("\r\r\n"):
        text = text.replace("\r\r\n", "\n")
        told = ngettext("%d line end is doubled (CR CR LF); it was read as one.",
                        "%d line ends are doubled (CR CR LF); each was read as one.", doubled)  # fmt: skip
        said.append(told % doubled)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CardRefused(_("The file is empty."), line=1)
    if bad := bad_character(text):
        line = text.count("\n", 0, text.index(chr(int(bad[2:], 16)))) + 1
        raise at_line(line, _("the control character %s stands here. Remove it.") % bad)
    return text, said
