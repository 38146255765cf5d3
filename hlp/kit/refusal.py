"""Every service that says no raises a Refusal; its text is a sentence for the person who asked."""


class Refusal(Exception):
    """Nothing was done; the message says why and what to do."""


class TryLater(Refusal):
    """Nothing is wrong with the request, only something is missing just now: queued work waits."""
