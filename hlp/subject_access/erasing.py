"""Erasure: the person's names, addresses and words go; numbers stay where rows must be complete."""

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import EmailField, Q, QuerySet

from hlp.kit import access, audit, clock, states
from hlp.kit.models import OutboxMessage, PostState
from hlp.kit.refusal import Refusal
from hlp.subject_access.erasable import BLANKED, GONE, GONE_DOMAIN, REMOVED, Blank
from hlp.subject_access.finding import addresses_of
from members.models import Affiliation, Answer, Claim, Enquiry, Membership, User
from members.services import closing, inviting, parting
from programmes.models import Certificate, Place
from programmes.services import forgetting

NAME = "Erased person"


class CannotErase(Refusal):
    """Something has to end first; the sentence says what."""


def hindrances(user: User, now: datetime) -> list[str]:
    """What must end before this person can be erased, each as a sentence."""
    today = clock.day_of(now)
    found = [
        f"{user} is still {held.get_role_display()}. End this role first."
        for held in user.roles_held.filter(Q(to_on=None) | Q(to_on__gte=today))
    ]
    if user.is_superuser:
        found.append(f"{user} keeps the machine running as a superuser. Take this away first.")
    return found + [
        f"{user} is the only headteacher of {school}, which is a member. Record the new head first."
        for school in _schools_left_without_head(user, today)
    ]


def erase(*, user: User, by: User | None, now: datetime) -> dict[str, int]:
    """Erase the person; how many rows of what. `by` is None where a command erases.

    What cannot be erased, and why, stands in erasable.KEPT. Irrevocable.
    """
    if by is not None:
        access.require(by, "members.erase_person", user)
    with transaction.atomic(), audit.acting(by):
        user = User.objects.select_for_update().get(pk=user.pk)
        if is_erased(user):
            raise CannotErase("This person has been erased already.")
        if why := hindrances(user, now):
            raise CannotErase(" ".join(why))
        _end_what_runs(user, now)
        addresses = addresses_of(user)
        certificates = _of_person(Certificate.objects.all(), user, addresses)
        forgetting.forget_certificates(certificates, by=by, now=now)
        done = _erase_rows(user, addresses)
        _erase_names(user)
        audit.record(user, what="erased", by=by, rows=done)
    return done


def is_erased(user: User) -> bool:
    return user.email.endswith(f"@{GONE_DOMAIN}")


def _schools_left_without_head(user: User, today: date) -> list[Any]:
    headships = Affiliation.objects.current(today).heads()
    own = set(headships.filter(user=user).values_list("school_id", flat=True))
    others = headships.filter(school__in=own, user__is_active=True).exclude(user=user)
    alone = own - set(others.values_list("school_id", flat=True))
    live = Membership.objects.committed().filter(school__in=alone).select_related("school")
    return [row.school for row in live.order_by("school__name")]


def _end_what_runs(user: User, now: datetime) -> None:
    today = clock.day_of(now)
    for claim in Claim.objects.waiting().filter(user=user):
        states.make(claim, "withdraw", by=user, now=now)
    for post in user.affiliations.filter(Q(to_on=None) | Q(to_on__gte=today)).select_related(
        "school"
    ):
        parting.end_post(post, last_day=today - timedelta(days=1), now=now)
    inviting.revoke_sent_by(user, now=now)
    closing.end_sessions(user)


def _erase_rows(user: User, addresses: set[str]) -> dict[str, int]:
    done: dict[str, int] = {}
    waiting = OutboxMessage.objects.exclude(state=PostState.SENT)
    done["messages not sent"] = _of(waiting, "to", user, addresses).delete()[0]
    done["answers"] = _answers(user, addresses).update(text="")
    done["mentions in mails to others"] = _forget_mentions(user, addresses)
    for rule in BLANKED:
        done[rule.label] = done.get(rule.label, 0) + _blank(rule, user, addresses)
    for label, via in REMOVED.items():
        if label.partition(".")[0] in apps.app_configs:  # sign-in elsewhere is there on request
            done[label] = _of(_rows(label), via, user, addresses).delete()[0]
    return {what: count for what, count in done.items() if count}


def _rows(label: str) -> QuerySet[Any]:
    return apps.get_model(label)._default_manager.all()


def _of(rows: QuerySet[Any], via: str, user: User, addresses: set[str]) -> QuerySet[Any]:
    if "__" in via or not isinstance(rows.model._meta.get_field(via), EmailField):
        return rows.filter(**{via: user})
    named = Q(pk__in=())
    for address in addresses:
        named |= Q(**{f"{via}__iexact": address})
    return rows.filter(named)


def _of_person(rows: QuerySet[Any], user: User, addresses: set[str]) -> QuerySet[Any]:
    """Of places booked for the account, or for an address of theirs that a colleague typed."""
    places = _of(Place.objects.all(), "email", user, addresses) | Place.objects.filter(person=user)
    return rows.filter(place__in=places.values("pk"))


def _blank(rule: Blank, user: User, addresses: set[str]) -> int:
    rows = _of(_rows(rule.label), rule.via, user, addresses)
    addressed = [name for name, value in rule.values.items() if value is GONE]
    plain = {name: value for name, value in rule.values.items() if value is not GONE}
    if not addressed:
        return rows.update(**plain)
    # One stand-in for each address, so that what was unique stays so.
    (name,) = addressed
    known = sorted(set(rows.values_list(name, flat=True)))
    return sum(
        rows.filter(**{name: address}).update(**plain, **{name: _stand_in(user, number)})
        for number, address in enumerate(known)
    )


def _stand_in(user: User, number: int) -> str:
    return f"erased-{user.pk}-{number}@{GONE_DOMAIN}"


def _answers(user: User, addresses: set[str]) -> QuerySet[Answer]:
    asked = _of(Enquiry.objects.all(), "email", user, addresses) | Enquiry.objects.filter(
        asked_by=user
    )
    return Answer.objects.filter(enquiry__in=asked)


def _forget_mentions(user: User, addresses: set[str]) -> int:
    """Mails that went to others and speak of the person: their bodies go, that they went stays."""
    spoken = Q(pk__in=())
    for words in {*addresses, user.name}:
        if "@" in words or " " in words:  # a first name alone would hit everybody's mail
            spoken |= Q(text__icontains=words) | Q(html__icontains=words)
            spoken |= Q(subject__icontains=words)
    sent = OutboxMessage.objects.filter(spoken, state=PostState.SENT)
    return sent.update(subject="", text="", html="")


def _erase_names(user: User) -> None:
    user.name, user.email = NAME, f"erased-{user.pk}@{GONE_DOMAIN}"
    user.set_unusable_password()
    user.last_login = None
    user.is_active = user.is_staff = False
    user.save()
