"""The personal data that installed packages keep for us, classified like our own models'."""

from hlp.kit.privacy import Privacy, register

ADDRESS = "to sign in and be written to; erased with the person"
TRACE = "who changed what; kept seven years after the period, masked where the field is personal"

register(
    "account.EmailAddress",
    Privacy(
        personal={"user": ADDRESS, "email": ADDRESS},
        other=("verified", "primary"),
    ),
)
register(
    "account.EmailConfirmation",
    Privacy(
        personal={"email_address": "to prove an address; removed once it is confirmed"},
        other=("created", "sent", "key"),
    ),
)
register(
    "mfa.Authenticator",
    Privacy(
        personal={
            "user": "the second factor of a person; erased with the person",
            "data": "the secret of the second factor; erased with the person",
        },
        other=("type", "created_at", "last_used_at"),
    ),
)
LINK = "which account elsewhere signs a person in; erased with the person"
register(
    "socialaccount.SocialAccount",
    Privacy(
        personal={"user": LINK, "uid": LINK, "extra_data": LINK, "last_login": LINK},
        other=("provider", "date_joined"),
    ),
)
register(
    "socialaccount.SocialToken",
    Privacy(
        personal={"account": "not filled in; kept empty by a setting"},
        other=("app", "token", "token_secret", "expires_at"),
    ),
)
register(
    "socialaccount.SocialApp",
    Privacy(other=("provider", "provider_id", "name", "client_id", "secret", "key", "settings")),
)
register(
    "usersessions.UserSession",
    Privacy(
        personal={
            "user": "to show a person their own sessions; gone when the session ends",
            "ip": "to recognise a strange session; gone when the session ends",
            "user_agent": "to recognise a strange session; gone when the session ends",
            "data": "to recognise a strange session; gone when the session ends",
        },
        other=("session_key", "created_at", "last_seen_at"),
    ),
)
register(
    "sessions.Session",
    Privacy(
        personal={"session_data": "keeps a person signed in; gone when the session ends"},
        other=("session_key", "expire_date"),
    ),
)
register(
    "auditlog.LogEntry",
    Privacy(
        personal={
            "actor": TRACE,
            "actor_email": TRACE,
            "remote_addr": "not filled in; kept empty by a setting",
            "remote_port": "not filled in; kept empty by a setting",
            "changes": TRACE,
            "changes_text": TRACE,
            "object_repr": TRACE,
            "serialized_data": TRACE,
            "additional_data": TRACE,
        },
        other=("action", "cid", "content_type", "object_id", "object_pk", "timestamp"),
    ),
)
register(
    "admin.LogEntry",
    Privacy(
        personal={"user": TRACE, "object_repr": TRACE, "change_message": TRACE},
        other=("action_flag", "action_time", "content_type", "object_id"),
    ),
)
register("auth.Permission", Privacy(other=("codename", "content_type", "name")))
register("auth.Group", Privacy(other=("name", "permissions")))
register("contenttypes.ContentType", Privacy(other=("app_label", "model")))
