"""Address cards (vCard 2.1, RFC 2426, RFC 6350) that hold a portrait, a logo, a sound or a key."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from core.content import Content
from parsers.containers import opens
from parsers.content_lines import Property, holding, pieces
from parsers.gather import gathered
from parsers.opening import Child, Meter, Opened, Opening

SHOWN = frozenset({"PHOTO", "LOGO"})
HELD = SHOWN | {"SOUND", "KEY"}
TYPES = {
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "JPG": "image/jpeg",
    "PNG": "image/png",
    "PGP": "application/pgp-keys",
    "WAVE": "audio/x-wav",
    "X509": "application/pkix-cert",
}


@opens("text/vcard")
def open_vcard(content: Content, opening: Opening) -> Opened:
    """The files that the card holds; a small portrait or logo is decoration, as in a signature."""
    with content.open() as file:
        return gathered(_children(file, opening, opening.meter()), most=opening.parts_left)


def _children(file: BinaryIO, opening: Opening, meter: Meter) -> Iterator[Callable[[], Child]]:
    return (partial(_child, file, found, opening, meter) for found in holding(file, HELD, meter.take))


def _child(file: BinaryIO, found: Property, opening: Opening, meter: Meter) -> Child:
    kept, problem = opening.keep(pieces(file, found), meter)
    return Child(content=kept, declared_type=_media_type(found), cited=found.name in SHOWN, problem=problem)


def _media_type(found: Property) -> str:
    said = found.media_type or found.parameters.get("MEDIATYPE", "").lower()
    # Version 2.1 gives the type without its name.
    words = (found.parameters.get("TYPE", "").upper(), *found.parameters)
    return said or next((TYPES[word] for word in words if word in TYPES), "")
