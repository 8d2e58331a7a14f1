"""What looks alike: the figures of `ALIKE` are measured here."""

import itertools
from collections.abc import Callable

import pytest
from PIL import Image, ImageEnhance

from extractors.media.hashing import distance, hash_of
from extractors.media.series import ALIKE, Group, alike
from tests.extractors.media.scenes import packed, scene

SCENES = [scene(number) for number in range(40)]
HASHES = [hash_of(picture) for picture in SCENES]


@pytest.mark.parametrize(
    ("again", "most"),
    [
        (lambda picture: packed(picture, quality=10), 4),
        (lambda picture: packed(picture, "WEBP", quality=50), 4),
        (lambda picture: packed(picture.convert("P"), "GIF"), 4),
        (lambda picture: picture.resize((480, 360)), 4),
        (lambda picture: packed(picture.resize((200, 150)), quality=60), 4),
        (lambda picture: picture.convert("L"), 4),
        (lambda picture: ImageEnhance.Brightness(picture).enhance(1.2), ALIKE),
        (lambda picture: ImageEnhance.Brightness(picture).enhance(0.8), ALIKE),
        (lambda picture: picture.crop((10, 7, 950, 713)), ALIKE),
    ],
    ids=["packed hard", "webp", "gif", "half", "thumbnail", "grey", "lighter", "darker", "cut by 2 %"],
)
def test_the_same_scene_looks_alike(again: Callable[[Image.Image], Image.Image], most: int) -> None:
    assert max(distance(found, hash_of(again(picture))) for found, picture in zip(HASHES, SCENES, strict=True)) <= most


def test_two_scenes_do_not_look_alike() -> None:
    assert min(distance(one, other) for one, other in itertools.combinations(HASHES, 2)) >= 2 * ALIKE


def test_a_series_is_folded_to_what_differs() -> None:
    smaller = hash_of(packed(SCENES[0].resize((320, 240)), quality=50))

    assert alike({1: HASHES[0], 2: HASHES[1], 3: smaller, 4: HASHES[0], 5: HASHES[2]}) == (
        Group(key=1, like=(3, 4)),
        Group(key=2),
        Group(key=5),
    )


def test_what_changes_little_by_little_stays_several_pictures() -> None:
    steps = ["0000000000000000", "000000000000003f", "0000000000000fff", "000000000003ffff"]

    assert alike(dict(enumerate(steps))) == (Group(key=0, like=(1,)), Group(key=2, like=(3,)))


def test_no_pictures_are_no_series() -> None:
    assert alike({}) == ()
