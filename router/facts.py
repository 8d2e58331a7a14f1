"""The facts that the routing rules ask about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about one mail and the claim that it names; each field is a word of the rules."""

    claims_system: str = "up"
    """up or down."""

    sender: str = "U"
    """L, O, U or X, relative to the claim that was found."""

    carrier: str = "none"
    """Strongest place that holds a reference: subject, own_text, file_name, quoted_text, document_text; else none."""

    form: str = ""
    """exact, normalised, bare, repaired or partial."""

    delimited: bool = False
    """Asterisks stood on both sides."""

    range: bool = False
    """A shorthand for several files follows the reference."""

    distinct: str = "one"
    """`many` when that carrier holds different references; a draft and the claim it became count as one."""

    both_delimited: bool = False
    """It holds two references, each between asterisks, of open claims, and the mail names nobody else's."""

    kind: str = ""
    """claim or draft, after a known draft was replaced by its claim."""

    state: str = ""
    """open, closed, draft or none; "" when nothing was looked up."""

    alias: str = "none"
    """draft or claim: a number of that kind was written, and replaced by the present number of its claim; else none."""

    own_text_other: bool = False
    """The sender's text, or the name of a file, names another claim that exists."""

    each_file_one: bool = False
    """Every file names exactly one claim, and all of these exist."""

    corroborated: bool = False
    """Name, policy, plate or broker's reference of that claim is in the mail."""

    other_insured_named: bool = False
    """The mail names the insured of another claim."""

    thread_agrees: bool = False
    """Earlier mails of the thread went to that claim."""

    thread_of_other: bool = False
    """Earlier mails of the thread went to other claims only."""

    declaration_present: bool = False
    """The mail reports a loss."""

    data_protection: bool = False
    """The sender asks for his data, or for their erasure."""

    contract_change: bool = False
    """The sender wants another contract, or none."""

    assigned_before: bool = False
    """A person gave an earlier mail of the thread, or with the sender's reference, to a claim that is open; that stands."""
