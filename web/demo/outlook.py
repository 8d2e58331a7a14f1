"""What mail programs wrap mails in: Outlook's winmail.dat ([MS-OXTNEF]), a signed mail's smime.p7m (RFC 8551)."""

import hashlib
import struct

from web.demo.letters import File

TNEF_SIGNATURE = 0x223E9F78
MESSAGE, ATTACHMENT = 1, 2
VERSION, CODE_PAGE, CLASS, PROPERTIES = 0x00089006, 0x00069007, 0x00078008, 0x00069003
RENDERING, TITLE, DATA, ATTACHED_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
SUBJECT_W, BODY_W, LONG_NAME_W = 0x0037001F, 0x1000001F, 0x3707001F

SEQUENCE, SET, INTEGER, OCTETS, NULL, OBJECT, UTF8 = 0x30, 0x31, 0x02, 0x04, 0x05, 0x06, 0x0C
CONTEXT_0 = 0xA0
LONG_FORM = 0x80
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
DATA_TYPE = bytes.fromhex("2a864886f70d010701")
SHA_256 = bytes.fromhex("608648016503040201")
RSA = bytes.fromhex("2a864886f70d010101")
COMMON_NAME = bytes.fromhex("550403")


def winmail(subject: str, body: str, files: tuple[File, ...]) -> bytes:
    """A winmail.dat with the text of the mail and its files."""
    attributes = [
        _attribute(MESSAGE, VERSION, struct.pack("<I", 0x00010000)),
        _attribute(MESSAGE, CODE_PAGE, struct.pack("<II", 1252, 0)),
        _attribute(MESSAGE, CLASS, b"IPM.Microsoft Mail.Note\0"),
        _attribute(MESSAGE, PROPERTIES, _properties({SUBJECT_W: subject, BODY_W: body.replace("\n", "\r\n")})),
    ]
    for file in files:
        attributes += [
            _attribute(ATTACHMENT, RENDERING, struct.pack("<HiHHI", 1, -1, 32, 32, 0)),
            _attribute(ATTACHMENT, TITLE, file.name[:8].encode("cp1252", "replace") + b"~1.PDF\0"),
            _attribute(ATTACHMENT, DATA, file.content),
            _attribute(ATTACHMENT, ATTACHED_PROPERTIES, _properties({LONG_NAME_W: file.name})),
        ]
    return struct.pack("<IH", TNEF_SIGNATURE, 0x0417) + b"".join(attributes)


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _properties(values: dict[int, str]) -> bytes:
    written = struct.pack("<I", len(values))
    for tag, value in values.items():
        data = value.encode("utf-16-le") + b"\0\0"
        written += struct.pack("<III", tag, 1, len(data)) + data + b"\0" * (-len(data) % 4)
    return written


def signed(entity: bytes, signer: str) -> bytes:
    """An smime.p7m around a MIME entity, in the shape of a signature that no key made: nobody checks it here."""
    name = _der(SEQUENCE, _der(SET, _der(SEQUENCE, _der(OBJECT, COMMON_NAME), _der(UTF8, signer.encode()))))
    hashed = _der(SEQUENCE, _der(OBJECT, SHA_256), _der(NULL))
    stamp = b"".join(hashlib.sha256(entity + bytes([place])).digest() for place in range(8))
    about = _der(
        SEQUENCE,
        _der(INTEGER, b"\1"),
        _der(SEQUENCE, name, _der(INTEGER, b"\x2a")),
        hashed,
        _der(SEQUENCE, _der(OBJECT, RSA), _der(NULL)),
        _der(OCTETS, stamp),
    )
    inside = _der(SEQUENCE, _der(OBJECT, DATA_TYPE), _der(CONTEXT_0, _der(OCTETS, entity)))
    return _der(
        SEQUENCE,
        _der(OBJECT, SIGNED_DATA),
        _der(CONTEXT_0, _der(SEQUENCE, _der(INTEGER, b"\1"), _der(SET, hashed), inside, _der(SET, about))),
    )


def _der(tag: int, *pieces: bytes) -> bytes:
    content = b"".join(pieces)
    length = len(content)
    if length < LONG_FORM:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, LONG_FORM | len(octets)]) + octets + content
