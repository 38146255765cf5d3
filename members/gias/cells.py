"""What one cell of the register may hold, and the words for one that does not."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.db.models import TextChoices

C = TypeVar("C", bound=TextChoices)

_URN = re.compile(r"[1-9][0-9]{4,5}")
_DIGITS = re.compile(r"[0-9]+")
_DAY = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


class CellRefused(Exception):
    """Why a cell cannot be taken, to follow the column's name and what stands in it."""


def text(most: int, *, needed: bool = False) -> Callable[[str], str]:
    def read(cell: str) -> str:
        cleaned = " ".join(cell.split())
        if len(cleaned) > most:
            raise CellRefused(f"is longer than {most} characters")
        if needed and not cleaned:
            raise CellRefused("is empty")
        return cleaned

    return read


def digits(most: int) -> Callable[[str], str]:
    """A number that is a name: kept as it is written, leading noughts and all."""

    def read(cell: str) -> str:
        cleaned = cell.strip()
        if cleaned and (len(cleaned) > most or not _DIGITS.fullmatch(cleaned)):
            raise CellRefused(f"is not a number of at most {most} digits")
        return cleaned

    return read


def urn(cell: str) -> int:
    if not _URN.fullmatch(cleaned := cell.strip()):
        raise CellRefused("is not a number of five or six digits")
    return int(cleaned)


def la_code(cell: str) -> str:
    """Three digits; a spreadsheet drops the noughts in front."""
    cleaned = cell.strip()
    if not _DIGITS.fullmatch(cleaned) or len(cleaned) > 3:
        raise CellRefused("is not a local authority's code of three digits")
    return cleaned.zfill(3)


def age(cell: str) -> int | None:
    cleaned = cell.strip()
    if not cleaned:
        return None
    if not _DIGITS.fullmatch(cleaned) or len(cleaned) > 3:
        raise CellRefused("is not an age")
    return int(cleaned)


@lru_cache(maxsize=4096)
def day(cell: str) -> date | None:
    cleaned = cell.strip()
    if not cleaned:
        return None
    found = _DAY.fullmatch(cleaned)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise CellRefused("is not a date (dd-mm-yyyy)")


def postcode(cell: str) -> str:
    cleaned = " ".join(cell.upper().split())
    found = _POSTCODE.fullmatch(cleaned)
    if found:
        return f"{found[1]} {found[2]}"
    if len(cleaned) > 8:
        raise CellRefused("is not a postcode")
    return cleaned  # schools overseas have none of ours


def choice(
    choices: type[C], codes: Mapping[str, C], *, empty: C | None = None
) -> Callable[[str], C]:
    """One of the register's own words, by its name or by the code that stands for it."""
    known = {_fold(member.value): member for member in choices} | dict(codes)

    def read(cell: str) -> C:
        folded = _fold(cell)
        if folded in known:
            return known[folded]
        if not folded and empty is not None:
            return empty
        raise CellRefused("is empty" if not folded else "is not one the portal knows")

    return lru_cache(maxsize=1024)(read)


def _fold(words: str) -> str:
    """`All through`, `All-through` and `ALL-THROUGH` are one phase."""
    return " ".join(words.casefold().replace("-", " ").replace("’", "'").split())
