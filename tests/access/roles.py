"""Everyone the portal can meet, as the generated tests call them."""

from enum import StrEnum


class Role(StrEnum):
    """`head`, `teacher` and `business_manager` are of the world's school, `other_head` is not."""

    ANONYMOUS = "anonymous"
    STRANGER = "stranger"
    TEACHER = "teacher"
    BUSINESS_MANAGER = "business manager"
    HEAD = "head"
    OTHER_HEAD = "other head"
    OFFICE = "office"
    CLERK = "clerk"
    FINANCE = "finance"
    BOARD_MEMBER = "board member"
    CHAIR = "chair"
    RETURNING_OFFICER = "returning officer"


EVERYONE = frozenset(Role)
SIGNED_IN = EVERYONE - {Role.ANONYMOUS}
OF_SCHOOL = frozenset({Role.TEACHER, Role.BUSINESS_MANAGER, Role.HEAD})
ON_BOARD = frozenset({Role.BOARD_MEMBER, Role.CHAIR})
STAFF = frozenset({Role.OFFICE})  # may open /admin/
