"""`inspect`, `read` and `decide` on single files: their JSON is a public interface."""

import email
import email.policy
import hashlib
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from extractors.drawing import BLUE, GREEN
from tests.extractors.copies import SCANNED, text_of
from tests.samples.made import NOW
from tests.web_cli.command import ROOT, claimpost, environment
from tests.web_cli.shape import DECIDE, INSPECT, READ, misfits
from tests.whole.scenarios import post
from web.demo.values import Sample

VARIOUS = ("01-plain", "04-zip-in-zip", "05-locked-zip", "12-post-bag", "25-no-subject", "28-damaged", "29-invitation", "31-bounce")


def files(sample: Sample) -> dict[str, bytes]:
    parts = email.message_from_bytes(sample.raw, policy=email.policy.default).walk()
    return {name: part.get_payload(decode=True) for part in parts if (name := part.get_filename())}  # type: ignore[misc]


@pytest.fixture(scope="session")
def paper(samples: dict[str, Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "facture.pdf"
    path.write_bytes(files(samples["01-plain"])["Facture Vigneron DUPONT.pdf"])
    return path


@pytest.mark.parametrize("name", VARIOUS)
def test_inspect_answers_in_its_public_shape(samples: dict[str, Sample], name: str) -> None:
    ran = claimpost("inspect", samples[name].path, "--json")

    assert (ran.status, misfits(ran.json, INSPECT)) == (0, [])
    assert ran.json["file"] == f"{name}.eml"
    assert ran.json["parts"][0]["path"] == "0"
    assert ran.json["units"][0]["path"] == "0"


def test_inspect_tells_subject_sender_time_and_reference(samples: dict[str, Sample]) -> None:
    answer = claimpost("inspect", samples["01-plain"].path, "--json").json

    (unit,) = answer["units"]
    assert unit["subject"] == "Info complémentaire *C502100001* - DUPONT Jean"
    assert unit["from"] == {"name": "Cabinet Martin - Sinistres", "address": "sinistres@courtier-martin.example"}
    assert datetime.fromisoformat(unit["date"]) == samples["01-plain"].at
    assert {"value": "C502100001", "kind": "claim", "carrier": "subject", "form": "exact", "path": "0", "raw": "*C502100001*"} in answer[
        "references"
    ]


def test_inspect_finds_every_file_with_the_hash_of_its_bytes(samples: dict[str, Sample]) -> None:
    sample = samples["01-plain"]

    parts = claimpost("inspect", sample.path, "--json").json["parts"]

    found = {part["name"]: part["sha256"] for part in parts if part["kind"] == "document"}
    wanted = {name: hashlib.sha256(content).hexdigest() for name, content in files(sample).items() if name.endswith(".pdf")}
    assert found == wanted


def test_extract_writes_each_part_under_its_hash(samples: dict[str, Sample], tmp_path: Path) -> None:
    parts = claimpost("inspect", samples["04-zip-in-zip"].path, "--json", "--extract", tmp_path / "out").json["parts"]

    written = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "out").iterdir()}
    assert all(name == digest for name, digest in written.items())
    assert {part["sha256"] for part in parts if part["kind"] != "container"} <= set(written)
    assert {part["sha256"] for part in parts if part["media_type"] == "application/zip"}.isdisjoint(written)


def test_inspect_takes_any_container(samples: dict[str, Sample], tmp_path: Path) -> None:
    archive = tmp_path / "stukken.zip"
    archive.write_bytes(files(samples["04-zip-in-zip"])["stukken.zip"])

    answer = claimpost("inspect", archive, "--json").json

    assert misfits(answer, INSPECT) == []
    assert {"etat_de_pertes.pdf", "inventaire.txt"} <= {part["name"] for part in answer["parts"]}


def test_read_answers_in_its_public_shape(paper: Path) -> None:
    ran = claimpost("read", paper, "--json")

    assert (ran.status, misfits(ran.json, READ)) == (0, [])
    assert all(len(word) == 6 for page in ran.json["pages"] for word in page["words"])
    assert (ran.json["media_type"], ran.json["language"], ran.json["type"]["id"]) == ("application/pdf", "fr", "facture_reparation")


def test_words_and_facts_are_drawn_over_the_page(paper: Path, tmp_path: Path) -> None:
    ran = claimpost("read", paper, "--json", "--draw", tmp_path / "out.png")

    with Image.open(tmp_path / "out.png") as drawn:
        colours = {colour for _, colour in drawn.convert("RGB").getcolors(1 << 24) or ()}
    assert (ran.status, [path.name for path in tmp_path.glob("out*")]) == (0, ["out.png"])
    assert {GREEN, BLUE} <= colours


