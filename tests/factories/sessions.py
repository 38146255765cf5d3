"""A person who has just signed in, and shown once more who they are."""

import time

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from members.models import User


def session_key_of(user: User) -> str:
    """A new session in which nothing sensitive asks for the password again."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    assert session.session_key
    return session.session_key


def client_of(user: User | None) -> Client:
    """A test client with the person's session; without a person, one of nobody."""
    client = Client()
    if user is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_key_of(user)
    return client
