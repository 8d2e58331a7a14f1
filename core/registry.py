"""Plug-ins: one decorated function or class in a file of its own, found by scanning the package it lives in."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

Plugin = TypeVar("Plugin")


class Registry(Generic[Plugin]):
    """Plug-ins by key, for instance openers by media type. Nothing is imported before the first look-up."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._found: dict[str, Plugin] = {}
        self._scanned = False

    def register(self, *keys: str) -> Callable[[Plugin], Plugin]:
        """A decorator that enters what it decorates under each of `keys`.

        Raises:
            ValueError: a key is taken by another plug-in.
        """

        def enter(plugin: Plugin) -> Plugin:
            for key in keys:
                if self._found.setdefault(key, plugin) is not plugin:
                    raise ValueError(f"{key!r} is registered twice in {self._package}")
            return plugin

        return enter

    def all(self) -> Mapping[str, Plugin]:
        """Every plug-in by key."""
        if not self._scanned:
            self._scan()
        return MappingProxyType(self._found)

    def get(self, key: str) -> Plugin | None:
        """The plug-in of `key`, or `None`."""
        return self.all().get(key)

    def _scan(self) -> None:
        package = importlib.import_module(self._package)
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
            importlib.import_module(f"{self._package}.{module.name}")
        self._scanned = True
