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
for _name in ("messages", "control"):
    (_data / "broker" / _name).mkdir(parents=True)
if os.environ.get("QMS_TEST_REDIS"):  # each process of a parallel run has a numbered database of the run's Redis
    _number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{_number}"
else:
    os.environ.pop("REDIS_URL", None)
if os.environ.get("QMS_TEST_TEMPLATE"):  # the process that makes the template (tests/databases.py)
    os.environ["DATABASE_URL"] = os.environ["QMS_TEST_TEMPLATE"]
elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{_data / 'template.sqlite3'}"

from qms.settings import *  # noqa: E402, F403
from qms.settings import DATABASES, INSTALLED_APPS  # noqa: E402

INSTALLED_APPS += ["tests.engine.trials"]  # a table for the engine's own tests; entered in the registry only there

PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # every test client loads the middleware: look a file up instead of listing them all
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A test database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # databases are cloned: no connection may linger
