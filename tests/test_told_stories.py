"""Stories of broadcasts and papers in plain forms: titles of any length, texts that begin as broadcasts do."""

import pytest
from read_files import articles, facts, lines, read_file

LONG = "市委书记陈一帆对南浦渡口沉船事故作出指示 要求全力搜救" + " 做好安抚工作 查明原因 排查隐患 保障安全" * 3
TEXTS = {
    "大桥合龙": ["江城网消息（早间新闻）：江城大桥8日合龙，全长三公里。", "市长陈一帆出席了仪式。"],
    "早间快讯": ["江城网消息（早间新闻）：", "渡轮停航", "南浦轮渡公司8日宣布，渡轮于当天停航，船员转到公交公司。"],
    "湿地候鸟过万　专家：明年更多": ["江城网消息（早间新闻）：江城湿地8日记录到候鸟一万只，为历年最多。"],
    "本台记者探访南浦渡口沉船现场": ["江城网消息（早间新闻）：搜救仍在进行。", "本台记者看到，江面上有六艘船。"],
    "2025年早稻开镰": ["江城网消息（早间新闻）：江城早稻8日开镰，亩产超过去年。", "农户林晚晴说，今年雨水正好。"],
    LONG: ["江城网消息（早间新闻）：3月8日7时许，一艘渡船在南浦渡口倾覆。", "搜救工作仍在进行。"],
}


@pytest.mark.parametrize(
    ("form", "source"),
    [
        ("标题：{}\n日期：2025-03-18\n来源：江城日报\n\n{}\n====================\n", "江城日报"),
        ("{}\n2025-03-18 江城日报\n{}\n----------\n", "江城日报"),
        ("{}\n2025-03-18 江城新聞網 Rivertimes\n{}\n----------\n", "江城新聞網 Rivertimes"),
        ("{}\n（華視 2025-03-18）\n{}\n----------\n", "華視"),
        ("{}\n2025-03-18 RiverToday\n{}\n----------\n", "RiverToday"),
    ],
    ids=["labels", "facts", "a name in two scripts", "a broadcaster", "a name in Latin letters"],
)
def test_each_story_has_its_title_its_facts_and_its_whole_text(tmp_path, form, source):
    text = "".join(form.format(title, "\n".join(paragraphs)) for title, paragraphs in TEXTS.items())
    found = read_file(tmp_path, "1.txt", text)
    assert facts(found) == [(title, "2025-03-18", source) for title in TEXTS]
    assert list(map(lines, articles(found))) == list(TEXTS.values())


def test_a_number_before_a_year_is_none_of_the_title(tmp_path):
    titles = ["大桥合龙", "2025年早稻开镰", "月球样品运到江城"]
    text = "\n\n".join(f"{number}、{title}\n{TEXTS['大桥合龙'][0]}" for number, title in enumerate(titles, start=1))
    assert [article.title for article in articles(read_file(tmp_path, "1.txt", text))] == titles


def test_days_and_zones_beside_a_date_are_no_source(tmp_path):
    text = "".join(f"{title}\nTue 2025-03-18 08:00 GMT\n{TEXTS['大桥合龙'][0]}\n-----\n" for title in list(TEXTS)[:3])
    assert {article.source for article in articles(read_file(tmp_path, "1.txt", text))} <= {None}


ONE = "江城大桥8日合龙，全长三公里。\n市长陈一帆出席了仪式。\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("2025-03-18 大桥合龙\n\n", ("大桥合龙", "2025-03-18", None)),
        ("2025-03-18 江城日报 大桥合龙\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("大桥合龙 | 江城日报 | 2025-03-18\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("大桥合龙\n114年3月18日\n\n", ("大桥合龙", "2025-03-18", None)),
        ("大桥合龙\n中華民國114年3月18日\n\n", ("大桥合龙", "2025-03-18", None)),
        ("【大桥合龙】\n\n", ("大桥合龙", None, None)),
        ("大桥合龙\n2025-03-18 江城新聞網 Rivertimes\n\n", ("大桥合龙", "2025-03-18", "江城新聞網 Rivertimes")),
        ("2025年3月18日江城大桥合龙\n\n", ("2025年3月18日江城大桥合龙", None, None)),
        ("2025-03 大桥合龙\n\n", ("2025-03 大桥合龙", None, None)),
    ],
)
def test_facts_on_the_line_of_a_title_or_below_it_are_those_of_the_article(tmp_path, head, told):
    found = read_file(tmp_path, "1.txt", head + ONE)
    assert facts(found) == [told]
    assert lines(articles(found)[0]) == ONE.splitlines()


def test_titles_that_end_as_remarks_or_questions_stand_behind_form_feeds(tmp_path):
    titles = ["大桥何时合龙？", "渡轮停航（观察）", "候鸟过万！", "早稻开镰"]
    found = read_file(tmp_path, "1.txt", "\f".join(f"{title}\n\n{ONE}" for title in titles))
    assert [article.title for article in articles(found)] == titles


