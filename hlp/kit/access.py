"""Who may open a page or call a service. What you may not see is not there: 404, never 403."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase

from hlp.kit.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]

log = logging.getLogger("hlp.access")

public = login_not_required  # a page anyone may read says so by name


class WrongPerson(Refusal):
    """This person may not do this."""


def needs(permission: str) -> Callable[[View[R, P]], View[R, P]]:
    """Decorator: the page exists only for people with the permission. Refusals are logged."""

    def decorate(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                log.warning(
                    "refused %s to user %s at %s", permission, request.user.pk, request.path
                )
                raise Http404
            return view(request, *args, **kwargs)

        guarded.needs = permission  # type: ignore[attr-defined]  # the URL test reads it
        return guarded

    return decorate


def require(by: Any, permission: str, obj: Model | None = None, *, sentence: str = "") -> None:
    """For services: raise WrongPerson unless `by` has the permission for this object."""
    if by is None or not by.has_perm(permission, obj):
        log.warning(
            "refused %s to user %s on %s",
            permission,
            getattr(by, "pk", None),
            getattr(obj, "pk", None),
        )
        raise WrongPerson(sentence or "You do not have permission to do this.")
