"""The business terms of EN 16931-1 that are taken from an invoice, and where CII and UBL 2.x keep them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

CII: Mapping[str, str] = {
    "document": "ExchangedDocument",
    "agreement": "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement",
    "delivery": "SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery",
    "settlement": "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement",
    "sums": "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation",
    "items": "SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem",
}
ZUGFERD_1: Mapping[str, str] = {
    "document": "HeaderExchangedDocument",
    "agreement": "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeAgreement",
    "delivery": "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeDelivery",
    "settlement": "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeSettlement",
    "sums": "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation",
    "items": "SpecifiedSupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem",
}
UBL: Mapping[str, str] = {}
SYNTAXES: Mapping[str, Mapping[str, str]] = {
    "CrossIndustryInvoice": CII,
    "CrossIndustryDocument": ZUGFERD_1,
    "Invoice": UBL,
    "CreditNote": UBL,
}
"""The groups of each syntax, by the name of its root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One business term: its name, the kind and role of its fact, and its places; of several places the first that is filled counts."""

    name: str
    kind: str
    role: str = ""
    cii: tuple[str, ...] = ()
    ubl: tuple[str, ...] = ()

    def paths(self, groups: Mapping[str, str]) -> tuple[str, ...]:
        """Its places in the syntax that has these groups, whatever the namespaces are called."""
        paths = self.cii if groups else self.ubl
        return tuple("/".join(f"{{*}}{step}" for step in path.format(**groups).split("/")) for path in paths)


PARTY: tuple[Term, ...] = (
    Term(name="post code", kind="postcode", cii=("PostalTradeAddress/PostcodeCode",), ubl=("PostalAddress/PostalZone",)),
    Term(name="city", kind="town", cii=("PostalTradeAddress/CityName",), ubl=("PostalAddress/CityName",)),
    Term(name="VAT identifier", kind="vat_eu", cii=("SpecifiedTaxRegistration/ID[@schemeID='VA']",), ubl=("PartyTaxScheme/CompanyID",)),
    Term(name="legal registration identifier", kind="firm", cii=("SpecifiedLegalOrganization/ID",), ubl=("PartyLegalEntity/CompanyID",)),
    Term(name="identifier", kind="firm", cii=("GlobalID", "ID[@schemeID]"), ubl=("PartyIdentification/ID[@schemeID]",)),
)
"""What is said of the seller and of the buyer alike, from the element of the party."""


def _party(role: str, name: Term) -> tuple[Term, ...]:
    """The name of a party, whose paths lead to its element, and what else is said of it."""
    (cii,), (ubl,) = name.cii, name.ubl
    registered, called = f"{ubl}/PartyLegalEntity/RegistrationName", f"{ubl}/PartyName/Name"
    named = replace(name, name=f"{name.name} name", cii=(f"{cii}/Name",), ubl=(registered, called))
    rest = (
        Term(
            name=f"{name.name} {term.name}",
            kind=term.kind,
            role=role,
            cii=tuple(f"{cii}/{path}" for path in term.cii),
            ubl=tuple(f"{ubl}/{path}" for path in term.ubl),
        )
        for term in PARTY
    )
    return (named, *rest)


SELLER = Term(name="Seller", kind="issuer", cii=("{agreement}/SellerTradeParty",), ubl=("AccountingSupplierParty/Party",))
BUYER = Term(name="Buyer", kind="buyer", cii=("{agreement}/BuyerTradeParty",), ubl=("AccountingCustomerParty/Party",))
MEANS = "{settlement}/SpecifiedTradeSettlementPaymentMeans"
ACCOUNT = "PaymentMeans/PayeeFinancialAccount"
TOTALS = "LegalMonetaryTotal"

TERMS: tuple[Term, ...] = (
    Term(name="Invoice number", kind="invoice_number", cii=("{document}/ID",), ubl=("ID",)),
    Term(
        name="Invoice type code",
        kind="invoice_type",
        cii=("{document}/TypeCode",),
        ubl=("InvoiceTypeCode", "CreditNoteTypeCode"),
    ),
    Term(
        name="Invoice issue date",
        kind="date_eu",
        role="invoice",
        cii=("{document}/IssueDateTime/DateTimeString", "{document}/IssueDateTime"),
        ubl=("IssueDate",),
    ),
    Term(
        name="Payment due date",
        kind="date_eu",
        role="due",
        cii=(
            "{settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
            "{settlement}/SpecifiedTradePaymentTerms/DueDateDateTime",
        ),
        ubl=("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
    ),
    Term(
        name="Actual delivery date",
        kind="date_eu",
        role="delivery",
        cii=(
            "{delivery}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString",
            "{delivery}/ActualDeliverySupplyChainEvent/OccurrenceDateTime",
        ),
        ubl=("Delivery/ActualDeliveryDate",),
    ),
    *_party("seller", SELLER),
    *_party("buyer", BUYER),
    Term(name="Buyer reference", kind="buyer_ref", cii=("{agreement}/BuyerReference",), ubl=("BuyerReference",)),
    Term(
        name="Contract",
        kind="policy_number",
        cii=("{agreement}/ContractReferencedDocument/IssuerAssignedID", "{agreement}/ContractReferencedDocument/ID"),
        ubl=("ContractDocumentReference/ID",),
    ),
    Term(
        name="Payment account identifier",
        kind="iban",
        role="creditor",
        cii=(f"{MEANS}/PayeePartyCreditorFinancialAccount/IBANID", f"{MEANS}/PayeePartyCreditorFinancialAccount/ProprietaryID"),
        ubl=(f"{ACCOUNT}/ID",),
    ),
    Term(
        name="Payment account name",
        kind="holder",
        cii=(f"{MEANS}/PayeePartyCreditorFinancialAccount/AccountName",),
        ubl=(f"{ACCOUNT}/Name",),
    ),
    Term(
        name="Payment service provider identifier",
        kind="bic",
        role="creditor",
        cii=(f"{MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID",),
        ubl=(f"{ACCOUNT}/FinancialInstitutionBranch/ID", f"{ACCOUNT}/FinancialInstitutionBranch/FinancialInstitution/ID"),
    ),
    Term(
        name="Debited account identifier",
        kind="iban",
        role="debtor",
        cii=(f"{MEANS}/PayerPartyDebtorFinancialAccount/IBANID",),
        ubl=("PaymentMeans/PaymentMandate/PayerFinancialAccount/ID",),
    ),
    Term(name="Remittance information", kind="payment_ref", cii=("{settlement}/PaymentReference",), ubl=("PaymentMeans/PaymentID",)),
    Term(name="Invoice currency code", kind="currency", cii=("{settlement}/InvoiceCurrencyCode",), ubl=("DocumentCurrencyCode",)),
    Term(
        name="Invoice total amount without VAT",
        kind="amount_eur",
        role="net",
        cii=("{sums}/TaxBasisTotalAmount",),
        ubl=(f"{TOTALS}/TaxExclusiveAmount",),
    ),
    Term(name="Invoice total VAT amount", kind="amount_eur", role="vat", cii=("{sums}/TaxTotalAmount",), ubl=("TaxTotal/TaxAmount",)),
    Term(
        name="Invoice total amount with VAT",
        kind="amount_eur",
        role="total",
        cii=("{sums}/GrandTotalAmount",),
        ubl=(f"{TOTALS}/TaxInclusiveAmount",),
    ),
    Term(name="Paid amount", kind="amount_eur", role="advance", cii=("{sums}/TotalPrepaidAmount",), ubl=(f"{TOTALS}/PrepaidAmount",)),
    Term(
        name="Amount due for payment",
        kind="amount_eur",
        role="due",
        cii=("{sums}/DuePayableAmount",),
        ubl=(f"{TOTALS}/PayableAmount",),
    ),
)
"""In the order in which a page of text shows them."""

WORDS: tuple[Term, ...] = (
    Term(name="Item name", kind="", cii=("{items}/SpecifiedTradeProduct/Name",), ubl=("InvoiceLine/Item/Name", "CreditNoteLine/Item/Name")),
    Term(name="Invoice note", kind="", cii=("{document}/IncludedNote/Content",), ubl=("Note",)),
)
"""What only people read: no facts of their own."""