def test_bullets_and_numbers_with_units_are_none_of_a_title(tmp_path):
    titles = ["2025年早稻开镰", "大桥合龙", "5月电价下调"]
    numbered = "\n\n".join(f"第{number}篇：{title}\n{ONE}" for number, title in enumerate(titles, start=1))
    assert [article.title for article in articles(read_file(tmp_path, "1.txt", numbered))] == titles
    bold = "\n\n".join(f"**{title}**\n\n江城日报 2025-03-18\n\n{ONE}\n---" for title in titles)
    assert [article.title for article in articles(read_file(tmp_path, "1.md", bold))] == titles


@pytest.mark.parametrize("mark", ["#{} {}", "No.{} {}", "--- {1} ---"])
def test_what_stands_before_or_around_a_title_is_none_of_it(tmp_path, mark):
    titles = [f"江城大桥{section}段合龙" for section in ("一", "二", "三", "四")]
    text = "".join(f"{mark.format(at, title)}\n2025-03-18\n{ONE}\n" for at, title in enumerate(titles, start=1))
    found = read_file(tmp_path, "1.txt", text)
    assert facts(found) == [(title, "2025-03-18", None) for title in titles]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"大桥合龙\n發布時間：2025-03-18 08:20　　來源：江城日报\n\n{ONE}", ("大桥合龙", "2025-03-18", "江城日报")),
        (f"大桥合龙\n\n{ONE}（编辑：何青禾）\n\n来源：江城日报 2025-03-18\n", ("大桥合龙", "2025-03-18", "江城日报")),
        (f"江城大桥合龙_要闻_江城新闻网\n\n{ONE}", ("江城大桥合龙", None, "江城新闻网")),
        (f"江城大桥合龙 - 江城日报\n\n{ONE}", ("江城大桥合龙", None, "江城日报")),
        (f"江城-南浦铁路通车\n\n{ONE}", ("江城-南浦铁路通车", None, None)),
    ],
    ids=["labels of Taiwan", "facts at the end", "names of a channel and a site", "the name of a paper", "a dash"],
)
def test_facts_are_found_where_pages_and_papers_of_taiwan_have_them(tmp_path, text, told):
    assert facts(read_file(tmp_path, "1.txt", text)) == [told]


@pytest.mark.parametrize(
    "names", ["标题 来源 发布日期", "標題 來源 發佈日期", "ＴＩＴＬＥ Source Publish_Date", "題 名 稿源 见报日期"]
)
@pytest.mark.parametrize("count", [1, 3])
def test_labels_are_the_same_in_either_script_and_any_width_and_case(tmp_path, names, count):
    title, source, date = names.rsplit(" ", 2)
    story = f"{title}：大桥合龙之{{}}\n{source}：江城日报\n{date}：2025-03-18\n\n{ONE}\n"
    found = read_file(tmp_path, "1.txt", "".join(map(story.format, range(count))))
    assert facts(found) == [(f"大桥合龙之{number}", "2025-03-18", "江城日报") for number in range(count)]


@pytest.mark.parametrize(
    "form",
    [
        "## {}\n\n- 来源：江城日报\n- 时间：2025-03-18\n\n{}\n\n",
        "## {}\n\n{}\n\n*江城日报，2025年3月18日*\n\n---\n\n",
        "# {} {{#title .title}}\n\n::: meta\n江城日报 2025-03-18\n:::\n\n{}\n\n",
        "# {}\n\n| 来源 | 日期 |\n|---|---|\n| 江城日报 | 2025-03-18 |\n\n{}\n\n",
    ],
    ids=["labels", "facts at the end", "what pandoc writes", "a table"],
)
def test_facts_are_found_around_the_texts_of_markdown(tmp_path, form):
    titles = [f"江城大桥{section}段合龙" for section in ("一", "二", "三")]
    found = read_file(tmp_path, "1.md", "".join(form.format(title, ONE.replace("\n", "\n\n")) for title in titles))
    assert facts(found) == [(title, "2025-03-18", "江城日报") for title in titles]
    assert all(lines(article) == ONE.split() for article in articles(found))


def test_folded_stories_and_their_sections_are_read(tmp_path):
    titles = [f"江城大桥{section}段合龙" for section in ("一", "二", "三")]
    folded = "".join(f"<details>\n<summary>{title}</summary>\n\n{ONE}\n</details>\n\n" for title in titles)
    found = articles(read_file(tmp_path, "1.md", folded))
    assert [(article.title, lines(article)) for article in found] == [(title, ONE.split()) for title in titles]


def test_a_source_and_a_time_are_no_text(tmp_path):
    stories = "".join(f"### 江城大桥{at}段合龙\n\n江城日报｜08:30\n\n{ONE}\n" for at in "一二三")
    found = articles(read_file(tmp_path, "1.md", f"# 2025-03-18 新闻\n\n## 要闻\n\n{stories}"))
    assert [(article.source, lines(article)) for article in found] == [("江城日报", ONE.split())] * 3


