"""One spelling for search columns and for what people type into a search box."""

import re
import unicodedata

from django.db.models import Q

_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORDS = re.compile(r"[\W_]+")
_SAINT = re.compile(r"\bsaint\b")


def normalise(text: str) -> str:
    """`St. Mary's R.C. École` and `saint marys rc ecole` become the same words."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", folded).casefold()  # some letters need both twice
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = _APOSTROPHES.sub("", plain).replace("&", " and ")
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", plain)  # r.c. -> rc
    return _SAINT.sub("st", _NOT_WORDS.sub(" ", plain)).strip()


def words_begin(field: str, words: str) -> Q:
    """Every word typed begins a word of the search text: "st mary" is not in "west primary"."""
    found = Q()
    for word in normalise(words).split():
        found &= Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})
    return found
