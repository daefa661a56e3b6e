"""Tables without a header, or whose header names hardly anything."""

from __future__ import annotations

from read_files import BODY, OTHER, bodies, facts, read_file

SHORT = "江城市任免一批干部。"
STORIES = (("大桥今日合龙", BODY), ("江城大学开学", OTHER), ("任免", SHORT))
TITLES = [title for title, _ in STORIES]


def test_rows_of_a_title_and_a_text_need_no_day(tmp_path):
    rows = (("大桥今日合龙", BODY), ("江城大学开学", OTHER), ("地铁试运行", BODY))
    for form in ("{n},{title},{text}\n", "{n},社会,{title},{text}\n", "社会\t{title}\t{text}\n"):
        text = "".join(form.format(n=at, title=title, text=body) for at, (title, body) in enumerate(rows))
        found = read_file(tmp_path, "a.txt" if "\t" in form else "a.csv", text)
        assert [title for title, _, _ in facts(found)] == [title for title, _ in rows]


def test_a_title_and_a_text_parted_by_a_tab_are_a_story_each(tmp_path):
    for number in (1, 2, 3):
        stories = STORIES[:number]
        found = read_file(tmp_path, "a.txt", "".join(f"{title}\t{text}\n" for title, text in stories))
        assert [title for title, _, _ in facts(found)] == [title for title, _ in stories]


def test_short_texts_are_in_the_column_that_no_name_tells(tmp_path):
    rows = "".join(f"{title},{text}\n" for title, text in STORIES)
    assert bodies(read_file(tmp_path, "a.csv", "新闻标题,摘录\n" + rows)) == [BODY, OTHER, SHORT]


def test_days_are_in_columns_that_are_but_numbered(tmp_path):
    rows = "".join(f"2025-03-18 09:15,{title},{text}\n" for title, text in STORIES[:2])
    found = read_file(tmp_path, "a.csv", "字段1,字段2,字段3\n" + rows)
    assert facts(found) == [(title, "2025-03-18", None) for title, _ in STORIES[:2]]


def test_rows_of_a_table_are_no_running_text(tmp_path):
    for number in (1, 2):
        rows = "".join(f"{at},{title},{text}\n" for at, (title, text) in enumerate(STORIES[:number]))
        found = read_file(tmp_path, "a.csv", rows)
        assert [title for title, _, _ in facts(found)] == [title for title, _ in STORIES[:number]]


def test_a_text_that_begins_with_an_address_is_a_text(tmp_path):
    rows = [(f"{title}{at}", f"https://img.jcrb.example.cn/{at}.jpg{BODY}") for at, title in enumerate(TITLES)]
    texts = [text for _, text in rows]
    assert bodies(read_file(tmp_path, "a.txt", "".join(f"要闻\t{title}\t{text}\n" for title, text in rows))) == texts
    cited = "".join(f"TY  - NEWS\nTI  - {title}\nAB  - {text}\nER  - \n\n" for title, text in rows)
    assert bodies(read_file(tmp_path, "a.ris", cited)) == texts


def test_an_address_with_a_year_in_it_is_no_day(tmp_path):
    rows = "".join(
        f"https://jcrb.example.cn/2020/{1000 + at}.html,2025-03-1{at},{title},{text}\n"
        for at, (title, text) in enumerate(STORIES[:2])
    )
    found = read_file(tmp_path, "a.csv", rows)
    assert [date for _, date, _ in facts(found)] == ["2025-03-10", "2025-03-11"]


def test_headlines_behind_their_numbers_have_no_header(tmp_path):
    rows = "".join(f"{at:05d},{title}\n" for at, title in enumerate(("大桥今日合龙", "江城大学开学"), start=1))
    assert facts(read_file(tmp_path, "a.csv", rows)) == [("大桥今日合龙", None, None), ("江城大学开学", None, None)]
