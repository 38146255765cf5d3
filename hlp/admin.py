"""What the back room leads to that concerns several apps at once."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from members.admin.people import UserAdmin
from members.models import User

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    actions = (*UserAdmin.actions, "data_and_erasure")

    @admin.action(description="Copy of personal data, or erasure (one person)")
    def data_and_erasure(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        if len(users) != 1:
            self.message_user(request, "Choose one person.", messages.WARNING)
            return None
        return redirect("person_data", users[0].pk)
