"""Digests in Markdown: posts of a site whose title says what they are, lists of headlines with their addresses."""

from __future__ import annotations

from read_files import bodies, lines

from newsgrep.readers.texts.ruled_blocks import DATE

FRONT = "---\ntitle: 江城日报摘要 2025-03-18\ndate: 2025-03-18\ncategories: 新闻\n---\n\n"
STORIES = (
    ("大桥今日合龙", "大桥今日合龙，全长三公里。"),
    ("新馆昨日开放", "新馆昨日开放，两万人参观。"),
    ("地铁试运行", "地铁三号线试运行，设站二十三座。"),
)
ITEM = '## <a name="{at}"></a>{at}. {title}\n🔗 [j.example](https://j.example/{at})\n\n{text}\n\n---\n\n'
ITEMS = "".join(ITEM.format(at=at, title=title, text=text) for at, (title, text) in enumerate(STORIES, start=1))
CONTENTS = "".join(f"1. {title}；\n" for title, _ in STORIES) + "\n"


def test_a_post_that_is_a_digest_is_its_items(read):
    for above in ("", CONTENTS):
        found = read("1.md", FRONT + above + ITEMS)
        assert [(each.title, each.date) for each in found] == [(title, "2025-03-18") for title, _ in STORIES]
        assert [lines(each)[-1] for each in found] == [text for _, text in STORIES]


def test_a_post_with_sections_is_one_story(read):
    sections = "".join(f"## {title}\n\n{text}\n\n" for title, text in STORIES)
    for items in (sections, ITEMS):
        assert len(read("1.md", FRONT.replace("江城日报摘要 2025-03-18", "大桥是怎样合龙的") + items)) == 1


def test_paragraphs_that_end_with_an_address_are_headlines(read):
    links = "".join(
        f"[新闻] {title}，两岸市民赶来：<https://j.example/{at}.html>\n\n" for at, (title, _) in enumerate(STORIES)
    )
    found = read("1.md", f"### 2025.03.18\n\n{links}")
    assert [(each.date, each.url, each.section) for each in found][:1] == [
        ("2025-03-18", "https://j.example/0.html", None)
    ]
    assert len(found) == len(STORIES)


def test_a_title_below_its_address_and_an_address_with_a_label(read):
    story = "https://j.example/{at}.html\n文章 {at}：{title}，两岸市民赶来\n{text}\n\n"
    found = read(
        "1.txt", "".join(story.format(at=at, title=title, text=text) for at, (title, text) in enumerate(STORIES))
    )
    assert [(each.title, each.url) for each in found][:1] == [
        ("文章 0：大桥今日合龙，两岸市民赶来", "https://j.example/0.html")
    ]
    numbered = "第 {at} 篇\n链接：https://j.example/{at}.html\n内容分析：{text}\n\n"
    found = read("2.txt", "".join(numbered.format(at=at, text=text) for at, (_, text) in enumerate(STORIES)))
    assert [(each.title, each.url) for each in found][:1] == [("", "https://j.example/0.html")]
    assert bodies(found)[0] == "内容分析：大桥今日合龙，全长三公里。"


def test_the_place_of_a_picture_is_no_headline(read):
    (found,) = read(
        "1.txt",
        "[图1：大桥]\n江城大桥今天上午合龙，全长三公里，双向六车道。\n[图2：市民]\n两岸市民从各处赶来观看，夜里灯火通明。\n",
    )
    assert (found.title, len(found.paragraphs)) == ("", 4)


def test_two_briefs_with_addresses(read):
    text = "今日简报\n\n2025年3月18日，星期二\n\n1. 大桥今日合龙，全长三公里。\n   🔗 https://j.example/1\n\n2. 新馆昨日开放，两万人参观。\n   🔗 https://j.example/2\n"
    found = read("1.txt", text)
    assert [(each.date, each.url) for each in found] == [("2025-03-18", f"https://j.example/{at}") for at in (1, 2)]


