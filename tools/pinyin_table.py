"""Write newsgrep/text/pinyin_table.txt: the readings of Chinese characters.

    pip install pypinyin==0.55.0 && python tools/pinyin_table.py

The characters are those of the block CJK Unified Ideographs. A line is a reading in pinyin with the number of its tone,
the characters that are first of all read so, and, after a second tab, those that are read so in some words: the further
readings in pypinyin's table of characters (MIT licence) that its table of phrases has in a phrase.
"""

from collections import defaultdict
from pathlib import Path

from pypinyin.contrib.tone_convert import to_tone3
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

FIRST, LAST = 0x4E00, 0x9FFF
TABLE = Path(__file__).parent.parent / "newsgrep" / "text" / "pinyin_table.txt"


def numbered(reading: str) -> str:
    """A reading with its tone as a number; the neutral tone is 5."""
    return to_tone3(reading, v_to_u=False, neutral_tone_with_five=True)


def attested() -> set[tuple[str, str]]:
    """The characters and readings of all phrases."""
    return {
        (char, numbered(readings[0]))
        for phrase, read in phrases_dict.items()
        if len(phrase) == len(read)
        for char, readings in zip(phrase, read, strict=True)
    }


def main() -> None:
    """Write the table."""
    known = attested()
    first, further = defaultdict(str), defaultdict(str)
    for code in range(FIRST, LAST + 1):
        readings = [numbered(reading) for reading in pinyin_dict.get(code, "").split(",") if reading]
        for place, reading in enumerate(dict.fromkeys(readings)):
            if not place:
                first[reading] += chr(code)
            elif (chr(code), reading) in known:
                further[reading] += chr(code)
    lines = (f"{reading}\t{first[reading]}\t{further[reading]}\n" for reading in sorted({*first, *further}))
    TABLE.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{sum(map(len, first.values()))} characters, {len({*first, *further})} readings")


if __name__ == "__main__":
    main()