def test_a_text_has_no_page_to_draw_on_and_is_read_all_the_same(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Bonjour, voici la plaque 1-ABC-123.", "utf-8")
    ran = claimpost("read", text, "--json", "--draw", tmp_path / "out.png")

    assert (ran.status, ran.json["problem"]) == (0, None)
    assert not (tmp_path / "out.png").exists()


def test_a_scan_is_written_as_a_pdf_that_can_be_searched(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(SCANNED)
    ran = claimpost("read", tmp_path / "scan.pdf", "--json", "--searchable", tmp_path / "out.pdf")

    assert (ran.status, "C502100001" in text_of((tmp_path / "out.pdf").read_bytes())) == (0, True)


def test_a_document_with_a_text_of_its_own_is_not_written_again_and_read_all_the_same(paper: Path, tmp_path: Path) -> None:
    ran = claimpost("read", paper, "--json", "--searchable", tmp_path / "out.pdf")

    assert (ran.status, ran.json["problem"], (tmp_path / "out.pdf").exists()) == (0, None, False)


@pytest.mark.parametrize("name", VARIOUS)
def test_decide_answers_in_its_public_shape(samples: dict[str, Sample], register: Path, name: str) -> None:
    ran = claimpost("decide", samples[name].path, "--register", register, "--json")

    assert (ran.status, misfits(ran.json, DECIDE)) == (0, [])


def test_decide_gives_the_plain_mail_to_the_handler_of_its_claim(samples: dict[str, Sample], register: Path) -> None:
    answer = claimpost("decide", samples["01-plain"].path, "--register", register, "--json", "--at", NOW.isoformat()).json

    (unit,) = answer["units"]
    assert (unit["outcome"], unit["claims"], unit["why"], unit["sender_class"]) == ("route", ["C502100001"], [], "L")
    assert [(task["claim"], task["handler"]) for task in answer["tasks"]] == [("C502100001", "h.lambert")]


def test_decide_tells_of_a_paper_that_names_another_claim(register: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.eml"
    file.write_bytes(post.mail("Info complémentaire *C502100001* - DUPONT Jean", post.OWN, post.invoice("C502100017")))

    answer = claimpost("decide", file, "--register", register, "--json", "--at", NOW.isoformat()).json

    (unit,), (task,) = answer["units"], answer["tasks"]
    told = {"path": task["items"][0], "page": 1, "claim": "C502100017", "by": "plate", "warning": "paper_names_other_claim"}
    assert (unit["outcome"], unit["why"], unit["strays"]) == ("route", [], [told])
    assert (task["claim"], task["warnings"]) == ("C502100001", ["paper_names_other_claim"])
    assert (unit["trail"][-1]["rule"], unit["trail"][-1]["said"]) == ("paper_names_other_claim", "warned")


def test_a_verdict_of_another_server_is_not_trusted(samples: dict[str, Sample], register: Path) -> None:
    answer = claimpost("decide", samples["01-plain"].path, "--register", register, "--authserv-id", "mx.other.example", "--json").json

    assert answer["units"][0]["sender_class"] == "O"
    assert "sender_not_authenticated" in answer["units"][0]["why"]


@pytest.mark.parametrize("name", ["01-plain", "12-post-bag"])
def test_without_json_a_person_reads_tables(samples: dict[str, Sample], register: Path, paper: Path, name: str) -> None:
    shown = claimpost("inspect", samples[name].path)
    decided = claimpost("decide", samples[name].path, "--register", register, "--explain")
    read = claimpost("read", paper)

    assert [shown.status, decided.status, read.status] == [0, 0, 0]
    assert "message/rfc822" in shown.out
    assert "Rules asked" in decided.out
    assert "C502100001" in decided.out + shown.out or "C502100002" in decided.out + shown.out
    assert "facture_reparation" in read.out


@pytest.mark.parametrize("command", ["inspect", "read", "decide"])
def test_no_django_is_needed(samples: dict[str, Sample], register: Path, paper: Path, command: str) -> None:
    file = paper if command == "read" else samples["13-number-not-found"].path
    words = [command, str(file), "--json", *(["--register", str(register)] if command == "decide" else [])]
    code = f"""
import sys
from web.cli import cli
cli({words!r}, standalone_mode=False)
print(sorted({{name.partition('.')[0] for name in sys.modules}} & {{'django', 'celery', 'redis', 'minio', 'psycopg'}}))
"""

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment(), cwd=ROOT)

    assert done.stdout.splitlines()[-1] == "[]"


def test_read_tells_what_a_photograph_and_a_film_say_of_themselves(tmp_path: Path) -> None:
    picture, film = tmp_path / "IMG_4001.jpg", ROOT / "web" / "demo" / "dashcam.mp4"
    Image.new("RGB", (640, 480), "#8fa3b5").save(picture)

    photo, video = (claimpost("read", path, "--json") for path in (picture, film))

    assert [(ran.status, misfits(ran.json, READ)) for ran in (photo, video)] == [(0, [])] * 2
    assert (photo.json["photo"]["width"], photo.json["photo"]["place"], photo.json["video"]) == (640, None, None)
    assert (video.json["video"]["seconds"], video.json["video"]["codec"], video.json["video"]["plays"]) == (5.0, "h264", True)
    assert "Film: 5.0 seconds, 640 x 360 pixels, h264, plays in browsers" in claimpost("read", film).out
