from __future__ import annotations

import codecs
import random
import tarfile
import zlib
from typing import TYPE_CHECKING

import pytest

from newsgrep.text.encoding import COMMON, decode_as, detect_encoding, is_binary

if TYPE_CHECKING:
    from pathlib import Path

SIMPLIFIED = (
    "江城日报 2025年3月18日\n"
    "澜江大桥今天合龙\n"
    "本报讯（记者何青禾）今天下午，澜江大桥的最后一段钢梁在江心合龙，两岸市民从各处赶来观看。"
    "据大桥建设指挥部介绍，这座大桥全长三千二百米，将在今年年底通车，届时从江城大学到对岸的新区只要十分钟。\n"
)
TRADITIONAL = (
    "江城時報 2025年3月18日\n"
    "瀾江大橋今天合龍\n"
    "記者何青禾報導：今天下午，瀾江大橋的最後一段鋼樑在江心合龍，兩岸市民從各處趕來觀看，"
    "大橋將在今年年底通車，屆時從江城大學到對岸的新區只要十分鐘。\n"
)
BEYOND_GBK = "江城𠮷野㐂食店今天开业，记者来到现场。"
LINE = SIMPLIFIED.split("\n")[2]


@pytest.mark.parametrize(
    ("text", "written_as", "mark", "detected"),
    [
        (SIMPLIFIED, "utf-8", b"", "utf-8"),
        (SIMPLIFIED, "utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        (SIMPLIFIED, "utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        (SIMPLIFIED, "utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        (SIMPLIFIED, "hz", b"", "hz"),
        (SIMPLIFIED, "utf-16-le", b"", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", b"", "utf-16-be"),
        (SIMPLIFIED, "utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
        (SIMPLIFIED, "utf-32-be", codecs.BOM_UTF32_BE, "utf-32"),
        (SIMPLIFIED, "gbk", b"", "gb18030"),
        (BEYOND_GBK, "gb18030", b"", "gb18030"),
        (TRADITIONAL, "gbk", b"", "gb18030"),
        (TRADITIONAL, "big5", b"", "big5hkscs"),
        (TRADITIONAL, "utf-8", b"", "utf-8"),
        ("Lanjiang Bridge\n", "ascii", b"", "utf-8"),
        ("", "ascii", b"", "utf-8"),
    ],
)
def test_the_encoding_is_recognised_and_reads_back(text: str, written_as: str, mark: bytes, detected: str):
    raw = mark + text.encode(written_as)
    assert detect_encoding(raw) == detected
    assert decode_as(raw, detected) == text


def test_utf8_with_one_bad_byte_is_still_utf8():
    raw = SIMPLIFIED.encode().replace(b"\n", b"\xff\n", 1)
    assert detect_encoding(raw) == "utf-8"
    assert decode_as(raw, "utf-8") == SIMPLIFIED.replace("\n", "\ufffd\n", 1)


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_character_cut_at_the_end_of_the_sample_does_not_hide_utf8(cut: int):
    assert detect_encoding((SIMPLIFIED + "𠮷").encode()[:-cut]) == "utf-8"


@pytest.mark.parametrize(("text", "encoding"), [("𠮷㐂€", "gb18030"), ("𠝹㗎", "big5hkscs")])
def test_four_byte_and_supplementary_characters_survive(text: str, encoding: str):
    assert decode_as(text.encode(encoding), encoding) == text


def common(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )


def garbled(lost_at: int) -> tuple[str, int]:
    """The line read without one of its bytes, and how many of its characters did not come back."""
    raw = LINE.encode("gb18030")
    read = decode_as(raw[:lost_at] + raw[lost_at + 1 :], "gb18030")
    head = common(read, LINE)
    tail = common(read[head:][::-1], LINE[head:][::-1])
    return read, len(LINE) - head - tail


def test_a_lost_byte_garbles_no_more_than_its_place():
    place = LINE.index("座大桥全长")
    read, lost = garbled(2 * place)
    assert "\ufffd" in read
    assert lost <= 2
    assert read.endswith(LINE[place + 2 :])


def test_nearly_every_lost_byte_garbles_no_more_than_its_place():
    # In the others the wrong reading holds as many common characters: a few characters more are garbled.
    found = [garbled(place) for place in range(2 * len(LINE))]
    assert all("\ufffd" in read for read, _ in found)
    assert sum(lost <= 2 for _, lost in found) >= 0.85 * len(found)


def test_a_byte_too_many_garbles_no_more_than_its_place():
    raw = LINE.encode("gb18030")
    read = decode_as(raw[:60] + b"\xb5" + raw[60:], "gb18030")
    assert "\ufffd" in read
    assert read.startswith(LINE[:28])
    assert read.endswith(LINE[32:])


def test_a_private_character_does_not_hide_a_lost_byte_after_it():
    raw = ("\ue40c" + LINE).encode("gb18030")
    place = 2 + 2 * LINE.index("座大桥全长")
    read = decode_as(raw[:place] + raw[place + 1 :], "gb18030")
    assert read.startswith("\ue40c" + LINE[:10])
    assert read.endswith(LINE[-30:])


@pytest.mark.parametrize("text", ["\ue40c江城日报\ue40c记者何青禾", "\ue000"])
def test_private_characters_are_left_as_they_are(text: str):
    assert decode_as(text.encode("gb18030"), "gb18030") == text


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(SIMPLIFIED.encode("gbk") + b"\0" * 2000, id="GBK padded with NULs"),
        pytest.param(SIMPLIFIED.encode("gbk").replace(b"\n", b"\0\n"), id="GBK with NULs at line ends"),
        pytest.param(SIMPLIFIED.encode() + b"\0" * 2000, id="UTF-8 padded with NULs"),
        pytest.param(TRADITIONAL.encode("big5") + b"\0", id="Big5 with a NUL"),
        pytest.param(SIMPLIFIED.encode("utf-16"), id="UTF-16"),
        pytest.param(SIMPLIFIED.encode("utf-16-le"), id="UTF-16 without mark"),
        pytest.param(SIMPLIFIED.encode("utf-32"), id="UTF-32"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\x1b[31m" + SIMPLIFIED.encode(), id="escape sequences"),
    ],
)
def test_text_is_not_binary(raw: bytes):
    assert not is_binary(raw)


def noise(size: int) -> bytes:
    return random.Random(18).randbytes(size)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x03\0>\0\x01\0\0\0" + noise(4000), id="ELF"),
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 4000, id="ELF of zeros"),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0" + zlib.compress(noise(4000)), id="PNG"
        ),
        pytest.param(b"\0" * 4000, id="zeros"),
        pytest.param(b"PK\3\4\x14\0\0\0\x08\0" + zlib.compress(noise(4000)), id="zip"),
    ],
)
def test_programs_and_pictures_are_binary(raw: bytes):
    assert is_binary(raw)


@pytest.mark.parametrize(("archive", "encoding", "count"), [("gbk", "gb18030", 250), ("big5", "big5hkscs", 150)])
def test_every_real_file_is_recognised(shared_data: Path, archive: str, encoding: str, count: int):
    path = shared_data / "encodings" / f"{archive}.tar.gz"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with tarfile.open(path) as tar:
        files = {entry.name: tar.extractfile(entry).read() for entry in tar if entry.isfile()}  # type: ignore[union-attr]
    assert len(files) == count
    assert [name for name, raw in files.items() if detect_encoding(raw) != encoding] == []
    assert [name for name, raw in files.items() if is_binary(raw)] == []
    assert [name for name, raw in files.items() if sum(map(decode_as(raw, encoding).count, COMMON)) < 20] == []
