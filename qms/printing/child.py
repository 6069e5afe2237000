"""The process that prints: imports WeasyPrint once, then forks one child per sheaf of prints.

`python -m qms.printing.child FD STATIC CSS…`, with the style sheets to have ready. FD is a socket over which the worker
passes one socket per sheaf. On that socket it sends 8 bytes of length and a JSON sheaf: limits of each print, and the
jobs. For each job in turn it reads 8 bytes of length and an answer, `+` and the PDF, or `-cause:detail`; fewer answers
than jobs where the child did not live to give them. The process ends when the worker closes the first socket.
Standard library, WeasyPrint and segno only: no Django, no settings, no database.
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
    # The cyclic collector makes big documents superlinear; a child that dies after a few prints needs none.
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
            _send(end, f"-{cause}:signal {os.WTERMSIG(status)}".encode())


def answer(end: socket.socket) -> None:
    """Read the sheaf, print one job after the other, send each result. Limits of time are those of one print."""
    sheaf = _read(end)
    limits = sheaf["limits"]
    _limit(limits, jobs=len(sheaf["jobs"]))
    fence.raise_around(sheaf["static"])
    for job in sheaf["jobs"]:
        _give_time(limits)
        result = _printed(job | {"static": sheaf["static"]}, most=limits["pdf"])
        signal.alarm(0)  # it is the worker that waits for an answer that nobody reads
        _send(end, result)
        if result[:1] != b"+":
            return  # what a failed print left behind is nobody else's: the rest gets a fresh child


def _printed(job: dict[str, Any], *, most: int) -> bytes:
    try:
        pdf = typeset.pdf(job)
    except MemoryError:
        return b"-memory:"
    except Exception as error:
        return f"-broken:{type(error).__name__}: {error}"[:2000].encode()
    return b"+" + pdf if len(pdf) <= most else b"-large:"


def _send(end: socket.socket, result: bytes) -> None:
    end.sendall(struct.pack("!Q", len(result)) + result)


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
        sheaf: dict[str, Any] = json.loads(stream.read(length))
    return sheaf


def _give_time(limits: dict[str, int]) -> None:
    """Time of both kinds for one more print: the soft limit of processor time counts from what is spent already."""
    signal.alarm(limits["wall"])
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(spent.ru_utime + spent.ru_stime) + limits["cpu"]
    with suppress(ValueError, OSError):  # a lower hard limit stays
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(limits: dict[str, int], *, jobs: int) -> None:
    for kind, amount in (
        (resource.RLIMIT_CPU, limits["cpu"] * jobs + 2),  # the soft limit, of one print, speaks first
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
