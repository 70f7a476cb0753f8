"""The settings that the tests run under: the site's own, less what only slows or hides."""

from config import database
from config import environment as env
from config.settings import *  # noqa: F403
from config.settings import STORAGES
from zones.replica.names import REPLICA

SECRET_KEY = "only for tests: nothing that outlives the run is signed with it"
# Tests make a database, and so need the role that may; a test that asks what the server may do
# takes the server's role (see `as_application_role` in tests/conftest.py).
DATABASES = {"default": database.connection(env.owner_url())}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Read only where a test says that it is, and has a replica of the database of the tests.
DATABASES[REPLICA] = DATABASES["default"] | {"TEST": {"MIRROR": "default"}}
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# Deliberately weak: a test logs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Tests ask more in a minute than visitors do. Those about quotas set their own.
ANONYMOUS_REQUESTS_PER_MINUTE = 10_000_000
ANONYMOUS_ADDRESSES_PER_MINUTE = 100_000_000
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Tests roll back: the same version of the ledger has other contents in the next one.
PAGE_CACHE_MB = 0
