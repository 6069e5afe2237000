"""Settings. Every QMS_* name and its default is explained in docs/operations.md."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from qms import __version__

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

QMS_VERSION = __version__
QMS_DATA = Path(env("QMS_DATA", default=str(BASE_DIR / "var"))).resolve()
QMS_UPLOAD_MAX = env.int("QMS_UPLOAD_MAX", default=50 * 1024 * 1024)
QMS_ORGANISATION = env("QMS_ORGANISATION", default="Plumbline")
QMS_IDLE_MINUTES = env.int("QMS_IDLE_MINUTES", default=30)
QMS_SESSION_HOURS = env.int("QMS_SESSION_HOURS", default=12)
QMS_PROOF_MINUTES = env.int("QMS_PROOF_MINUTES", default=10)
QMS_SIGNING_FAILURES = env.int("QMS_SIGNING_FAILURES", default=5)
QMS_SIGNING_LOCK_MINUTES = env.int("QMS_SIGNING_LOCK_MINUTES", default=15)
QMS_INDEPENDENCE = env("QMS_INDEPENDENCE", default="warn")
QMS_MINORS_FOR_MAJOR = env.int("QMS_MINORS_FOR_MAJOR", default=3)
QMS_FOLLOW_UP_GRADES = env.list("QMS_FOLLOW_UP_GRADES", default=["major", "minor"])
QMS_AIACT_DATES = env("QMS_AIACT_DATES", default="")
QMS_COUNTING = env.json("QMS_COUNTING", default=[])
QMS_CAUSE_SETS = env("QMS_CAUSE_SETS", default="")
QMS_REPEATS_MONTHS = env.int("QMS_REPEATS_MONTHS", default=12)
QMS_COMPLAINT_CONFIRM_DAYS = env.int("QMS_COMPLAINT_CONFIRM_DAYS", default=3)
QMS_COMPLAINT_ANSWER_DAYS = env.int("QMS_COMPLAINT_ANSWER_DAYS", default=14)
QMS_DSR_SUSPENDS = env.bool("QMS_DSR_SUSPENDS", default=False)
QMS_CONCERNS_PER_HOUR = env.int("QMS_CONCERNS_PER_HOUR", default=30)
QMS_PACK_RECORDS = env.int("QMS_PACK_RECORDS", default=10_000)
QMS_PACK_DAYS = env.int("QMS_PACK_DAYS", default=30)
QMS_HOOK_HTTP = env.bool("QMS_HOOK_HTTP", default=False)
QMS_HOOK_LOOPBACK = env.bool("QMS_HOOK_LOOPBACK", default=False)
QMS_COMMIT = env("QMS_COMMIT", default="")
QMS_PUBLIC_URL = env("QMS_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")


def secret_key() -> str:
    """From the environment, or from the file that `make run` creates; "" makes the system check explain what to do."""
    file = QMS_DATA / "secret-key"
    return env("SECRET_KEY", default="") or (file.read_text().strip() if file.exists() else "")


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=["localhost", "[::1]"]), "127.0.0.1"]  # health checks ask from here
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "django_htmx",
    "lucide",
    "qms.accounts",
    "qms.printing",
    "qms.jobs",
    "qms.records",
    "qms.links",
    "qms.attachments",
    "qms.comments",
    "qms.signatures",
    "qms.notices",
    "qms.search",
    "qms.lifecycle",
    "qms.registers",
    "qms.imports",
    "qms.packs",
    "qms.pages",
    "qms.api",
    "standards",
    "processes",
    "reminders",
    "documents",
    "competence",
    "actions",
    "audits",
    "changes",
    "nonconformities",
    "risks",
    "modelcards",
    "privacy",
    "demo",
]

#: Pages for people whom nobody may find: no cookie, no session, no line in a log (qms/pages/traceless.py).
TRACELESS = ("/concerns/report/", "/concerns/answer/")
MIDDLEWARE = [
    "qms.pages.traceless.Traceless",
    "django.middleware.security.SecurityMiddleware",
    "qms.pages.stylesheet.StyleSheet",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qms.pages.fragments.Fragments",
    "allauth.account.middleware.AccountMiddleware",
    "qms.accounts.sessions.SessionLimits",
    "qms.pages.middleware.RefusalPages",
]

ROOT_URLCONF = "qms.urls"
WSGI_APPLICATION = "qms.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qms.pages.context.frame",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{QMS_DATA / 'plumbline.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # IMMEDIATE: a deferred transaction that upgrades to a write fails at once, whatever the timeout.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=30,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    )
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(pool={"min_size": 1, "max_size": 8, "timeout": 20})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_DATE_INDEX = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "qms.pages.sign_in.Adapter"
ACCOUNT_FORMS = {"login": "qms.accounts.forms.SignIn"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = QMS_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False
QMS_TLS = env.bool("QMS_TLS", default=False)
if QMS_TLS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    # A redirect of the API would send on what a token has said in the clear, and look like success to `curl -f`.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$", r"^api/"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload lists are for the domain's owner
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Berlin")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = QMS_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds; far below the lease of a claimed mail
DEFAULT_FROM_EMAIL = env("QMS_MAIL_FROM", default="plumbline@example.org")

REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "folder://localhost//"  # qms/jobs/folder.py
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 3
_broker = QMS_DATA / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    # One try, without a pause: a request that wakes a worker never waits for a broker that is away.
    {"socket_connect_timeout": 3, "max_retries": 1, "interval_start": 0}
    if REDIS_URL
    else {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800  # must stay below the visibility timeout (an hour), or a task starts twice
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_REDIRECT_STDOUTS = False  # mails on the console stay readable
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # keeps no file: what is due stands in the database
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "qms.jobs.tasks.sweep", "schedule": timedelta(minutes=1), "options": {"expires": 55}}
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "qms.api.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["qms.api.parsers.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "qms.api.problems.problem_handler",
    "DEFAULT_THROTTLE_CLASSES": [],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "VERSION": __version__,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"traceless": {"()": "qms.lib.traceless.Silence"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["traceless"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
