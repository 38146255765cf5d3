"""What a person types to have an account."""

from django import forms
from django.http import HttpRequest

from members.models import User


class NameForm(forms.Form):
    name = forms.CharField(label="Full name", max_length=150)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
