"""Four typed readers of the environment. A missing value stops start-up with what to set."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set.

    ``NAME_FILE`` may name a file that holds the value instead (Docker secrets).
    """
    value = os.environ.get(name)
    file = os.environ.get(f"{name}_FILE")
    if not value and file:
        with open(file, encoding="utf-8") as secret:  # noqa: PTH123 - read once at start-up
            value = secret.read().strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"Set the environment variable {name} (or {name}_FILE). .env.example says what for."
        )
    return default


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "true" if default else "false").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to true or false.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number.") from None


def listed(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]
