"""What erasure does with each personal field: blanked, removed with its row, or kept and why.

A test fails when a personal field stands in none of the three.
"""

from dataclasses import dataclass
from typing import Any

GONE = object()  # an address that leads nowhere, different for each address it stands for
GONE_DOMAIN = "erased.invalid"
SOMEBODY = "Erased person"  # where a row must name somebody

CONTACTS = ("head", "business_manager", "cpd_lead")
ASKED = {"name": "", "email": GONE, "school_name": "", "question": "", "note": ""}


@dataclass(frozen=True)
class Blank:
    """Rows that name the person in `via` get these values."""

    label: str
    via: str
    values: dict[str, Any]


BLANKED = (
    Blank("members.claim", "user", {"said": "", "reason": ""}),
    Blank("members.roleheld", "user", {"reason": ""}),
    Blank("members.invitation", "email", {"name": "", "email": GONE}),
    Blank("members.enquiry", "email", ASKED),
    Blank("members.enquiry", "asked_by", ASKED),
    *(
        Blank("members.membership", f"{who}_email", {f"{who}_name": "", f"{who}_email": ""})
        for who in CONTACTS
    ),
    Blank("members.membership", "office_email", {"office_email": ""}),
    Blank("members.membership", "finance_email", {"finance_email": ""}),
    Blank("bids.editor", "email", {"name": "", "email": GONE}),
    Blank("bids.draftmark", "sheet__assessor", {"reason": ""}),
    Blank("programmes.place", "email", {"name": SOMEBODY, "email": GONE}),
    Blank("programmes.wholebooking", "email", {"name": SOMEBODY, "email": GONE}),
    Blank("kit.outboxmessage", "to", {"to": GONE, "subject": "", "text": "", "html": ""}),
    Blank("kit.remindermail", "to", {"to": GONE}),
    Blank("kit.said", "to", {"to": GONE, "title": ""}),
    Blank(
        "auditlog.logentry",
        "actor",
        {"actor_email": None, "remote_addr": None, "remote_port": None},
    ),
)
# Rows that are only about the person, by the field that says so.
REMOVED = {
    "members.contact": "email",
    "programmes.calendartoken": "person",
    "programmes.placeneeds": "place__person",
    "account.emailaddress": "user",
    "mfa.authenticator": "user",
    "socialaccount.socialaccount": "user",
    "usersessions.usersession": "user",
}
WITH_THEIR_ROW = {
    "account.emailconfirmation": "goes with the address",
    "socialaccount.socialtoken": "goes with the account elsewhere",
    "sessions.session": "goes with the session",
    "members.user": "blanked on the person: name, address, password, last sign-in",
    "members.answer": "blanked with the question it answers",
    "programmes.certificate": "name and PDF go, and its code says that it is not valid",
}
SIGNATURE = (
    "The signature on a membership agreement (name, job title and the signed PDF) stays for seven"
    " years after the period: it proves a contract of the school."
)
INVOICED = "What an issued invoice says stays for seven years: tax law forbids changing it."
NUMBERED = (
    "Who decided and did things stays as a number that no longer has a name: frozen rows and the"
    " audit log must stay complete."
)
ACCOUNTABLE = "Who signed off how VAT is treated answers for it; the name stays with the treatment."
PAID = "Who paid stays with the payment for seven years, as the accounts must show it."
ELECTED = (
    "Who stood, who was elected and who drew a lot stays with the record of the election: anyone"
    " may count it again."
)
ANNOUNCED = (
    "What the office announced to many stays as it was sent; whoever it names may ask the office."
)
SEATED = "Who held which seat of the board, and by which decision, stays with its minutes."
BID = (
    "What a bid says is its schools' and stays with the call; assessors' reasons and declared"
    " interests stay with the board's decision, which must be explained."
)
DELIVERED = (
    "What a programme promised, announced and noted stays with it; who took part stays as a number"
    " that no longer has a name."
)
SAID = "What somebody said in a survey stays without their name."
KEPT = {
    "bids.question.text": BID,
    "bids.section.text": BID,
    "bids.bidversion.content": BID,
    "bids.interest.details": BID,
    "bids.mark.reason": BID,
    "bids.moderation.notes": BID,
    "bids.moderation.dissent": BID,
    "programmes.commitment.promise": DELIVERED,
    "programmes.qualityaction.who": DELIVERED,
    "programmes.event.speaker": DELIVERED,
    "programmes.event.join_link": DELIVERED,
    "programmes.event.join_note": DELIVERED,
    "programmes.outreachcontact.note": DELIVERED,
    "programmes.place.code": DELIVERED,
    "programmes.asked.token_hash": DELIVERED,
    "programmes.answer.text": SAID,
    "members.announcement.body": ANNOUNCED,
    "board.nomination.name": ELECTED,
    "board.nomination.statement": ELECTED,
    "board.lot.drawn_by": ELECTED,
    "board.lot.witness": ELECTED,
    "members.membership.signed_name": SIGNATURE,
    "members.membership.signed_title": SIGNATURE,
    "kit.document.file": SIGNATURE,
    "kit.document.filename": SIGNATURE,
    "kit.outboxmessage.key": NUMBERED,
    "invoicing.creditnote.sent_to": INVOICED,
    "board.appointment.reference": SEATED,
    "board.appointment.end_note": SEATED,
    "members.membership.invoice_name": INVOICED,
    "members.membership.invoice_address": INVOICED,
    "invoicing.invoice.bill_to_name": INVOICED,
    "invoicing.invoice.bill_to_address": INVOICED,
    "invoicing.invoice.bill_to_email": INVOICED,
    "invoicing.payment.payer": PAID,
    "invoicing.vattreatment.signed_off_by_name": ACCOUNTABLE,
    # Masked when they are written: they hold that a personal field changed, not what it was.
    "auditlog.logentry.changes": NUMBERED,
    "auditlog.logentry.changes_text": NUMBERED,
    "auditlog.logentry.object_repr": NUMBERED,
    "auditlog.logentry.serialized_data": NUMBERED,
    "auditlog.logentry.additional_data": NUMBERED,
    "admin.logentry.object_repr": NUMBERED,
    "admin.logentry.change_message": NUMBERED,
}
REASONS_TO_KEEP = (SIGNATURE, INVOICED, ELECTED, BID, DELIVERED, SAID, NUMBERED)
