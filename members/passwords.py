"""What Django's own validators cannot know: the words that everybody here would try first."""

import re

from django.core.exceptions import ValidationError

# Longest first, so that a word inside another does not leave half of it behind.
OURS = (
    *("partnership", "headteacher", "hillingdon", "password", "learning", "uxbridge", "primary"),
    *("academy", "school", "head", "hlp"),
)
ENOUGH_LEFT = 6  # letters beside our own words
ENOUGH_KINDS = 5  # different characters


class NotGuessable:
    """Refuses repetition, and our own words with a number stuck to them."""

    def validate(self, password: str, user: object = None) -> None:
        if len(set(password)) < ENOUGH_KINDS or _is_our_words(password):
            raise ValidationError(
                "Choose a password that is harder to guess, for example three words that have"
                " nothing to do with schools.",
                code="guessable",
            )

    def get_help_text(self) -> str:
        return "Three words that have nothing to do with schools make a good password."


def _is_our_words(password: str) -> bool:
    left = password.casefold()
    if not any(word in left for word in OURS):
        return False
    for word in OURS:
        left = left.replace(word, "")
    return len(re.sub(r"[\W\d_]+", "", left)) < ENOUGH_LEFT
