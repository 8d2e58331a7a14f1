"""The searchable copy of a picture: a page that looks like it, with each word in its place."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from core.errors import Problem, Unreadable
from core.limits import Limits
from core.pages import Page, Source
from extractors.searchable.bare import bare
from tests.extractors import papers
from tests.extractors.copies import LETTER, NEAR, copy, difference, read, recognised, shown, strayed, text_of
from tests.extractors.test_pictures import heif

PHOTO = papers.picture(LETTER, dpi=72).convert("RGB")
PHOTO.paste((200, 60, 40), (20, 300, 300, 500))
CLEAR = PHOTO.copy()
CLEAR.putalpha(Image.linear_gradient("L").resize(PHOTO.size))
DEEP = Image.fromarray(np.asarray(PHOTO.convert("L"), dtype=np.uint16) * 257)
ON_WHITE = Image.alpha_composite(Image.new("RGBA", CLEAR.size, "white"), CLEAR)

PICTURES = {
    "jpeg": ("image/jpeg", papers.encoded(PHOTO, "JPEG", quality=95), PHOTO),
    "jpeg in inks": ("image/jpeg", papers.encoded(PHOTO.convert("CMYK"), "JPEG", quality=95), PHOTO),
    "png": ("image/png", papers.encoded(PHOTO, "PNG"), PHOTO),
    "png in black": ("image/png", papers.encoded(PHOTO.convert("1"), "PNG"), PHOTO.convert("1")),
    "png of 16 bits": ("image/png", papers.encoded(DEEP, "PNG"), PHOTO.convert("L")),
    "clear png": ("image/png", papers.encoded(CLEAR, "PNG"), ON_WHITE),
    "tiff in inks": ("image/tiff", papers.encoded(PHOTO.convert("CMYK"), "TIFF"), PHOTO),
    "fax": ("image/tiff", papers.encoded(PHOTO.convert("1"), "TIFF", compression="group4"), PHOTO.convert("1")),
    "webp": ("image/webp", papers.encoded(PHOTO, "WEBP", quality=95), PHOTO),
    "heic": ("image/heic", heif(PHOTO), PHOTO),
    "gif": ("image/gif", papers.encoded(PHOTO, "GIF"), PHOTO),
}
for held in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = held
    photo = papers.encoded(PHOTO, "JPEG", quality=95, exif=exif)
    with Image.open(io.BytesIO(photo)) as camera:
        PICTURES[f"held as {held}"] = "image/jpeg", photo, ImageOps.exif_transpose(camera)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_picture_becomes_a_page_that_looks_like_it(name: str, rotation: int) -> None:
    media_type, data, seen = PICTURES[name]
    upright = seen.convert("RGB").rotate(-rotation, expand=True)

    page = recognised(*map(float, upright.size), rotation=rotation)
    made = copy(data, read(page, media_type=media_type))

    assert difference(shown(made), upright) < 6
    assert strayed(made, page) < NEAR


def test_a_jpeg_stands_in_the_copy_byte_for_byte() -> None:
    _, data, _ = PICTURES["jpeg"]

    assert data in copy(data, read(recognised(595, 842), media_type="image/jpeg"))


def camera_photo(image: Image.Image, **known: object) -> bytes:
    """A photograph as a telephone sends it: EXIF with a place, a comment, IPTC, a colour profile, and a film behind it."""
    taken = exif_with_place()
    taken.get_ifd(0x8769)[0x9003] = "2024:03:14 09:26:53"
    data = papers.encoded(image, "JPEG", quality=95, exif=taken, comment=b"Ecole communale", **known)
    iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x06" + b"Durbuy"
    inserted = b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc
    return data[:2] + inserted + data[2:] + b"ftypmp42 film of the moment Exif\0\0"


def exif_with_place() -> Image.Exif:
    taken = Image.Exif()
    taken[0x010F] = "Fairphone"
    taken.get_ifd(0x8825).update({1: "N", 2: (50.0, 21.0, 10.0), 3: "E", 4: (5.0, 27.0, 20.0)})
    return taken


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "photo",
    [
        camera_photo(PHOTO, icc_profile=PROFILE),
        camera_photo(PHOTO, progressive=True),
        camera_photo(PHOTO.convert("L")),
        camera_photo(PHOTO.convert("CMYK")),
    ],
    ids=["colours", "progressive", "grey", "inks"],
)
def test_the_copy_of_a_photograph_does_not_say_where_it_was_taken_and_looks_the_same(photo: bytes) -> None:
    made = copy(photo, read(recognised(595, 842), media_type="image/jpeg"))

    assert [word for word in (b"Exif", b"Fairphone", b"2024:03:14", b"Durbuy", b"Ecole", b"film of") if word in made] == []
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(bare(photo))) as after:
        assert np.array_equal(np.asarray(before), np.asarray(after))
        kept = ("jfif", "adobe", "adobe_transform", "icc_profile")
        assert [before.info.get(name) for name in kept] == [after.info.get(name) for name in kept]
    assert bare(photo) in made


@pytest.mark.parametrize("cut", [2, 30, 4000, 20000])
def test_a_photograph_that_breaks_off_loses_nothing_more_of_its_picture(cut: int) -> None:
    _, data, _ = PICTURES["jpeg"]

    assert bare(data[:cut]) == data[:cut]


def test_every_picture_of_a_tiff_is_a_page_and_one_without_text_too() -> None:
    data = papers.encoded(PHOTO, "TIFF", save_all=True, append_images=[PHOTO.rotate(90, expand=True), PHOTO])
    pages = recognised(595, 842), Page(number=2, width=842, height=595, source=Source.OCR), recognised(595, 842, number=3)

    made = copy(data, read(*pages, media_type="image/tiff"))

    assert [shown(made, number).size for number in (1, 2, 3)] == [(595, 842), (842, 595), (595, 842)]
    assert [strayed(made, pages[0]) < NEAR, text_of(made, 2), strayed(made, pages[2]) < NEAR] == [True, "", True]


@pytest.mark.parametrize(
    ("media_type", "data", "limits", "problem"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n", Limits(), Problem.DAMAGED),
        ("image/png", PICTURES["png"][1][:3000], Limits(), Problem.DAMAGED),
        ("image/png", PICTURES["png"][1], Limits(pixels=1000), Problem.TOO_BIG),
        ("image/tiff", papers.encoded(PHOTO, "TIFF", save_all=True, append_images=[PHOTO]), Limits(), Problem.TOO_BIG),
        ("text/plain", b"Bonjour", Limits(), Problem.UNSUPPORTED),
    ],
    ids=["empty", "cut", "large", "pages that were not read", "text"],
)
def test_what_cannot_be_copied_says_why(media_type: str, data: bytes, limits: Limits, problem: Problem) -> None:
    with pytest.raises(Unreadable) as refused:
        copy(data, read(recognised(595, 842), media_type=media_type), limits=limits)

    assert refused.value.problem is problem
