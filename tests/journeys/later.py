"""The program on a later day: the same database behind a web server whose clock is DAYS_LATER days ahead.

Only the process of that server imports this; in a test it would move the test's own clock.
"""

import datetime
import os

import time_machine

ahead = datetime.timedelta(days=int(os.environ["DAYS_LATER"]))
time_machine.travel(datetime.datetime.now(datetime.UTC) + ahead, tick=True).start()

from qms.wsgi import application  # noqa: E402  # after the clock has moved

__all__ = ["application"]
