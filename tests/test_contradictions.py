"""Which signs tell that what was read of a file contradicts itself, and what looks like them in usual articles."""

from __future__ import annotations

from itertools import chain, count

import pytest

from newsgrep.model import Article, Paragraph
from newsgrep.readers.contradictions import Contradictions

TEXT = "昨日上午，澜江大桥合龙，全长三公里，双向六车道，明年五月通车。"
LONG = [
    "昨日上午，澜江大桥合龙，全长三公里，双向六车道，预计明年五月通车。",
    "首批九只白鹤飞抵鹭洲湿地过冬，管理处提醒游客保持距离，不要投喂。",
    "停产二十年的永和酱园重开老晒场，三百口大缸一字排开，等三伏天。",
    "江城地铁五号线开始招标，线路长三十一公里，沿途设站二十三座。",
]
BRIDGE = "两岸居民登上澜江大桥，在江心合影，三公里的桥面上一早就站满了人，明年五月还会再来。"
NOTICE = "凡署名的文字与图片，版权均属本社所有，任何媒体、网站或个人未经授权不得转载、链接或以其他方式发表。"
TOLD = ("澜江大桥合龙了", "白鹤飞抵鹭洲", "永和酱园重开", "地铁五号线招标")


def article(title: str = "澜江大桥合龙", *lines: str, **facts: str) -> Article:
    """An article with these headlines, which are parted by bars, and paragraphs."""
    numbers = count(1)
    headlines = tuple(Paragraph(part, ((0, next(numbers)),), "headline") for part in title.split("|") if part)
    paragraphs = tuple(Paragraph(line, ((0, next(numbers)),)) for line in lines)
    reporters = tuple(filter(None, [facts.pop("author", "")]))
    return Article("n.jsonl", "1", headlines, paragraphs, reporters=reporters, **facts)


def signs(*articles: Article, is_page: bool = False) -> set[str]:
    """The signs of a stream of articles."""
    found = Contradictions(is_page=is_page)
    for each in articles:
        found.look_at(each)
    return set(found.oddities())


def several(*others: Article) -> list[Article]:
    """Two usual articles with dates, before others."""
    dated = {"date": "2025-03-18"}
    return [article("澜江大桥合龙", TEXT, **dated), article("白鹤飞抵鹭洲湿地", LONG[1], **dated), *others]


