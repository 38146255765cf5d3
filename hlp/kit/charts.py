"""Draws a workflow's table of moves as a page of docs/states/, so that the picture cannot lie."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from hlp.kit.states import Move


def chart(model: type[models.Model], table: Sequence["Move"]) -> str:
    """The table as a Mermaid state diagram."""
    names = labels(model)
    lines = ["stateDiagram-v2", *(f"    {value} : {label}" for value, label in names.items())]
    lines.append(f"    [*] --> {model._meta.get_field('state').get_default()}")  # type: ignore[union-attr]
    lines += [
        f"    {origin} --> {move.to} : {move.text}"
        for move in table
        for origin in names
        if origin in move.origins
    ]
    lines += [
        f"    {value} --> [*]" for value in names if not any(value in m.origins for m in table)
    ]
    return "\n".join(lines)


def labels(model: type[models.Model]) -> dict[str, str]:
    """Every state of the model with its label, in the order of its enum."""
    choices = model._meta.get_field("state").flatchoices  # type: ignore[union-attr]
    return {str(value): str(label) for value, label in choices}


def page(model: type[models.Model], table: Sequence["Move"]) -> str:
    """The whole page: diagram, then each move with who may make it and when."""
    noun = str(model._meta.verbose_name)
    rows = "\n".join(_row(move) for move in table)
    return (
        f"# States: {noun}\n\n"
        "Written by `manage.py state_charts` from the table of moves; do not edit.\n\n"
        f"```mermaid\n{chart(model, table)}\n```\n\n"
        "| move | from | to | who | only if |\n| --- | --- | --- | --- | --- |\n"
        f"{rows}\n"
    )


def _row(move: "Move") -> str:
    origins = ", ".join(sorted(move.origins))
    return f"| {move.text} | {origins} | {move.to} | {_who(move)} | {_when(move.only_if)} |"


def _who(move: "Move") -> str:
    return f"`{move.permission}`" if move.permission else "the system"


def _when(condition: Callable[..., Any] | None) -> str:
    if condition is None:
        return ""
    said = (condition.__doc__ or "").strip().splitlines()
    return said[0].rstrip(".") if said else condition.__name__.strip("_").replace("_", " ")
