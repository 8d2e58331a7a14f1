"""Promise 9: what goes wrong in the walk, or in a reader, ends as a problem; the mail stays visible."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.content import Spool
from core.errors import Problem, Unavailable
from core.limits import Limits
from core.settings import Settings
from core.values import Reading, Tree
from ingest.sandbox import Sandbox

Plant = Callable[[str, str], None]

MAIL = b"From: Marie Dupont <m.dupont@mail.example>\r\nSubject: Sinistre\r\n\r\nBonjour\r\n"

SHALLOW = """
    part = {"path": "0", "parent": None, "kind": "mail", "name": "", "media_type": "message/rfc822", "content": data["content"]}
    return {"parts": [{**part, "declared_type": "message/rfc822"}], "units": [{"path": "0", "subject": "Sinistre"}]}
"""
"""The end of a walk that reads the outermost mail only."""

GROWING = """
def walk_in_child(data):
    with open(data["spool"] + "/big", "wb") as file:
        file.write(bytes(data["limits"]["bytes_out"] + 1))
"""

FAULTS = {
    "a missing key": 'raise KeyError("Dupont")',
    "a wrong value": 'raise ValueError("Dupont")',
    "no end": "return walk_in_child(data)",
    "ours": 'raise RuntimeError("Dupont")',
    "no JSON": "return {1, 2}",
    "a list": "return []",
    "a text": 'return "Dupont"',
    "no root": 'return {"parts": [], "units": []}',
    "parts that are none": 'return {"parts": [7], "units": [7]}',
    "an unknown kind": 'return {"parts": [{"path": "0", "kind": "Dupont"}], "units": []}',
}


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Puts a function, of `data`, in the place of a parser: the children find it first."""

    def planted(module: str, body: str) -> None:
        package, _, name = module.partition(".")
        folder = tmp_path / "planted" / package
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
        (folder / f"{name}.py").write_text(body, encoding="utf-8")
        monkeypatch.syspath_prepend(str(folder.parent))

    return planted


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(Settings(home=tmp_path / "home", limits=Limits(bytes_out=1 << 20))) as made:
        yield made


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_on_every_level_leaves_the_mail_itself(plant: Plant, sandbox: Sandbox, tmp_path: Path, fault: str) -> None:
    plant("parsers.tree", f"def walk_in_child(data):\n    {fault}\n")

    tree = opened(sandbox, tmp_path)

    assert [(part.problem, part.content.size) for part in tree.parts] == [(Problem.CRASHED, len(MAIL))]


def test_a_fault_is_logged_by_type_and_place_without_what_it_quotes(plant: Plant, sandbox: Sandbox, tmp_path: Path) -> None:
    plant("parsers.tree", 'def walk_in_child(data):\n    raise KeyError("Dupont")\n')

    with capture_logs() as entries:
        opened(sandbox, tmp_path)

    said = [(entry["event"], entry["target"], entry["kind"], entry["frames"][-1]) for entry in entries]
    assert said == [("parser_crashed", "parsers.tree:walk_in_child", "KeyError", "planted/parsers/tree.py:2")] * 2
    assert "Dupont" not in str(entries)


@pytest.mark.parametrize("fault", ['raise KeyError("Dupont")', "return []", 'return {"pages": 7}', 'return {"problem": "invented"}'])
def test_a_fault_of_a_reader_is_a_reading_with_that_problem(plant: Plant, sandbox: Sandbox, tmp_path: Path, fault: str) -> None:
    plant("extractors.reading", f"def read_in_child(data):\n    {fault}\n")

    with Spool(tmp_path / "spool") as spool:
        reading = sandbox.read_document(spool.keep(b"Facture"), name="facture.txt", media_type="text/plain")

    assert reading == Reading(media_type="text/plain", problem=Problem.CRASHED)


def test_a_file_that_grows_beyond_the_limit_is_too_big(plant: Plant, sandbox: Sandbox, tmp_path: Path) -> None:
    plant("parsers.tree", GROWING)

    assert [part.problem for part in opened(sandbox, tmp_path).parts] == [Problem.TOO_BIG]


def test_a_full_disk_is_waited_for(plant: Plant, sandbox: Sandbox, tmp_path: Path) -> None:
    plant("parsers.tree", 'import errno\n\ndef walk_in_child(data):\n    raise OSError(errno.ENOSPC, "Dupont")\n')

    with pytest.raises(Unavailable, match="spool_full"):
        opened(sandbox, tmp_path)


def opened(sandbox: Sandbox, folder: Path) -> Tree:
    with Spool(folder / "spool") as spool:
        return sandbox.open_tree(spool.keep(MAIL), spool, declared_type="message/rfc822")


def test_a_child_that_was_taken_over_gets_no_other_file_into_the_mail(plant: Plant, spool: Spool) -> None:
    stray = SHALLOW.replace('data["content"]', '{**data["content"], "path": "/etc/hostname", "size": 3}')
    plant("parsers.tree", f"def walk_in_child(data):{stray}")

    with Sandbox(Settings()) as sandbox:
        tree = sandbox.open_tree(spool.keep(MAIL), spool)

    assert [(part.problem, part.content.path.parent) for part in tree.parts] == [(Problem.CRASHED, spool.folder)]
