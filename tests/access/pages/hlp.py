"""Pages of the house itself."""

from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, SIGNED_IN, Role

PAGES = [
    Page("prospectus", EVERYONE, look_as=(Role.ANONYMOUS, Role.HEAD)),
    Page("home", SIGNED_IN, look_as=tuple(role for role in Role if role in SIGNED_IN)),
    Page("healthz", EVERYONE, is_html=False),
    Page("readyz", EVERYONE, is_html=False),
    Page("styleguide", EVERYONE),
]
VISIBLE: list[Visible] = []
LISTS: list[List] = []
