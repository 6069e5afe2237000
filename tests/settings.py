"""Settings of the tests: those of the program, over a data folder of this process alone.

The folder is made here because settings are the first thing that a test process reads. Nothing of the developer's own
environment (QMS_DATA, a database that is not the run's) ever reaches a test.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="plumbline-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for _name in ("EMAIL_URL", "SECRET_KEY_FALLBACKS", "QMS_TLS", "DEBUG", "ALLOWED_HOSTS", "QMS_PUBLIC_URL"):
    os.environ.pop(_name, None)
os.environ["QMS_DATA"] = str(_data)
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdef" * 3
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{_data / 'template.sqlite3'}"

from qms.settings import *  # noqa: E402, F403
from qms.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # databases are cloned: no connection may linger
