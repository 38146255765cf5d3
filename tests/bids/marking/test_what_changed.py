"""The difference between two versions: whole, escaped, and read aloud (check 12)."""

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from bids import differences
from bids.differences import ADDED, SAME, TAKEN, Piece

TEXTS = st.text(alphabet=st.sampled_from("ab \n<&"), max_size=60)


def test_words_that_came_and_went():
    found = list(differences.of_texts("We visit ten schools.", "We visit all schools."))

    assert found == [
        Piece(SAME, "We visit "),
        Piece(TAKEN, "ten"),
        Piece(ADDED, "all"),
        Piece(SAME, " schools."),
    ]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_difference(before, after):
    found = list(differences.of_texts(before, after))

    assert "".join(piece.text for piece in found if piece.kind != ADDED) == before
    assert "".join(piece.text for piece in found if piece.kind != TAKEN) == after


def test_only_what_differs_is_named_in_the_bids_order():
    before = {
        "title": "SEND",
        "cost": "100.00",
        "sections": {"approach": {"text": "Ten visits."}, "kick_off": {"planned_on": "2022-09-20"}},
        "partners": [],
        "files": [{"title": "Report"}],
    }
    after = {
        **before,
        "sections": {"approach": {"text": "All."}, "kick_off": {"planned_on": "2022-09-27"}},
        "partners": [{"name": "Hill School", "part": "Hosts."}],
    }

    labels = [change.label for change in differences.between(before, after)]

    assert labels == ["Approach", "Kick-off event: date", "Partner schools"]
    assert differences.between(before, before) == []


def test_the_difference_is_escaped_and_read_aloud():
    changes = differences.between({"title": "<b>old</b>"}, {"title": "<i>new</i>"})

    html = render_to_string("bids/marking/changes.html", {"changes": changes})

    assert "<b>" not in html
    assert "&lt;b&gt;old" in html
    assert '<del><span class="govuk-visually-hidden">[taken out: </span>' in html
    assert '<ins><span class="govuk-visually-hidden">[added: </span>' in html
