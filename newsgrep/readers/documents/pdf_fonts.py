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
# None for what is missing, a narrow and a wide one.
GLYPHS = 3
# Code points that have a glyph, and the first of a wide one.
FIRST_WIDE = 0x2E80
LETTERS = (range(0x20, 0x2FFF), range(0x3000, 0xA000), range(0xF900, 0xFFFD))


def stand_in_font() -> bytes:
    """A TrueType font (ISO 14496-22) in which every character is a box, of half the width for Latin ones."""
    narrow, wide = _box(UNITS // 2), _box(UNITS)
    groups = b"".join(
        struct.pack(">III", code, code, 1 + (code >= FIRST_WIDE)) for letters in LETTERS for code in letters
    )
    head = (0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0, 0, -120, UNITS, 880, 0, 8, 2, 1, 0)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
        + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(groups) // 12)
        + groups,
        b"glyf": narrow * 2 + wide,
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", *head),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, UNITS, 0, 0, UNITS, 1, *[0] * 7, GLYPHS),
        b"hmtx": struct.pack(">HhHhHh", UNITS // 2, 0, UNITS // 2, 0, UNITS, 0),
        b"loca": struct.pack(">IIII", *(len(wide) * glyph for glyph in range(GLYPHS + 1))),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, GLYPHS, 4, 1, 0, 0, 1, *[0] * 8),
        b"post": struct.pack(">IIhhIIIII", 0x30000, *[0] * 8),
    }
    return _font_file(tables)


def _box(width: int) -> bytes:
    """A glyph: its outline of four points, clockwise."""
    box = struct.pack(">hhhhh", 1, 0, -120, width, 880) + struct.pack(">HH", 3, 0) + bytes([1, 1, 1, 1])
    box += struct.pack(">hhhh", 0, width, 0, -width) + struct.pack(">hhhh", -120, 0, UNITS, 0)
    return box + bytes(-len(box) % 4)


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
    kinds: dict[str, Any] = dict(info._fields_)

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
