"""Django's settings. Whatever may differ between two sites comes from config/environment.py."""

import sys
from datetime import timedelta
from pathlib import Path

from whitenoise.compress import Compressor

from config import database, native
from config import environment as env
from notices.ledger import chain
from zones.replica.names import REPLICA

BASE_DIR = env.BASE_DIR

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
TRAINING = env.flag("TRAINING")
CITY = env.text("CITY")
FOLLOW_LEDGER = env.flag("FOLLOW_LEDGER")
SNAPSHOT_TRUST_SECONDS = env.number("SNAPSHOT_TRUST_SECONDS")
PAGE_CACHE_MB = env.number("PAGE_CACHE_MB")
PUBLIC_CACHE_SECONDS = env.number("PUBLIC_CACHE_SECONDS")
HOUSEHOLD_PUBLIC_DAYS = env.number("HOUSEHOLD_PUBLIC_DAYS")
HOTLINE = env.text("HOTLINE")
STALE_AFTER_HOURS = env.number("STALE_AFTER_HOURS")
SUGGESTIONS_A_MINUTE = env.number("SUGGESTIONS_A_MINUTE")
LEDGER_SIGNING_KEY = "" if TRAINING else env.text("LEDGER_SIGNING_KEY")
LEDGER_GENESIS = chain.TRAINING_GENESIS if TRAINING else chain.GENESIS
LEDGER_FORMER_KEYS = env.listing("LEDGER_FORMER_KEYS")
# Django refuses to use an empty key, and config/wsgi.py refuses to start with one. Commands that
# sign nothing run without.
SECRET_KEY = env.text("SECRET_KEY") or ("debug" * 10 if DEBUG else "")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config",
    "zones",
    "people",
    "notices",
    "clients",
    "outlets",
    "config.reading.ReadingAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.contrib.gis",
    "leaflet",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pgtrigger",
    "axes",
    "django_otp",
]

MIDDLEWARE = [
    *(["config.only_the_desk.OnlyTheDesk"] if TRAINING else []),
    "django.middleware.security.SecurityMiddleware",
    "config.content_security.ContentSecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # After WhiteNoise, which serves its own compressed files. Tokens in pages are masked anew
    # for each response, so compressing them gives nothing away.
    "config.compression.Compression",
    # Keys, quotas and usage of the programming interface, before anything else of it.
    "clients.gate.Gate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before whatever reads the ledger, and behind the gate, which counts each request once.
    "zones.replica.middleware.ReplicaMiddleware",
    "outlets.page_cache.PublicCacheMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "people.doors.DoorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------------

native.prepare()
GDAL_LIBRARY_PATH = native.gdal()
GEOS_LIBRARY_PATH = native.geos()

# The server's role owns nothing and may not rewrite the ledger; these commands change the shape
# of the database and need the role that owns it.
OWNER_COMMANDS = {"migrate", "grant_application_role", "pgtrigger", "test"}
_as_owner = Path(sys.argv[0]).name == "manage.py" and bool(OWNER_COMMANDS & set(sys.argv[1:2]))
DATABASES = {
    "default": database.connection(
        env.owner_url() if _as_owner else env.application_url(),
        pool_size=env.number("DATABASE_POOL_SIZE"),
    )
}
if env.replica_url() and not _as_owner:
    DATABASES[REPLICA] = database.connection(
        # Whoever finds it gone asks the primary, and should not have to wait for that.
        env.replica_url(),
        pool_size=env.number("DATABASE_POOL_SIZE"),
        patience=2,
    )
DATABASE_ROUTERS = ["zones.replica.router.ReplicaRouter"]
REPLICA_TRUST_SECONDS = env.number("REPLICA_TRUST_SECONDS")
DATABASE_APPLICATION_ROLE = database.user(env.application_url())

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Static files -------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_storage.ModuleStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Source maps are large, and only a developer's browser ever asks for one.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- People -------------------------------------------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    # First: who is locked out is asked for no password.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "people.backends.RoleBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
    {"NAME": "people.passwords.MixedValidator"},
]