def test_items_of_lists_are_articles(read):
    """The title of each is in brackets or bold, in front of its text or above it; its page may be named."""
    long = "，两岸市民从各处赶来，夜里灯火通明。"
    forms = ("- 《{title}》(0{at}版要闻)：{text}\n", "{at}. **{title}**：{text}\n", "{at}. **{title}。**\n{text}\n\n")
    for form in forms:
        items = "".join(
            form.format(at=at, title=title + long[1:8], text=text + long) for at, (title, text) in enumerate(STORIES, 1)
        )
        found = read("1.md", f"# 今日新闻摘要｜2025-03-18\n\n## 要闻\n\n主要关注点如下：\n{items}")
        assert [(each.title, each.date) for each in found] == [
            (title + long[1:8], "2025-03-18") for title, _ in STORIES
        ]
        assert bodies(found) == [text + long for _, text in STORIES]
        assert found[0].section == ("01版要闻" if "版" in form else "要闻")
        assert len(read("2.md", f"# 大桥是怎样合龙的\n\n## 要闻\n\n{items}")) == 1


def test_stories_above_each_of_which_is_a_link(read):
    story = "### {title}\n\n[查看视频 ↗](https://j.example/{at}.html)\n\n{text}\n\n---\n\n"
    stories = "".join(story.format(at=at, title=title, text=text) for at, (title, text) in enumerate(STORIES))
    found = read("1.md", f'---\ntitle: "新闻联播完整文字稿 · 2025年3月18日"\ndate: "2025-03-18"\n---\n{stories}')
    assert [(each.title, each.url) for each in found] == [
        (title, f"https://j.example/{at}.html") for at, (title, _) in enumerate(STORIES)
    ]
    assert bodies(found) == [text for _, text in STORIES]


def test_headings_that_are_links_are_items_below_any_other(read):
    hot = "".join(f"#### 排名 {at}.[{title}](https://j.example/{at})\n" for at, (title, _) in enumerate(STORIES, 1))
    own = "".join(
        f"### {title}\n- 链接: https://k.example/{at}\n{text}\n\n" for at, (title, text) in enumerate(STORIES)
    )
    found = read(
        "1.md", f"---\ntitle: 2025-03-18 江城日报\ndate: 2025-03-18\n---\n\n## 热搜榜\n\n{hot}## 要闻\n\n{own}"
    )
    assert [(each.section, each.url) for each in found][:1] == [("热搜榜", "https://j.example/1")]
    assert len(found) == 2 * len(STORIES)


def test_headings_with_a_source_below_are_items_whatever_the_title_says(read):
    items = "".join(
        f"## {at}. {title}\n\n來源：[江城日報](https://j.example/{at})\n\n{text}\n\n相似新聞：\n1. 另一則新聞\n來源：[j](https://k.example/{at})\n\n"
        for at, (title, text) in enumerate(STORIES, start=1)
    )
    front = (
        "---\ntitle: 兩岸熱門新聞 2025-03-18\ndate: 2025-03-18\n---\n\n# 過去一日的新聞報告\n\n由公開資訊歸納而成。\n\n"
    )
    for above in (front, "# 過去一日的新聞報告\n\n"):
        found = read("1.md", above + items)
        assert [(each.title, each.source) for each in found] == [(title, "江城日報") for title, _ in STORIES]


def test_names_of_sections_are_no_headlines(read):
    sections = "## 今日概览\n\n群内谈了大桥合龙。\n\n## 重要信息\n\n- 大桥今日合龙，全长三公里。\n\n## 其他\n\n- 新馆昨日开放，两万人参观。\n"
    (found,) = read("2025-03-18.md", f"# 江城信息日报\n\n{sections}")
    assert found.title == "江城信息日报"
    assert found.paragraphs[-1].text == "新馆昨日开放，两万人参观。"
    bold = "".join(
        f"## 社会\n\n**江城的{title}**\n\n{text}\n\n来源：[江城日报](https://j.example/1)\n\n"
        for title, text in STORIES
    )
    digest = read("1.md", f"# 江城早报 2025-03-18\n\n{bold}")
    assert [(each.title, each.section, each.source) for each in digest] == [
        (f"江城的{title}", "社会", "江城日报") for title, _ in STORIES
    ]


