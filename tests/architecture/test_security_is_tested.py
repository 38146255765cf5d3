"""Every test that docs/security.md relies on exists, and each row names one or says it is open."""

import re

from tests.architecture.sources import ROOT

NAMED = re.compile(r"`(test_\w+)`")


def missing(page, tests):
    return sorted(set(NAMED.findall(page)) - set(tests))


def test_every_test_named_on_the_security_page_exists():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))

    assert missing(page, re.findall(r"^def (test_\w+)", sources, re.MULTILINE)) == []
    rows = [line for line in page.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 30
    assert [row for row in rows if not NAMED.search(row) and "not met" not in row] == []


def test_a_test_that_is_gone_is_seen():
    assert missing("`test_a`, `test_b`", ["test_a"]) == ["test_b"]
