"""Write newsgrep/text/fold_table.txt: which characters fold to which.

    apt-get install unicode-data && pip install opencc==1.4.2 && python tools/fold_table.py

Each character is taken through the rules of ``step`` again and again until it rests: so the fold of a fold is itself.
The file has two lines of equal length, the characters and what they fold to; it is committed so that an index means the
same on every Python, whatever Unicode version that Python knows.

A rare form folds to the Simplified character that it stands for. A character with an entry of its own in the List of
Commonly Used Standard Chinese Characters (通用规范汉字表, the property kTGH of Unihan) folds to no other one, so that
whatever Simplified text tells apart stays apart; exceptions are in ``FORMS``, each with its reason.
"""

import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from opencc import OpenCC
from opencc_tables import linked_characters

UNICODE_DATA = Path("/usr/share/unicode")
TABLE = Path(__file__).parent.parent / "newsgrep" / "text" / "fold_table.txt"

# One mark in several codes. NFKC joins many more, among them the full-width, small and vertical forms.
TWINS = {
    '"': "“”„‟″〝〞〟「」『』❝❞",
    "'": "‘’‚‛‵′´ʹʼ❛❜",
    "-": "—–―‒−‐‑﹣⁃˗─━⎯",
    "·": "•・‧∙⋅⸱˙ꞏᆞ",
    "…": "⋯︙┄┅",
    ":": "∶︰꞉˸",
    "~": "〜～∼〰⁓˜",
    "[": "〔【〖〘〚⟦",
    "]": "〕】〗〙〛⟧",
    "(": "❨⦅⟮",
    ")": "❩⦆⟯",
    "《": "≪⟪«",
    "》": "≫⟫»",
    "〈": "⟨‹",
    "〉": "⟩›",
    "/": "⁄∕╱",
    "|": "∣│┃",
    "*": "∗⁎",
    "×": "✕✖╳",
    "°": "˚",
    "一": "ㄧ",  # bopomofo I, typed for the numeral
}
# Latin letters that Unicode does not decompose into a letter and an accent. ɑ and ɡ are common in printed pinyin.
LATIN = {"a": "ɑ", "d": "đð", "g": "ɡ", "h": "ħ", "i": "ıɨ", "l": "ł", "o": "ø", "t": "ŧ"}
# OpenCC writes 咤 for it, except in three words: but 哪吒 is most of what Simplified text has of it.
OWN = "吒"
# A rare form, then the character that it stands for.
FORMS = (
    # Entries of the Standard List that Simplified text hardly uses, and in no word of its own: 复甦, 钱锺书.
    "甦苏锺钟缐线麹曲𫫇恶𬞟苹"
    # Forms in Japanese and other names that OpenCC does not link.
    "髙高﨑崎嵜崎濵滨邉边嶋岛嶌岛渕渊冨富舘馆槗桥栁柳桺柳𠮷吉桒桑圀国逹达舩船壷壶薗园籏旗穐秋杤栃曵曳鴬莺蝿蝇讐仇鑛矿"
    # Forms of older print, and those of Traditional text that OpenCC keeps.
    "敎教靑青淸清旣既尙尚屛屏幷并妳你恊协廼乃燿耀弍二弌一"
    # The single variant in the Standard List that Unihan names (kSemanticVariant, kZVariant), for the characters of JIS
    # X 0208 and those that occur in Traditional newspapers; parts of characters and names of their own are left out.
    "亊事畆亩崘仑僊仙倣仿繖伞軆体遉侦兪俞竢俟倐倏偸偷尅克闗关玆兹冩写寃冤岀出凾函刄刃刋刊劒剑刦劫刧劫勗勖怱匆"
    "愽博厰厂廐厩悋吝呑吞吿告閧哄啗啖囓啮諠喧噐器囘回廻回囯国塲场匳奁竒奇姙妊妬妒娯娱壻婿斈学寳宝砦寨甞尝峩峨"
    "箒帚幇帮羃幂旛幡彊强徃往悳德恠怪縂总慂恿慙惭瘉愈憇憩觝抵攅攒昻昂暎映晳晰煖暖瞹暧剳札朶朵襍杂栢柏櫺棂碁棋"
    "椶棕櫂棹梹槟艢樯墫樽罇樽艪橹懽欢謌歌毘毗澣浣殽淆婬淫瀁漾砲炮烱炯熈熙犂犁陜狭珎珍瑠琉璢琉碯瑙瓈璃寗甯畄留"
    "畧略疎疏肬疣豋登葢盖覩睹叡睿甎砖碪砧龝秋粃秕穉稚稾稿窰窑窓窗牋笺荅答簒篡稉粳纎纤絖纩帋纸緜绵覊羁羗羌羮羹"
    "攷考膓肠厷肱脇胁伷胄臙胭臈腊顋腮茍苟蘯荡苺莓蕚萼蕋蕊蘂蕊蠏蟹衂衄袵衽韈袜繦襁觧解譌讹愬诉犲豺皃貌貭质賍赃"
    "躱躲輙辄廸迪迯逃偪逼遯遁徧遍欝郁埜野戉钺鑚钻銕铁閙闹濶阔穽阱隂阴隷隶鴈雁靭韧韮韭飃飘餽馈駮驳騐验隲骘鼇鳌"
    "酖鸩鵞鹅麕麇蔴麻皷鼓"
)


