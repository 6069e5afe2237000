"""The program's settings with a mail server that now and then takes the whole process with it."""

from qms.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.engine.crashing_mail.CrashingMail"
