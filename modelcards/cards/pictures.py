"""Pictures inside Model Card Toolkit JSON: taken out, so that they become files."""

import base64
import binascii
import copy
import re
from typing import Any

from django.utils.translation import gettext as _

from .card import CardFile
from .jsontext import walk

MOST_PICTURES = 100
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
)


def take_pictures(data: dict[str, Any]) -> tuple[dict[str, Any], list[CardFile], list[str]]:
    """The data without its pictures (their `image` is empty), the pictures as files, and what was left out."""
    data = copy.deepcopy(data)
    holders = [value for _path, value in walk(data) if isinstance(value, dict) and isinstance(value.get("image"), str)]
    files, said = list[CardFile](), list[str]()
    for number, holder in enumerate(one for one in holders if one["image"].strip()):
        name = str(holder.get("name") or _("picture"))[:80]
        file = _decoded(holder["image"], name, number + 1) if number < MOST_PICTURES else None
        holder["image"] = ""
        if file:
            files.append(file)
        else:
            said.append(_("The picture “%s” is no whole PNG, JPEG or GIF in base64 and was left out.") % name)
    return data, files, said


def _decoded(text: str, name: str, number: int) -> CardFile | None:
    try:
        content = base64.b64decode(text.partition("base64,")[2] or text, validate=True)
    except (binascii.Error, ValueError):
        return None
    for magic, media_type, ending in _KINDS:
        if content.startswith(magic):
            slug = re.sub(r"[^\w]+", "-", name).strip("-") or "picture"
            return CardFile(f"{number:02d}-{slug}.{ending}", media_type, content)
    return None
