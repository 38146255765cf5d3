"""Lists of the back room that take a file: the same importers as the commands, with a trial run."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from hlp.kit.refusal import Refusal
from members.back_room import ReadMostly, person
from members.models import User
from members.rules import is_office

MOST = 20 * 2**20


class FileForm(forms.Form):
    file = forms.FileField(label="File", error_messages={"required": "Choose a file"})
    trial = forms.BooleanField(
        label="Trial run: say what would change, and change nothing", required=False, initial=True
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(
                f"The file must be smaller than {MOST // 2**20} MB. Use the command for larger ones"
            )
        self.name = file.name
        data: bytes = file.read()
        return data


class TakesFile(ReadMostly):
    """A list with a button that takes a file; `take_in` reads it and says what it did."""

    change_list_template = "admin/change_list_import.html"
    import_title = ""
    import_hint = ""

    def take_in(self, data: bytes, name: str, *, trial: bool, by: User) -> Iterable[str]:
        raise NotImplementedError

    @property
    def import_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_import"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name=self.import_name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {
            "import_url": reverse(f"admin:{self.import_name}") if is_office(request.user) else "",
            "import_title": self.import_title,
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not is_office(request.user):
            raise PermissionDenied
        form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
        lines: list[str] = []
        if form.is_valid():
            lines = self._read(request, form)
        page = {
            **self.admin_site.each_context(request),
            "title": self.import_title,
            "hint": self.import_hint,
            "opts": self.opts,
            "form": form,
            "lines": lines,
        }
        return TemplateResponse(request, "admin/import.html", page)

    def _read(self, request: HttpRequest, form: FileForm) -> list[str]:
        given = form.cleaned_data
        try:
            return list(
                self.take_in(given["file"], form.name, trial=given["trial"], by=person(request))
            )
        except Refusal as why:
            form.add_error("file", str(why))
            messages.error(request, "Nothing was changed.")
            return []
