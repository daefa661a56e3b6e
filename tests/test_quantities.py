from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.fold import fold
from newsgrep.text.quantities import quantities

# Each line: ways to write one thing, each of which finds all others.
SAME = [
    "1.2万人 12000人 12,000人 一万二千人 1万2千人 1万2000人",
    "2.5万 25000 25,000 二万五千 两万五千 2万5千",
    "1.5亿元 15000万元 150000000元 1亿5千万元 1亿5000万元 一亿五千万元",
    "3.8万亿元 38000亿元 三万八千亿元 三点八万亿元",
    "5百万册 500万册 五百万册 5,000,000册",
    "3千米 3000米 三千米 3,000米",
    "300千瓦 三百千瓦",
    "30个 三十个",
    "2个 二个 两个",
    "220人 二百二十人 两百二十人",
    "105条 一百零五条 一百〇五条",
    "3.5倍 三点五倍",
    "300多人 三百多人",
    "30余万人 三十余万人",
    "第20届 第二十届",
    "第三季度 第3季度 三季度 3季度",
    "第1名 第一名",
    "第1 第一",
    "10分钟 十分钟",
    "30% 百分之三十 百分之30",
    "3.5% 百分之三点五",
    "5‰ 千分之五",
    "1/3 三分之一 3分之1",
    "3:2 3比2 三比二",
    "3-5天 3~5天 3至5天 3到5天 三至五天 三到五天 3天至5天",
    "2019-2021年 2019年至2021年 二〇一九年至二〇二一年 二零一九至二零二一年",
    "2023年 二〇二三年 二零二三年 二○二三年 民国112年 民国一一二年 民国一百一十二年",
    "1937年 民国26年 民国二十六年 民国廿六年",
    "1912年 民国元年",
    "2023年1月5日 2023年01月05日 2023-01-05 2023-1-5 2023/1/5 2023/01/05 2023.1.5 2023.01.05 20230105 二〇二三年一月五日 二零二三年一月五日 2023年1月5号 民国112年1月5日 民国一一二年一月五日",
    "2023年10月 2023-10 2023/10 二〇二三年十月 二零二三年十月",
    "2022年底 二〇二二年底",
    "1月5日 01月05日 一月五日 1月5号",
    "10月 十月 10月份 十月份",
    "28日 二十八日 廿八日",
    "10时30分 10点30分 10:30 十时三十分 十点三十分 10点半 十点半",
    "9时05分 9:05 09:05 九时零五分",
    "下午3点 下午3时 下午三点 下午3:00",
    "10:30:15 10时30分15秒",
    "80年代 八十年代",
    "1980年代 一九八〇年代",
    "95后 九五后 九十五后",
    "00后 零零后 〇〇后",
    "359旅 三五九旅",
    "315 三一五 三百一十五",
    "3000年 三千年 三〇〇〇年",
    "双11 双十一",
    "9·18 九·一八",
    "歼-20 歼20",
    "f-35 f35",
    "25℃ 25°c 25摄氏度 二十五摄氏度",
    "零下5度 零下五度",
    "1,200km 1200km",
]


