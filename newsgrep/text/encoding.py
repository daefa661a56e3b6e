"""Encoding detection for Chinese text: the codec whose output contains the most common characters wins."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The most frequent characters of Chinese news, Simplified and Traditional: about two thirds of any article. The wrong
# codec (GB18030 for Big5 bytes) yields them only by chance.
COMMON = frozenset(
    "的国中新在人和一发大会全年作了展地为日进要业民方央出行动家是主有合成同平联部实政建上对化工生加重力强"
    "视以开天等关高个网时不多共来近区消经播总息持月到党务今闻体表产长现习推面机设前法员理制议将美系公通定"
    "能代保提好各这市增利两文治领我战委度军示学目过分事用安入社统与自于次下坚交海场深心斯济基十资正道本就"
    "万特改路量北当外点第向导内创际调组续记题明水们运席更期三后问克最立指西科书活施间项南举报村电情院决造"
    "农性亚得里台从企已布任式流支局协信达者世计界程数域他义起革规应首金防相技也小护俄门元意色东例位京比放"
    "名确结带广及众步并山之取府品华服解队团亿号精还互至江着其线质城完受据尔省可织集管接物车育办四级常升巴"
    "二群气稳拉源标境教参研求风投构都球罗态打快列供州口落说把商策收略节此双传极子案空复击专届病所干医断超"
    "责种效见积权港优做果國烏會蘭為對時與發羅這來戰後將軍動進長過於灣個說開機但現資經業關當報場因而應車導"
    "員並還總體學們點間股被沒電網影內無如統然東約爭產讓看兩普區議去實強認回調手聯問價數續萬由只或友未處從"
    "達歐團選務計隊黨林際即使享結勢則原很再女權丁運警言擊題陸反著想少該據氣司醫決記營周協兵直包華男眾助張"
    "才片身論預波領望客引何知馬攝線亞裁變侵種感設先官料宣攻排士濟跌連洲非己舉規單傳光別登"
    "的，。、“”：（）《》「」！？；　"
)
SAMPLE_BYTES = 1 << 18
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ("utf-8", "gb18030", "big5hkscs")
DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs"})
MARK = "\ufffd"
STRANGE = re.compile("[\ue000-\uf8ff\ufffd]")
# Characters. A lost byte garbles everything up to the next ASCII character, a few dozen characters at most.
SLIP_WINDOW = 60
# Common characters that the removal of a byte must recover.
SLIP_GAIN = 3
# A line with more strange characters than this is not news with a lost byte.
MOST_SLIPS = 50
# News scores 0.6 or more (1 is all common characters), bytes that are not text in that encoding 0.2 or less.
PLAUSIBLE = 0.4
# A Chinese character that was encoded in UTF-8 twice: its lead byte, then two others, two or three bytes each.
TWICE = re.compile(
    rb"\xc3[\xa4-\xa9]"
    rb"(?:\xc2[\x80-\xbf]|\xc5[\x92-\xbe]|\xcb[\x86\x9c]|\xe2[\x80-\x84][\x80-\xbf]){2}"
)
HZ = re.compile(rb"~\{(?:[!-}][!-~]){2,}~\}")
PRINTABLE = bytes([*b"\t\n\v\f\r\x1a\x1b", *range(0x20, 0x7F), *range(0x80, 0x100)])


def decode_as(line: bytes, encoding: str) -> str:
    r"""Decode one line; what cannot be decoded becomes U+FFFD.

    In a double-byte encoding, a lost or extra byte does not garble the rest of the line.

    >>> decode_as("江城".encode("gb18030") + b"\xff", "gb18030")
    '江城�'
    """
    text = line.decode(encoding, "replace")
    return _resync(line, encoding) if encoding in DOUBLE_BYTE and STRANGE.search(text) else text


def decode_lines(content: bytes, encoding: str) -> str:
    """Decode a text line by line, as ``decode_as`` does."""
    return "".join(decode_as(line, encoding) for line in content.splitlines(keepends=True))


@lru_cache(maxsize=1)
def detect_encoding(raw: bytes) -> str:
    """The name of the codec for these bytes, a whole file or its beginning; looks at up to ``SAMPLE_BYTES``.

    >>> detect_encoding("江城日报".encode("gbk")), detect_encoding("瀾江大橋今日合龍，市民觀看".encode("big5"))
    ('gb18030', 'big5hkscs')
    """
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            return "utf-8" if encoding == "utf-16" and _is_utf8_behind(bom, raw[:SAMPLE_BYTES]) else encoding
    if utf16 := _utf16_without_bom(raw):
        return utf16
    sample = raw[:SAMPLE_BYTES]
    if _is_utf8(sample):
        return _twice(sample) or _hz(sample) or "utf-8"
    return max(CANDIDATES, key=lambda encoding: _plausibility(sample, encoding))


def _is_utf8_behind(bom: bytes, sample: bytes) -> bool:
    """Whether a text in UTF-8 has the mark of UTF-16, which someone put before it."""
    rest = sample.removeprefix(bom)
    return (
        b"\0" not in rest
        and not rest.isascii()
        and _is_utf8(rest)
        and _plausibility(rest, "utf-8") > _plausibility(sample, "utf-16")
    )


def fitting_encoding(line: bytes, sample: bytes) -> str | None:
    r"""The encoding of a line that is not UTF-8, by a sample that begins with it; None if it is UTF-8 with an error.

    >>> line = "江城日报今天报道".encode("gb18030")
    >>> fitting_encoding(line, line), fitting_encoding(b"\xe6\xb1" + "江城日报今天报道".encode(), b"")
    ('gb18030', None)
    """
    best = max(DOUBLE_BYTE, key=lambda encoding: (_plausibility(sample, encoding), encoding))
    return best if _plausibility(line, best) > _plausibility(line, "utf-8") else None


def is_rather_utf8(line: bytes, encoding: str) -> bool:
    """Whether a line that is not ASCII is UTF-8, and makes no more sense in another encoding.

    >>> is_rather_utf8("江城日报".encode(), "gb18030"), is_rather_utf8("联通".encode("gbk"), "gb18030")
    (True, False)
    """
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return _plausibility(line, "utf-8") > _plausibility(line, encoding)


def is_binary(raw: bytes) -> bool:
    """Whether a file is binary rather than text, judged by its beginning.

    NUL bytes alone do not make it binary: old web dumps are padded with them, and UTF-16 is full of them.
    """
    sample = raw[:SAMPLE_BYTES]
    if b"\0" not in sample or detect_encoding(sample).startswith(("utf-16", "utf-32")):
        return False
    rest = sample.replace(b"\0", b"")
    controls = len(rest.translate(None, PRINTABLE))
    return not rest or controls * 50 > len(rest) or _plausibility(rest, detect_encoding(rest)) < PLAUSIBLE


def _resync(line: bytes, encoding: str) -> str:
    """Decode a line with a lost or extra byte, after which every byte pair would be off by one.

    Each strange character suggests that the pairing slipped before it. The byte whose removal recovers the most common
    characters is replaced by U+FFFD; if no removal gains ``SLIP_GAIN`` of them, the character is left as it is.
    """
    done, text, searched = "", line.decode(encoding, "replace"), 0
    for _ in range(MOST_SLIPS):
        slip = STRANGE.search(text, searched)
        if not slip:
            break
        index, start, gain = max(_slips(line, text, slip.end(), encoding), key=lambda candidate: candidate[2])
        searched = slip.end()
        if gain >= SLIP_GAIN:
            done, line, searched = done + text[:index] + MARK, line[start:], 0
            text = line.decode(encoding, "replace")
    return done + text


def _slips(line: bytes, text: str, end: int, encoding: str) -> Iterator[tuple[int, int, int]]:
    """Bytes before ``end`` that may be the slip: index of the character, offset of the next byte, gain of removal."""
    begin = max(0, end - SLIP_WINDOW)
    byte = len(text[:begin].encode(encoding, "replace"))
    stop = byte + len(text[begin : end + SLIP_WINDOW].encode(encoding, "replace"))
    before, unchanged = 0, _worth(line[byte:stop].decode(encoding, "replace"))
    for index in range(begin, end):
        yield index, byte + 1, before + _worth(line[byte + 1 : stop].decode(encoding, "replace")) - unchanged
        before += _worth(text[index])
        byte += len(text[index].encode(encoding, "replace"))


def _worth(text: str) -> int:
    """The number of common characters minus that of strange ones."""
    return _common(text) - len(STRANGE.findall(text))


def _common(text: str) -> int:
    return sum(char in COMMON for char in text)


def _is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8; the last character may be truncated."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _twice(sample: bytes) -> str:
    """The codec of what was encoded in UTF-8 twice; empty if it was not: then Chinese is not Latin letters."""
    if not TWICE.search(sample):
        return ""
    from newsgrep.text.encoded_twice import register

    name = register()
    is_better = _plausibility(sample, name) > max(PLAUSIBLE, _plausibility(sample, "utf-8"))
    return name if is_better else ""


def _hz(sample: bytes) -> str:
    """The codec of HZ (RFC 1843), which writes Chinese in ASCII between ``~{`` and ``~}``; empty if it is not that."""
    if not sample.isascii() or not HZ.search(sample):
        return ""
    beyond_ascii = [char for char in sample.decode("hz", "replace") if char > "\x7f"]
    return "hz" if _common("".join(beyond_ascii)) > PLAUSIBLE * len(beyond_ascii) else ""


def _utf16_without_bom(raw: bytes) -> str | None:
    """The UTF-16 codec under which bytes that contain NULs become common characters, or None."""
    sample = raw[: SAMPLE_BYTES // 16 * 2]
    if b"\0" not in sample:
        return None
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _plausibility(sample, encoding))
    return best if _plausibility(sample, best) > PLAUSIBLE else None


def _plausibility(sample: bytes, encoding: str) -> float:
    """Score of a codec for a sample; higher is better.

    It is the share of ASCII plus, per non-ASCII character, the common ones minus the undecodable ones and those that no
    newspaper prints.
    """
    text = sample.decode(encoding, "replace")
    beyond_ascii = [char for char in text if char > "\x7f" or char == "\0"]
    strange = sum(char == MARK or "\ue000" <= char <= "\uf8ff" or char < "\xa0" for char in beyond_ascii)
    ascii_share = 1 - len(beyond_ascii) / (len(text) or 1)
    return (_common("".join(beyond_ascii)) - strange) / (len(beyond_ascii) or 1) + ascii_share
