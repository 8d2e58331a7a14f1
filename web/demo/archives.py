"""Zip files as people make them, locked ones included, the same bytes each time."""

import io
import struct
import zipfile
import zlib

from web.demo.letters import File

STAMP = (2024, 3, 4, 9, 30, 0)
ONES = 0xFFFFFFFF
CRC_TABLE = tuple(zlib.crc32(bytes([value]), ONES) ^ ONES for value in range(256))
DOS_TIME = (STAMP[3] << 11) | (STAMP[4] << 5)
DOS_DATE = ((STAMP[0] - 1980) << 9) | (STAMP[1] << 5) | STAMP[2]


def packed(files: tuple[File, ...]) -> bytes:
    """A zip of `files`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.content)
    return made.getvalue()


def locked(files: tuple[File, ...], password: str) -> bytes:
    """A zip of `files` under the old zip encryption (APPNOTE 6.1), which Windows opens and most people still use."""
    body, directory = b"", b""
    for file in files:
        name = file.name.encode("cp437")
        data = _encrypted(file.content, password)
        fixed = struct.pack(
            "<HHHHHIIIHH",
            20,
            1,
            0,
            DOS_TIME,
            DOS_DATE,
            zlib.crc32(file.content),
            len(data),
            len(file.content),
            len(name),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fixed + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + fixed + name + data
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def _encrypted(content: bytes, password: str) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]
    for sign in password.encode():
        _turn(keys, sign)
    # Eleven bytes that should be random, and the last but one byte of the CRC by which a wrong password shows.
    head = bytes(range(17, 28)) + struct.pack("<I", zlib.crc32(content))[3:]
    secret = bytearray()
    for sign in head + content:
        mask = (keys[2] | 2) & 0xFFFF
        secret.append(sign ^ ((mask * (mask ^ 1)) >> 8) & 0xFF)
        _turn(keys, sign)
    return bytes(secret)


def _turn(keys: list[int], sign: int) -> None:
    keys[0] = CRC_TABLE[(keys[0] ^ sign) & 0xFF] ^ (keys[0] >> 8)
    keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & ONES
    keys[2] = CRC_TABLE[(keys[2] ^ (keys[1] >> 24)) & 0xFF] ^ (keys[2] >> 8)
