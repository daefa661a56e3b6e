from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.query.dates import parse_dates
from newsgrep.query.syntax import DateRange
from newsgrep.text.dates import date_in_path, parse_date

TUESDAY = date(2025, 3, 18)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-03-18", "2025-03-18"),
        ("2025-3-8", "2025-03-08"),
        ("2025/03/18", "2025-03-18"),
        ("2025.3.18", "2025-03-18"),
        ("20250318", "2025-03-18"),
        ("20250318103000", "2025-03-18"),
        ("2025-03-18T10:30:00+08:00", "2025-03-18"),
        ("2025-03-18 10:30", "2025-03-18"),
        ("2025年3月18日 星期二", "2025-03-18"),
        ("2025 年 3 月 18 日", "2025-03-18"),
        ("江城日报2025年03月18日第4版", "2025-03-18"),
        ("２０２５年３月１８日", "2025-03-18"),
        ("二〇二五年三月十八日", "2025-03-18"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("二零二五年十月二十日", "2025-10-20"),
        ("一九九八年十一月", "1998-11"),
        ("2025年3月", "2025-03"),
        ("2025-03", "2025-03"),
        ("2025年", "2025"),
        ("2025", "2025"),
        ("1742256000", "2025-03-18"),
        ("1742256000000", "2025-03-18"),
        ("1742256000.5", "2025-03-18"),
        ("1742227200", "2025-03-18"),
        ("Tue, 18 Mar 2025 10:30:00 +0800", "2025-03-18"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, iso: str):
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "江城日报",
        "2025-13-45",
        "2025年2月30日",
        "12345",
        "88886666",
        "昨天",
        "Tue, someday",
        "十月十日",
        "三千二百米",
    ],
)
def test_what_is_no_date_is_none(text: str):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["二〇二五年十十月", "二〇二五年三月十十一日", "二〇二五年三月二三四日", "二〇二五年二十二十月"]
)
def test_a_misprinted_chinese_date_is_no_error(text: str):
    assert parse_date(text) is None or parse_date(text).startswith("2025")  # type: ignore[union-attr]


@given(st.text(st.sampled_from("0129年月日-/. 二〇十三:,TueMar"), max_size=24))
def test_no_text_is_an_error(text: str):
    found = parse_date(text)
    assert found is None or date.fromisoformat((found + "-01-01")[:10])


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]),
)
def test_every_day_reads_back(day: date, form: str):
    written = day.strftime(form.replace("年", "Y").replace("月", "M").replace("日", "D"))
    if "年" in form:
        written = f"{day.year}年{day.month}月{day.day}日"
    assert parse_date(written) == day.isoformat()


