"""One module a container format; each holds one function marked with `opens`, and opens one level.

A new format is a new file here: nothing else changes. Going all the way down is the work of `parsers.tree` alone.
"""

from core.registry import Registry
from parsers.opening import Opener

OPENERS: Registry[Opener] = Registry("parsers.containers")
opens = OPENERS.register
