"""Every list pages, with one function and one component."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
T = TypeVar("T")


def page_of(request: HttpRequest, queryset: QuerySet[M] | Sequence[T], per: int = 50) -> Page[Any]:
    """The page asked for; one that is no number or out of range is the nearest, never an error."""
    return Paginator(queryset, per).get_page(request.GET.get("page"))
