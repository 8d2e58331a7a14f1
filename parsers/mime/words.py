"""Encoded words of headers (RFC 2047; RFC 2231, 5), and the broken ones that mailers send; never raises."""

import binascii
import re
from dataclasses import dataclass

from parsers.mime.charsets import decode

# An encoded word ends at "?="; a broken one where the next begins, or with the header.
WORD = re.compile(r"=\?([^?=\s]*)\s*\?\s*([bBqQ])\s*\?(.*?)(?:\?=|$|(?==\?[^?\s]{1,60}\?[bBqQ]\?))", re.DOTALL)
GAP = re.compile(r"\s*")
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class _Run:
    """Adjacent words of one charset: their bytes are joined before decoding, for a word may cut a character in two."""

    charset: str
    data: bytes = b""
    base64: str = ""


def decode_words(value: str) -> str:
    """`value` with its encoded words decoded."""
    if "=?" not in value:
        return value if value.isprintable() else CONTROLS.sub("", value)
    output: list[str] = []
    runs: list[_Run] = []
    at = 0
    for word in WORD.finditer(value):
        between = value[at : word.start()]
        # RFC 2047, 6.2: white space between two encoded words is not shown.
        if between.strip() or not runs:
            output += [*_texts(runs), between]
            runs = []
        _add(runs, *word.groups())
        at = word.end()
    output += [*_texts(runs), value[at:]]
    return CONTROLS.sub("", "".join(output))


def _add(runs: list[_Run], charset: str, encoding: str, text: str) -> None:
    charset = charset.lower()
    if not runs or runs[-1].charset != charset:
        runs.append(_Run(charset))
    run = runs[-1]
    if encoding in "bB":
        _add_base64(run, text)
    else:
        _flush(run)
        run.data += _q(text)


def _add_base64(run: _Run, text: str) -> None:
    run.base64 += NOT_BASE64.sub("", text)
    # Some mailers cut the base64 itself into words; four signs make three bytes only once all are there.
    if "=" in text or len(run.base64) % 4 == 0:
        _flush(run)


def _flush(run: _Run) -> None:
    # One sign over carries six bits, which is no byte.
    whole = run.base64[:-1] if len(run.base64) % 4 == 1 else run.base64
    run.data += binascii.a2b_base64(whole + "=" * (-len(whole) % 4))
    run.base64 = ""


def _q(text: str) -> bytes:
    data = text.replace("_", " ").encode("utf-8", "replace")
    return HEX.sub(lambda found: bytes([int(found[1], 16)]), data)


def _texts(runs: list[_Run]) -> list[str]:
    for run in runs:
        _flush(run)
    return [decode(run.data, run.charset) for run in runs]
