"""On a phone the menu closes behind its button without pushing the page about."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = 0.1  # what counts as good for people (web.dev, Cumulative Layout Shift)
SHIFTS = """() => new Promise((done) => {
  const seen = (list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0));
  new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 500);
})"""


@pytest.mark.parametrize("path", ["/", "/accounts/login/"])
def test_the_menu_of_a_phone_moves_nothing(phone, live_server, path):
    phone.goto(live_server.url + path)
    expect(phone.get_by_role("button", name="Menu")).to_be_visible()

    assert phone.evaluate(SHIFTS) < GOOD


def test_the_menu_opens_by_itself_where_the_script_does_not_come(phone, live_server):
    phone.route("**/hlp.js", lambda route: route.abort())

    phone.goto(live_server.url)

    expect(phone.get_by_role("link", name="Join").first).to_be_visible(timeout=8_000)


def test_without_scripts_the_menu_is_open(page_without_js, live_server):
    page_without_js.set_viewport_size({"width": 390, "height": 800})

    page_without_js.goto(live_server.url)

    expect(
        page_without_js.get_by_role("navigation", name="Menu").get_by_role("link").first
    ).to_be_visible()
