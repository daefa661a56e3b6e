"""Web pages as people keep them: channels, digests, threads, notices, whatever stands around their stories."""

from __future__ import annotations

import pytest
from read_files import BODY, OTHER, articles, bodies, facts, lines, read_file

TITLES = ("澜江大桥今日合龙明年通车", "江城大学三千名新生走进校园")
TEXTS = (BODY, OTHER)


def page(folder, body, title="澜江大桥今日合龙明年通车_江城网", head=""):
    content = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>{body}</html>'
    return articles(read_file(folder, "1.html", content))


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def test_posts_on_the_site_of_a_channel(tmp_path):
    posts = "".join(
        f'<div class="tgme_widget_message" data-post="jc/{number}"><div class="tgme_widget_message_author">'
        f'<a href="https://t.me/jc"><span>江城新闻</span></a></div><div class="tgme_widget_message_text '
        f'js-message_text"><b>{title}</b><br><br>{text}</div><a class="tgme_widget_message_date" '
        f'href="https://t.me/jc/{number}"><time datetime="2025-03-1{number}T09:00:00+00:00">09:00</time></a></div>'
        for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), start=7)
    )
    found = page(tmp_path, f"<section>{posts}</section>", "江城新闻 – Telegram")
    assert facts(found) == [(TITLES[0], "2025-03-17", "江城新闻"), (TITLES[1], "2025-03-18", "江城新闻")]
    assert [(article.url, lines(article)) for article in found] == [
        (f"https://t.me/jc/{number}", [text]) for number, text in enumerate(TEXTS, start=7)
    ]


def test_bold_titles_in_a_digest_of_a_time_are_those_of_stories(tmp_path):
    text = "".join(
        f"<p><strong>{title}</strong></p>{paragraphs(text)}" for title, text in zip(TITLES, TEXTS, strict=True)
    )
    body = f"<h1>一周要闻（3月10日—16日）</h1><div>2025-03-17　来源：宣传部</div><div>{text}</div>"
    dated = '<meta name="PubDate" content="2025-03-17">'
    found = page(tmp_path, body, "一周要闻（3月10日—16日）-江城大学", dated)
    assert [(article.title, lines(article)) for article in found] == [
        (title, [text]) for title, text in zip(TITLES, TEXTS, strict=True)
    ]
    assert len(page(tmp_path, body, "学校新闻-江城大学", dated)) == 1


@pytest.mark.parametrize("line", ["发表于 2025-3-18 09:20:33", "記者韓露／江城報導 2025/03/18 09:15"])
def test_words_before_a_day_that_are_no_outlet(tmp_path, line):
    (found,) = page(tmp_path, f"<h1>{TITLES[0]}</h1><div>{line}</div><div>{paragraphs(BODY, OTHER)}</div>")
    assert (found.date, found.source) == ("2025-03-18", "江城网")


@pytest.mark.parametrize(
    "below",
    [
        "<p>更多江城網報導</p><p><a href=2>江城大学开学</a></p>",
        "<h3>相关解读</h3><ul><li><a href=2>一图读懂过江新规</a></li></ul>",
        "<div>网友留言（2）</div><div><b>江边老李</b><div>终于合龙了，等了二十年，真好。</div></div>",
    ],
)
def test_what_leads_to_something_else_below_a_story(tmp_path, below):
    found = page(tmp_path, f"<h1>{TITLES[0]}</h1><div>{paragraphs(BODY, OTHER)}{below}</div>")
    assert bodies(found) == [f"{BODY}\n{OTHER}"]


def test_a_table_of_facts_above_a_short_notice_is_none_of_it(tmp_path):
    table = (
        "<table><tr><td>索 引 号：</td><td>JC0200-2025-00012</td><td>主题分类：</td><td>交通</td></tr>"
        "<tr><td>发布机构：</td><td>市交通局</td><td>发文日期：</td><td>2025-03-17</td></tr>"
        "<tr><td>文　号：</td><td>江交告〔2025〕3号</td><td>有效性：</td><td>有效</td></tr></table>"
    )
    text = "因大桥施工，滨江路今晚封闭，请市民绕行。"
    (found,) = page(tmp_path, f"<div>{table}<h1>{TITLES[0]}</h1><div>发布时间：2025-03-18</div><p>{text}</p></div>")
    assert (found.title, lines(found)) == (TITLES[0], [text])


