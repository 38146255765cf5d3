"""The back room: a window on everything members hold, with the few corrections that are safe.

Roles go through their services; what has a workflow is done on the portal's own pages.
"""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import admin as _  # noqa: F401 - registers Group first
from django.contrib.auth.models import Group

from members import back_room
from members.admin import joining, office, people, schools

__all__ = ["joining", "office", "people", "schools"]

admin.site.has_permission = back_room.may_look  # type: ignore[method-assign]
admin.site.site_header = "Hillingdon Learning Partnership: back room"
admin.site.site_title = "Back room"
admin.site.index_title = "What do you want to look up?"

# Their stock pages would let a superuser confirm an address or switch off a second factor unseen.
for closed in (EmailAddress, Authenticator, UserSession, Group):
    admin.site.unregister(closed)
if apps.is_installed("allauth.socialaccount"):
    from allauth.socialaccount.admin import SocialAccount, SocialApp, SocialToken

    admin.site.unregister((SocialAccount, SocialApp, SocialToken))
