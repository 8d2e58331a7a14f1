"""Electronic invoices made up: CII, ZUGFeRD 1.0 and UBL, and a PDF that carries one."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

from tests.extractors import papers

NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
PRINTED = (
    "Garage des Tilleuls SRL",
    "FACTURE N° 2024-0118",
    "Date de facture : 12 mars 2024",
    "Total HTVA : 1 235,20 €",
    "TVA 21 % : 259,39 €",
    "Total TVAC : 1 494,59 €",
    "IBAN BE68 5390 0754 7034",
)


def _date(name: str, day: str) -> str:
    return f'<ram:{name}><udt:DateTimeString format="102">{day}</udt:DateTimeString></ram:{name}>'


def cii(*, total: str = "1494.59", iban: str = "BE68539007547034", currency: str = "EUR", code: str = "380", prolog: str = "") -> bytes:
    """An invoice of the profile EN 16931."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>{prolog}
<rsm:CrossIndustryInvoice {NAMESPACES}>
<rsm:ExchangedDocument><ram:ID>2024-0118</ram:ID><ram:TypeCode>{code}</ram:TypeCode>{_date("IssueDateTime", "20240312")}
<ram:IncludedNote><ram:Content>Véhicule 1-ABC-123, sinistre C502100001</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Pièces de rechange : phare gauche</ram:Name>
</ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>DOS-77</ram:BuyerReference>
<ram:SellerTradeParty><ram:Name>Garage des Tilleuls SRL</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0208">0123456749</ram:ID></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>4000</ram:PostcodeCode><ram:CityName>Liège</ram:CityName></ram:PostalTradeAddress>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345/67890</ram:ID></ram:SpecifiedTaxRegistration>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">BE 0123.456.749</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Boutique Marchal</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">732829320</ram:ID></ram:SpecifiedLegalOrganization>
<ram:GlobalID schemeID="0009">73282932000074</ram:GlobalID></ram:BuyerTradeParty>
<ram:ContractReferencedDocument><ram:IssuerAssignedID>50.123.456</ram:IssuerAssignedID></ram:ContractReferencedDocument>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent>{_date("OccurrenceDateTime", "20240308")}
</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>+++090/9337/55493+++</ram:PaymentReference>
<ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>{iban}</ram:IBANID>
<ram:AccountName>Tilleuls</ram:AccountName></ram:PayeePartyCreditorFinancialAccount>
<ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>BNPAFRPP</ram:BICID></ram:PayeeSpecifiedCreditorFinancialInstitution>
</ram:SpecifiedTradeSettlementPaymentMeans>
<ram:SpecifiedTradePaymentTerms>{_date("DueDateDateTime", "20240411")}</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:TaxBasisTotalAmount>1235.20</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="{currency}">259.39</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{total}</ram:GrandTotalAmount><ram:TotalPrepaidAmount>494.59</ram:TotalPrepaidAmount>
<ram:DuePayableAmount>1000.0000</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>""".encode()


def zugferd() -> bytes:
    """An invoice of ZUGFeRD 1.0, whose groups have other names."""
    return f"""<rsm:CrossIndustryDocument {NAMESPACES.replace("CrossIndustryInvoice:100", "CrossIndustryDocument:invoice:1p0")}>
<rsm:HeaderExchangedDocument><ram:ID>R-17</ram:ID><ram:TypeCode>380</ram:TypeCode>{_date("IssueDateTime", "20130305")}
</rsm:HeaderExchangedDocument><rsm:SpecifiedSupplyChainTradeTransaction>
<ram:ApplicableSupplyChainTradeAgreement><ram:SellerTradeParty><ram:Name>Lieferant GmbH</ram:Name></ram:SellerTradeParty>
</ram:ApplicableSupplyChainTradeAgreement>
<ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementMonetarySummation><ram:GrandTotalAmount currencyID="EUR">119</ram:GrandTotalAmount>
</ram:SpecifiedTradeSettlementMonetarySummation></ram:ApplicableSupplyChainTradeSettlement>
</rsm:SpecifiedSupplyChainTradeTransaction></rsm:CrossIndustryDocument>""".encode()


def ubl(root: str = "Invoice") -> bytes:
    """An invoice or credit note of Peppol BIS Billing 3."""
    return f"""<?xml version="1.0"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>2024-0118</cbc:ID><cbc:IssueDate>2024-03-12</cbc:IssueDate><cbc:DueDate>2024-04-11</cbc:DueDate>
<cbc:{root}TypeCode>{"380" if root == "Invoice" else "381"}</cbc:{root}TypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Tilleuls</cbc:Name></cac:PartyName>
<cac:PartyTaxScheme><cbc:CompanyID>BE0123456749</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Garage des Tilleuls SRL</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Boutique Marchal</cbc:Name></cac:PartyName></cac:Party>
</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentID>090933755493</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>BE68539007547034</cbc:ID>
<cac:FinancialInstitutionBranch><cbc:ID>BNPAFRPP</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">259.39</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">1235.20</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">1494.59</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">1494.59</cbc:PayableAmount></cac:LegalMonetaryTotal>
</{root}>""".encode()


def carrying(xml: bytes, *pages: Sequence[str], name: str = "factur-x.xml") -> bytes:
    """A PDF of these pages with the XML attached."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf(*(pages or (PRINTED,))))))
    writer.add_attachment(name, xml)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