def test_numbered_links_and_headlines_below_the_names_of_sites(read):
    links = "1. [[快讯]大桥今日合龙](https://j.example/1)\n\n2. [新馆昨日开放\n](https://j.example/2)\n   > 两万人参观。\n\n"
    plain = "1. 地铁试运行，设站多少座？\n   > 设站二十三座。\n\n2. 试运行的是三号线。两岸都有站。\n\n"
    found = read(
        "1.md",
        f"# 江城资讯日报\n\n**生成时间**: 2025-03-18\n\n## 江城网\n\n{links}## 新闻网\n\n{plain}## 晚报\n\n{links}",
    )
    assert [(each.title, each.section) for each in found[:4]] == [
        ("[快讯]大桥今日合龙", "江城网"),
        ("新馆昨日开放", "江城网"),
        ("地铁试运行，设站多少座？", "新闻网"),
        ("", "新闻网"),
    ]
    assert [each.url for each in found[:2]] == ["https://j.example/1", "https://j.example/2"]
    assert [[line.text for line in each.paragraphs] for each in found[1:4]] == [
        ["两万人参观。"],
        ["设站二十三座。"],
        ["试运行的是三号线。两岸都有站。"],
    ]


def test_stories_of_a_note_without_headings_have_no_marks_and_tags_are_none(read):
    lines_of_note = "**🌟 大桥合龙预告 🌟**\n\n**🚀 大桥即将合龙！🌈**\n\n**🕛 今日上午合龙。**\n\n\n"
    (found,) = read(
        "1.md", lines_of_note + '<a href="#">\n  <img src="1.png">\n</a>\n\n<iframe src="m.html"></iframe>\n'
    )
    assert (found.title, lines(found)) == ("🌟 大桥合龙预告 🌟", ["🚀 大桥即将合龙！🌈", "🕛 今日上午合龙。"])


def test_links_below_an_article_are_not_all_there_is(read):
    links = "".join(f"- [[图]大桥第{at}次合龙](https://j.example/{at})\n" for at in range(5))
    (story,) = read("1.md", f"# 大桥今日合龙\n\n{STORIES[0][1] * 3}\n\n{STORIES[1][1] * 3}\n\n## 相关阅读\n\n{links}")
    assert story.title == "大桥今日合龙"
    assert lines(story)[:2] == [STORIES[0][1] * 3, STORIES[1][1] * 3]
    assert len(read("2.md", f"# 今日新闻\n\n每小时更新一次。\n\n## 要闻\n\n{links}")) == 5


def test_counted_headings_with_a_source_each_are_those_of_articles(read):
    titles = ["大桥合龙", "2025年早稻开镰", "候鸟过万"]
    text = "\n\n".join(
        f"### {number}. {title}\n\n江城今天传来消息：{title}。\n\n来源：江城日报"
        for number, title in enumerate(titles, start=1)
    )
    found = read("1.md", text)
    assert [(article.title, article.source) for article in found] == [(title, "江城日报") for title in titles]
    (one,) = read("2.md", text.replace("\n\n来源：江城日报", ""))  # parts of one text
    assert len(one.paragraphs) > len(titles)


def test_headlines_in_bold_are_items_if_a_source_is_told_below_each(read):
    told = "**🔥 {title}**\n- **【事实】**：{text}\n- **【影响】**：两岸往来更快。\n> 📰 来源：江城日报（原文链接）\n\n"
    items = "".join(told.format(title=title, text=text) for title, text in STORIES)
    found = read("1.md", f"『导语』\n今天看大桥。\n\n## 🌍 本地\n{items}")
    assert [(each.title, each.source, each.section) for each in found] == [
        (f"🔥 {title}", "江城日报", "本地") for title, _ in STORIES
    ]
    assert [lines(each)[0] for each in found] == [f"【事实】：{text}" for _, text in STORIES]
    other = "".join(f"**{title}**\n\n{text}\n\n" for title, text in STORIES)
    assert len(read("1.md", f"# 大桥是怎样合龙的\n\n{other}来源：江城日报\n")) == 1


