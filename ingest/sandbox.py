"""Opening and reading in killable children: what the pipeline and the command line share."""

import base64
import contextlib
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog

from core import codec
from core.child import Child, Fault
from core.content import Content, Spool, of_file
from core.errors import Problem, Unreadable
from core.media import Copy, Picture
from core.pages import Box, Page
from core.settings import Settings
from core.values import Kind, Part, Reading, Tree, Unit, pictures_of
from extractors.reading import Context
from parsers.passwords import candidates

log = structlog.get_logger()

Value = TypeVar("Value", Reading, Tree, Copy)

SHA256 = re.compile("[0-9a-f]{64}")

LAST_LEVEL_SECONDS = 10
"""The walk ends by itself when its time is over; this long it may take to come to its end."""


class Sandbox:
    """A few reusable children, each with its limits on memory, time and network; safe to share between threads.

    Pages of unfinished readings are kept in the folder `keep_in`; without one they are not kept.
    """

    def __init__(self, settings: Settings, *, keep_in: Path | None = None) -> None:
        self._settings = settings
        self._keep_in = keep_in
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def open_tree(self, content: Content, spool: Spool, *, name: str = "", declared_type: str = "", hints: Iterable[Content] = ()) -> Tree:
        """Everything in `content`, its leaves as files of `spool`; hostile input never raises: it ends as a problem on a part.

        What is locked is tried with what the senders' own words offer as passwords, those of `hints`, other mails of the
        same thread, as well (domain section 9, scenario 12). The words themselves never leave the child.

        Raises:
            Unavailable: the disk has no room for what comes out.
        """
        data = {
            "content": codec.dump(content),
            "spool": str(spool.folder),
            "name": name,
            "declared_type": declared_type,
            "limits": codec.dump(self._settings.limits),
            "hints": [codec.dump(hint) for hint in hints],
        }
        # When the child dies on it, every level is opened in a child of its own: then one part has the problem.
        for everything_apart in (False, True):
            try:
                return self._walk(data | {"everything_apart": everything_apart}, content, spool)
            except Unreadable as error:
                died = error
        return _unopened(content, died.problem, name=name, declared_type=declared_type)

    def read_document(
        self,
        content: Content,
        *,
        name: str,
        media_type: str,
        mail_text: str = "",
        received_at: datetime | None = None,
        pictures: Spool | None = None,
    ) -> Reading:
        """What the document says; a child that died on it is a reading with that problem.

        Pages that were read are kept until `forget`, where this sandbox keeps any: a retry goes on with them. Pictures that
        people are shown of the document become files of the spool `pictures`, named by their SHA-256.

        Raises:
            Unavailable: a program that reading needs is missing, or the disk has no room.
        """
        context = Context(
            limits=self._settings.limits,
            ocr_languages=self._settings.ocr_languages,
            ocr_engine=self._settings.ocr_engine,
            mail_text=mail_text,
            received_at=received_at,
            kept=str(self._kept(content.sha256) or ""),
            pictures=str(pictures.folder) if pictures else "",
            passwords=candidates((mail_text,), limit=self._settings.limits.passwords),
        )
        data = {"content": codec.dump(content), "name": name, "media_type": media_type, "context": codec.dump(context)}
        try:
            reading = self._ask(Reading, "extractors.reading:read_in_child", data, seconds=self._settings.limits.read_seconds)
            _check(pictures, pictures_of(reading))
        except Unreadable as error:
            reading = Reading(media_type=media_type, problem=error.problem)
        return reading

    def forget(self, sha256: str) -> None:
        """Let go of the pages that were kept of that content: its reading is stored."""
        if kept := self._kept(sha256):
            shutil.rmtree(kept, ignore_errors=True)

    def copy_film(self, content: Content, spool: Spool) -> Copy:
        """A copy of the film that browsers play, as a file of `spool` named by its SHA-256.

        Raises:
            Unreadable: there can be none, or the child died on it.
            Unavailable: the disk has no room.
        """
        limits = self._settings.limits
        data = {"content": codec.dump(content), "folder": str(spool.folder), "limits": codec.dump(limits)}
        copy = self._ask(Copy, "extractors.media.copying:copied_in_child", data, seconds=limits.copy_seconds)
        _check(spool, (copy,))
        return copy

    def _picture(self, target: str, data: dict[str, Any], content: Content, media_type: str, *, passwords: tuple[str, ...]) -> bytes:
        limits = self._settings.limits
        context = Context(limits=limits, passwords=passwords)
        request = data | {"content": codec.dump(content), "media_type": media_type, "context": codec.dump(context)}
        try:
            return base64.b64decode(self._answer(target, request, seconds=limits.page_seconds), validate=True)
        except (TypeError, ValueError) as error:
            raise Unreadable(Problem.CRASHED) from error

    def _answer(self, target: str, data: dict[str, Any], *, seconds: int) -> Any:  # noqa: ANN401 - plain JSON data
        try:
            with self._borrowed() as child:
                return child.call(target, data, seconds=seconds)
        except Fault as error:
            log.error("parser_crashed", target=target, kind=error.kind, frames=error.frames)  # noqa: TRY400 - without messages
            raise Unreadable(Problem.CRASHED) from error

    def _kept(self, sha256: str) -> Path | None:
        # Named like a spool, so that what is never taken up again is tidied away like one.
        return self._keep_in.resolve() / f"claimpost-pages-{sha256}" if self._keep_in else None

    def draw_page(self, content: Content, reading: Reading, page: Page, *, passwords: tuple[str, ...] = ()) -> bytes:
        """A PNG of `page` with the words and facts of its `reading` drawn over it.

        Raises:
            Unreadable: the document has no pictures of pages, or the child died on it.
        """
        data = {"page": codec.dump(page), "facts": codec.dump(reading.facts)}
        return self._picture("extractors.drawing:drawn_in_child", data, content, reading.media_type, passwords=passwords)

    def cut_piece(self, content: Content, media_type: str, page: Page, box: Box, *, passwords: tuple[str, ...] = ()) -> bytes:
        """A PNG of what `page` shows in `box`.

        Raises:
            Unreadable: there is no picture of that page, or the child died on it.
        """
        data = {"page": codec.dump(replace(page, words=(), others=())), "box": codec.dump(box)}
        return self._picture("extractors.look:piece_in_child", data, content, media_type, passwords=passwords)

    def show_page(self, content: Content, media_type: str, page: Page, *, passwords: tuple[str, ...] = ()) -> bytes:
        """A PNG of `page`.

        Raises:
            Unreadable: there is no picture of that page, or the child died on it.
        """
        data = {"page": codec.dump(replace(page, words=(), others=(), text=""))}
        return self._picture("extractors.look:page_in_child", data, content, media_type, passwords=passwords)

    def make_searchable(self, content: Content, reading: Reading, spool: Spool, *, passwords: tuple[str, ...] = ()) -> Content:
        """A PDF, a file of `spool`, that looks as `content` does and in which what OCR read is text that can be searched.

        Raises:
            Unreadable: OCR read nothing in it, it is locked, damaged or too large, or the child died on it.
            Unavailable: the disk has no room for it.
        """
        limits, out = self._settings.limits, spool.place()
        data = {
            "content": codec.dump(content),
            "reading": codec.dump(replace(reading, facts=(), documents=())),
            "context": codec.dump(Context(limits=limits, passwords=passwords)),
            "out": str(out),
        }
        self._answer("extractors.searchable:searchable_in_child", data, seconds=limits.part_seconds)
        if out.is_symlink() or not out.is_file():  # of a child that was taken over
            raise Unreadable(Problem.CRASHED)
        return of_file(out)

    def close(self) -> None:
        """Kill every child."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _walk(self, data: dict[str, Any], content: Content, spool: Spool) -> Tree:
        tree = self._ask(Tree, "parsers.tree:walk_in_child", data, seconds=self._settings.limits.open_seconds + LAST_LEVEL_SECONDS)
        if not all(_is_ours(part.content, content, spool) for part in tree.parts):
            log.error("parser_strayed", target="parsers.tree:walk_in_child")
            raise Unreadable(Problem.CRASHED)
        for fault in tree.faults:
            log.error("parser_crashed", target="parsers.apart:open_in_child", kind=fault, frames=())
        return tree

    def _ask(self, kind: type[Value], target: str, data: Any, *, seconds: int) -> Value:  # noqa: ANN401 - plain JSON data
        """The answer of a child as a value; a parser's fault of whatever kind is the same to the mail as its death."""
        with self._borrowed() as child:
            try:
                return _loaded(kind, child.call(target, data, seconds=seconds))
            except Fault as error:
                log.error("parser_crashed", target=target, kind=error.kind, frames=error.frames)  # noqa: TRY400 - without messages
                raise Unreadable(Problem.CRASHED) from error
            except codec.MISFITS as error:
                child.close()  # it may have been taken over
                log.error("parser_crashed", target=target, kind=type(error).__name__, frames=())  # noqa: TRY400 - as above
                raise Unreadable(Problem.CRASHED) from error

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Child]:
        with self._lock:
            limits = self._settings.limits
            child = self._idle.pop() if self._idle else Child(memory_bytes=limits.child_memory_bytes, file_bytes=limits.bytes_out)
        try:
            yield child
        finally:
            with self._lock:
                if self._closed:
                    child.close()
                else:
                    self._idle.append(child)


