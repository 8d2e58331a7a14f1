import pytest

from core.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sur BE68 5390 0754 7034 pour C502100001", "sur •••• 7034 pour C502100001"),
        ("FR7630006000011234567890189.", "•••• 0189."),
        ("NL91ABNA0417164300, NL91 ABNA 0417 1643 00", "•••• 4300, •••• 4300"),
        ("BE68-5390-0754-7034", "•••• 7034"),
        ("Total 2 841,20 EUR", "Total •••• EUR"),
        ("€ 1.250,00 et 300€ ou 12 euros", "•••• € et •••• € ou •••• euros"),
        ("Votre référence 26/0417, police 50.123.456, le 02/03/2026", "Votre référence 26/0417, police 50.123.456, le 02/03/2026"),
        ("VIN WVWZZZ1JZXW000001 plaque 1-ABC-123", "VIN WVWZZZ1JZXW000001 plaque 1-ABC-123"),
        ("", ""),
    ],
)
def test_accounts_and_amounts_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown
