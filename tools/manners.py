"""The manners of papers: how a house names the authors of its stories, dates them, and closes them.

Each manner changes the parts of one story. The houses are lists of manners, as papers of several kinds have them; the
trainer takes manners at random besides. All names are invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from known_pages import HEADLINES, KnownPage, Part, page_of

if TYPE_CHECKING:
    import random

Manner = Callable[[list[Part], "random.Random"], list[Part]]

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建国文辉玲斌宇浩凯健俊帆晨欣雨婷雪琳晓红海波春林志"
    "远思源嘉怡子涵博雅小满一舟"
)
PLACES = (
    "北京|上海|西宁|拉萨|成都|昆明|广州|武汉|兰州|哈尔滨|乌鲁木齐|南京|杭州|柏林|东京|华盛顿|莫斯科|开罗|联合国|日内瓦"
)
# Author lines: {p} is the paper, {n} and {m} are names, {o} an office. Three in a dozen are bare names.
LINES = (
    *("{p}记者 {n}", "□{p}记者 {n}", "■ 记者 {n}", "文/{p}记者 {n}", "记者 {n} 文/图", "{p}记者 {n} 摄影报道", "□ {n}"),
    *("{n}", "{n}", "{n}", "{n}", "本报记者{n}", "新华社记者 {n}", "新华社记者{n}", "本报评论员", "本报特约评论员 {n}"),
    *("{n}/文", "{o} {n}", "记者{n} 通讯员{m}", "◎{n}", "作者 {n}", "□本报通讯员 {n}"),
)
# The same elsewhere, and what there is before the first sentence: {c} is a place, {d} a day.
OTHER_LINES = (
    *(
        "{n} 报道",
        "{n} {c}特派员",
        "{n}({c}特派员)",
        "□{n}(评论员)",
        "{p}特约撰稿 {n}",
        "记者{n}／{c}报道",
        "{n}／{c}报道",
    ),
    *(
        "{p}记者 {n} 发自{c}",
        "{p}记者 {n} {c}报道",
        "{n} 综合报道",
        "◆{n}",
        "作者：{n}({o})",
        "编译{n}／{c}报道",
        "·{n}·",
    ),
)
OTHER_LEADS = (
    *(
        "【{p}讯】",
        "【{p}专讯】",
        "【{p}讯】记者{n}{c}报道：",
        "〔记者{n}／{c}报道〕",
        "【记者{n}／{c}报道】",
        "({c}讯)",
        "({p}网讯)",
    ),
    *(
        "【{n}／{c}报道】",
        "({c}综合电)",
        "({p}报道)",
        "〔{p}讯〕",
        "【{c}讯】",
        "记者{n}／{c}报道 ",
        "【法新社{c}{d}电】",
    ),
    *(
        "【路透社{c}{d}电】(记者{n})",
        "【新华社{c}{d}电】",
        "(中央社{c}{d}电)",
        "(中央社记者{n}{c}{d}电)",
        "【本报{c}{d}专电】",
    ),
)
OFFICES = ("江城市人民政府", "江城大学教授", "江城市作家协会主席", "省社会科学院研究员")
PAPERS = "本报|晚报|晨报|商报|时报|新报|快报|江城日报"
# The part of names with a space inside, of days in numerals, of the stories of 1998 with an author line, with an author
# in either place, and with a picture.
SPACED, NUMERALS, BELOW_TITLE, IN_TEXT, WITH_PICTURE = 0.3, 0.3, 0.5, 0.8, 0.15
TWENTY = 20
# The characters of a headline group of 1948.
MOST_DECKS = 26
_COLUMN = re.compile(r"[（(][^（）()]{2,24}[）)]$")
_DATELINED = re.compile(r"^[(（【〔]?(?:本报|新华社|据|.{2,4}[报社]).{0,24}[电讯]|^.{2,20}\d日电")
_CREDIT = re.compile(r".{2,20}(?:[摄攝]|供图)(?:[(（].{2,12}[)）])?")
_SHORTEST_SIGNED = 2
_SHORTEST_SUBHEAD, _TEXT = 4, 60
_LONGEST_WORDS = 12


def name(dice: random.Random) -> str:
    """Return an invented name, of two characters with a space between them in three cases of ten."""
    given = "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
    surname = dice.choice(SURNAMES)
    return f"{surname} {given}" if len(given) == 1 and dice.random() < SPACED else surname + given


def names(dice: random.Random, between: str = " ") -> str:
    """Return one to three names."""
    return between.join(name(dice) for _ in range(dice.choice((1, 1, 1, 2, 2, 3))))


def day(dice: random.Random, *, numerals: bool = False) -> str:
    """Return a month and day, in digits or Chinese numerals."""
    month, of_month = dice.randrange(1, 13), dice.randrange(1, 29)
    if not numerals:
        return f"{month}月{of_month}日"
    return f"{numeral(month)}月{numeral(of_month)}日"


def numeral(number: int) -> str:
    """Return a number below 100 in Chinese numerals.

    >>> numeral(28), numeral(10), numeral(3)
    ('二十八', '十', '三')
    """
    tens, ones = divmod(number, 10)
    return (
        ("一二三四五六七八九"[tens - 1] if number >= TWENTY else "")
        + "十" * bool(tens)
        + ("一二三四五六七八九"[ones - 1] if ones else "")
    )


def _first_body(story: Sequence[Part]) -> int | None:
    return next((at for at, part in enumerate(story) if part.role == "body"), None)


def _is_dated(story: Sequence[Part]) -> bool:
    return any(part.role == "body" and _DATELINED.search(part.text) for part in story[:5])


def _with_lead(story: list[Part], lead: str) -> list[Part]:
    at = _first_body(story)
    if at is None:
        return story
    return [*story[:at], story[at]._replace(text=lead + story[at].text), *story[at + 1 :]]


def _below_headlines(story: list[Part], *parts: Part) -> list[Part]:
    at = _first_body(story)
    if at is None or not at:
        return story
    return [*story[:at], *parts, *story[at:]]


def clause_of(text: str, dice: random.Random) -> str:
    """Return a clause of a text that could be a subhead."""
    clauses = [part for part in re.split(r"[^\w]+", text) if _SHORTEST_SUBHEAD <= len(part) <= _LONGEST_WORDS]
    return dice.choice(clauses) if clauses else re.sub(r"[^\w]", "", text)[:_LONGEST_WORDS] or text[:1]


def subheaded(story: list[Part], dice: random.Random) -> list[Part]:
    """Put a subhead above every few paragraphs of a long story: a clause of the text, a number, or both."""
    every, style = dice.choice((2, 3, 4)), dice.choice(("{c}", "{c}", "{n}", "{n}、{c}", "0{d} {c}"))
    made: list[Part] = []
    texts = subheads = 0
    for part in story:
        if part.role == "body" and len(part.text) > _TEXT:
            if texts and texts % every == 0:
                subheads += 1
                text = style.format(c=clause_of(part.text, dice), n=numeral(subheads), d=subheads)
                made.append(Part(text, "body"))
            texts += 1
        made.append(part)
    return made


def without_author(story: list[Part], _: random.Random) -> list[Part]:
    """Remove the author lines."""
    return [part for part in story if part.role != "byline"]


def without_dateline(story: list[Part], _: random.Random) -> list[Part]:
    """Remove 本报北京6月3日电 (记者…) from the first paragraph."""
    at = _first_body(story)
    if at is None:
        return story
    bare = re.sub(
        r"^[(（【〔]?(?:本报|新华社|据).{0,24}?[电讯] *(?:[(（][^()（）]{2,40}[)）])?[】）)]? *", "", story[at].text
    )
    return [*story[:at], story[at]._replace(text=bare or story[at].text), *story[at + 1 :]]


def anonymous(story: list[Part], dice: random.Random) -> list[Part]:
    """Remove all that names an author or an agency."""
    return without_dateline(without_author(story, dice), dice)


def author_in_text(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author in the dateline of the first paragraph."""
    if _is_dated(story):
        return story
    story, paper = without_author(story, dice), dice.choice(PAPERS.split("|"))
    role = dice.choice(("记者", "记者 ", "通讯员", "见习记者", "特约记者", "首席记者 "))
    lead = dice.choice(
        ("{p}讯({r}{n})", "{p}讯 ({r}{n})", "{p}讯 {r}{n}报道:", "({r}{n})", "({p}{r} {n})", "{p}记者{n}报道 ")
    )
    return _with_lead(story, lead.format(p=paper, r=role, n=names(dice, dice.choice((" ", "、")))))


