"""Whatever file somebody names, the command ends as it promises and never with a traceback."""

from pathlib import Path

import pytest

from tests.web_cli.command import Ran, claimpost
from web.demo.values import Sample

COMMANDS = ("inspect", "read", "decide")
CONTENTS = {
    "empty": b"",
    "zeros": bytes(4096),
    "noise": bytes((n * 7919) % 256 for n in range(20_000)),
    "half a zip": b"PK\x03\x04 not a zip",
    "half a pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "headers only": b"Subject: *C502100001*\r\n",
    "no header": b"Bonjour,\r\n\r\nle dossier C502100001\r\n",
    "endless boundary": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
    "not utf-8": b"Subject: \xff\xfe\xe9\r\nFrom: \xe9\xe9@\x80\r\n\r\n\xff",
}


def run(command: str, file: Path, register: Path) -> Ran:
    return claimpost(command, file, "--json", *(("--register", register) if command == "decide" else ()))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("suffix", [".eml", ".pdf"])
def test_any_content_is_handled(command: str, name: str, suffix: str, register: Path, tmp_path: Path) -> None:
    file = tmp_path / f"file{suffix}"
    file.write_bytes(CONTENTS[name])

    ran = run(command, file, register)

    assert (ran.status, "Traceback" in ran.err) == (0, False)
    assert isinstance(ran.json, dict)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_wrong_usage(command: str, register: Path, tmp_path: Path) -> None:
    ran = run(command, tmp_path / "nothing.eml", register)

    assert (ran.status, ran.out, "Traceback" in ran.err) == (2, "", False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_wrong_usage(command: str, register: Path, tmp_path: Path) -> None:
    ran = run(command, tmp_path, register)

    assert (ran.status, ran.out, "Traceback" in ran.err) == (2, "", False)


@pytest.mark.parametrize(
    "words",
    [("nope",), ("inspect",), ("inspect", "--nope"), ("decide", "x.eml"), ("mailbox", "add"), ("demo", "--port", "0"), ("user", "add")],
)
def test_wrong_words_are_wrong_usage(words: tuple[str, ...]) -> None:
    ran = claimpost(*words)

    assert (ran.status, "Usage: claimpost" in ran.err) == (2, True)


@pytest.mark.parametrize("content", ["", "number;state\nC502100001;open\n", "a,b\n1,2\n", "\x00\x01"])
def test_a_register_that_is_none_is_said_so(content: str, samples: dict[str, Sample], tmp_path: Path) -> None:
    register = tmp_path / "claims.csv"
    register.write_text(content)

    ran = run("decide", samples["01-plain"].path, register)

    assert (ran.status, ran.out, "Traceback" in ran.err) == (1, "", False)
    assert "register" in ran.err


def test_an_unknown_setting_is_named() -> None:
    ran = claimpost("migrate", settings={"CLAIMPOST_OCR_LANGAUGES": "fra"})

    assert (ran.status, "CLAIMPOST_OCR_LANGAUGES" in ran.err, "Traceback" in ran.err) == (1, True, False)


def test_every_command_explains_itself() -> None:
    for words in (("--help",), *((name, "--help") for name in ("inspect", "read", "decide", "demo", "serve", "status", "work", "poll"))):
        ran = claimpost(*words)

        assert (ran.status, "Usage: claimpost" in ran.out) == (0, True)
