"""Where a change came from, in words: a token by its name, a job by what it does."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from qms.accounts.models import ApiToken

_TOKEN = re.compile(r"api:token (\d+)")


def words_of(sources: Iterable[str]) -> dict[str, str]:
    """Source as it is kept → words; one query however many there are. Pages are the usual way and say nothing."""
    asked = set(sources)
    tokens = {source: int(found[1]) for source in asked if (found := _TOKEN.fullmatch(source))}
    names = dict(ApiToken.objects.filter(pk__in=tokens.values()).values_list("pk", "name")) if tokens else {}
    return {source: _words(source, names.get(tokens.get(source, 0), "")) for source in asked}


def _words(source: str, token: str) -> str:
    if source.startswith("api:token"):
        return _("token “%s”") % token if token else source.removeprefix("api:")
    kind, _sign, name = source.partition(":")
    known = {
        "page": "", "api": _("the API"), "command": _("a command"), "demo": _("the demo"), "import": _("an import"),
        "job": _("the job “%s”") % name.replace("-", " "),
    }  # fmt: skip
    return known.get(kind, source)
