"""Does everything still agree? entry = record = latest history = latest ledger row, every hash, link, file, signature.

Names each record, field and row that disagrees (21 CFR 11.10(a)). Not covered, because no ledger row holds them:
comments, notices, the text that search reads, `recorded_at`, media types of files.
"""

from collections.abc import Iterator

from ..registry import registry
from . import attached, ends, people, records, trail
from .problem import Problem
from .told import Told

__all__ = ["Problem", "verify"]


def verify() -> Iterator[Problem]:
    """Every disagreement found. Reads in chunks: memory grows only with the numbers of files, links and signatures."""
    told = Told()
    for register in registry:
        yield from records.check(register)
    yield from trail.check(told)
    yield from attached.check(told)
    yield from people.check(told)
    yield from ends.check()
