"""Adding a comment and finding whom it mentions."""

import datetime
import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.errors import Invalid
from qms.lib.text import tidy

from .models import Comment

LONGEST = 5000
MENTION = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")


def add(*, entry_id: int, actor: Any, at: datetime.datetime, text: str) -> Comment:
    """Keep a comment. Raises Invalid when it is empty, too long or holds control characters."""
    try:
        text = tidy(text).strip()
    except ValueError as error:
        raise Invalid(fields={"text": [error]}) from None
    if not text or len(text) > LONGEST:
        raise Invalid(fields={"text": [_("A comment has between 1 and %d characters.") % LONGEST]})
    return Comment.objects.create(entry_id=entry_id, at=at, by=actor, by_name=actor.printed_name, text=text)


def mentioned(text: str) -> QuerySet[User]:
    """Active people whose user name stands in the text behind an @."""
    names = {name.lower() for name in MENTION.findall(text)}
    return User.objects.filter(username__in=names, is_active=True)
