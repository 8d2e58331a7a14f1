"""Translations: which words the code marks, and the catalogues made of them. `python -m web.locale_tools` brings all up to date."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tokenize import STRING, generate_tokens

import polib
from django.utils.translation.template import templatize

BASE = Path(__file__).parent
LOCALE = BASE / "locale"
LANGUAGES = ("fr", "nl", "de", "en")
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
SKIPPED = {"cli", "demo"}
"""Folders whose words are for administrators at a terminal, in English."""

# What `templatize` makes of a template: calls in a language of its own, with the rest crossed out.
MARKED = re.compile(r"""(?<!\w)(n?gettext|_)\(""")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """Words that are marked for translation; `plural` is "" when there is one form only."""

    text: str
    plural: str = ""


def marked() -> set[Message]:
    """Every message that a module or a template of `web` marks."""
    found: set[Message] = set()
    for file in sorted(BASE.rglob("*.py")):
        if not SKIPPED.intersection(file.relative_to(BASE).parts):
            found.update(_in_code(file.read_text(encoding="utf-8")))
    for file in sorted((BASE / "templates").rglob("*.html")):
        found.update(_in_template(file.read_text(encoding="utf-8")))
    return found


def _in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
            if words:
                yield Message(*words[: CALLS[node.func.id]])


def _in_template(source: str) -> Iterator[Message]:
    calls = templatize(source)
    for call in MARKED.finditer(calls):
        words = _strings(calls[call.end() :])
        yield Message(*words[: 2 if call.group(1) == "ngettext" else 1])


def _strings(rest: str) -> list[str]:
    """The string arguments that a call begins with."""
    found = []
    for token in generate_tokens(StringIO(rest).readline):
        if token.type == STRING:
            found.append(str(ast.literal_eval(token.string)))
        elif token.string != ",":
            break
    return found


def catalogue(language: str) -> Path:
    """The file of one language's translations."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update(language: str) -> None:
    """Add what is newly marked, drop what is not marked any more, and compile."""
    file = catalogue(language)
    known = polib.pofile(str(file)) if file.exists() else _empty(language)
    entries = {entry.msgid: entry for entry in known}
    known.clear()
    for message in sorted(marked()):
        entry = entries.get(message.text) or polib.POEntry(msgid=message.text)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
        if language == "en":
            _as_it_is(entry)
        known.append(entry)
    file.parent.mkdir(parents=True, exist_ok=True)
    known.save(str(file))
    known.save_as_mofile(str(file.with_suffix(".mo")))


def _as_it_is(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid


def _empty(language: str) -> polib.POFile:
    made = polib.POFile(wrapwidth=120)
    many = "n > 1" if language == "fr" else "n != 1"
    made.metadata = {
        "Project-Id-Version": "claimpost",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals=2; plural=({many});",
    }
    return made


def untranslated(language: str) -> list[str]:
    """Messages that are marked and have no words in `language`."""
    entries = {entry.msgid: entry for entry in polib.pofile(str(catalogue(language)))}
    return [message.text for message in sorted(marked()) if message.text not in entries or not _complete(entries[message.text], message)]


def _complete(entry: polib.POEntry, message: Message) -> bool:
    if message.plural:
        return len(entry.msgstr_plural) == len(Message.__slots__) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


if __name__ == "__main__":
    for each in LANGUAGES:
        update(each)
