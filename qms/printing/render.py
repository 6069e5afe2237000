"""HTML to PDF in a throw-away child process.

Importing WeasyPrint takes 1.6 s of processor time, so one warm process per worker (`qms.printing.child`) imports it
once and forks a child for every sheaf: a print, or a few that go to the same reader, since in a fresh child everything
that a print touches is copied first, a quarter of its time. The child dies with its sheaf. What a hostile document can
reach is one process without network, without environment, with hard limits.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from qms.printing.failures import PrintFailed
from qms.printing.limits import LIMITS, Limits

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
CSS, PAPER = STATIC / "css", STATIC / "print"
STYLES = (CSS / "tokens.css", CSS / "components" / "chart.css", PAPER / "print.css", PAPER / "widths.css")

#: What fontconfig and the dynamic linker need to find fonts and Pango; nothing else of the worker's environment.
KEPT = ("HOME", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
#: The same hash seed and clock for every print: same input, same bytes.
FIXED = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "PYTHONDONTWRITEBYTECODE": "1"}
#: Prints at the same time per worker; the next one waits.
AT_ONCE = 2


class Press:
    """The warm process of this worker. Started on first use, again after a fork or when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> socket.socket:
        """Return the control socket of a living warm process."""
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if alive and self._control is not None:
            return self._control
        ours, theirs = socket.socketpair()
        environment = {key: os.environ[key] for key in KEPT if key in os.environ} | FIXED
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "qms.printing.child", str(theirs.fileno()), str(STATIC), *map(_url, STYLES)],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._control, self._owner = ours, os.getpid()
        return ours

    def stop(self) -> None:
        """End the warm process; prints under way finish or reach their limits."""
        if self._process is None or self._control is None or self._owner != os.getpid():
            return
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._process = self._control = None

    def print(self, sheaf: bytes, *, wall: int) -> list[bytes]:
        """Hand a sheaf to a fresh child and return its answers; fewer than asked for when it died before the end."""
        if not self._turns.acquire(timeout=wall):
            raise PrintFailed("busy")
        try:
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    self._hand_over(theirs)
                ours.settimeout(wall + 5)  # the child's own alarm rings first
                ours.sendall(struct.pack("!Q", len(sheaf)) + sheaf)
                ours.shutdown(socket.SHUT_WR)
                return _answers(ours)
        except TimeoutError:
            raise PrintFailed("time") from None
        except OSError as error:
            raise PrintFailed("broken", str(error)) from None
        finally:
            self._turns.release()

    def _hand_over(self, end: socket.socket) -> None:
        with self._lock:
            try:
                socket.send_fds(self.start(), [b"+"], [end.fileno()])
            except OSError:  # it died between two prints: start another
                self._process = None
                socket.send_fds(self.start(), [b"+"], [end.fileno()])


def _url(path: Path) -> str:
    """The address of a style sheet for the child. Raises ValueError for one outside `static/`."""
    return f"plumbline:static/{path.relative_to(STATIC).as_posix()}"


def _answers(end: socket.socket) -> list[bytes]:
    """Every whole answer that came; one that was cut short never counts."""
    with end.makefile("rb") as stream:
        answers = []
        while len(head := stream.read(8)) == 8:
            (length,) = struct.unpack("!Q", head)
            answer = stream.read(length)
            if len(answer) < length:
                break
            answers.append(answer)
    return answers


PRESS = Press()
atexit.register(PRESS.stop)


def warm() -> None:
    """Start the warm process ahead of the first print (call it when a worker starts)."""
    PRESS.start()


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """What goes to the press; the arguments of `render_pdf`."""

    html: str
    title: str
    lang: str = "en"
    css: Sequence[Path] = STYLES
    files: Mapping[str, bytes] = field(default_factory=dict)
    tagged: bool = True

    def job(self) -> dict[str, Any]:
        """As the child reads it. Raises ValueError for a style sheet outside `static/`."""
        files = {name: base64.b64encode(data).decode() for name, data in self.files.items()}
        own = {"html": self.html, "title": self.title, "lang": self.lang, "tagged": self.tagged}
        return own | {"css": [_url(path) for path in self.css], "files": files}


def render_pdf(
    html: str,
    *,
    css: Sequence[Path] = STYLES,
    title: str,
    lang: str = "en",
    files: Mapping[str, bytes] | None = None,
    tagged: bool = True,
    limits: Limits = LIMITS,
) -> bytes:
    """Render HTML to a PDF (PDF/UA-1: tagged, with title and language). The same input gives the same bytes.

    Args:
        css: style sheets below the project's `static/`, in order.
        files: what the HTML may refer to as `plumbline:files/<name>`. Style sheets and fonts below `static/` are
            `plumbline:static/<path>`. Any other address is refused and left out of the print.
        tagged: False for what is laid over another print.

    Raises:
        PrintFailed: with a sentence: too large, too slow, too much memory, or HTML that cannot be laid out.
        ValueError: a style sheet outside `static/`.
    """
    one = Manuscript(html=html, title=title, lang=lang, css=css, files=files or {}, tagged=tagged)
    (made,) = render_sheaf([one], limits=limits)
    if isinstance(made, PrintFailed):
        raise made
    return made


def render_sheaf(sheaf: Sequence[Manuscript], *, limits: Limits = LIMITS) -> list[bytes | PrintFailed]:
    """Render a few manuscripts for the same reader, each as `render_pdf` does and with the same bytes.

    Limits are those of each. One that fails takes no other with it: what the child did not come to gets a fresh one.
    Raises ValueError for a style sheet outside `static/`, PrintFailed where not one can be tried.
    """
    made: list[bytes | PrintFailed] = []
    while len(made) < len(sheaf):
        if len(sheaf[len(made)].html.encode()) > limits.html:
            made.append(PrintFailed("large"))
            continue
        rest = list(takewhile(lambda one: len(one.html.encode()) <= limits.html, sheaf[len(made) :]))
        asked = {"limits": asdict(limits), "static": str(STATIC), "jobs": [one.job() for one in rest]}
        answers = PRESS.print(json.dumps(asked).encode(), wall=limits.wall)
        made += [_verdict(answer) for answer in answers] or [PrintFailed("broken")]
    return made


def _verdict(answer: bytes) -> bytes | PrintFailed:
    if answer[:1] == b"+" and answer[1:6] == b"%PDF-":
        return answer[1:]
    code, _, detail = answer[1:].decode(errors="replace").partition(":") if answer[:1] == b"-" else ("broken", "", "")
    return PrintFailed(code, detail)
