"""The portal's own tags, loaded with `{% load ui %}`; the markup is in templates/components/."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.db.models import Model
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localtime

from hlp.kit import clock, money, tables
from hlp.kit.components import Row
from hlp.kit.states import StateChoices

register = template.Library()

TAG_COLOURS = {
    *("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"),
    *("turquoise", "pink", "light-blue"),
}


# Values


@register.filter
def pounds(amount: Decimal | None) -> str:
    return "" if amount is None else money.pounds(amount)


@register.filter
def uk_date(day: date | datetime | None) -> str:
    """1 April 2022"""
    if day is None:
        return ""
    return format_date(localtime(day) if isinstance(day, datetime) else day, "j F Y")


@register.filter
def uk_datetime(moment: datetime | None) -> str:
    """1 April 2022, 4:05pm"""
    if moment is None:
        return ""
    return f"{uk_date(moment)}, {clock.time_in_words(clock.london(moment).time())}"


@register.filter
def lines(value: Any) -> Any:
    """Text typed in lines is shown in lines; what a tag or template has drawn already stays."""
    return value if hasattr(value, "__html__") else linebreaksbr("" if value is None else value)


# Status tags


@register.inclusion_tag("components/tag.html")
def tag(state: Any) -> dict[str, str]:
    """The status of a model with a field `state`, or of a member of its StateChoices."""
    member = state_of(state)
    return tag_text(str(member.label), member.colour)


@register.inclusion_tag("components/tag.html", name="tag_text")
def tag_text(text: str, colour: str = "") -> dict[str, str]:
    """For what is derived and no state (paid, overdue); the colours are those of GOV.UK tags."""
    if colour and colour not in TAG_COLOURS:
        raise ValueError(f"no tag colour: {colour!r}")
    return {"text": text, "colour": colour}


def state_of(value: Any) -> StateChoices:
    """A plain text is refused: two workflows may share a word and differ in what it means."""
    if isinstance(value, Model):
        enum = _enum_of(type(value))
        return enum(value.state)  # type: ignore[attr-defined]
    if not isinstance(value, StateChoices):
        raise TypeError(f"{{% tag %}} wants a model or a member of StateChoices, not {value!r}")
    return value


def _enum_of(model: type[Model]) -> type[StateChoices]:
    choices = list(model._meta.get_field("state").choices or ())  # type: ignore[union-attr]
    for enum in StateChoices.__subclasses__():
        if enum.choices == choices:  # type: ignore[misc]  # a class property the stubs miss
            return enum
    raise TypeError(f"{model.__name__}.state has no StateChoices")


# Components


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Any], card: str = "", card_level: int = 2) -> dict[str, Any]:
    """Rows are hlp.kit.components.Row or (key, value) pairs; with `card` in a titled box."""
    made = [row if isinstance(row, Row) else Row(*row) for row in rows]
    return {
        "rows": made,
        "any_changes": any(row.change_url for row in made),
        "card": card,
        "card_level": card_level,
    }


@register.simple_block_tag(takes_context=True)
def data_table(
    context: template.Context, content: str, caption: str, hide_caption: bool = False
) -> SafeString:
    """A table whose rows are cards where there is little room; its region may scroll by itself."""
    values = {
        "content": tables.labelled(content),
        "caption": caption,
        "hide_caption": hide_caption,
        "id": f"table-{slugify(caption)}",
    }
    return render_to_string("components/data_table.html", values)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, number: int) -> str:
    """The same address with another page number; filters stay."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?page={number}"
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], noun: str = "results") -> dict[str, Any]:
    """Links to the pages of a list; nothing when there is one page."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    items = [
        {"number": n, "url": page_url(context, n), "current": n == page.number}
        if isinstance(n, int)
        else {"ellipsis": True}
        for n in pages
    ]
    return {
        "page": page,
        "items": items,
        "noun": noun,
        "previous": page_url(context, page.previous_page_number()) if page.has_previous() else "",
        "next": page_url(context, page.next_page_number()) if page.has_next() else "",
    }


# The frame of every page


@register.filter
def banners(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Messages gathered by kind: two banners of one name on a page would be hard to tell apart."""
    lines: dict[str, list[Message]] = {"success": [], "warning": [], "": []}
    for message in messages or ():
        tone = {"error": "warning", "success": "success", "warning": "warning"}
        lines[tone.get(message.level_tag, "")].append(message)
    return [{"tone": tone, "lines": found} for tone, found in lines.items() if found]


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The main navigation from settings.NAVIGATION, for this person, marking where she is."""
    return {"items": _items(settings.NAVIGATION, context)}


@register.inclusion_tag("components/section.html", takes_context=True)
def section(context: template.Context, name: str) -> dict[str, Any]:
    """The tabs of settings.SECTIONS over pages that belong together, for this person."""
    return {"name": name, "items": _items(settings.SECTIONS[name], context)}


@register.inclusion_tag("components/footer_links.html")
def footer_links() -> dict[str, Any]:
    items = [_item(row, "") for row in settings.FOOTER_LINKS]
    return {"items": [item for item in items if item["url"]]}


def _items(rows: Sequence[Mapping[str, str]], context: template.Context) -> list[dict[str, Any]]:
    request = context.get("request")
    path = request.path if request else ""
    items = [_item(row, path) for row in _shown(rows, getattr(request, "user", None))]
    return [item for item in items if item["url"]]


def _shown(rows: Sequence[Mapping[str, str]], user: Any) -> list[Mapping[str, str]]:
    signed_in = user is not None and user.is_authenticated
    who = {"anyone", "signed_in" if signed_in else "signed_out"}
    return [
        row
        for row in rows
        if row.get("who", "anyone") in who
        and (not row.get("permission") or (signed_in and user.has_perm(row["permission"])))
    ]


def _item(row: Mapping[str, str], path: str) -> dict[str, Any]:
    """A page that is not built yet has no address and is left out."""
    try:
        url = reverse(row["url"])
    except NoReverseMatch:
        url = ""
    current = path == url
    return {
        "label": row["label"],
        "url": url,
        "current": current,
        "active": current or (len(url) > 1 and path.startswith(url)),
    }
