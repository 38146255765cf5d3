"""Pages that ask one form: shown, sent, done or refused with what was typed kept."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hlp.kit.components import Row
from hlp.kit.refusal import Refusal


def given(form: Form, service: Callable[[], Any]) -> Any:
    """What the service gives for a form that is right; None when the page is to be shown again."""
    if not form.is_valid():
        return None
    try:
        return service()
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None


def ask(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    back: tuple[str, str],
    caption: str = "",
    intro: str = "",
    rows: Sequence[Row] = (),
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back[0],
        "back_text": back[1],
        "caption": caption,
        "intro": intro,
        "rows": rows,
    }
    return render(request, "asking.html", context)


def press(
    request: HttpRequest, service: Callable[[], Any], said: str, to: str, *args: Any
) -> HttpResponse:
    """One button: the service does it or says why not, and the next page shows which."""
    try:
        service()
        messages.success(request, said)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(to, *args)