def test_answers_to_a_question_are_an_article_each(tmp_path):
    answers = "".join(
        f'<div class="List-item"><div class="ContentItem AnswerItem"><meta itemprop="dateCreated" '
        f'content="2025-03-1{number}T01:00:00.000Z"><span class="AuthorInfo-name"><a>{name}</a></span>'
        f'<div class="RichContent-inner"><span class="RichText"><p>{text}</p></span></div>'
        f'<div class="ContentItem-actions">赞同 12{number} 添加评论 分享 收藏</div></div></div>'
        for number, name, text in ((7, "韩露", TEXTS[0]), (8, "江行", TEXTS[1]))
    )
    found = page(tmp_path, f'<h1 class="QuestionHeader-title">如何看待澜江大桥合龙？</h1>{answers}', "问 - 知乎")
    assert facts(found) == [("如何看待澜江大桥合龙？", f"2025-03-1{number}", "知乎") for number in (7, 8)]
    assert [(article.reporters[0], lines(article)) for article in found] == [("韩露", [BODY]), ("江行", [OTHER])]


def test_numbers_in_front_of_the_titles_of_a_page(tmp_path):
    titles = (*TITLES, "江城地铁四号线进入联调联试")
    cards = "".join(
        f'<div><h3><span class="num">0{number}</span>{title}</h3><p>江城日报 2025-03-18</p><p>{text}</p></div>'
        for number, title, text in zip(
            (1, 2, 3), titles, (*TEXTS, "地铁四号线本周联调，预计年底开通试运营。"), strict=True
        )
    )
    assert [article.title for article in page(tmp_path, f"<h1>今日摘要</h1>{cards}")] == list(titles)


def test_a_front_page_with_the_beginning_of_a_story_has_none(tmp_path):
    links = "".join(f"<li><a href={number}>{title}</a></li>" for number, title in enumerate(TITLES))
    body = f"<h1><a href=1>{TITLES[0]}</a></h1><p>{BODY}…<a href=1>[详细]</a></p><ul>{links}</ul>"
    assert page(tmp_path, body, "江城新闻网") == []


def test_the_link_behind_the_beginning_of_a_story_is_no_reporter(tmp_path):
    parts = "".join(
        f"<div><h3><a href={number}>{title}</a></h3><p>{text}<a href={number}>[全文]</a></p></div>"
        for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    found = page(tmp_path, parts, "专题：澜江大桥")
    assert bodies(found) == [f"{text}…" for text in TEXTS]
    assert [article.reporters for article in found] == [("何青禾",), ()]


def test_the_rest_of_a_story_behind_a_button(tmp_path):
    rest = f'<div class="js-hide" style="display:none"><p>{OTHER}</p></div>'
    story = f"<h1>{TITLES[0]}</h1><div>2025-03-18 江城日报</div><div><p>{BODY}</p>{rest}</div><a>展开全文</a>"
    assert bodies(page(tmp_path, story)) == [f"{BODY}\n{OTHER}"]


@pytest.mark.parametrize("behind", ["", " Open original", " · Source"])
def test_the_time_of_a_story_may_be_as_feeds_have_it(tmp_path, behind):
    cards = "".join(
        f"<article><h2>{title}</h2><div><span>Tue, 18 Mar 2025 0{at}:12:45 GMT</span><b>{behind}</b></div>"
        f"{paragraphs(text, text[::-1])}</article>"
        for at, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    found = page(tmp_path, f"<h1>江城网新闻</h1>{cards}", "江城网新闻")
    assert [(article.title, article.date) for article in found] == [(title, "2025-03-18") for title in TITLES]
    assert [lines(article) for article in found] == [[text, text[::-1]] for text in TEXTS]
