"""The program's own settings, with the trial register and without mails; durability as a test database has it."""

from qms.settings import *  # noqa: F403
from qms.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS += ["tests.engine.trials", "tests.bench.plain"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    )
