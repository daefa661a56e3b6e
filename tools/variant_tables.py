"""Write newsgrep/text/variant_words.txt and newsgrep/text/variant_signs.txt: what is written in several ways.

    pip install opencc==1.4.2 && PYTHONPATH=. python tools/variant_tables.py

Run it after tools/fold_table.py: both tables are written in folded form.

The words file has a line per pair of characters that Simplified text tells apart but Traditional text does not: the
Simplified character and the other one, where they stand for each other, and words. ``always``: everywhere; ``text``:
everywhere, and the other one becomes the Simplified one in Traditional text; ``words``: only in the words after it, in
Simplified spelling, where Traditional text changes likewise. Simplified text has both spellings of the words after
``or``. Words after ``but`` contain the other character in its own sense, words after ``yet`` do not: of all these words
around a character the longest decides, of two as long that after ``yet``.

The signs file has a line per sign that stands for several characters, with the ways to write it, the usual one first.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from opencc_tables import dictionary, linked_characters

from newsgrep.text.fold import fold

FOLDER = Path(__file__).parent.parent / "newsgrep" / "text"
LINKED = Path(__file__).parent.parent / "tests" / "opencc_pairs.txt"
# Measured over 91,000 Simplified articles: none of these words is written with the other character in another sense
# (设计画面 and 首批覆盖 would be; "but" keeps them out). [看写]著[名作] stands for four words. A verb before 著 after
# "yet" is one that 着 follows at least eight times in these articles, a verb of two characters mostly one time in
# twenty; 著名, 著作 and so on follow it only as part of a longer verb or a noun, which "but" has (看望著名, 明朝著名).
PAIRS = """
着著 text but 专著 卓著 原著 合著 名著 土著 巨著 拙著 撰著 新著 旧著 近著 共著 所著 昭著 显著 编著 论著 译著 遗著 \
素著 知著 著书 著作 著名 著录 著称 著者 著译 著述 著《 \
[唐宋元明清汉晋隋秦周商梁陈齐辽金六南北两前历当王皇援赴入西韩]朝著[名作] [观察收查]看著[名作] [看展希回]望著[名作] \
[编撰填改特]写著[名作] [方面迈走推导]向著[名作] [收聆倾旁监]听著[名作] [迎对连直间衔承交]接著[名作] [喜欢]迎著名 \
[演合]唱著[名作] [跟追]随著[名作] [阅朗宣研入就]读著[名作] [按依遵参护执]照著[名作] [一地热携附]带著[名作] \
[转刊登连记]载著[名作] 违背著作 乘坐著名 关怀著名 伙伴著名 小吃著[名称] [遵恪]守著作 保守著称 遵循著作 停靠著名 \
围绕著[名作] 西藏著[名作] [主拨攻]打著名 [打跑唱写]著称 [顺守迎望向]著《 讨论著[名作] [融结]合著[名作] 表彰显著 \
[名原巨专论译]著书[本店包桌架籍信香房柜] \
yet [随带沿跟向看靠挂冒写穿拿抱趁笑坐背盯顶守顺骑戴贴踏揣赶追忍牵挨捧踩扛挟喊逼抬披摆哭打听拖照接唱朝凭隔循伴迎]著 \
[握摸裹插聊躺拎跑拽铺瞅攥睡吃读望怀载藏绕乘忙挥溢做]著 [对放指]著书 著书[本店包桌架籍信香房柜] \
[印刻记叫说标签列绣]著名[字单称牌] [陈排]列著《 摆放著《 [现定]著作品 [起有]著作用 \
标志著 意味著 期待著 面临著 肩负著 激励著 象征著 守护著 见证著 传递著 蕴含著 寄托著 凝结著 商量著 担负著 忙碌著 \
预示著 牵动著 寓意著 饱含著 孕育著 闪耀著 忙活著 惦记著 充满著 充斥著 镌刻著 琢磨著 夹杂著 涌动著 坐落著 弥漫著 \
昭示著 承受著 滋养著 簇拥著 矗立著 盘算著 铭刻著 忍受著 闪烁著 流淌著 背负著 镶嵌著 点缀著 激荡著 呼啸著 追逐著 \
装点著 滋润著 扮演著 挥舞著 [谈讨议争辩]论著 [融混结配缝糅]合著 [接靠逼]近著 感知著 [更刷]新著 [彰凸]显著 \
[原所]著火
借藉 text but 慰藉 狼藉 蕴藉 枕藉 藉藉 藉田 醖藉 yet 凭藉
账帐 text but 帐篷 帐蓬 帐棚 帐幕 帐子 帐幔 帐中 帐下 帐内 帐外 蚊帐 营帐 帷帐 罗帐 纱帐 军帐 \
床帐 幔帐 毡帐 锦帐 升帐 大帐 牙帐 yet [入转记对做查挂算结报坏呆烂]帐[中内外] 算大帐
巨钜 always
径迳 always
熏薰 always
滨浜 always
划画 words 计划 规划 企划 策划 筹划 谋划 or 擘划 刻划 笔划 比划 勾划 指手划脚 but 画面 画家 画像 画册 画卷 画廊 \
[设统会预估合总共审]计画[面家像册卷廊] 法规画[面家像册卷廊] [国央民私车]企画[面家像册卷廊] yet [计规企策筹谋]画
沉沈 words
复覆 words 复议 复核 复检 复函 复信 but 覆盖 覆没 覆灭 覆辙 yet 答覆 回覆没有
链炼 words 脚链 表链 饰链
了瞭 words 了如 了若
里哩 words
象像 words or 录象 摄象 肖象 偶象 影象
仿彷 words 仿如 仿若 仿似
只祇 words 只有 只是 只能 只要 只好 只得 只不 只见 只怕 只可 只管 只顾 只许 只须 只需 只剩 只因 but 神祇 地祇
具俱 words but 俱乐部 俱全 俱佳 俱在 [专作国大全]家俱[全佳在] yet 家俱[全佳在]
艺芸 words 文艺 艺术 艺能 工艺 园艺 演艺 民艺 学艺 武艺 艺者
辩弁 words 辩护 辩论 答辩 雄辩 诡辩 辩解
幺么 words 老幺
咤吒 words 叱咤
"""
# Phrases of OpenCC that are part of other words in Simplified text (上覆盖, 冶金炼), or that nobody writes today.
LEFT_OUT = """
上复 核复 布复 检复 电复 明复 示复 见复 申复 复命 复文 复帐 复按 复墓 复音 复校 复呈 名复金瓯 云翻雨复
金链 拉链 链条 链形 链锁 上链 李链福 肘手链足 拉链工程 沉下 滴里嘟噜 滴里搭拉 滴里耷拉 了望 了望山 踅门了户 幺么
丑咤 叱咤叱咤叱咤咤
"""
# Signs that NFKC does not spell out, and further ways to write one.
SIGNS = {"№": ("no.",), "⸺": ("--",), "ß": ("ss",), "æ": ("ae",), "œ": ("oe",), "〇": ("○",)}
SPELLED = re.compile(r"[!-~°′μ⁄§∑∫\u3000-\u30ff\u4e00-\u9fff]{2,}")


def main() -> None:
    """Write the tables, and the pairs of characters that OpenCC links, for the test that accounts for each."""
    lines = [line for line in PAIRS.replace("\\\n", "").splitlines() if line]
    (FOLDER / "variant_words.txt").write_text("".join(map(pair_line, lines)), encoding="utf-8", newline="\n")
    signs = {**dict(spelled_out()), **{sign: ways for sign, ways in SIGNS.items() if fold(sign) == sign}}
    signs["№"] = ("no", *SIGNS["№"])
    text = "".join(f"{sign} {' '.join(ways)}\n" for sign, ways in sorted(signs.items()))
    (FOLDER / "variant_signs.txt").write_text(text, encoding="utf-8", newline="\n")
    linked = sorted({tuple(sorted(pair)) for pair in linked_characters()})
    LINKED.write_text(
        "".join(f"{''.join(side)}\n" for side in zip(*linked, strict=True)), encoding="utf-8", newline="\n"
    )
    print(f"{len(lines)} pairs, {len(signs)} signs")


def pair_line(line: str) -> str:
    """A line of ``PAIRS`` with OpenCC's phrases added, less those that shorter ones cover."""
    line, _, changed = line.partition(" yet ")
    line, _, kept = line.partition(" but ")
    line, _, either = line.partition(" or ")
    pair, where, *words = line.split()
    if where == "words":
        words = sorted({*words, *phrases(*pair)} - {*LEFT_OUT.split()}, key=lambda word: (len(word), word))
        words = [
            word
            for at, word in enumerate(words)
            if not any(pair[0] in word and pair[0] not in word.replace(other, "") for other in words[:at])
        ]
    lists = {"or": either.split(), "but": spelled_words(kept), "yet": spelled_words(changed)}
    marked = [text for mark, more in lists.items() if more for text in (mark, *more)]
    return " ".join([pair, where, *words, *marked]) + "\n"


