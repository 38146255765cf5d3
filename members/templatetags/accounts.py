"""Filters for the pages of a person's own account."""

from django import template

register = template.Library()

# The first that is named wins: every browser also calls itself by older ones' names.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
DEVICES = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook")),
    *(("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")),
)


@register.filter
def browser(user_agent: str) -> str:
    """Chrome on Windows"""
    found = [
        next((name for mark, name in known if mark in user_agent), "")
        for known in (BROWSERS, DEVICES)
    ]
    return " on ".join(name for name in found if name) or "Unknown browser"
