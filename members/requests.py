"""What views of signed-in people are handed: LoginRequiredMiddleware lets nobody else in."""

from django.http import HttpRequest

from members.models import User


class MemberRequest(HttpRequest):
    user: User  # never AnonymousUser
