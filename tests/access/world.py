"""One small world in which every page can be opened: the cast, two schools, a period around today.

An app adds what its pages are about as a `cached_property`, made only when a page asks for it.
"""

from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from hlp.kit import clock
from members.models import Claim, Period, School, User
from members.services import periods
from members.states import PortalRole, SchoolRole
from tests.access.roles import Role
from tests.factories import cast
from tests.factories.members import ClaimFactory, UserFactory


class World:
    @cached_property
    def today(self) -> date:
        return clock.day_of(clock.now())

    @cached_property
    def school(self) -> School:
        return cast.primary_school()

    @cached_property
    def other_school(self) -> School:
        return cast.secondary_school()

    @cached_property
    def period(self) -> Period:
        """Sign-up is open, the first year starts in a month."""
        starts_on = self.today + timedelta(days=30)
        return periods.create_period(name="This run", starts_on=starts_on, is_published=True)

    @cached_property
    def people(self) -> dict[Role, User]:
        return {
            Role.STRANGER: UserFactory.create(name="Sam Stranger"),
            Role.TEACHER: cast.at_school("Tom Teacher", self.school, SchoolRole.STAFF),
            Role.BUSINESS_MANAGER: cast.at_school(
                "Bea Manager", self.school, SchoolRole.BUSINESS_MANAGER
            ),
            Role.HEAD: cast.at_school("Hanna Head", self.school, SchoolRole.HEADTEACHER),
            Role.OTHER_HEAD: cast.at_school("Omar Head", self.other_school, SchoolRole.HEADTEACHER),
            Role.OFFICE: cast.in_partnership("Olive Office", PortalRole.OFFICE, is_staff=True),
            Role.CLERK: cast.in_partnership("Clare Clerk", PortalRole.CLERK),
            Role.FINANCE: cast.in_partnership("Farah Finance", PortalRole.FINANCE),
            Role.BOARD_MEMBER: cast.in_partnership("Bola Board", PortalRole.BOARD_MEMBER),
            Role.CHAIR: cast.in_partnership("Chris Chair", PortalRole.CHAIR),
            Role.RETURNING_OFFICER: cast.in_partnership(
                "Rosa Returning", PortalRole.RETURNING_OFFICER
            ),
        }

    @cached_property
    def claim(self) -> Claim:
        """A stranger says they work at the school."""
        return ClaimFactory.create(user=self.people[Role.STRANGER], school=self.school)

    def person(self, role: Role) -> User | AnonymousUser:
        """The person as a new request would load them: nothing remembered of earlier questions."""
        if role == Role.ANONYMOUS:
            return AnonymousUser()
        return User.objects.get(pk=self.people[role].pk)