@pytest.mark.parametrize(
    ("path", "iso"),
    [
        ("江城日报/2025-03-18.txt", "2025-03-18"),
        ("江城日报/2025/03/18/04.txt", "2025-03-18"),
        ("江城日报/2025-03/18/04.txt", "2025-03-18"),
        ("江城日报/20250318-04.txt", "2025-03-18"),
        ("江城日报_20250318_A04.txt", "2025-03-18"),
        ("20250318103000.txt", "2025-03-18"),
        ("2025_03_18.txt", "2025-03-18"),
        ("2025年3月18日.txt", "2025-03-18"),
        ("2024-01-01/2025-03-18.txt", "2025-03-18"),
        ("江城日报/2025/03.txt", None),
        ("2025年稿件.json", None),
        ("江城日报/04.txt", None),
        ("2025-13-45.txt", None),
        ("13800138000.txt", None),
    ],
)
def test_a_path_gives_its_last_whole_date(path: str, iso: str | None):
    assert date_in_path(path) == iso


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2023", "2023", "2023"),
        ("2023年", "2023", "2023"),
        ("2023-11", "2023-11", "2023-11"),
        ("2023年11月", "2023-11", "2023-11"),
        ("2023-11-24", "2023-11-24", "2023-11-24"),
        ("2023年11月24日", "2023-11-24", "2023-11-24"),
        ("2023-11..2024-02", "2023-11", "2024-02"),
        ("2023-11-24..2023-11-30", "2023-11-24", "2023-11-30"),
        ("..2023", None, "2023"),
        ("2023..", "2023", None),
        ("今天", "2025-03-18", "2025-03-18"),
        ("昨天", "2025-03-17", "2025-03-17"),
        ("前天", "2025-03-16", "2025-03-16"),
        ("本周", "2025-03-17", "2025-03-23"),
        ("上周", "2025-03-10", "2025-03-16"),
        ("本月", "2025-03-01", "2025-03-31"),
        ("上月", "2025-02-01", "2025-02-28"),
        ("上个月", "2025-02-01", "2025-02-28"),
        ("今年", "2025-01-01", "2025-12-31"),
        ("去年", "2024-01-01", "2024-12-31"),
        ("最近7天", "2025-03-12", "2025-03-18"),
        ("最近七天", "2025-03-12", "2025-03-18"),
        ("最近1天", "2025-03-18", "2025-03-18"),
        ("近两周", "2025-03-05", "2025-03-18"),
        ("昨天..今天", "2025-03-17", "2025-03-18"),
        ("昨天..", "2025-03-17", None),
        (" 2023 ", "2023", "2023"),
        ("2023年十一月", "2023-11", "2023-11"),
        ("二〇二三年十一月二十四日", "2023-11-24", "2023-11-24"),
        ("2023年11月至2024年2月", "2023-11", "2024-02"),
        ("2023-11~2024-02", "2023-11", "2024-02"),
        ("2025..2023", "2023", "2025"),
        ("2023-11-24至今", "2023-11-24", None),
        ("去年以来", "2024-01-01", None),
        (">=2023-11", "2023-11", None),
        ("<=2023-11", None, "2023-11"),
        ("<2023-11-24", None, "2023-11-23"),
        ("<2023", None, "2022-12-31"),
        ("近二十天", "2025-02-27", "2025-03-18"),
        ("最近三十天", "2025-02-17", "2025-03-18"),
        ("上个星期", "2025-03-10", "2025-03-16"),
        ("上上周", "2025-03-03", "2025-03-09"),
        ("大前天", "2025-03-15", "2025-03-15"),
        ("去年11月", "2024-11", "2024-11"),
        ("今年三月", "2025-03", "2025-03"),
        ("上半年", "2025-01-01", "2025-06-30"),
        ("本季度", "2025-01-01", "2025-03-31"),
        ("上季度", "2024-10-01", "2024-12-31"),
    ],
)
def test_a_range_is_read_however_it_is_said(text: str, since: str | None, until: str | None):
    assert parse_dates(text, TUESDAY) == DateRange(since, until)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("上月..本月", "2025-02-01", "2025-03-31"),
        ("去年..今年", "2024-01-01", "2025-12-31"),
        ("..上周", None, "2025-03-16"),
    ],
)
def test_a_range_takes_in_the_whole_of_its_last_word(text: str, since: str | None, until: str):
    assert parse_dates(text, TUESDAY) == DateRange(since, until)


@pytest.mark.parametrize("today", [date(2025, 1, 1), date(2024, 3, 31), date(2025, 12, 31)])
def test_last_month_is_whole_at_the_turn_of_months_and_years(today: date):
    found = parse_dates("上月", today)
    assert found
    assert found.since == f"{found.until[:7]}-01"  # type: ignore[index]
    assert found.until < today.isoformat()[:7]  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "不是日期",
        "2025-13-45",
        "不是..2023",
        "2023..不是",
        "最近很多天",
        "...",
        "2023....",
        "第2023-11次",
        "2023-11-24左右",
        ">..",
        "大桥2023",
    ],
)
def test_what_is_no_range_is_none(text: str):
    assert parse_dates(text, TUESDAY) is None


@pytest.mark.parametrize("text", ["最近99999999天", "最近9999年", "过去99999999999999999999天"])
def test_a_range_longer_than_time_is_no_error(text: str):
    found = parse_dates(text, TUESDAY)
    assert found is None or (found.since or "") < "0002"


def test_after_a_date_is_after_all_of_it():
    found = parse_dates(">2023-11", TUESDAY)
    assert found
    assert "2023-11-30" < (found.since or "") < "2023-12"


@given(st.text(st.sampled_from("0129年月日-. 最近上本周去天半两十至今><=~"), max_size=16))
def test_no_range_is_an_error(text: str):
    parse_dates(text, TUESDAY)
