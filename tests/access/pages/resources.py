"""The library: public to look at, each resource for its readers."""

from datetime import timedelta

from hlp.kit import clock
from members.models import Period
from members.services import periods
from programmes.models import Programme
from programmes.services import sharing
from programmes.states import ResourceAudience
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, Role
from tests.factories import resources
from tests.factories.resources import LINK

LEADS = frozenset({Role.HEAD})
ORGANISES = LEADS | {Role.OFFICE}
MEMBERS, ALL, PUBLIC = ResourceAudience
FORM = {"title": "Slides", "audience": MEMBERS, "link": LINK}


def led(world):
    title = f"Led programme {Programme.objects.count()}"
    return resources.led_programme(world.period, world.school, title)


def shared(world, **fields):
    office = world.people[Role.OFFICE]
    return resources.resource(office, world.period, programme=led(world), **fields)


def key_of(**fields):
    return lambda world: {"key": shared(world, **fields).key}


def with_programme(world):
    """The head's school leads one, so that there is something to choose from."""
    led(world)
    return {}


def running(world):
    """The partnership's own are of the period that runs; the world's signs up."""
    starts_on = world.today - timedelta(days=90)
    if not Period.objects.running(world.today):
        periods.create_period(name="The run before", starts_on=starts_on, is_published=True)
    return {}


def every_kind(world):
    """Of each audience, one withdrawn, and one outside every programme."""
    made = [shared(world, audience=audience) for audience in ResourceAudience]
    office = world.people[Role.OFFICE]
    gone = sharing.withdraw(resource=shared(world), by=office, now=clock.now())
    return [*made, gone, resources.resource(office, world.period)]


PAGES = [
    Page("programmes:resource_list", EVERYONE),
    Page("programmes:resource", EVERYONE, key_of(audience=PUBLIC), look_as=(Role.HEAD,)),
    Page("programmes:resource_file", EVERYONE, key_of(audience=PUBLIC), is_html=False),
    Page("programmes:choose_programme", ORGANISES, with_programme),
    Page(
        "programmes:share_resource",
        ORGANISES,
        lambda world: {"programme_id": led(world).pk},
        data=lambda world: FORM,
    ),
    Page("programmes:share_outside", frozenset({Role.OFFICE}), running),
    Page("programmes:broken_links", ORGANISES, with_programme),
    Page("programmes:describe_resource", ORGANISES, key_of()),
    Page("programmes:withdraw_resource", ORGANISES, key_of(), method="POST"),
]
VISIBLE = [Visible("programmes.Resource", "programmes.view_resource", every_kind)]


def add(world, count):
    for _ in range(count):
        shared(world, link=LINK, tags=["a", "b"])


LISTS = [
    List("programmes:resource_list", Role.OFFICE, add),
    List("programmes:resource_list", Role.HEAD, add),
]
