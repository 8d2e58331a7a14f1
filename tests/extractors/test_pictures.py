import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pillow_heif import from_pillow

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Reading, pictures_of
from extractors.context import Context
from extractors.reading import read
from tests.extractors import papers

CAMERA = Image.Exif()
CAMERA[0x010F] = "Maker"
CAMERA[0x0110] = "Model 1"


def scene() -> Image.Image:
    """A picture of nothing that can be read."""
    colours = np.random.default_rng(3).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(colours).resize((1600, 1200), Image.Resampling.BICUBIC)


def heif(image: Image.Image) -> bytes:
    out = io.BytesIO()
    from_pillow(image).save(out, quality=80)
    return out.getvalue()


@pytest.mark.parametrize(
    ("media_type", "encode"),
    [
        ("image/png", lambda image: papers.encoded(image, "PNG")),
        ("image/jpeg", lambda image: papers.encoded(image, "JPEG")),
        ("image/webp", lambda image: papers.encoded(image, "WEBP")),
        ("image/gif", lambda image: papers.encoded(image, "GIF")),
        ("image/bmp", lambda image: papers.encoded(image, "BMP")),
        ("image/tiff", lambda image: papers.encoded(image.convert("1"), "TIFF", compression="group4")),
        ("image/heic", lambda image: heif(image.convert("RGB"))),
        ("image/png", lambda image: papers.encoded(image.convert("I;16").point(lambda value: value * 256), "PNG")),
    ],
    ids=["png", "jpeg", "webp", "gif", "bmp", "fax tiff", "heic", "sixteen bits"],
)
def test_a_paper_is_read_from_every_format(media_type: str, encode: Callable[[Image.Image], bytes]) -> None:
    found = papers.reading_of(encode(papers.picture(papers.REPORT)), media_type)

    assert ("date_eu", "2024-04-03") in papers.facts(found)
    assert found.type.id == "rapport_expertise"


def test_every_page_of_a_tiff_is_read_in_order() -> None:
    first, second = papers.picture(papers.REPORT, dpi=150), papers.picture(papers.ENGLISH, dpi=150)
    found = papers.reading_of(papers.encoded(first, "TIFF", save_all=True, append_images=[second]), "image/tiff")

    assert [page.number for page in found.pages] == [1, 2]
    assert [document.type.id for document in found.documents] == ["rapport_expertise", "temoignage"]


def test_the_orientation_that_a_camera_noted_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = papers.picture(papers.REPORT).rotate(90, expand=True)
    page = papers.reading_of(papers.encoded(image, "JPEG", exif=exif), "image/jpeg").pages[0]

    assert (page.rotation, page.height > page.width) == (0, True)
    assert "RAPPORT D'EXPERTISE" in page.text


def test_black_on_nothing_is_read_as_black_on_white() -> None:
    image = papers.picture(papers.REPORT)
    clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
    clear.putalpha(image.point(lambda value: 255 - value))

    assert "RAPPORT D'EXPERTISE" in papers.text(papers.reading_of(papers.encoded(clear, "PNG"), "image/png"))


@pytest.mark.parametrize(
    ("name", "options", "confidence"), [("x.jpg", {"exif": CAMERA}, 0.95), ("IMG_2041.jpg", {}, 0.9), ("x.jpg", {}, 0.7)]
)
def test_a_picture_without_text_is_a_photograph(name: str, options: dict[str, object], confidence: float) -> None:
    found = papers.reading_of(papers.encoded(scene(), "JPEG", **options), "image/jpeg", name=name)

    assert (found.type.id, found.type.confidence, found.problem) == ("photo", confidence, None)


def test_a_photograph_of_a_paper_is_that_paper() -> None:
    data = papers.encoded(papers.picture(papers.INVOICE), "JPEG", exif=CAMERA)

    assert papers.reading_of(data, "image/jpeg", name="IMG_2042.jpg").type.id == "facture_reparation"


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (("Facture", "Transport en ambulance", "Hôpital de Namur"), "P4"),
        (("Parquet de Liège", "Avis de classement sans suite", "Notice LI.55"), "P5"),
    ],
)
def test_what_little_can_be_read_on_a_photograph_still_asks_for_care(lines: tuple[str, ...], level: str) -> None:
    found = papers.reading_of(papers.encoded(papers.picture(lines), "JPEG", exif=CAMERA), "image/jpeg", name="IMG_2043.jpg")

    assert level in found.type.classes
    assert level in found.documents[0].type.classes


IDENTITY = ("CARTE NATIONALE D'IDENTITÉ", "Nom : EXEMPLE", "Prénoms : Jeanne", "Nationalité : française", "Valable jusqu'au 02/03/2031")
LICENCE = ("PERMIS DE CONDUIRE", "1. EXEMPLE", "2. Jeanne", "4a. 02/03/2021", "4b. 02/03/2036", "9. B")
MEDICAL = ("CERTIFICAT MÉDICAL INITIAL", "Je soussigné, docteur en médecine, certifie avoir examiné", "le patient : fracture du poignet")


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (IDENTITY, "piece_identite"),
        (LICENCE, "permis_conduire"),
        (MEDICAL, "certificat_medical_initial"),
        (papers.INVOICE, "facture_reparation"),
    ],
)
def test_what_turns_out_to_be_a_paper_gets_no_small_picture(lines: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    found = _shown(papers.encoded(papers.picture(lines), "TIFF"), tmp_path)

    assert found.type.id == kind
    assert found.photo
    assert (found.photo.small, found.photo.large in pictures_of(found), len(pictures_of(found))) == (None, True, 1)


def test_a_photograph_gets_a_small_picture(tmp_path: Path) -> None:
    found = _shown(papers.encoded(scene(), "TIFF", exif=CAMERA), tmp_path)

    assert (found.type.id, len(pictures_of(found))) == ("photo", 2)


def _shown(data: bytes, folder: Path) -> Reading:
    with Spool() as spool:
        return read(spool.keep(data), name="IMG_2043.tiff", media_type="image/tiff", context=Context(pictures=str(folder)))


def test_a_picture_beyond_the_limit_is_too_big() -> None:
    found = papers.reading_of(papers.encoded(Image.new("1", (4000, 4000)), "PNG"), "image/png", limits=Limits(pixels=1_000_000))

    assert found.problem is Problem.TOO_BIG


def test_a_picture_that_unpacks_to_a_bomb_is_too_big() -> None:
    found = papers.reading_of(papers.encoded(Image.new("1", (20_000, 20_000)), "PNG"), "image/png")

    assert found.problem is Problem.TOO_BIG


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/tiff", "image/heic", "image/webp"])
@pytest.mark.parametrize("data", [b"", b"no picture", papers.encoded(scene(), "JPEG")[:9000], papers.encoded(scene(), "PNG")[:9000]])
def test_a_picture_that_is_cut_or_none_is_damaged(media_type: str, data: bytes) -> None:
    assert papers.reading_of(data, media_type).problem is Problem.DAMAGED