@pytest.mark.parametrize(
    ("found", "sign"),
    [
        ([article("澜江大桥合龙（2025-03-18）", TEXT)], "facts in titles"),
        ([article("澜江大桥合龙（18 Mar 2025）", TEXT, date="2025-03-18")], "facts in titles"),
        ([article("澜江大桥合龙|江城日报", TEXT, source="江城日报")], "facts in titles"),
        ([article("澜江大桥合龙", TEXT, source="江城日报 | 阅读 102")], "odd facts"),
        ([article("澜江大桥合龙", TEXT, section="12")], "odd facts"),
        ([article("澜江大桥合龙", TEXT, section="新桥 通车 澜江")], "odd facts"),
        ([article("澜江大桥合龙", TEXT, url="https://j.example/1.jpg")], "odd facts"),
        ([article("澜江大桥合龙", TEXT, "发布于2025年3月19日", date="2025-03-18")], "lines of dates"),
        ([article("澜江大桥合龙", TEXT, "----------")], "rules"),
        ([article("登录|澜江大桥合龙", TEXT)], "lines of a site"),
        ([article("澜江大桥合龙", "首页 > 要闻", TEXT, "分享到微信")], "lines of a site"),
        ([article("_澜江大桥合龙_", TEXT)], "marks"),
        ([article(f"{at}、{line[:9]}", line) for at, line in enumerate(LONG)], "marks"),
        ([article("澜江大桥合龙", "文／罗远", TEXT)], "facts above"),
        ([article("澜江大桥合龙", "罗 远", TEXT, author="罗远")], "facts above"),
        ([article("澜江大桥合龙", "江城晚报 · 3月18日", TEXT)], "facts above"),
        ([article("澜江大桥合龙", TEXT, author="编辑")], "odd facts"),
        ([article(line[:9], line, *["内部资料"][: at // 3]) for at, line in enumerate(LONG)], "last text"),
        ([article("澜江大桥合龙|市统计局", TEXT)], "strange headlines"),
        ([article("江城要闻")], "no text"),
        ([article("澜江大桥合龙", TEXT, "【打印】【关闭】")], "lines of a site"),
        ([article("澜江大桥合龙", "首页", "江城新闻", TEXT)], "lines of a site"),
        ([article("澜江大桥合龙", "当前位置：江城新闻", TEXT)], "lines of a site"),
        ([article("澜江大桥合龙", TEXT, "相关新闻", "白鹤飞抵鹭洲湿地")], "lines of a site"),
        ([article("澜江大桥合龙", TEXT, LONG[1], TEXT)], "repeated lines"),
        ([article("澜江大桥今日合龙|两岸通行", "澜江大桥，今日合龙", TEXT)], "repeated lines"),
        ([article("请点击阅读：", TEXT)], "cut titles"),
        ([article("澜江大桥合龙", "江城第三期", "在线观看节目", "收听地址 B站", TEXT + LONG[1])], "short lines above"),
        ([article("澜江大桥合龙", TEXT + LONG[1], "市场脉搏榜", "看影音热议专区")], "short lines below"),
        ([article("", "澜江大桥合龙", TEXT)], "hidden titles"),
        ([article("澜江大桥合龙", TEXT + "大桥等了十年。", LONG[0] + TEXT, BRIDGE, NOTICE)], "foreign paragraphs"),
        ([article("澜江大桥合龙", NOTICE, TEXT + "大桥等了十年。", LONG[0] + TEXT, BRIDGE)], "foreign paragraphs"),
        ([article("澜江大桥合龙|白鹤飞抵鹭洲|永和酱园重开|地铁五号线招标", LONG[0])], "several"),
        (several(article("地铁五号线开始招标", LONG[3])), "lacking"),
        ([article(line[:9] if at < 2 else "", line) for at, line in enumerate(LONG)], "lacking"),
        ([article(line[:9], *[line][at // 3 :]) for at, line in enumerate(LONG)], "lacking"),
        ([article(line[:9], f"摘录：{line}") for line in LONG], "labelled texts"),
        ([article(line[:9], line, f"{at} 次阅读") for at, line in enumerate(LONG)], "recurring lines"),
        ([article("剪报", TEXT, "江城日报 2025-03-18", LONG[1], "江城日报 2025-03-19")], "several"),
        ([article("一、澜江大桥合龙", TEXT, "二、白鹤飞抵鹭洲", LONG[1])], "several"),
        ([article("每日早知道", *LONG)], "several"),
        ([article("水务信息", "目录 " + " ".join(TOLD), *chain(*zip(TOLD, LONG, strict=True)))], "several"),
        ([article("澜江大桥合龙", LONG[0], "江城日报", *LONG[1:3], "江城晚报", LONG[3])], "several"),
        (
            [
                article(
                    "澜江大桥合龙",
                    TEXT + "建设者们登上桥面，两岸居民不必再等候渡轮。",
                    "白鹤飞抵鹭洲湿地过冬",
                    "清晨，第一批白鹤飞抵鹭洲，护鸟员已备好玉米，观鸟者架起镜头守候，湿地将封闭三个月，游人改走栈道。",
                )
            ],
            "several",
        ),
    ],
)
def test_what_contradicts_itself(found: list[Article], sign: str):
    assert sign in signs(*found)


@pytest.mark.parametrize(
    "found",
    [
        several(article("地铁五号线开始招标", LONG[3], date="2025-03-19")),
        [article("2025年3月18日新闻", TEXT, date="2025-03-18")],
        [article("江城新闻 2025-03-18", TEXT, date="2025-03-18")],
        [article("江城日报社迁入新址", TEXT, source="江城日报")],
        [article("澜江大桥定于2025年3月18日合龙", TEXT)],
        [article("澜江大桥合龙", TEXT, source="江城207")],
        [article("澜江大桥合龙", TEXT, section="20041澜江")],
        [article(f"_{at}_" if not at else line[:9], line) for at, line in enumerate(LONG * 2)],
        [article(f"{line[:9]}", line, date=None if at == 9 else "2025-03-18") for at, line in enumerate(LONG * 5)],
        [article("澜江大桥合龙", TEXT, source="人民日报海外版", section="要闻", url="https://j.example/1.html")],
        [article("澜江大桥合龙", "记者：为什么？", "专家：因为桥短。", "记者：何时通车？", "专家：明年。")],
        [article("澜江大桥合龙", TEXT, "2025年3月18日", date="2025-03-18")],
        [article("澜江大桥合龙", TEXT, "“大桥终于合龙了。”", "澜江大桥明年五月通车，全长三公里。")],
        [article("澜江大桥合龙|明年五月通车", TEXT)],
        [article(f"江城要闻|{line[:9]}") for line in LONG],
        [article(line[:9], line, "（江城日报记者 罗远）。") for line in LONG],
        [article(line[:9]) for line in LONG],
        [article(line[:9], *[line][at // 3 :], url=f"https://j.example/{at}") for at, line in enumerate(LONG)],
        [article(line[:9], line, *["下一页"][at:]) for at, line in enumerate(LONG * 2)],
        [article("澜江大桥合龙", "本报记者 罗 远", "何青禾", "江城今天放晴", TEXT + LONG[1])],
        [article("澜江大桥合龙", TEXT, "“通车了！”", "“通车了！”", "举报电话今天开通，市民可以随时拨打。")],
        [article("", TEXT, LONG[1])],
        [article("", "澜江大桥合龙")],
        [article("各地点赞江城大桥", "扫一扫就能坐车。", TEXT, "下一篇章由他们书写。")],
        [article("广告", TEXT)._replace(kind="ad")],
        [article("澜江大桥合龙", TEXT + "大桥等了十年。", LONG[0] + TEXT, BRIDGE, f"（{NOTICE}）")],
        [article("澜江大桥合龙", TEXT + LONG[1], "大桥明年五月通车", "澜江大桥明年五月通车，大桥合龙以后铺设路面。")],
        [article("澜江大桥合龙", TEXT + LONG[1], "江城市人民政府", "2025年3月18日")],
        [article("澜江大桥合龙", TEXT + LONG[1], "联系人：罗远", "电话：8000000")],
    ],
)
def test_what_does_not(found: list[Article]):
    assert signs(*found) == set()


def test_stories_of_a_page_may_lack_titles_and_have_names_above():
    page = [
        article("", TEXT),
        *several(article("地铁五号线开始招标|市建设局", "本报记者 罗远", LONG[3], date="2025-03-18")),
    ]
    assert signs(*(each._replace(date=None) for each in page), is_page=True) == set()


def test_a_menu_above_one_of_the_stories_of_a_page_is_a_sign():
    menu = article("跳过|江城入口网站|显示模式|澜江大桥合龙", TEXT)
    assert signs(menu, article("白鹤飞抵鹭洲湿地", LONG[1]), is_page=True) == {"strange headlines"}
    assert signs(article("澜江大桥|澜江大桥合龙", TEXT), article("白鹤飞抵鹭洲湿地", LONG[1]), is_page=True) == set()
