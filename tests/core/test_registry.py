import pytest

from core.registry import Registry


def test_a_key_is_taken_once() -> None:
    registry: Registry[object] = Registry("tests.core")
    registry.register("application/zip")(object())

    with pytest.raises(ValueError, match="registered twice"):
        registry.register("application/zip")(object())


def test_nothing_is_found_under_an_unknown_key() -> None:
    registry: Registry[object] = Registry("core")

    assert registry.get("application/x-nothing") is None
