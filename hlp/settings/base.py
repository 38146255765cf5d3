"""What runs in production. dev.py and test.py only override; .env.example lists the variables."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from hlp.logs import report_to_sentry
from hlp.settings import forms, limits, logs, navigation, social, storages
from hlp.settings.environment import flag, listed, number, text

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var")))  # everything the portal writes

# Who we are
SECRET_KEY = text("SECRET_KEY")
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
DEBUG = False
DEMO = False
DEMO_DOMAIN = "demo.hlp.example"  # its people sign in only where DEMO is on
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost")
SITE_NAME = "Hillingdon Learning Partnership"
SITE_URL = text("SITE_URL", "http://localhost:8000")  # links in mails and documents
OFFICE_EMAIL = text("OFFICE_EMAIL", "hillingdonlearningpartnership@hillingdon.gov.uk")

# Apps, from the bottom layer up
INSTALLED_APPS = [
    "hlp.kit",
    "members",
    "bids",
    "programmes",
    "invoicing",
    "board",
    "hlp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *social.APPS,
    "auditlog",
    "crispy_forms",
    "csp",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "hlp.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "hlp.headers.SafeHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.sessions.SessionLimitsMiddleware",
    "members.sessions.SecondFactorMiddleware",
]
ROOT_URLCONF = "hlp.urls"
WSGI_APPLICATION = "hlp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
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
                "hlp.context.site",
            ],
        },
    }
]
NAVIGATION = navigation.NAVIGATION
SECTIONS = navigation.SECTIONS
FOOTER_LINKS = navigation.FOOTER_LINKS
STYLEGUIDE = False  # the page that shows every component; on while developing and in tests
CRISPY_ALLOWED_TEMPLATE_PACKS = ["hlp_pack"]
CRISPY_TEMPLATE_PACK = "hlp_pack"
CRISPY_FAIL_SILENTLY = False  # a layout that names a missing field is a mistake of ours

# Database: SQLite beside the portal unless DATABASE_URL says PostgreSQL
DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hlp.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # waits its turn instead of failing half-way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA recursive_triggers=ON;",
    }

# Cache: rate limits must be shared by all processes
REDIS_URL = text("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}
}

# Celery: the broker only nudges, the database row is the truth
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = (
    {"visibility_timeout": 3600}
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "broker"),
        "data_folder_out": str(VAR_DIR / "broker"),
        "processed_folder": str(VAR_DIR / "broker-done"),
        "control_folder": str(VAR_DIR / "broker-control"),
        "polling_interval": 0.1,
    }
)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# Files: documents live outside the web root and are served only through a permission check
MEDIA_ROOT = VAR_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [
    ("build", BASE_DIR / "static" / "build"),
    ("css", BASE_DIR / "static" / "css"),
    ("img", BASE_DIR / "static" / "img"),
    ("js", BASE_DIR / "static" / "js"),
]
STORAGES = storages.STORAGES

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Mail goes through the outbox
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = text("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"Hillingdon Learning Partnership <{OFFICE_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Sign-in
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "members.backends.HouseBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "members.passwords.NotGuessable"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_ADAPTER = "members.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.forms.accounts.NameForm"
ACCOUNT_FORMS = forms.ACCOUNT
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who is told of a change can act on one that was not theirs
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one goes on
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # a reset must not lead past the second factor
ACCOUNT_SESSION_REMEMBER = False  # school computers are shared: closing the browser signs out
ACCOUNT_RATE_LIMITS = limits.RATES
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=24).total_seconds())
# How many proxies of ours stand before the portal: from there X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXIES", 0)
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "members.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = forms.SECOND_FACTOR
# Who must have a second factor must still be able to change the address; signing in needs a
# confirmed one anyway.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_REQUIRED = flag("MFA_REQUIRED", default=True)  # for office, finance and board
SOCIALACCOUNT_ADAPTER = "members.social.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = social.PROVIDERS
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # known by its number from then on
USERSESSIONS_TRACK_ACTIVITY = False  # SessionLimitsMiddleware does, once a minute

# Sessions and cookies
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_FAILURE_VIEW = "hlp.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

# Transport and headers
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine next door, over http
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *social.FORM_ACTIONS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Elections: what trying one passphrase of a keyholder costs, in passes and bytes (argon2id)
ELECTION_KEY_COST = (3, 268_435_456)

# Invoicing: a run above either figure is parked until its approver types the total
INVOICING_MOST_INVOICES = number("INVOICING_MOST_INVOICES", 150)
INVOICING_MOST_POUNDS = number("INVOICING_MOST_POUNDS", 250_000)
# How many days a file of invoices is kept after it was asked for; who took it stays on record
INVOICING_KEEP_FILES_DAYS = number("INVOICING_KEEP_FILES_DAYS", 30)

# Audit: only what is registered by name
AUDITLOG_INCLUDE_ALL_MODELS = False
AUDITLOG_DISABLE_REMOTE_ADDR = True

# Logs, and errors to Sentry where its address is given
LOGGING = logs.LOGGING
SENTRY_DSN = text("SENTRY_DSN", "")
if SENTRY_DSN:
    report_to_sentry(SENTRY_DSN, environment=SITE_URL)