def author_line(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author on a line of its own, in any of the ways that papers have."""
    if _is_dated(story):
        return story
    story, paper = without_author(story, dice), dice.choice(PAPERS.split("|"))
    line = dice.choice(LINES)
    line = line.format(p=paper, n=names(dice), m=names(dice), o=dice.choice(OFFICES))
    return _below_headlines(story, Part(line, "byline"))


def agency_in_text(story: list[Part], dice: random.Random) -> list[Part]:
    """Give the first paragraph an agency's dateline."""
    if _is_dated(story):
        return story
    story, place = without_author(story, dice), dice.choice(PLACES.split("|"))
    lead = dice.choice(
        (
            "新华社{c}{d}电 ",
            "新华社{c}{d}电(记者{n})",
            "据新华社{c}{d}电 ",
            "据新华社电 ",
            "中新社{c}{d}电 ",
            "新华社{c}{d}电",
            "本报综合消息 ",
        )
    )
    return _with_lead(story, lead.format(c=place, d=day(dice, numerals=dice.random() < NUMERALS), n=names(dice, "、")))


def author_elsewhere(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author or the agency as papers of Hong Kong, Taiwan and Singapore do, and magazines."""
    if _is_dated(story):
        return story
    story, paper, place = without_author(story, dice), dice.choice(PAPERS.split("|")), dice.choice(PLACES.split("|"))
    words = {"p": paper, "c": place, "o": dice.choice(OFFICES), "d": day(dice, numerals=dice.random() < NUMERALS)}
    words["n"] = names(dice, dice.choice((" ", "、")))
    if dice.random() < BELOW_TITLE:
        return _below_headlines(story, Part(dice.choice(OTHER_LINES).format(**words), "byline"))
    return _with_lead(story, dice.choice(OTHER_LEADS).format(**words))


def dateline_below(story: list[Part], dice: random.Random) -> list[Part]:
    """Put the dateline on a line of its own below the text, as magazines of an agency do."""
    if story[-1].role != "body":
        return story
    place = dice.choice(PLACES.split("|"))
    line = dice.choice(
        (
            "新华社{c}{d}电",
            "(新华社{c}{d}电)",
            "据新华社{c}{d}电",
            "(据新华社{c}{d}电)",
            "(据新华社)",
            "(新华社发)",
            "新华社{c}{d}专电",
            "(本报{c}{d}电)",
        )
    )
    return [*without_dateline(story, dice), Part(line.format(c=place, d=day(dice)), "body")]


def signed(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author at the end of the text, unless the first paragraph does."""
    if _is_dated(story):
        return story
    story = without_author(story, dice)
    if len(story) > _SHORTEST_SIGNED and story[-1].role == "body" and story[-1].text.endswith(("。", "!", "”")):
        author = dice.choice(
            ("({n})", "({n})", "(记者{n})", "(作者:{n})", "(作者为{o})", "(本报记者 {n})", "({n} 文)", "(据新华社)")
        )
        author = author.format(n=names(dice), o=dice.choice(OFFICES))
        return [*story[:-1], story[-1]._replace(text=story[-1].text + author)]
    return story


def signed_below(story: list[Part], dice: random.Random) -> list[Part]:
    """Name the author on a line of its own below the text."""
    if _is_dated(story) or story[-1].role != "body":
        return story
    line = dice.choice(("({n})", "(记者{n})", "(作者:{n})", "(作者为{o})", "(本报记者 {n})", "({n})"))
    return [*without_author(story, dice), Part(line.format(n=names(dice), o=dice.choice(OFFICES)), "body")]


def without_column(story: list[Part], _: random.Random) -> list[Part]:
    """Remove the column name at the end of the title."""
    return [
        part._replace(text=_COLUMN.sub("", part.text) or part.text) if part.role == "title" else part for part in story
    ]


def without_captions(story: list[Part], _: random.Random) -> list[Part]:
    """Remove the captions."""
    return [part for part in story if part.role != "caption"] or story


def one_headline(story: list[Part], _: random.Random) -> list[Part]:
    """Keep only the title of a headline group."""
    if not any(part.role == "title" for part in story):
        return story
    return [part for part in story if part.role == "title" or part.role not in HEADLINES]


def titled_picture(story: list[Part], dice: random.Random) -> list[Part]:
    """Give a picture without a headline some words of its text as one."""
    text, role = story[0]
    if role != "body" or len(text) <= _LONGEST_WORDS * 2:
        return story
    at = dice.randrange(len(text) - _LONGEST_WORDS)
    words = re.sub(r"[^\w]", "", text[at : at + dice.randrange(4, _LONGEST_WORDS)])
    return [Part(words or text[:4], "title"), *story]


def glued_credit(story: list[Part], _: random.Random) -> list[Part]:
    """Append the photo credit to the last sentence."""
    glued: list[Part] = []
    for part in story:
        if glued and glued[-1].role == part.role == "body" and _CREDIT.fullmatch(part.text):
            glued[-1] = glued[-1]._replace(text=glued[-1].text + part.text)
        else:
            glued.append(part)
    return glued


def of_1998(story: list[Part], dice: random.Random) -> list[Part]:
    """Print a story as the daily of the nineties: names without spaces, wide digits, the reporter in the dateline."""
    at = next((at for at, part in enumerate(story) if part.role == "byline"), None)
    manner = dice.random()
    if at is not None and manner < BELOW_TITLE:
        story = [part._replace(text=part.text.replace(" ", "")) if part.role == "byline" else part for part in story]
    elif at is not None and manner < IN_TEXT:
        lead = dice.choice(
            (
                "本报{c}{d}讯记者{n}报道：",
                "本报讯记者{n}报道：",
                "新华社{c}{d}电（记者{n}）",
                "本报讯（记者{n}）",
                "据新华社{c}{d}电（记者{n}）",
            )
        )
        lead = lead.format(c=dice.choice(PLACES.split("|")), d=day(dice), n=names(dice, "、"))
        story = _with_lead(without_author(story, dice), lead)
    else:
        story = without_author(story, dice)
    if dice.random() < WITH_PICTURE:
        story = [part._replace(text=part.text + "（附图片１张）") if part.role == "title" else part for part in story]
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789,():;?!"}
    return [part._replace(text=part.text.translate(wide)) for part in story]


def of_1948(story: list[Part], dice: random.Random) -> list[Part]:
    """Print a story as papers of the Republic did: headlines in two or three short lines, datelines in brackets."""
    story = without_dateline(without_captions(without_author(story, dice), dice), dice)
    headlines = [part for part in story if part.role in HEADLINES]
    if not headlines:
        return story
    text = re.sub(r"[^\w“”]", "", "".join(part.text for part in headlines))[:MOST_DECKS]
    size = dice.randrange(5, 10)
    decks = [text[at : at + size] for at in range(0, len(text), size)][:3] or [headlines[0].text]
    agency = dice.choice(("本报", "中央社", "路透社", "合众社", "联合社", "法国新闻社", ""))
    of_month = numeral(dice.randrange(1, 32)).replace("二十", "廿") + "日"
    lead = dice.choice(("【{a}{c}{d}电】", "〔{a}{c}{d}电〕", "【本报讯】", "【本市讯】", "({c}{d}电)"))
    lead = lead.format(a=agency, c=dice.choice(PLACES.split("|")), d=of_month)
    rest = [part for part in story if part.role not in HEADLINES]
    return _with_lead([*(Part(deck, "title") for deck in decks), *rest], lead)


def without_marks(story: list[Part], dice: random.Random) -> list[Part]:
    """Print a story without punctuation, as papers did in the 1930s: short decks, the text dated at its end."""
    story = of_1948(story, dice)
    texts = [part for part in story if part.role not in HEADLINES][: dice.choice((1, 1, 2))]
    if not texts:
        return story
    bare = [part._replace(text=re.sub(r"[^\w]", "", part.text)) for part in texts]
    place, mark = dice.choice(PLACES.split("|")), dice.choice(("◎", "▲", "●", "", "", ""))
    if mark:
        bare = [part._replace(text=mark + place + part.text) for part in bare]
    closing = dice.choice(("（{d}专电）", "（{d}中央社电）", "（{d}路透电）", "（{d}下午发专电）", "", "", ""))
    closing = closing.format(d=numeral(dice.randrange(1, 29)) + "日")
    bare[-1] = bare[-1]._replace(text=bare[-1].text + closing)
    return [*(part for part in story if part.role in HEADLINES), *bare]


# How invented papers name the authors of their stories, and how often.
AUTHORS: tuple[tuple[float, tuple[Manner, ...]], ...] = (
    (3, ()),
    (3, (anonymous,)),
    (1.2, (author_in_text,)),
    (2, (author_line,)),
    (1, (author_line, agency_in_text)),
    (1, (agency_in_text,)),
    (1.5, (dateline_below,)),
    (1, (author_line, dateline_below)),
    (1, (signed,)),
    (1, (signed_below,)),
    (1.2, (of_1998,)),
    (1, (of_1948,)),
)
# The same for papers of other places and times; their pages teach only the tables that they have of their own.
OTHER_AUTHORS: tuple[tuple[float, tuple[Manner, ...]], ...] = (
    (3, ()),
    (1, (anonymous,)),
    (1, (author_in_text,)),
    (1, (author_line,)),
    (3, (author_elsewhere,)),
    (1, (subheaded,)),
    (1, (author_elsewhere, subheaded)),
)
# Other manners, and how many of the papers have each.
DETAILS: tuple[tuple[float, Manner], ...] = (
    (0.5, without_column),
    (0.3, without_captions),
    (0.2, one_headline),
    (0.3, titled_picture),
    (0.4, glued_credit),
)
# Papers that are measured, each by the manners of all of its stories, and by others with a chance each.
HOUSES: dict[str, tuple[tuple[float, Manner], ...]] = {
    "no authors": ((1, anonymous), (1, without_column)),
    "authors in the text": ((1, without_column), (0.9, author_in_text)),
    "author lines": ((1, without_column), (0.9, author_line)),
    "agency": ((1, without_column), (0.5, author_line), (0.8, agency_in_text)),
    "datelines below": ((1, without_column), (0.6, author_line), (0.7, dateline_below)),
    "signed": ((1, without_column), (0.9, signed)),
    "signed below": ((1, without_column), (0.8, signed_below)),
    "1998": ((1, without_column), (1, of_1998)),
    "1948": ((1, of_1948),),
}


def restyled(page: KnownPage, house: Sequence[tuple[float, Manner]], dice: random.Random) -> KnownPage:
    """Return a page in the manners of a house."""
    made = []
    for story in page.stories:
        for chance, manner in house:
            if dice.random() < chance:
                story = manner(story, dice) or story  # noqa: PLW2901 (each manner changes what the last one left)
        made.append(story)
    return page_of(made, page.paper)._replace(kinds=page.kinds)
