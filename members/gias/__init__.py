"""Reading the files of the register of schools, Get Information About Schools (GIAS).

No database here: bytes come in, typed rows go out, and whatever is wrong is said in a sentence.
"""

from members.gias.files import Register, Source, Text, Unreadable, open_links, open_register
from members.gias.links import LinkRow, read_links
from members.gias.schools import LABELS, SchoolRow, TrustNamed, read_schools
from members.gias.tables import MissingColumn, Reading, Refused, TooManyRefused

__all__ = [
    "LABELS",
    "LinkRow",
    "MissingColumn",
    "Reading",
    "Refused",
    "Register",
    "SchoolRow",
    "Source",
    "Text",
    "TooManyRefused",
    "TrustNamed",
    "Unreadable",
    "open_links",
    "open_register",
    "read_links",
    "read_schools",
]
