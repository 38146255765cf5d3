"""The signed agreement as PDF: a pure function of what the signature kept."""

from hlp.kit import clock, pdf
from members.commitment import seal
from members.models import Membership


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
        },
        title=f"Membership agreement, {membership.school}, {membership.period}",
        identifier=membership.agreement_key,
        created=clock.london(signed_at),
    )


def agreement_filename(membership: Membership) -> str:
    return f"HLP agreement {membership.period} {membership.school}.pdf"
