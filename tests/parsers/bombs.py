"""Files that swell, built without ever having what they swell to."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

from core.limits import MIB

ZIP_LOCAL = struct.Struct("<4s5H3I2H")
ZIP_CENTRAL = struct.Struct("<4s6H3I5H2I")
ZIP_END = struct.Struct("<4s4H2IH")


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def nested_zips(depth: int) -> bytes:
    """Ten in each, and at the bottom of each forty million zeros."""
    raw = zipped({"fond.bin": bytes(40 * MIB)})
    for _ in range(depth):
        raw = zipped({f"{number}.zip": raw for number in range(10)})
    return raw


def zeros(mebibytes: int) -> bytes:
    """A zip of that many zeros: one deflated block over and over (RFC 1951, 3.2.3)."""
    block = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = (block.compress(bytes(MIB)) + block.flush(zlib.Z_FULL_FLUSH)) * mebibytes + b"\3\0"
    return _zip(packed, check=0, size=min(mebibytes * MIB, 0xFFFFFFFE), count=1)


def overlapping(count: int) -> bytes:
    """A zip of many entries that all stand for the same bytes."""
    content = bytes(MIB)
    block = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _zip(block.compress(content) + block.flush(), check=zlib.crc32(content), size=MIB, count=count)


def _zip(packed: bytes, *, check: int, size: int, count: int) -> bytes:
    fields = (20, 0, zipfile.ZIP_DEFLATED, 0, 0x21, check, len(packed), size, 5, 0)
    local = ZIP_LOCAL.pack(b"PK\3\4", *fields) + b"a.bin" + packed
    central = (ZIP_CENTRAL.pack(b"PK\1\2", 20, *fields, 0, 0, 0, 0, 0) + b"a.bin") * count
    return local + central + ZIP_END.pack(b"PK\5\6", 0, 0, count, count, len(central), len(local), 0)


def tar(count: int) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(count):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"))
    return packed.getvalue()


def quine() -> bytes:
    """A gzip file that unpacks to itself.

    Every instruction is five bytes long: `stored(n)` puts out the n bytes that follow it, `again` the last twenty once more.
    What is put out runs behind what is written until `rest`, which lets it catch up. The checksum, which stands in the file
    four times, is the solution of 32 linear equations.
    """
    again = bytes((0x42, 0x88, 0x21, 0xC4, 0x00))
    head = b"\x1f\x8b\x08\x08" + bytes(6) + b"q.gz\0"
    start = (head + stored(20)) * 2 + again
    lag = stored(5) + again + stored(5) * 2 + stored(20) + again + stored(5) * 2 + stored(20)
    even = again + stored(20) + (again + stored(20)) * 2 + again

    def written(check: int) -> bytes:
        end = b"\3\0" + struct.pack("<II", check, size)
        rest = again + stored(20) + end
        return start + lag + even + stored(20) + rest + rest + end + end

    size = 0
    size = len(written(0))
    return written(_fixed_point(lambda check: zlib.crc32(written(check))))


def stored(count: int) -> bytes:
    """The head of a block that is not compressed (RFC 1951, 3.2.4)."""
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _fixed_point(check: Callable[[int], int]) -> int:
    """The number of 32 bits that `check` gives back; CRCs are linear, so Gauss's elimination finds it."""
    base = check(0)
    rows = [(check(1 << bit) ^ base ^ (1 << bit), 1 << bit) for bit in range(32)]
    value, wanted = 0, base
    for bit in range(32):
        pivot = next((row for row in rows if row[0] >> bit & 1), None)
        if pivot is None:
            continue
        rows = [(row[0] ^ pivot[0], row[1] ^ pivot[1]) if row[0] >> bit & 1 else row for row in rows]
        if wanted >> bit & 1:
            wanted, value = wanted ^ pivot[0], value ^ pivot[1]
    return value
