"""The picture of a workflow is drawn from its table, and a stale one is told."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hlp.kit import states
from tests.kit.shop import TABLE, Order


@pytest.fixture
def pages(monkeypatch, tmp_path, settings):
    monkeypatch.setattr(states, "REGISTRY", {Order: TABLE})
    monkeypatch.setattr("hlp.kit.management.commands.state_charts.REGISTRY", {Order: TABLE})
    settings.BASE_DIR = tmp_path
    return tmp_path / "docs" / "states"


def test_the_chart_shows_every_state_and_move(pages):
    assert states.chart(Order).splitlines() == [
        "stateDiagram-v2",
        "    draft : Draft",
        "    placed : Placed",
        "    sent : Sent",
        "    lost : Lost in the post",
        "    [*] --> draft",
        "    draft --> placed : Place",
        "    placed --> sent : Send it off",
        "    sent --> lost : Lose",
        "    lost --> [*]",
    ]


def test_the_page_says_who_and_when(pages):
    call_command("state_charts", stdout=StringIO())

    text = (pages / "order.md").read_text()
    assert text.startswith("# States: order\n")
    assert "| Send it off | placed | sent | `shop.send` | The customer has paid |" in text
    assert "| Lose | sent | lost | the system |  |" in text


def test_a_stale_or_strange_page_is_told_and_cured(pages):
    call_command("state_charts", stdout=StringIO())
    call_command("state_charts", check=True, stdout=StringIO())
    (pages / "order.md").write_text("old")
    (pages / "gone.md").write_text("old")

    with pytest.raises(CommandError, match=r"order\.md, gone\.md"):
        call_command("state_charts", check=True, stdout=StringIO())
    call_command("state_charts", stdout=StringIO())
    call_command("state_charts", check=True, stdout=StringIO())

    assert [path.name for path in pages.iterdir()] == ["order.md"]
