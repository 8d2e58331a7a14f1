"""What a payment refers to, where a machine states it: of which kind the reference is by its own check digits."""

import re

STRUCTURED = re.compile(r"[0-9]{12}")
SWISS = re.compile(r"[0-9]{27}")
CREDITOR = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")


def payment_reference(written: str) -> tuple[str, str] | None:
    """Kind and value of the reference that `written` is, with or without its spaces and crosses; `None` for free text."""
    from stdnum import iso11649
    from stdnum.be import ogm_vcs
    from stdnum.ch import esr

    signs = re.sub(r"[ /+*]", "", written.upper())
    if STRUCTURED.fullmatch(signs) and ogm_vcs.is_valid(signs):
        return "be_structured_comm", f"+++{ogm_vcs.format(signs)}+++"
    if CREDITOR.fullmatch(signs) and iso11649.is_valid(signs):
        return "rf_reference", signs
    if SWISS.fullmatch(signs) and signs.strip("0") and esr.is_valid(signs):
        return "ch_qr_reference", signs
    return None
