"""The secret code with which a reporter, and nobody else, reads the answer. Only its hash is kept."""

import hashlib
import secrets

#: Without letters and digits that are mistaken for one another.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, SIZE = 4, 5  # 20 signs of 31: 99 bits, which nobody guesses


def new_code() -> str:
    """A code such as `k7wme-x2a9q-…`; shown once."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(SIZE)) for _ in range(GROUPS))


def hash_of(code: str) -> str:
    """What is kept of a code; spaces, dashes and capitals do not matter. "" for what cannot be one."""
    bare = "".join(c for c in code.lower() if c.isalnum())
    if len(bare) != GROUPS * SIZE or set(bare) - set(LETTERS):
        return ""
    return hashlib.sha256(bare.encode()).hexdigest()