def test_signatures_part_stories(tmp_path):
    titles = [f"江城大桥{section}段合龙" for section in ("一", "二", "三", "四")]
    text = "".join(f"{title}\n{ONE}他说：“明年通车”\n（记者 何青禾）\n\n" for title in titles)
    assert [article.title for article in articles(read_file(tmp_path, "1.txt", text))] == titles


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("【2025-03-18/聯合報/A3版/焦點】\n大桥合龙\n", ("大桥合龙", "2025-03-18", "聯合報")),
        ("（2025年3月18日　江城日报）\n大桥合龙\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("大桥合龙\n\n何青禾\n\n江城日报 . 2025-03-18 (001)\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("转自：江城日报\n时间：2025-03-18\n\n大桥合龙\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("大桥合龙\nBy 何青禾 | 江城日报 | Mar 18, 2025\n\n", ("大桥合龙", "2025-03-18", "江城日报")),
        ("大桥合龙 —— 江城日报\n\n", ("大桥合龙", None, "江城日报")),
        ("新华社江城3月18日电\n\n大桥合龙\n\n", ("大桥合龙", None, "新华社")),
    ],
    ids=[
        *("in brackets above", "in brackets, with spaces", "below its author", "where it is from", "in English"),
        *("behind a dash", "a dateline above"),
    ],
)
def test_lines_of_databases_and_agencies_around_a_title_are_facts(tmp_path, head, told):
    found = read_file(tmp_path, "1.txt", head + ONE)
    assert facts(found) == [told]
    assert lines(articles(found)[0]) == ONE.splitlines()
    assert articles(found)[0].place in {None, "江城"}


def test_the_english_title_below_a_chinese_one_is_none_of_it(tmp_path):
    english = "River City Closes the Last Gap of Its Bridge"
    text = [f"{line}施工单位说，余下的工程将在年内做完，明年五月通车，两岸居民过江只要五分钟。" for line in ONE.split()]
    head = f"江城大桥合龙\n{english}\n\n江城日报 2025-03-18\n\n"
    (article,) = articles(read_file(tmp_path, "1.txt", head + "\n\n".join(text)))
    assert (article.title, lines(article)) == ("江城大桥合龙", [english, *text])


TITLES = ["江城大桥今日合龙", "江城大桥明年通车", "市长陈一帆出席大桥合龙仪式"]


@pytest.mark.parametrize(
    "form",
    [
        "{}\n江城日报 2025-03-18\n{}\n【广告】江城车展今日开幕，欢迎选购。\n\n",
        "「{}」\n（江城日报，2025-03-18）\n{}\n",
        "2025-03-18 江城日报 {}\n{}\n",
        "1\n媒体名称：江城日报\n发布时间：2025-03-18 08:20\n文章标题：{}\n文章内容：{}原文链接：https://j.example/1\n情感倾向：中性\n\n",
        "1\n媒体名称：江城日报\n发布时间：2025-03-18 08:20\n文章标题：{}\n文章内容：{}原文链接：https://j.example/1\n预警：无\n\n",
    ],
    ids=[
        "advertisements",
        "titles in corner brackets",
        "facts before titles",
        "a monitor",
        "an unknown label at the end",
    ],
)
def test_what_stands_around_titles_and_texts_of_several_is_none_of_them(tmp_path, form):
    titles = [*TITLES, "《大桥规划》今日发布"]
    found = read_file(tmp_path, "1.txt", "".join(form.format(title, ONE) for title in titles))
    assert facts(found) == [(title, "2025-03-18", "江城日报") for title in titles]
    assert all(lines(article) == ONE.split() for article in articles(found))


def test_titles_in_quotes_among_others_keep_them(tmp_path):
    titles = ["「明年一定通车」", *TITLES]
    found = read_file(tmp_path, "1.txt", "".join(f"{title}\n（江城日报，2025-03-18）\n{ONE}\n" for title in titles))
    assert [article.title for article in articles(found)] == titles


def test_texts_before_form_feeds_may_end_with_credits(tmp_path):
    ends = ["记者何青禾／摄影\n", "\n翻拍自江城日报\n", "\n更多江城日报报道\n", "\n"]
    text = "\f".join(f"{number}号大桥合龙\n\n{ONE.strip()}{end}" for number, end in enumerate(ends, start=1))
    assert [article.title for article in articles(read_file(tmp_path, "1.txt", text))] == [
        f"{number}号大桥合龙" for number in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(("mark", "number"), [("", 4), ("、", 1)], ids=["titles", "headings of sections"])
def test_more_blank_lines_part_stories_with_titles_apart_and_no_sections(tmp_path, mark, number):
    titles = ["江城大桥合龙", "南浦渡轮停航", "湿地候鸟过万", "早稻今日开镰"]
    text = [
        f"{title}的消息8日传来，两岸居民都在谈论{title}。\n市长陈一帆说，今年江城的好事还有许多。\n" for title in titles
    ]
    heads = [f"{ordinal}{mark}{title}" if mark else title for ordinal, title in zip("一二三四", titles, strict=True)]
    heads[0] = titles[0]
    blocks = [f"{head}\n\n{body}" for head, body in zip(heads, text, strict=True)]
    found = articles(read_file(tmp_path, "1.txt", "\n\n".join(blocks)))
    assert len(found) == number
