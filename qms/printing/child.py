"""The process that prints: imports WeasyPrint once, then forks one child per print.

`python -m qms.printing.child FD STATIC CSS…`, with the style sheets to have ready. FD is a socket over which the worker
passes one socket per print. On that socket it sends 8 bytes of length and a JSON job, and reads `+` and the PDF, or
`-cause:detail`. The process ends when the worker closes the first socket.
Standard library and WeasyPrint only: no Django, no settings, no database.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Any

from qms.printing import fence, typeset

#: A process ended by one of these ran out of time; by any other signal, out of memory.
OUT_OF_TIME = (signal.SIGXCPU, signal.SIGALRM)
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def main() -> None:
    """Wait for sockets, fork a child for each."""
    # The cyclic collector makes big documents superlinear; a child that dies after one print needs none.
    gc.disable()
    _leave_the_network()
    with suppress(Exception):  # a print then says what is wrong
        typeset.prepare(sys.argv[2], sys.argv[3:])
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to act on
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    with socket.socket(fileno=int(sys.argv[1])) as control:
        while True:
            message, received, _flags, _address = socket.recv_fds(control, 1, 1)
            if not message or not received:
                return
            if os.fork() == 0:
                control.close()
                _run(lambda end=received[0]: supervise(socket.socket(fileno=end)))
            os.close(received[0])


def supervise(end: socket.socket) -> None:
    """Fork the child that prints, and answer for it if it is stopped."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        _run(lambda: answer(end))
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        cause = "time" if os.WTERMSIG(status) in OUT_OF_TIME else "memory"
        with suppress(OSError):
            end.sendall(f"-{cause}:signal {os.WTERMSIG(status)}".encode())


def answer(end: socket.socket) -> None:
    """Read the job, print it, send the result."""
    job = _read(end)
    _limit(job["limits"])
    fence.raise_around(job["static"])
    try:
        pdf = typeset.pdf(job)
        result = b"+" + pdf if len(pdf) <= job["limits"]["pdf"] else b"-large:"
    except MemoryError:
        result = b"-memory:"
    except Exception as error:
        result = f"-broken:{type(error).__name__}: {error}"[:2000].encode()
    end.sendall(result)


def _run(work: Any) -> None:
    """Do the work of a forked process and leave without the parent's clean-up."""
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _read(end: socket.socket) -> dict[str, Any]:
    with end.makefile("rb") as stream:
        (length,) = struct.unpack("!Q", stream.read(8))
        job: dict[str, Any] = json.loads(stream.read(length))
    return job


def _limit(limits: dict[str, int]) -> None:
    signal.alarm(limits["wall"])
    for kind, amount in (
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["pdf"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS knows no RLIMIT_AS; a lower hard limit stays
            resource.setrlimit(kind, (amount, amount))


def _leave_the_network() -> None:
    """A network namespace of its own, empty, where the system allows it. The fence is there in any case."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    main()
