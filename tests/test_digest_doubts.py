"""What shows that the stories of a digest were parted wrongly."""

from __future__ import annotations

import time

import pytest

from newsgrep.readers.texts.digest_doubts import StoryLines, are_parted_otherwise, digest_doubts
from newsgrep.readers.texts.digest_lines import bare_title

TITLES = ("江城地铁5号线开工", "鹭洲湿地迎来白鹤", "青石县春茶开采", "图书馆夜间开放")
TEXTS = ("昨日，江城地铁5号线开工。", "清晨，湿地飞来七只白鹤。", "青石县的春茶已经开采。", "市图书馆夜间开放。")


def stories(title: str = "{title}", text: tuple[str, ...] = ("{text}", "详情将另行公布。")) -> list[StoryLines]:
    return [
        StoryLines([title.format(title=name, at=at)], [line.format(text=body, at=at) for line in text])
        for at, (name, body) in enumerate(zip(TITLES, TEXTS, strict=True), start=1)
    ]


@pytest.mark.parametrize(
    ("found", "doubt"),
    [
        (stories(text=("{text}", "阅读 10{at} 在看 3")), "recurring lines"),
        (stories(text=("江城新闻摘编 第{at}页", "{text}")), "recurring lines"),
        (stories(title="{at}、{title}"), "marks"),
        (stories(title="■ {title}"), "marks"),
        ([StoryLines(["3月17日 星期一", *TITLES[:1]], TEXTS)], "headings"),
        ([StoryLines(TITLES[:1], [TEXTS[0], "3月18日", TITLES[1], TEXTS[1], "3月19日", TITLES[2], TEXTS[2]])], "headings"),
        ([StoryLines(["闲谈"], [*(f"罗远 3月18日 08:1{at}" for at in range(3)), *TEXTS])], "headings"),
        ([StoryLines(["要闻"], [f"【{name}】{text}" for name, text in zip(TITLES, TEXTS, strict=True)])], "items"),
        ([*stories()[:1], StoryLines([TITLES[1]], [TEXTS[1], "春茶开采 明日开园"]), StoryLines(["春茶开采", "明日开园"], TEXTS[2:3])], "hidden titles"),
        ([StoryLines(["快讯"], [f"刷新【{TITLES[0]}】{TEXTS[0]}", *(f"【{name}】{text * 2}" for name, text in zip(TITLES[1:], TEXTS[1:], strict=True))])], "items"),
        ([*stories(text=("{text}",))[:2], StoryLines([TITLES[2]], [TEXTS[2], *(line for name, text in zip(TITLES, TEXTS, strict=True) for line in (name, text))])], "hidden titles"),
        ([StoryLines(["要闻"], [f"（{at}）{text}" for at, text in enumerate(TEXTS, start=1)])], "items"),
        ([StoryLines(["信息"], ["【经济】", *(f"△{text}" for text in TEXTS[:2]), "【社会】", "（县府办）", *(f"△{text}" for text in TEXTS[2:])])], "items"),
        ([StoryLines(["对话"], [line for at, text in enumerate(TEXTS) for line in (f"2025/3/1{at}, 14:33 - 江城速递: 新闻", text, "详情将另行公布。")])], "headings"),
        ([StoryLines(["第 二 版    江 城 报    1957 年 3 月 8 日", *TITLES[:1]], TEXTS)], "headings"),
        ([StoryLines(["2025-03-18 8:12:03 罗远(10086)"], TEXTS)], "headings"),
        (stories(text=("{text}", "1-{at}")), "recurring lines"),
        ([StoryLines(["堂区通讯", "◇ 江城地铁5号线开工"], [TEXTS[0], "◇ 鹭洲湿地迎来白鹤", TEXTS[1]]), StoryLines(["◇ 青石县春茶开采"], TEXTS[2:])], "hidden titles"),
        ([StoryLines(["情况反映", "● 江城地铁5号线开工"], TEXTS), *stories(title="● {title}")[1:3]], "marks"),
        ([*stories(text=("{text}", "NNNN", "ZCZC", "国内 0{at} 科技")), *stories()[:1]], "recurring lines"),
        ([StoryLines(["对话"], [f"19:0{at}\t罗远\t{text}" for at, text in enumerate(TEXTS)])], "headings"),
        (stories(text=("{text}", "2025/03/1{at}（二）")), "recurring lines"),
        (stories(text=("{text}", "2.记者署名:罗远{at}")), "recurring lines"),
        (stories(text=("{text}", "6.備註:", "先貼{at}", "--", "※ 來自: 1.2.3.{at}", "詳情{at}另行公布。")), "recurring lines"),
        ([StoryLines(["一、春茶开采"], [line for at, text in zip("二三四", TEXTS, strict=False) for line in (text, text, text, f"{at}、新桥通车")])], "items"),
        ([*stories()[:1], StoryLines([TITLES[1]], [TEXTS[1], "二、周边动态"]), *stories()[2:]], "hidden titles"),
        ([*stories()[:1], StoryLines([TITLES[1]], [TEXTS[1], "[周边动态]"]), *stories()[2:]], "hidden titles"),
        ([*stories()[:1], StoryLines([TITLES[1]], [TEXTS[1], "【两岸来往的消息 】"]), *stories()[2:]], "hidden titles"),
        (
            [StoryLines([name], [text, above]) for name, text, above in zip(TITLES, TEXTS, [*TITLES[1:], "完"], strict=True)],
            "hidden titles",
        ),
        ([StoryLines(["目录"], [f"{name} ...... {at}" for at, name in enumerate(TITLES)]), *stories()], "hidden titles"),
    ],
)  # fmt: skip
def test_what_is_still_within_stories_is_in_doubt(found, doubt):
    assert doubt in set(digest_doubts(found))


@pytest.mark.parametrize(
    "found",
    [
        [],
        stories(text=("{text}",)),
        stories(),
        [StoryLines(["大桥合龙"], ["大桥今天合龙。", "2025年3月18日", "大桥明年通车。"])],
        [StoryLines(["江城条例"], [f"第{at}条　{text}" for at, text in zip("一二三四", TEXTS, strict=True)])],
        [StoryLines(["江城四个好去处"], [f"{at}、{text}" for at, text in enumerate(TEXTS, start=1)])],
        [StoryLines(["怎样做"], ["1、先看。", "2、再做。", "然后休息，明天继续。", "后天完成。", "大家都满意。"])],
    ],
)
def test_usual_stories_are_in_no_doubt(found):
    assert not set(digest_doubts(found))


@pytest.mark.parametrize(("stories", "is_said"), [(1, False), (2, False), (3, True), (4, False)])
def test_rules_that_part_a_story_more_than_was_read_are_in_doubt(stories, is_said):
    blocks = [f"标题：{title}\n{text}\n" for title, text in zip(TITLES[:3], TEXTS, strict=False)]
    text = "=======\n".join([*blocks, f"{TITLES[3]}\n{TEXTS[3]}\n", "（共四篇）\n"])
    assert are_parted_otherwise(text, stories) == is_said


@pytest.mark.parametrize("filling", [" ", "…", ".", " 1", "1"])
def test_titles_with_long_runs_are_compared_quickly(filling):
    begin = time.process_time()
    assert bare_title(f"大桥{filling * 20_000}合龙") == f"大桥{filling.strip() * 20_000}合龙"
    assert time.process_time() - begin < 1
