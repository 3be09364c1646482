"""PNG files made smaller: the same picture, its data packed as tightly as the format allows."""

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DATA = b"IDAT"


def packed(png: bytes) -> bytes:
    """Return the same PNG with its pixels compressed anew, in one chunk."""
    parts = list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in parts if kind == _DATA))
    before = [part for part in parts if part[0] != _DATA][:-1]
    return _SIGNATURE + b"".join(
        _chunk(kind, data) for kind, data in (*before, (_DATA, zlib.compress(pixels, 9)), (b"IEND", b""))
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
