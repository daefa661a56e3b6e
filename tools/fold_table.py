"""Write newsgrep/text/fold_table.txt: which characters fold to which.

    pip install opencc==1.4.2 && python tools/fold_table.py

Each character is taken through NFKC (where that stays one character), lower case (likewise), OpenCC's
Traditional-to-Simplified table (OpenCC, Apache-2.0) and the punctuation twins below, again and again until it rests: so
the fold of a fold is itself. The file has two lines of equal length, the characters and what they fold to; it is
committed so that an index means the same on every Python, whatever Unicode version that Python knows.
"""

import sys
import unicodedata
from pathlib import Path

from opencc import OpenCC

TWINS = dict(
    zip(
        "“”„‟〝〞「」『』‘’‚‛‵′″—–―‒−‐‑﹣・•‧∙⋅〜～〔〕【】〖〗",
        '""""""""""\'\'\'\'\'' + "'\"" + "-------" + "-" + "·····" + "~~" + "[][][]",
        strict=True,
    )
)
TABLE = Path(__file__).parent.parent / "newsgrep" / "text" / "fold_table.txt"


def one(text: str, otherwise: str) -> str:
    """The text where it is one character."""
    return text if len(text) == 1 else otherwise


def step(char: str, simplify: OpenCC) -> str:
    """One round of all rules."""
    char = one(unicodedata.normalize("NFKC", char), char)
    char = one(char.lower(), char)
    char = one(simplify.convert(char), char)
    return TWINS.get(char, char)


def rest(char: str, simplify: OpenCC) -> str:
    """The rules again and again, until nothing changes."""
    seen = [char]
    while (folded := step(seen[-1], simplify)) not in seen:
        seen.append(folded)
    return folded


def main() -> None:
    """Write the table."""
    simplify = OpenCC("t2s")
    pairs = []
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
            continue
        if (folded := rest(char, simplify)) != char:
            pairs.append((char, folded))
    TABLE.write_text("\n".join(map("".join, zip(*pairs, strict=True))) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(pairs)} characters, Unicode {unicodedata.unidata_version}")


if __name__ == "__main__":
    main()
