"""For the suite: quick hashes, mail kept in memory, everything else as in production."""

import os

os.environ.setdefault("SECRET_KEY", "test-only-" + "not-a-secret-" * 4)
# Both buttons are there; the network is not.
for name in ("GOOGLE_CLIENT", "MICROSOFT_CLIENT"):
    os.environ.setdefault(f"{name}_ID", "test-id")
    os.environ.setdefault(f"{name}_SECRET", "test-secret")

from hlp.settings.base import *

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
# Kept in memory; a worker of its own process writes files instead.
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ELECTION_KEY_COST = (1, 8192)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
STYLEGUIDE = True
for folder in ("broker", "broker-done", "broker-control", "files", "mail"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
