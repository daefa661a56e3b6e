"""A stand-in for fonts that a PDF names but does not embed.

pdfium measures text by the glyphs of a font of the system, and drops words whose font it cannot find. What it gives as
text should not depend on the machine, so that all such fonts are one here, which has a box for every character.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

UNITS = 1000
# Code points that have a glyph.
LETTERS = (range(0x20, 0x2FFF), range(0x3000, 0xA000), range(0xF900, 0xFFFD))


def stand_in_font() -> bytes:
    """A TrueType font (ISO 14496-22) in which every character is the same box."""
    box = struct.pack(">hhhhh", 1, 0, -120, UNITS, 880) + struct.pack(">HH", 3, 0)
    box += bytes([1, 1, 1, 1]) + struct.pack(">hhhh", 0, UNITS, 0, -UNITS) + struct.pack(">hhhh", -120, 0, UNITS, 0)
    box += bytes(-len(box) % 4)
    groups = b"".join(struct.pack(">III", code, code, 1) for letters in LETTERS for code in letters)
    number = len(groups) // 12
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0, 0, -120, UNITS, 880, 0, 8, 2, 1, 0
    )
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
        + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, number)
        + groups,
        b"glyf": box * 2,
        b"head": head,
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, UNITS, 0, 0, UNITS, 1, 0, 0, 0, 0, 0, 0, 0, 2
        ),
        b"hmtx": struct.pack(">HhHh", UNITS, 0, UNITS, 0),
        b"loca": struct.pack(">III", 0, len(box), 2 * len(box)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _font_file(tables)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    header = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    place = len(header) + 16 * len(tables)
    directory, content = b"", b""
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">III", checksum, place + len(content), len(table))
        content += padded
    return header + directory + content


@cache
def use_stand_in() -> list[Any]:
    """Let pdfium take the stand-in for all fonts that are not embedded; what it calls lives as long as this process."""
    import pypdfium2.raw as pdfium

    font = stand_in_font()
    source = ctypes.create_string_buffer(font, len(font))
    info = pdfium.FPDF_SYSFONTINFO()
    kinds = {name: kind for name, kind in info._fields_}

    def font_data(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
        content = font if not table else _table(font, table)
        if buffer and size >= len(content):
            ctypes.memmove(buffer, content, len(content))
        return len(content)

    handle = ctypes.addressof(source)
    callbacks = {
        "Release": lambda _: None,
        "EnumFonts": lambda _, __: None,
        "MapFont": lambda *_: handle,
        "GetFont": lambda *_: handle,
        "GetFontData": font_data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": lambda *_: None,
    }
    kept: list[Any] = [font, source, info]
    info.version = 1
    for name, callback in callbacks.items():
        function = kinds[name](callback)
        setattr(info, name, function)
        kept.append(function)
    pdfium.FPDF_SetSystemFontInfo(info)
    return kept


def _table(font: bytes, tag: int) -> bytes:
    """A table of the font by its tag; nothing if it has none."""
    count = struct.unpack_from(">H", font, 4)[0]
    for at in range(12, 12 + 16 * count, 16):
        name, _, place, length = struct.unpack_from(">IIII", font, at)
        if name == tag:
            return font[place : place + length]
    return b""
