"""Several people at the same moment: threads that start at a barrier, each with its own connection."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def in_threads(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at once; gives each one's result, or the exception it raised where that is a refusal.

    Any other exception is raised here.
    """
    from qms.lib.errors import Refused

    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)
    broken: list[BaseException] = []

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            results[place] = call()
        except Refused as refusal:
            results[place] = refusal  # type: ignore[call-overload]
        except BaseException as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(t.is_alive() for t in threads), "a thread hangs"
    if broken:
        raise broken[0]
    return results