@pytest.mark.parametrize("line", SAME)
def test_each_way_of_writing_finds_the_others(line: str):
    same = line.split()
    for text in same:
        (found,) = quantities(text)
        assert (found.start, found.end, found.ways[0]) == (0, len(text), text)
        assert set(same) <= set(found.ways), text


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("中华民国112年10月5日", "2023年10月5日"),
        ("二千零一十二年", "2012年"),
        ("2023年10月份", "2023年10月"),
        ("2.50元", "2.5元"),
        ("一万二元", "12000元"),
        ("1个月", "一个月"),
        ("8强", "八强"),
        ("10点整", "10:00"),
    ],
)
def test_an_unusual_way_finds_the_usual_one(text: str, way: str):
    (found,) = quantities(text)
    assert found.ways[0] == text
    assert way in found.ways


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("1月", "11月"),
        ("5万人", "50001人"),
        ("300多人", "300人"),
        ("2月", "两月"),
        ("10时", "10比0"),
        ("21:00", "21比0"),
        ("十点半", "10点"),
        ("五年半", "5年"),
        ("5月5日", "5-5"),
        ("98年", "1998年"),
        ("零下5度", "5度"),
        ("3:2", "3时2分"),
        ("上午10点", "10点"),
        ("1998年", "1,998年"),
        ("哪吒2", "二"),
    ],
)
def test_what_says_something_else_is_no_way_of_writing(text: str, way: str):
    assert all(way not in found.ways for found in quantities(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3月15日晚会", "3月15日"),
        ("2022年2月4日北京冬奥会开幕", "2022年2月4日"),
        ("昨天气温25℃", "25℃"),
        ("国足2比0澳大利亚", "2比0"),
        ("解放军歼-20战机", "歼-20"),
        ("东方-2022演习", "东方-2022"),
        ("俄罗斯东方-2022演习", "-2022"),
        ("h7n9禽流感", "h7n9"),
        ("iphone16promax", "iphone16"),
        ("2023ces", "2023"),
        ("mu5735航班", "mu5735"),
        ("usb3.0接口", "usb3.0"),
        ("no.1", "no.1"),
        ("4006695566是哪里的电话", "4006695566"),
        ("010-12345678", "010-12345678"),
        ("12345热线", "12345"),
        ("哪吒2会唱rap", "2"),
        ("u17国足2比0", "u17 2比0"),
        ("第二十届三中全会", "第二十届"),
        ("第三季开播", "第三季"),
        ("3死5伤", "3死 5伤"),
        ("2023年第一季度gdp", "2023年 第一季度"),
        ("前三季度", "前三季度"),
        ("20世纪80年代", "20世纪 80年代"),
        ("约500亿千瓦时", "500亿千瓦时"),
        ("960万平方公里", "960万平方公里"),
        ("全国三十人", "三十人"),
        ("三个月", "三个月"),
        ("一号文件", "一号"),
        ("2023-01-05至2023-02-05", "2023-01-05 2023-02-05"),
        ("2021-22赛季", "2021-22"),
        ("2.4亿国有资产", "2.4亿"),
        ("7多少钱", "7"),
        ("311大地震", "311"),
        ("2022年度", "2022"),
        ("花了50万后", "50万"),
        ("90后小伙", "90后"),
        ("2023国考", "2023"),
        ("2023本科", "2023"),
        ("2024克拉玛依", "2024"),
        ("1998年底", "1998年底"),
        ("13月45日", "13月 45日"),
    ],
)
def test_a_number_is_found_with_what_it_counts(text: str, found: str):
    assert [text[quantity.start : quantity.end] for quantity in quantities(text)] == found.split()


WORDS = """
一带一路 三农 统一 万一 千万 千万不要 一些 一起 二人转 四川 九江 五粮液 三星 十分 十足 八一 五四 五一 王三 李四
一个人的村庄 一次 一天 第一书记 第一时间 十四五规划 十一黄金周 九三学社 三国演义 四大名著 五月天 三门峡 五台山
几十个 数百万 十几年 三十几岁 好几年 两三个 三五百人 七八十人 六七月 零件 八路军 三里屯 百分点 一点 二战 三峡
covid cctv ai大模型 每一月 百度 万达 四季 两会 三八节 十字路口
"""


@pytest.mark.parametrize("text", ["", *WORDS.split()])
def test_a_numeral_inside_a_word_is_no_number(text: str):
    assert quantities(text) == ()


MIXED = "〇零○一二两三四五六七八九十百千万亿廿卅点半分之比至到年月日号时个人元度米瓦季后第双民国中华下午歼0123456789%‰℃°.,:/-~·a京 g"
some_text = st.text(MIXED, max_size=16) | st.text(max_size=8).map(fold)


@given(some_text)
def test_any_text_is_cut_without_overlap_into_what_stands_there(text: str):
    end = 0
    for found in quantities(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.ways[0]
        assert 1 <= len(set(found.ways)) == len(found.ways) <= 40
        assert all(way and not way.isspace() and fold(way) == way for way in found.ways)
        end = found.end


@given(some_text)
def test_the_ways_of_a_way_say_the_same(text: str):
    for found in quantities(text):
        for way in found.ways[1:]:
            for again in quantities(way):
                if again.end - again.start == len(way) and found.ways[0] in again.ways:
                    assert set(again.ways) >= {way, found.ways[0]}


@given(st.integers(11, 10**12))
def test_every_way_to_write_a_number_is_read_as_that_number(number: int):
    (found,) = quantities(f"{number}人")
    for way in found.ways:
        (again,) = quantities(way)
        assert set(again.ways) == set(found.ways)


@given(st.dates())
def test_every_way_to_write_a_day_is_read_as_that_day(day):
    (found,) = quantities(f"{day.year:04}年{day.month}月{day.day}日")
    for way in found.ways:
        (again,) = quantities(way)
        assert found.ways[0] in again.ways


@given(st.times())
def test_every_way_to_write_a_time_of_day_is_read_as_that_time(time):
    (found,) = quantities(f"{time.hour}时{time.minute:02}分")
    for way in found.ways:
        (again,) = quantities(way)
        assert found.ways[0] in again.ways


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10_000,
        "一" * 10_000,
        "1万" * 5_000,
        "1," * 5_000,
        "a-" * 5_000,
        "第" * 10_000,
        "1." * 5_000,
        "东-1" * 3_000,
    ],
)
def test_a_long_text_is_no_error(text: str):
    assert all(len(found.ways) <= 40 for found in quantities(text))
