"""`check_page` must be able to fail: each kind of fault, on a page that has only this one."""

import pytest

from tests.browser.checking import check_page, html_faults

GOOD = """<!DOCTYPE html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>A page</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <main>
      <h1>A page</h1>
      <p>It is fine.</p>
    </main>
  </body>
</html>
"""
FINE = "<p>It is fine.</p>"
POLICY = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}
BAD = {
    "image-alt": '<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">text</p>',
    "scrolls sideways": f"<p>{'long' * 200}</p>",
    "close-order": "<p><b><i>It is</b></i> fine.</p>",
    "Content Security Policy": '<p>It is fine.</p><script>var a = "inline";</script>',
    "script error": '<p>It is fine.</p><script src="/broken.js"></script>',
}


def serve(page, body):
    """Answer as our server would, CSP and all."""
    page.route(
        "http://localhost/**",
        lambda route: (
            route.fulfill(body="no.such()", content_type="text/javascript")
            if route.request.url.endswith(".js")
            else route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=POLICY)
        ),
    )
    page.goto("http://localhost/page")


def test_a_good_page_passes(page):
    serve(page, GOOD)

    check_page(page)


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_is_seen(page, fault):
    serve(page, GOOD.replace(FINE, BAD[fault]))

    with pytest.raises(AssertionError, match=fault):
        check_page(page)


def test_html_faults_are_told_by_page():
    found = html_faults({"good": GOOD, "bad": GOOD.replace("</h1>", "</h2>")})

    assert found
    assert all("html of bad" in fault for fault in found)
