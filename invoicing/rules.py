"""Who may do what with fee runs and invoices (design 12, the table of powers)."""

import rules

from invoicing.models import CreditNote, FeeDecision, FeeRun, Invoice
from invoicing.querysets import PAYERS
from members.querysets import AnyUser, schools_as
from members.rules import is_business_manager_of, is_finance, is_head_of, is_office


@rules.predicate
def prepared_it(user: AnyUser, thing: FeeRun | CreditNote | FeeDecision | None) -> bool:
    return thing is not None and thing.prepared_by_id == user.pk


@rules.predicate
def has_gone_out(user: AnyUser, thing: Invoice | CreditNote | None) -> bool:
    """A school sees what was issued to it, never a draft."""
    return thing is not None and thing.is_issued


@rules.predicate
def pays_for_a_school(user: AnyUser) -> bool:
    return bool(schools_as(user, *PAYERS))


sees_all = is_office | is_finance
its_payer = has_gone_out & (is_head_of | is_business_manager_of)

# what                                   who
rules.add_perm("invoicing.list_invoices", sees_all | pays_for_a_school)
rules.add_perm("invoicing.view_all", sees_all)
rules.add_perm("invoicing.view_invoice", sees_all | its_payer)
rules.add_perm("invoicing.download_invoice", has_gone_out & (sees_all | its_payer))
rules.add_perm("invoicing.view_run", sees_all)
rules.add_perm("invoicing.draft_run", is_office)
rules.add_perm("invoicing.approve_run", sees_all & ~prepared_it)  # two different people
rules.add_perm("invoicing.issue_run", is_office)
rules.add_perm("invoicing.give_order", is_office | is_head_of | is_business_manager_of)
# The books: entries are added by either, and nobody changes one.
rules.add_perm("invoicing.record_payment", sees_all)
rules.add_perm("invoicing.view_payment", sees_all)
rules.add_perm("invoicing.view_credits", sees_all)
rules.add_perm("invoicing.view_credit", sees_all | its_payer)
rules.add_perm("invoicing.download_credit", has_gone_out & (sees_all | its_payer))
rules.add_perm("invoicing.draft_credit", sees_all)
rules.add_perm("invoicing.approve_credit", sees_all & ~prepared_it)  # two different people
rules.add_perm("invoicing.view_fees", sees_all)
rules.add_perm("invoicing.set_fee", is_office)
rules.add_perm("invoicing.confirm_fee", sees_all & ~prepared_it)  # it issues credit notes
rules.add_perm("invoicing.export", sees_all)
rules.add_perm("invoicing.view_export", sees_all)
rules.add_perm("invoicing.view_downloads", sees_all)
rules.add_perm("invoicing.check_numbers", sees_all)