# Five wrong passwords for one account from one address close that door for half an hour, or until
# an administrator opens it. An unknown account is treated alike, so that nobody learns which exist.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "people.signing.locked_out"
AXES_CLIENT_IP_CALLABLE = "people.addresses.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
TRUST_FORWARDED_FOR = env.flag("SECURE_PROXY_HEADER")

REQUIRE_SECOND_STEP = frozenset(env.listing("REQUIRE_SECOND_STEP"))
SECOND_STEP_KEYS = env.listing("SECOND_STEP_KEYS")
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES")
SESSION_HOURS = env.number("SESSION_HOURS")

# --- Security -----------------------------------------------------------------------------------

_https = env.flag("SECURE_HTTPS") and not DEBUG
SECURE_SSL_REDIRECT = _https
# A load balancer asks for these by plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS") if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https and env.flag("SECURE_HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = _https and env.flag("SECURE_HSTS_PRELOAD")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SECURE_PROXY_HEADER") else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# One host may serve both: a login for practice is none for the real desk.
SESSION_COOKIE_NAME = "training_session" if TRAINING else "sessionid"
CSRF_COOKIE_NAME = "training_csrf" if TRAINING else "csrftoken"
SESSION_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- The programming interface ------------------------------------------------------------------

REST_FRAMEWORK = {
    # Everything that the interface tells is public, and nothing is written through it: who asks
    # is nobody's business.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "zones.api.problems.problem_details",
    "UNICODE_JSON": True,
    # `format=` is a question of ours (geojson, csv), not a choice of renderer.
    "URL_FORMAT_OVERRIDE": None,
    # Whose request it is, for limits: what a proxy says counts only where there is one.
    "NUM_PROXIES": int(env.flag("SECURE_PROXY_HEADER")),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Risk zones",
    "DESCRIPTION": "Which risk zone an address is in, and by which notice.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "A key, rz_live_… or rz_test_… (docs/clients.md).",
            }
        }
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clients.openapi.describe_the_gate",
        "zones.api.openapi.describe_problems",
    ],
}

WEBHOOK_PRIVATE_ADDRESSES = env.flag("WEBHOOK_PRIVATE_ADDRESSES") or DEBUG
FEED_WAITERS = env.number("FEED_WAITERS")
BATCH_STREAMS = env.number("BATCH_STREAMS")

# --- Its clients --------------------------------------------------------------------------------

CLIENT_KEY_PEPPER = env.text("CLIENT_KEY_PEPPER")
ANONYMOUS_LOOKUPS = env.flag("ANONYMOUS_LOOKUPS")
ANONYMOUS_REQUESTS_PER_MINUTE = env.number("ANONYMOUS_REQUESTS_PER_MINUTE")
ANONYMOUS_ADDRESSES_PER_MINUTE = env.number("ANONYMOUS_ADDRESSES_PER_MINUTE")
QUERY_LOG = env.flag("QUERY_LOG")

# --- The map ------------------------------------------------------------------------------------

# No tiles: they would tell a third party where each visitor looks.
LEAFLET_CONFIG = {
    "TILES": [],
    "OVERLAYS": [],
    "ATTRIBUTION_PREFIX": "",
    "DEFAULT_CENTER": (37.87, 112.55),
    "DEFAULT_ZOOM": 10,
    "MIN_ZOOM": 8,
    "MAX_ZOOM": 19,
    "SCALE": "metric",
    "RESET_VIEW": False,
    "PLUGINS": {},
}

# One that visitors' browsers may ask, where the city has one and wants it.
BASE_MAP = {
    "url": env.text("BASE_MAP_URL").replace("{key}", env.text("BASE_MAP_KEY")),
    "datum": env.text("BASE_MAP_DATUM"),
    "attribution": env.text("BASE_MAP_ATTRIBUTION"),
}

# --- Log ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL").upper()},
    # Django's own handlers write to stderr and to e-mail by conditions of their own.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Sign-ins are kept in a record of their own (``people.models.Happening``).
        "axes": {"level": "WARNING"},
        # It tells of every step, and of every rule of style that it leaves out.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
