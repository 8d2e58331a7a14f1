"""Composes a whole mail: the words, the signature with its logo, what it quotes, and the files."""

import html
from dataclasses import dataclass

from web.demo import mime, programs
from web.demo.mime import Piece
from web.demo.programs import GMAIL, IPHONE, OUTLOOK, SCANNER, THUNDERBIRD, YAHOO, Envelope, Program

WORD_STYLE = (
    "<!--\n@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n"
    'p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}\n-->'
)
PLAIN_ONLY = (IPHONE, SCANNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is written: the sender's own words, and what stands quoted or forwarded below them."""

    own: str
    quoted: str = ""
    signed: bool = True


def letter(program: Program, envelope: Envelope, words: Words, *, files: tuple[File, ...] = (), logos: tuple[bytes, ...] = ()) -> bytes:
    """The mail as it lies in the mailbox."""
    return programs.delivered(program, envelope, body(program, envelope, words, files=files, logos=logos))


def inner(program: Program, envelope: Envelope, words: Words, *, files: tuple[File, ...] = ()) -> bytes:
    """The mail as it lies inside another: no border server of ours has seen it."""
    return programs.written(program, envelope, body(program, envelope, words, files=files))


def body(program: Program, envelope: Envelope, words: Words, *, files: tuple[File, ...] = (), logos: tuple[bytes, ...] = ()) -> Piece:
    """Text, HTML, logos and files, nested as the program nests them."""
    piece = _text(program, envelope, words, len(logos))
    if logos:
        images = (
            mime.attached(logo, f"image{place:03}.png", "image/png", inline_id=_image_id(envelope, place))
            for place, logo in enumerate(logos, 1)
        )
        piece = mime.several("related", programs.boundary(program, envelope, 5), piece, *images, extra='\r\n type="multipart/alternative";')
    if files:
        attached = (mime.attached(file.content, file.name, file.media_type) for file in files)
        piece = mime.several("mixed", programs.boundary(program, envelope, 4), piece, *attached)
    return piece


def _text(program: Program, envelope: Envelope, words: Words, logos: int) -> Piece:
    plain = mime.text(_plain(envelope, words), charset="iso-8859-1" if program is OUTLOOK else "utf-8")
    if program in PLAIN_ONLY:
        return plain
    shown = mime.text(_html(program, envelope, words, logos), subtype="html", charset="iso-8859-1" if program is OUTLOOK else "utf-8")
    return mime.several("alternative", programs.boundary(program, envelope, 3), plain, shown)


def _plain(envelope: Envelope, words: Words) -> str:
    blocks = [words.own]
    if words.signed and envelope.sender.signature:
        blocks.append(envelope.sender.signature)
    if words.signed and envelope.sender.small_print:
        blocks.append(envelope.sender.small_print)
    if words.quoted:
        blocks.append(words.quoted)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _html(program: Program, envelope: Envelope, words: Words, logos: int) -> str:
    images = "".join(
        f'<p class="MsoNormal"><img border="0" width="160" height="54" src="cid:{_image_id(envelope, place)}" alt=""></p>\n'
        for place in range(1, logos + 1)
    )
    signature = _lines(envelope.sender.signature) if words.signed else ""
    small = f'<p style="font-size:7.5pt;color:gray">{html.escape(envelope.sender.small_print)}</p>' if words.signed else ""
    own = _lines(words.own)
    quoted = _quoted(program, _lines(words.quoted)) if words.quoted else ""
    if program is OUTLOOK:
        return (
            '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">\n<head>\n'
            f'<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\n<style>{WORD_STYLE}</style>\n</head>\n'
            f'<body lang="FR-BE" link="#0563C1"><div class="WordSection1">\n{own}{signature}{images}{small}{quoted}</div></body></html>\n'
        )
    return f'<html><head></head><body><div dir="ltr">{own}{signature}{images}{small}</div>{quoted}</body></html>\n'


def _lines(words: str) -> str:
    return "".join(f'<p class="MsoNormal">{html.escape(line) or "&nbsp;"}</p>\n' for line in words.split("\n"))


def _quoted(program: Program, shown: str) -> str:
    frames = {
        OUTLOOK.hop: '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">{}</div>',
        GMAIL.hop: '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{}</div></div>',
        THUNDERBIRD.hop: '<div class="moz-forward-container">{}</div>',
        YAHOO.hop: '<div id="yahoo_quoted_4711" class="yahoo_quoted">{}</div>',
    }
    return frames[program.hop].format(shown)


def _image_id(envelope: Envelope, place: int) -> str:
    token = envelope.token
    return f"image{place:03}.png@01DA{token[:4].upper()}.{token[4:12].upper()}"
