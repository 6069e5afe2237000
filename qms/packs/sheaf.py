"""Prints of a batch, gathered so that a few of them share one child process (qms/printing/render.py)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from qms.printing import store
from qms.printing.failures import PrintFailed
from qms.printing.render import Manuscript

MOST_PRINTS = 16  # a child's memory grows by some 3 MB with each
MOST_LETTERS = 256 * 1024  # of HTML; about five seconds
PATIENCE = 5.0  # seconds after which whoever waits says that it is still there


class Sheaf:
    """Some prints on their way. They are sent when it is full, or when somebody wants one of them."""

    def __init__(self, presses: ThreadPoolExecutor) -> None:
        self._presses, self._keys = presses, list[str]()
        self._manuscripts = list[Manuscript]()
        self._sent: Future[list[bytes | PrintFailed]] | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing more can be added."""
        letters = sum(len(one.html) for one in self._manuscripts)
        return self._sent is not None or len(self._keys) >= MOST_PRINTS or letters >= MOST_LETTERS

    def add(self, manuscript: Manuscript, key: str) -> Callable[[Callable[[], None]], bytes]:
        """Add one; gives what waits for its PDF, calling what it is given now and then, and raises PrintFailed."""
        place = len(self._keys)
        assert not self.closed, "what is sent cannot grow"
        self._manuscripts.append(manuscript)
        self._keys.append(key)
        if self.closed:
            self.send()
        return lambda still_here: self._result(place, still_here)

    def send(self) -> Future[list[bytes | PrintFailed]]:
        """Print them, once."""
        if self._sent is None:
            self._sent = self._presses.submit(store.printed_sheaf, self._manuscripts, self._keys)
        return self._sent

    def _result(self, place: int, still_here: Callable[[], None]) -> bytes:
        sent = self.send()
        while True:
            try:
                made = sent.result(timeout=PATIENCE)[place]
            except TimeoutError:
                still_here()
                continue
            if isinstance(made, PrintFailed):
                raise made
            return made
