"""Death at every step of delivery: in a process that is armed, each step may be the last one, before or after its work.

Each death leaves a file that names its step, so that a drill can say at which steps it was and how often after sending.
"""

import functools
import os
import random
import secrets
import signal
from pathlib import Path
from typing import Any

#: Where delivery is cut into steps: module, name.
STEPS = (
    ("qms.notices.reminders", "remind"),
    ("qms.notices.absence", "pass_on"),
    ("qms.notices.gathering", "_single_mails"),
    ("qms.notices.gathering", "_digests"),
    ("qms.notices.mails", "claim"),
    ("qms.notices.mails", "compose"),
    ("qms.notices.mails", "confirm"),
    ("qms.notices.hooks", "gather"),
    ("qms.notices.mails", "Post.send"),
)
AFTER_SENDING = {"Post.send-after", "confirm-before"}


def arm(folder: Path, chance: float, dice: random.Random) -> None:
    """Make every step of this process its last one with that chance, before it and after it."""
    import importlib

    for module_name, name in STEPS:
        place: Any = importlib.import_module(module_name)
        *parents, last = name.split(".")
        for parent in parents:
            place = getattr(place, parent)
        setattr(place, last, _deadly(getattr(place, last), name, folder, chance, dice))


def deaths(folder: Path) -> list[str]:
    """The steps at which somebody died, such as "claim-after"."""
    return [file.name.partition(" ")[2] for file in folder.glob("death-*")]


def _deadly(step: Any, name: str, folder: Path, chance: float, dice: random.Random) -> Any:
    @functools.wraps(step)
    def run(*args: Any, **given: Any) -> Any:
        _perhaps_die(f"{name}-before", folder, chance, dice)
        done = step(*args, **given)
        _perhaps_die(f"{name}-after", folder, chance, dice)
        return done

    return run


def _perhaps_die(where: str, folder: Path, chance: float, dice: random.Random) -> None:
    if dice.random() < chance:
        (folder / f"death-{os.getpid()}-{secrets.token_hex(4)} {where}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