def spelled_words(patterns: str) -> list[str]:
    """The words that patterns stand for: [看写]著[名作] for four.

    >>> spelled_words("[看写]著 著[名]")
    ['看著', '写著', '著名']
    """
    return [
        "".join(word) for pattern in patterns.split() for word in product(*re.findall(r"(?<=\[)[^]]+|[^][]", pattern))
    ]


def phrases(simple: str, other: str) -> Iterator[str]:
    """The phrases that OpenCC converts by writing one character for the other, in Simplified spelling and folded."""
    converted = [(value, key) for key, values in dictionary("TSPhrases").items() for value in values]
    converted += [(key, value) for key, values in dictionary("STPhrases").items() for value in values]
    for left, right in converted:
        word, written = fold(left), fold(right)
        changed = {*zip(word, written, strict=False)} - {(char, char) for char in word}
        if len(word) == len(written) and changed == {(simple, other)} and word.replace(simple, other) == written:
            yield word


def spelled_out() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The signs that NFKC replaces by several characters of those in Chinese news, folded."""
    for sign in map(chr, [*range(0x2000, 0x10000), *map(ord, "¼½¾")]):
        spelled = fold(unicodedata.normalize("NFKC", sign))
        if fold(sign) == sign and SPELLED.fullmatch(spelled) and sign not in "ﬅﬆ⅟":
            yield sign, (spelled,)


if __name__ == "__main__":
    main()
