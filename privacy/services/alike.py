"""Names that look like the one that nobody has: for whoever misspells."""

from difflib import get_close_matches

from qms.accounts.models import Contact, User
from qms.lib.fold import fold

#: Names that are looked at, the newest first; more are not compared.
LOOKED_AT = 5_000
OFFERED = 5
#: How much of two names must agree, from 0 to 1.
CLOSE = 0.7


def near(name: str) -> list[str]:
    """Names of users and contacts that come nearest, by the whole or by a word of them; none where none is close."""
    users = User.objects.filter(pseudonym="").exclude(username="system").order_by("-pk")[:LOOKED_AT]
    names = [user.printed_name for user in users]
    names += Contact.objects.filter(erased_at=None).order_by("-pk").values_list("name", flat=True)[:LOOKED_AT]
    by_word: dict[str, list[str]] = {}
    for known in names:
        for word in {fold(known), *(w for w in fold(known).split() if len(w) > 2)}:
            by_word.setdefault(word, []).append(known)
    close = get_close_matches(fold(name), by_word, n=OFFERED, cutoff=CLOSE)
    return list(dict.fromkeys(known for word in close for known in by_word[word]))[:OFFERED]
