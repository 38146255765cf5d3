"""The back room of invoicing: who sends invoices, how VAT is treated, how numbers begin.

A row that invoices have been issued under stays as it was; what changes gets a row of its own.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from invoicing import models
from members.back_room import ReadMostly
from members.rules import is_office


class OfficeOnly(ReadMostly):
    """Design 12: the clerk has nothing to do with invoices."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and bool(is_office(request.user))


class Maintained(OfficeOnly):
    """Added by the office, and corrected while no invoice has been issued under the row."""

    always_corrected: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        is_used = obj is not None and obj.is_used()
        corrected = self.always_corrected if is_used else self.corrected
        return [field.name for field in self.opts.fields if field.name not in corrected]


@admin.register(models.Supplier)
class SupplierAdmin(Maintained):
    list_display = ("legal_name", "from_on", "account_name", "sort_code", "account_number")
    ordering = ("-from_on",)
    corrected = (
        *("from_on", "legal_name", "address", "vat_number", "account_name", "sort_code"),
        *("account_number", "bank_name", "remittance_email", "telephone", "footer"),
    )


@admin.register(models.VatTreatment)
class VatTreatmentAdmin(Maintained):
    list_display = ("__str__", "category", "rate", "signed_off_by_name", "signed_off_on")
    list_filter = ("category",)
    ordering = ("establishment_type", "-from_on")
    always_corrected = ("signed_off_by_name", "signed_off_on")
    corrected = (
        *("from_on", "establishment_type", "category", "rate", "words"),
        *("is_internal_recharge", *always_corrected),
    )


@admin.register(models.NumberSeries)
class NumberSeriesAdmin(Maintained):
    list_display = ("prefix", "kind", "starts_in", "next_number")
    ordering = ("-starts_in",)
    corrected = ("kind", "starts_in", "prefix")


@admin.register(models.FeeRun)
class FeeRunAdmin(OfficeOnly):
    list_display = ("__str__", "state", "prepared_by", "approved_by", "issued_on")
    list_filter = ("state",)
    list_select_related = ("membership_year__period", "prepared_by", "approved_by")
    ordering = ("-prepared_at", "-pk")


class LineInline(admin.TabularInline):
    model = models.InvoiceLine
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(is_office(request.user))


@admin.register(models.Invoice)
class InvoiceAdmin(OfficeOnly):
    list_display = ("__str__", "state", "school_name", "school_urn", "issued_on", "gross")
    list_filter = ("state",)
    search_fields = ("number", "school_name", "school_urn", "purchase_order")
    ordering = ("-issued_on", "-pk")
    inlines = (LineInline,)


@admin.register(models.CreditNote)
class CreditNoteAdmin(OfficeOnly):
    list_display = ("__str__", "state", "invoice", "issued_on", "gross")
    list_filter = ("state",)
    list_select_related = ("invoice",)
    search_fields = ("number", "invoice__number", "invoice__school_name")
    ordering = ("-issued_on", "-pk")


@admin.register(models.Payment)
class PaymentAdmin(OfficeOnly):
    list_display = ("__str__", "received_on", "amount", "method", "reference", "reverses")
    list_select_related = ("reverses",)
    search_fields = ("reference", "allocations__invoice__number")
    ordering = ("-received_on", "-pk")


@admin.register(models.FeeDecision)
class FeeDecisionAdmin(OfficeOnly):
    list_display = ("__str__", "fee", "decided_on", "state", "prepared_by", "confirmed_by")
    list_filter = ("state",)
    list_select_related = ("membership_year__period", "prepared_by", "confirmed_by")
    ordering = ("-prepared_at", "-pk")
