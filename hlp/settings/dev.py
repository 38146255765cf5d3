"""For trying and building: no secret to set, plain http, mail written to files."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-" + "not-a-secret-" * 3)

from hlp.settings.base import *

DEBUG = True
DEMO = True
STYLEGUIDE = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"  # __Host- asks for https
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
MFA_REQUIRED = False
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# What a worker does would push who can sign in off the screen of the demo.
LOGGING["root"]["level"] = text("LOG_LEVEL", "WARNING")
for folder in ("broker", "broker-done", "broker-control", "files", "mail"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
ELECTION_KEY_COST = (1, 8_388_608)  # the demo sets nine passphrases before it starts
