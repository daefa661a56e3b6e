"""Stories among many events of one kind: what returns with every event links none, what an event alone has links it."""

import json

import pytest
from conftest import index_of

from newsgrep.cli.app import run

COUNTRIES = ["冰岛", "智利", "秘鲁", "古巴", "海地", "尼泊尔", "缅甸", "泰国", "越南", "老挝", "蒙古", "伊朗", "希腊", "意大利", "葡萄牙", "西班牙", "墨西哥", "巴西", "阿根廷", "肯尼亚", "埃及", "摩洛哥", "土耳其", "印度"]  # fmt: skip
CITIES = ["雷克雅未克", "圣地亚哥", "利马", "哈瓦那", "太子港", "加德满都", "仰光", "曼谷", "河内", "万象", "乌兰巴托", "德黑兰", "雅典", "罗马", "里斯本", "马德里", "坎昆", "里约热内卢", "布宜诺斯艾利斯", "内罗毕", "开罗", "拉巴特", "安卡拉", "孟买"]  # fmt: skip
DISASTERS = ("地震", "洪水", "飓风", "山火", "泥石流")


def country(number):
    """Each country is struck every other year."""
    return COUNTRIES[number % 24]


def telegram(number, day):
    name, disaster = country(number), DISASTERS[number % 5]
    body = f"{day[:4]}年{int(day[5:7])}月，主席就{name}发生{disaster}灾害向{name}总统致慰问电。主席表示，惊悉贵国遭受{disaster}灾害，造成重大人员伤亡和财产损失，谨向遇难者表示深切哀悼，向遇难者家属和伤者表示诚挚慰问。"  # fmt: skip
    return {"id": f"t{number}", "title": f"主席就{name}{disaster}灾害向{name}总统致慰问电", "body": body, "date": day, "source": "日报"}  # fmt: skip


TOLD = (
    "当地通信中断，伤亡人数还在统计", "学校和体育馆成了安置点", "军队派出直升机运送帐篷", "医院走廊里摆满了病床", "多条公路被冲断，列车停运",
    "超市里的饮用水被抢购一空", "气象部门说未来三天仍有大雨", "邻国的救援队当晚出发", "渔船在港口里挤作一团", "古城墙塌了一角",
    "电力公司抢修到凌晨", "志愿者用母语喊话安抚孩子", "水库水位超过警戒线", "银行宣布推迟还贷", "考试因此延期一周", "机场跑道出现裂缝",
)  # fmt: skip


def report(number, day, sequel=0):
    name, disaster = country(number), DISASTERS[number % 5]
    told = "，".join(TOLD[(number * step + sequel * 5) % 16] for step in (3, 7, 11))
    return {"id": f"r{number}-{sequel}", "title": f"{name}{disaster}已致{12 + number + sequel}人遇难", "body": f"{name}昨夜发生{disaster}，{CITIES[number % 24]}受灾最重。{told}。", "date": day, "source": "晚报"}  # fmt: skip


def day(number, later=0):
    """Twelve events a year."""
    return f"{2015 + number // 12}-{number % 12 + 1:02}-{3 + later:02}"


RECORDS = [
    record
    for number in range(96)
    for record in (
        report(number, day(number)),
        telegram(number, day(number, 1)),
        report(number, day(number, 4), sequel=1),
    )
]
# Copies without a date and with the year alone, and news of no event.
RECORDS += [
    {**telegram(50, day(50, 1)), "id": "undated", "date": ""},
    {**telegram(51, day(51, 1)), "id": "year", "date": "2019"},
    {**report(60, ""), "id": "part", "title": "简讯", "body": report(60, "")["body"][:-14]},
    *({"id": f"n{number}", "title": f"{number}路公交改道", "body": f"因道路施工，{number}路公交车今日起改道，市民可到临近站点候车，工期预计{number}天。", "date": day(number)} for number in range(96)),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("kinds"), {"a.jsonl": RECORDS}) / "index"


@pytest.fixture
def story(index, capsys):
    """The links of a story by the keys of their articles."""

    def story(key):
        capsys.readouterr()
        code = run(["story", f"a.jsonl#{key}", "--index", str(index), "--json", "-n", "0"])
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return {line["id"].rpartition("#")[2]: line for line in lines if line["type"] == "link"} if not code else {}

    return story


@pytest.mark.parametrize("key", ["r30-0", "t30", "r30-1"])
def test_an_event_is_told_from_others_of_its_kind(story, key):
    assert list(story(key)) == ["r30-0", "t30", "r30-1"]


def test_the_reasons_of_links_are_names_and_no_phrases_of_the_kind(story):
    reasons = {word for link in story("t30").values() for word in link["words"]}
    assert reasons & {country(30), CITIES[30 % 24]}
    assert not reasons & {"慰问电", "致慰问电", "遇难者", "灾害", "慰问", "哀悼", "主席", "总统"}
    assert not any(word.isdigit() for word in reasons)


def test_a_copy_without_a_date_leads_to_no_other_time(story):
    assert set(story("r50-0")) == {"r50-0", "t50", "r50-1", "undated"}


@pytest.mark.parametrize(("key", "number"), [("undated", 50), ("year", 51), ("part", 60)])
def test_from_a_copy_without_a_day_its_dated_original_is_followed(story, key, number):
    links = story(key)
    assert set(links) == {f"r{number}-0", f"t{number}", f"r{number}-1", key}
    assert [name for name, link in links.items() if link["asked"]] == [key]
    assert next(iter(links)) == f"r{number}-0"