def main() -> None:
    """Write the table."""
    base = Folding({})
    folding = Folding(dict(joined(base)))
    every = (chr(code) for code in range(sys.maxunicode + 1))
    known = (char for char in every if unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"})
    pairs = [(char, folded) for char in known if (folded := folding.rest(char)) != char]
    TABLE.write_text("\n".join(map("".join, zip(*pairs, strict=True))) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(pairs)} characters, Unicode {unicodedata.unidata_version}")


class Folding:
    """The rules, each a function from a character to a character, and a table of forms."""

    def __init__(self, forms: dict[str, str]) -> None:
        self.forms = forms
        self.radicals = radicals()
        self.simplify = OpenCC("t2s")
        self.twins = {twin: sign for sign, twins in TWINS.items() for twin in twins}
        self.latin = {letter: base for base, letters in LATIN.items() for letter in letters}

    def rest(self, char: str) -> str:
        """The rules again and again, until nothing changes."""
        seen = [char]
        while (folded := self.step(seen[-1])) not in seen:
            seen.append(folded)
        return folded

    def step(self, char: str) -> str:
        """One round of all rules."""
        char = self.radicals.get(char, char)
        char = one(unicodedata.normalize("NFKC", char), char)
        char = one(char.lower(), char)
        char = self.latin.get(without_accents(char), without_accents(char))
        char = char if char in OWN else one(self.simplify.convert(char), char)
        char = self.forms.get(char, char)
        return self.twins.get(char, char)


def one(text: str, otherwise: str) -> str:
    """The text where it is one character."""
    return text if len(text) == 1 else otherwise


def without_accents(char: str) -> str:
    """A Latin letter without its accents; any other character as it is."""
    base, *accents = unicodedata.normalize("NFD", char)
    return base if accents and unicodedata.name(base, "").startswith("LATIN") else char


def radicals() -> dict[str, str]:
    """Radicals and strokes, each with the ideograph that looks like it (property Equivalent_Unified_Ideograph)."""
    found = {}
    for line in (UNICODE_DATA / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8").splitlines():
        if entry := line.partition("#")[0].strip():
            codes, ideograph = entry.split(";")
            first, _, last = codes.strip().partition("..")
            found |= {chr(code): chr(int(ideograph, 16)) for code in range(int(first, 16), int(last or first, 16) + 1)}
    return found


@cache
def standard_list() -> frozenset[str]:
    """The characters of the List of Commonly Used Standard Chinese Characters (property kTGH)."""
    with bz2.open(UNICODE_DATA / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8") as lines:
        return frozenset(chr(int(line[2:].split("\t")[0], 16)) for line in lines if "\tkTGH\t" in line)


def joined(base: Folding) -> Iterator[tuple[str, str]]:
    """Each character that ``base`` leaves at rest but that is a form of another one, with that one."""
    forms = dict(zip(FORMS[::2], FORMS[1::2], strict=True))
    rested = {(base.rest(left), base.rest(right)) for left, right in linked_characters()}
    rare = {pair for pair in rested if not standard_list().issuperset(pair)}
    for group in groups([*forms.items(), *rare]):
        heads = group.intersection({*standard_list(), *forms.values()}) - set(forms) or {min(group)}
        assert len(heads) == 1, f"forms of several characters: {group}"
        yield from ((char, head) for char in group for head in heads if char != head)


def groups(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """The characters that pairs connect, in groups."""
    group_of: dict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        group = group_of[left] | group_of[right] | {left, right}
        group_of.update(dict.fromkeys(group, group))
    return list({id(group): group for group in group_of.values()}.values())


if __name__ == "__main__":
    main()