def test_elements_before_headlines_are_sections(read):
    told = '### <span class="tag">{section}</span> {title}\n\n<div class="art-meta"><i>交通</i></div>\n\n{text}\n\n'
    sections = ("本地", "文化", "本地")
    items = "".join(
        told.format(section=section, title=title, text=text)
        for section, (title, text) in zip(sections, STORIES, strict=True)
    )
    found = read("1.md", FRONT + items)
    assert [(each.title, each.section) for each in found] == [
        (title, section) for section, (title, _) in zip(sections, STORIES, strict=True)
    ]
    assert bodies(found) == [text for _, text in STORIES]


def test_what_a_digest_says_of_itself_is_no_article_and_a_label_no_text(read):
    items = "".join(
        f"### {at}. {title}\n**发布时间:** 2025-03-18\n**正文:** {text * 20}\n\n"
        for at, (title, text) in enumerate(STORIES, start=1)
    )
    found = read("1.md", f"# 每日新闻\n\n## 概览\n日期: 2025-03-18\n共收集到 3 条新闻\n\n## 江城网\n{items}")
    assert [each.title for each in found] == [title for title, _ in STORIES]
    assert bodies(found) == [text * 20 for _, text in STORIES]


def test_linked_headlines_may_have_their_source_behind_them(read):
    items = "".join(
        f"- **[{title}](https://j.example/{at})**（来源：江城日报）\n  > {text}\n\n"
        for at, (title, text) in enumerate(STORIES)
    )
    found = read("1.md", f"## 今日要闻\n\n{items}")
    assert [(each.title, each.source, each.url) for each in found] == [
        (title, "江城日报", f"https://j.example/{at}") for at, (title, _) in enumerate(STORIES)
    ]


def test_a_link_to_the_page_is_no_author(read):
    found = read(
        "1.md", "# 江城大桥今日合龙\n\n作者：何青禾，[原文](https://j.example/1)发自江城日报\n\n大桥今天合龙。\n"
    )
    assert (found[0].reporters, found[0].url) == (("何青禾",), "https://j.example/1")


def test_labelled_stories_may_have_links_as_titles(read):
    told = "标题：[{title}](https://j.example/{at})\n来源：江城日报\n时间：2025-03-18\n\n{text}\n\n"
    items = "".join(told.format(title=title, at=at, text=text) for at, (title, text) in enumerate(STORIES))
    for name in ("1.md", "1.txt"):
        found = read(name, items)
        assert [(each.title, each.url, each.source) for each in found] == [
            (title, f"https://j.example/{at}", "江城日报") for at, (title, _) in enumerate(STORIES)
        ]


def test_a_digest_of_a_day_may_have_one_headline_in_bold_and_links_in_italics(read):
    title, text = STORIES[0]
    found = read(
        "1.md",
        f"# 早间情报 · 2025-03-18\n\n## 本地\n\n**{title}**\n\n{text}\n\n来源：[River Times](https://j.example/1)\n",
    )
    assert [(each.title, each.source, each.url, each.date) for each in found] == [
        (title, "River Times", "https://j.example/1", "2025-03-18")
    ]
    items = "".join(
        f"## {title}\n\n{text}\n\n*[原文](https://j.example/{at})*\n\n" for at, (title, text) in enumerate(STORIES)
    )
    found = read("1.md", f"# 新闻联播 2025-03-18\n\n{items}")
    assert [each.url for each in found] == [f"https://j.example/{at}" for at, _ in enumerate(STORIES)]
    assert bodies(found) == [text for _, text in STORIES]


def test_a_day_before_japan_leaves_it_whole():
    found = [DATE.match(text) for text in ("2025-03-18日本首相来访", "2025年3月18日本报讯", "2025-03-18日 本地")]
    assert [day[0] for day in found if day] == ["2025-03-18", "2025年3月18日", "2025-03-18日"]


def test_a_list_in_a_section_of_its_own_is_kept(read):
    stories = "".join(f"#### {title}\n\n{text}全城市民都来观看。\n\n" for title, text in STORIES)
    text = f"{FRONT}## 要闻\n\n今日三条\n\n{stories}## 热帖\n\n- 江城哪里有好吃的面馆\n- 周末去哪里看荷花\n"
    found = read("1.md", text)
    assert [each.title for each in found] == [*(title for title, _ in STORIES), "热帖"]
    assert "今日三条" not in "".join(bodies(found))
