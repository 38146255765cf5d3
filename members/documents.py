"""The signed agreement as PDF: a pure function of what the signature kept."""

from hlp.kit import clock, pdf
from members.commitment import seal
from members.models import Affiliation, Membership
from members.states import SchoolRole


def render_agreement(membership: Membership) -> bytes:
    signed_at = membership.signed_at
    assert signed_at is not None  # noqa: S101 - the database's own constraint
    return pdf.render(
        "pdf/members/agreement.html",
        {
            "membership": membership,
            "school": membership.school,
            "period": membership.period,
            "paragraphs": membership.signed_words.splitlines(),
            "seal": seal(membership.signed_words),
            "is_head": _signed_as_head(membership),
        },
        title=f"Membership agreement, {membership.school}, {membership.period}",
        identifier=membership.agreement_key,
        created=clock.london(signed_at),
    )


def agreement_filename(membership: Membership) -> str:
    return f"HLP agreement {membership.period} {membership.school}.pdf"


def _signed_as_head(membership: Membership) -> bool:
    """Else it was a signatory of the school's trust."""
    assert membership.signed_at is not None  # noqa: S101 - the database's own constraint
    then = clock.day_of(membership.signed_at)
    posts = Affiliation.objects.current(then).filter(
        school=membership.signed_urn, user=membership.signed_by, role=SchoolRole.HEADTEACHER
    )
    return posts.exists()
