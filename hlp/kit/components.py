"""The values that components on a page are given; views build them, templates draw them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of a summary list. `change_url` adds a link, `about` says to what, aloud."""

    key: str
    value: Any
    change_url: str = ""
    change: str = "Change"
    about: str = ""


@dataclass(frozen=True)
class Action:
    """One button or link of an action bar. With `closed` the sentence why it is closed is shown."""

    label: str
    url: str
    closed: str = ""
    style: str = ""  # "", "secondary" or "warning"
    get: bool = False  # a link to a page instead of a button that changes something
    fields: Mapping[str, str] = field(default_factory=dict)  # hidden fields of the button's form
    means: str = ""  # what happens at once, for a button that leads to no page of its own


@dataclass(frozen=True)
class Task:
    """One line of a task list; `status` is a text or a member of a StateChoices."""

    title: str
    url: str = ""
    hint: str = ""
    status: Any = ""


@dataclass(frozen=True)
class Progress:
    """How far a thing is: the names of its steps, and the number of the present one, from 1."""

    steps: tuple[str, ...]
    current: int


@dataclass(frozen=True)
class Stat:
    """One figure with what it counts; tone "todo" for what needs doing."""

    figure: Any
    label: str
    url: str = ""
    tone: str = ""
