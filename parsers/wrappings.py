"""The name of what lies in a wrapping that says none: a gzip file, a signature, a lock."""

from dataclasses import replace

from core.values import Part
from parsers import sniff, types
from parsers.opening import Child, Opened

STREAMS = frozenset(
    {"application/gzip", "application/x-bzip2", "application/x-compress", "application/x-lzma", "application/x-xz", "application/zstd"}
)
"""Formats that hold one file."""

INSTEAD = {".tgz": ".tar", ".taz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}


def named(child: Child, part: Part, opened: Opened) -> Child:
    """The child with the name of its wrapping `part`, where it has none: without the extension that the wrapping added."""
    if child.name or not part.original_name or not (opened.wraps or part.media_type in STREAMS):
        return child
    if opened.wraps and part.media_type.startswith(types.PAPERS):
        return replace(child, name=part.original_name)
    stem, dot, extension = part.original_name.rpartition(".")
    inner = (stem + INSTEAD.get(dot + extension.lower(), "")) if stem else part.original_name
    if types.of_extension(inner):
        return replace(child, name=inner)
    found = sniff.media_type(child.content, name="", declared=child.declared_type)
    return replace(child, name=inner + types.extension_of(found))
