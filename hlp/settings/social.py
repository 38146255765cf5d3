"""Signing in with Google Workspace or Microsoft: there only where the keys are set."""

from typing import Any

from hlp.settings.environment import text

APPS: list[str] = []
PROVIDERS: dict[str, dict[str, Any]] = {}
# Where the buttons lead: a browser also holds redirects of a form to the policy's form-action.
FORM_ACTIONS: list[str] = []

GOOGLE_CLIENT_ID = text("GOOGLE_CLIENT_ID", "")
MICROSOFT_CLIENT_ID = text("MICROSOFT_CLIENT_ID", "")

if GOOGLE_CLIENT_ID:
    APPS.append("allauth.socialaccount.providers.google")
    FORM_ACTIONS.append("https://accounts.google.com")
    PROVIDERS["google"] = {
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": text("GOOGLE_CLIENT_SECRET")}],
        "SCOPE": ["profile", "email"],
        "AUTH_PARAMS": {"prompt": "select_account"},
        "OAUTH_PKCE_ENABLED": True,
    }
if MICROSOFT_CLIENT_ID:
    APPS.append("allauth.socialaccount.providers.microsoft")
    FORM_ACTIONS.append("https://login.microsoftonline.com")
    PROVIDERS["microsoft"] = {
        "APPS": [
            {
                "client_id": MICROSOFT_CLIENT_ID,
                "secret": text("MICROSOFT_CLIENT_SECRET"),
                # Accounts of organisations, never private ones, whose addresses nobody owns.
                "settings": {"tenant": text("MICROSOFT_TENANT", "organizations")},
            }
        ],
        "AUTH_PARAMS": {"prompt": "select_account"},
        "OAUTH_PKCE_ENABLED": True,
    }
if APPS:
    APPS.insert(0, "allauth.socialaccount")
