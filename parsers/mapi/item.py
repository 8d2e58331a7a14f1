"""One item of Outlook put together: its bodies, what is attached, and the unit they make ([MS-OXCMSG])."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.content import Content
from core.errors import Problem
from parsers import types
from parsers.mapi import tags
from parsers.mapi.bodies import bodies
from parsers.mapi.properties import Properties
from parsers.mapi.unit import Message, unit
from parsers.names import SEPARATORS
from parsers.opening import Child, Meter, Opened, Opening
from parsers.text import cited

RENDERED = 4
"""The flag of what is shown in the body ([MS-OXCMSG] 2.2.2.18)."""

BY_REFERENCE = frozenset({2, 3, 4, 7})
"""Ways of attaching that leave the file where it is ([MS-OXCMSG] 2.2.2.9)."""

OUTLOOK = "application/vnd.ms-outlook"
TNEF = "application/ms-tnef"
ENDING = ".msg"


def opened(message: Message, attachments: Sequence[Callable[[], Child]], opening: Opening, meter: Meter) -> Opened:
    """The bodies, then what each of `attachments` brings, as far as the limits go."""
    found = bodies(message.properties, opening, meter)
    children = [one.child for one in found][: opening.parts_left]
    left = opening.parts_left - len(children)
    children += [attach() for attach in attachments[:left]]
    ids = cited(one.body for one in found if one.body)
    children = [replace(child, cited=not child.body and bool(ids & ({child.content_id, child.name} - {""}))) for child in children]
    whole = unit(message, found, header_bytes=opening.limits.header_bytes, documents=any(_is_document(child) for child in children))
    cut = len(children) < len(found) + len(attachments)
    return Opened(children=tuple(children), unit=whole, problem=Problem.TOO_MANY_PARTS if cut else None)


def _is_document(child: Child) -> bool:
    return not child.body and not child.cited and types.same(child.declared_type) not in types.SIGNATURES


def attached(properties: Properties, content: Content, problem: Problem | None, *, name: str = "") -> Child:
    """An attached file; `name` is what else it may be called."""
    content_id = properties.line(tags.ATTACH_CONTENT_ID).strip("<>")
    rendered = content_id and (properties.number(tags.ATTACH_FLAGS) or 0) & RENDERED
    missing = content.size == 0 and properties.number(tags.ATTACH_METHOD) in BY_REFERENCE
    return Child(
        content=content,
        name=name_of(properties) or name or properties.line(tags.DISPLAY_NAME),
        declared_type=properties.line(tags.ATTACH_MIME_TAG).partition(";")[0].strip().lower(),
        content_id=content_id,
        disposition="inline" if rendered else "attachment",
        problem=problem or (Problem.NOT_FETCHED if missing else None),
    )


def attached_item(name: str, content: Content, problem: Problem | None, *, outlook: bool) -> Child:
    """An attached mail, meeting or contact; it is named after its subject, and as what it is to people: an item of Outlook."""
    shown = SEPARATORS.sub("-", name).strip()
    return Child(
        content=content,
        name=shown + ENDING if shown and not shown.lower().endswith(ENDING) else shown,
        declared_type=OUTLOOK if outlook else TNEF,
        disposition="attachment",
        mail=True,
        problem=problem,
    )


def name_of(properties: Properties) -> str:
    """The long name of an attached file, else the short one."""
    return next((name for number in (tags.ATTACH_LONG_FILENAME, tags.ATTACH_FILENAME) if (name := _name(properties, number))), "")


def _name(properties: Properties, number: int) -> str:
    return properties.text(number).replace("\0", "").strip()
