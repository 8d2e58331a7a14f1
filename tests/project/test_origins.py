"""Nothing in the repository depends on the machine or the network that it was written on."""

import re
from pathlib import Path

from tests.project import ROOT, texts

PUBLIC = {"https://pypi.org", "https://files.pythonhosted.org"}
ADDRESS = re.compile(r"https?://[^/\s\"'<>)`]+")
OTHER_REGISTRY = re.compile(r"https?://[^\s/\"']*(?:artifact|nexus|mirror)[^\s/\"']*|extra-index[-_]url|find[-_]links", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|farm|root|Users)/\w|/home/[a-z]+/|/opt/(?:pypi|wheels)")
INSTALLING = re.compile(r"Makefile|pyproject\.toml|(?:scripts|\.ci|docker)/.*|Dockerfile|docker-compose\.yml")


def lines_with(pattern: re.Pattern[str], files: dict[Path, str]) -> list[str]:
    return [
        f"{file}:{number}: {found.group()}"
        for file, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_the_lock_file_names_the_public_index_only() -> None:
    assert set(ADDRESS.findall((ROOT / "uv.lock").read_text())) == PUBLIC


def test_no_file_names_another_registry_or_a_folder_of_one_machine() -> None:
    others = {file: text for file, text in texts().items() if file != Path(__file__).relative_to(ROOT)}

    assert lines_with(OTHER_REGISTRY, others) + lines_with(MACHINE_PATH, others) == []


def test_what_installs_fetches_from_nowhere_but_its_package_managers() -> None:
    installing = {file: text for file, text in texts().items() if INSTALLING.fullmatch(str(file))}
    outside = re.compile(r"https?://(?!127\.0\.0\.1|localhost)[^/\s\"'<>)`]+")

    assert len(installing) >= 6
    assert lines_with(outside, installing) == []
