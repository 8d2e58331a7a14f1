"""The lines that a header block is made of (RFC 5322, 2.2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

# Some gateways write CR CR LF: that is one line end, not a blank line. A run of returns is not looked through once for each.
ENDING = rb"(?:\r{0,8}\n|\r)"
LINE = re.compile(rb"([^\r\n]*+)(\r{0,8}\n|\r|\Z)")
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
NAME = rb"(?!--)[!-9;-~]{1,200}+"
KNOWN_NAME = (
    rb"(?:from|to|cc|bcc|subject|date|message-id|mime-version|received|reply-to|return-path|sender|in-reply-to|references|"
    rb"content-[a-z-]+|x-[a-z0-9._-]+|dkim-signature|arc-[a-z-]+|authentication-results|delivered-to|envelope-to|list-[a-z-]+|"
    rb"importance|priority|thread-[a-z]+|user-agent|auto-submitted|precedence|status|resent-[a-z-]+|errors-to|organization|"
    rb"domainkey-signature|received-spf|accept-language)[ \t]*:"
)
KNOWN = re.compile(KNOWN_NAME, re.IGNORECASE)
BOUNDARY = re.compile(rb"--\S+\s*$")
ENVELOPE = (b"From ", b">From ")
LOOK_AHEAD = 100
"""Lines that are read on before a line that is no header counts as the body's first."""

Stops = Callable[[bytes], bool]
"""Whether a line is a boundary that ends the header block, though no blank line came before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One header: its name, and its unfolded value as octets."""

    name: str
    value: bytes