def _loaded(kind: type[Value], answer: Any) -> Value:  # noqa: ANN401 - plain JSON data
    value = codec.load(kind, answer)
    if isinstance(value, Tree) and not (value.parts and value.units):
        raise ValueError("a tree without a root")
    return value


def _check(spool: Spool | None, made: Iterable[Picture | Copy]) -> None:
    """Take nothing for a file of a child's that is none; whether the bytes fit the name is seen when they are kept."""
    for one in made:
        path = spool.folder / one.sha256 if spool and SHA256.fullmatch(one.sha256) else None
        if path is None or path.is_symlink() or not path.is_file() or path.stat().st_size != one.size:
            log.error("parser_strayed", target="extractors.media")
            raise Unreadable(Problem.CRASHED)


def _is_ours(found: Content, raw: Content, spool: Spool) -> bool:
    """False for a file that no parser has to do with, and that only a child which was taken over would name."""
    return found.path == raw.path or found.path.resolve().is_relative_to(spool.folder.resolve())


def _unopened(content: Content, problem: Problem, *, name: str, declared_type: str) -> Tree:
    part = Part(
        path="0",
        parent=None,
        kind=Kind.MAIL,
        name=name,
        media_type=declared_type or "message/rfc822",
        declared_type=declared_type,
        content=content,
        problem=problem,
    )
    return Tree(parts=(part,), units=(Unit(path="0"),))
