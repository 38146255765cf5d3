"""Pages of invoicing: one row per URL name."""

from tests.access.page import List, Page, Visible

PAGES: list[Page] = []
VISIBLE: list[Visible] = []
LISTS: list[List] = []
