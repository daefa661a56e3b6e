"""Whole pages copied from a browser: the story, without what is above, between and below it there."""

import pytest
from read_files import articles, facts, lines, read_file

from newsgrep.readers import ReadOptions, SourceFile, read_news

TITLE, OTHER, DAY, PAPER = "江城大桥今日合龙 两岸市民争相观看", "江城新馆今日开放", "2025-03-18", "江城日报"
TEXT = [
    "今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。据了解，大桥全长三里，夜里灯火通明。",
    "市长陈一帆在仪式上说，大桥明年春天通车。施工人员已经在这里工作了一千多天，克服了许多困难。",
    "昨天，江城大学在北校区举行开学典礼，三千名新生走进校园。校长寄语新生，要多读书，也要多走路。",
]
BODY = "\n\n".join(TEXT)
PAGES = {
    "a broadcaster": f"跳至内容\n江城广播网\n菜单\n国际\n两岸\n{TITLE}\n2025年3月18日\n{BODY}\n相关主题内容\n江城\n",
    "a portal": f"新闻中心 > 国内新闻 > 正文\n{TITLE}\n{DAY} 08:30 {PAPER}\n缩小字体\n放大字体\n微博\n微信\n分享\n0\n{BODY}\n责任编辑：何青禾\n",
    "an app": f"登录\n{TITLE}\n江城新闻记者 何青禾\n{DAY} 08:30\n来源：{PAPER}\n∙ 江城专案 >\n字号\n{BODY}\n校对：何青禾\n收藏\n评论(12)\n",
    "an account": f"江城首页 > 江城号 > 正文\n申请入驻\n{TITLE}\n{DAY} 08:30:15　来源: {PAPER}\n0\n分享至\n{BODY}\n"
    "特别声明：以上内容为用户上传并发布，本平台仅提供信息存储服务。\n返回江城首页\n",
    "a government": f"当前位置：首页 > 部门动态\n{TITLE}\n发布时间：{DAY} 来源：{PAPER} 浏览次数：123 字号：[大 中 小]\n{BODY}\n"
    "打印本页 关闭窗口\n上一篇：新馆开放\n下一篇：没有了\n",
    "a board": f"江城论坛\n\n 找回密码\n 注册\n\nQQ登录\n\n查看: 985|回复: 2\n\n{TITLE}\n\n[复制链接]\n\n升级   -0%\n\n"
    f"发表于 {DAY} 13:22:33 | 显示全部楼层 |阅读模式\n{BODY}\n",
    "a title twice": f"Skip to Content\n\n{TITLE}\n\n{PAPER}\n\n{TITLE}\n\n{DAY} 11:46 最后更新:12:00\n\n{BODY}\n\n更多\n\n{OTHER}\n",
    "a magazine": f"当前位置:江城研究会  >  2025年第三期  > 正文\n\n{TITLE}\n\n日期:{DAY} 15:33 来源:《江城论坛》杂志 作者:何青禾\n\n"
    f"字号:  [小]  [中]  [大] 打印本页 关闭窗口\n\n{BODY}\n\n你 或 有 興 趣 的 文 章\n",
    "an early report": f"新闻频道 >热点 >正文\n\n{TITLE}\n\n作者:何青禾 来源:江城青年报客户端2025年03月18日\n\n{BODY}\n",
    "a notice": f"本网站使用 Cookie 并尊重使用者隐私，您同意上述规范。\n下载\n{TITLE}\n{DAY} 08:40(3/18 08:54 更新)\n{BODY}\n",
    "teasers": f"看江城事\n{TITLE}\n{PAPER}农村版 {DAY} 10:59 大字\n{BODY}\n新闻推荐\n{OTHER}\n新馆昨日开放...\n相关新闻\n新闻推荐\n",
    "a long menu": f"{TITLE} - {PAPER}\n"
    + "即时\n政治\n财富自由\n下载\n>\n体育\n" * 12
    + f"{TITLE}\n2025/03/18 08:05\n{TEXT[0]}\n"
    f"請繼續往下閱讀...\n{TEXT[1]}\n{TEXT[2]}\n按我看活动\n点我订阅江城频道\n相关新闻\n{OTHER}\n",
    "advice on browsers": f"为达最佳浏览效果，建议使用 Chrome 或 Firefox 的浏览器。\n\n生活\n{TITLE}\n{DAY} 08:30\n{BODY}\n",
    "a day above the title": f"跳到主要內容\n:::\n:::\n新闻与活动\n市府新闻\n114年03月18日\n{TITLE}\n{BODY}\n",
    "a paper of Malaysia": f"江城网\n江城网 登录\n国内\n|\n发布: 10:40pm 18/03/2025\n内政部\n警局\n内政部\n警局\n{TITLE}\n(档案照)\n{BODY}\n",
    "buttons behind the day": f"首页 | 资讯 | 生活 | 社区\n江城资讯 更多...\n·4月7日《江城早报》\n您现在的位置:首页>江城资讯\n{TITLE}\n"
    f"江城广播网    {DAY} [打印本页] [字号   ] [关闭]\n{BODY}\n",
    "the time of the page": f"2025-11-22 02:19:57\n\n{TITLE}\n文章来源:{PAPER}    作者:    发布时间:{DAY} 10:28    点击量:121    \n\n{BODY}\n\n推荐阅读\n友情链接\n",
    "its source above": f"{PAPER}\n\n    {TITLE}\n\n    {PAPER} {DAY} 08:30\n\n{BODY}\n",
    "a programme above": f"江城早报\n\n{TITLE}\n\n作者：江城早报 来源：江城早报 {DAY} 08:30 我要评论\n\n{BODY}\n",
    "a day with points": f"{TITLE}\n\n18.03.2025  15:43\n\n{BODY}\n\n",
    "a labelled day of the republic": f":::\n{TITLE}\n发布日期：114-03-18\n{BODY}\n:::\n",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_only_the_story_of_a_copied_page_is_read(tmp_path, page):
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert (found.title, found.date) == (TITLE, DAY)
    assert [line for line in lines(found) if line != "(档案照)"] == TEXT


def test_what_a_page_has_around_its_story_is_not_said_to_be_lost(tmp_path):
    notice = "本网站使用相关技术提供更好的阅读体验，同时尊重使用者隐私，您关闭此视窗即代表同意上述规范。\n" * 2
    page = tmp_path / "1.txt"
    page.write_text(f"首页 > 要闻\n{notice}{TITLE}\n{DAY} 08:30\n{BODY}\n", "utf-8")
    said = []
    assert len(list(read_news(SourceFile("1.txt", page, page.stat().st_size, 0), ReadOptions(), {}, said.append))) == 1
    assert [doubt.name for each in said for doubt in each.doubts] == []


def test_a_title_that_is_there_twice_is_one(tmp_path):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{TITLE}\n\n{TITLE}\n\n{BODY}\n\n更多\n\n{OTHER}\n"))
    assert (found.title, lines(found)) == (TITLE, TEXT)


def test_a_long_title_and_one_that_goes_on_with_a_dash_are_whole(tmp_path):
    long, deck = (
        f"{TITLE}；{OTHER}；江城地铁明年开工，全长三十公里，设站二十座，市民出行更便利|早报",
        "——记江城大桥的建设者",
    )
    first = read_file(tmp_path, "1.txt", f"首页 > 要闻\n{long}\n江城一线 {DAY} 08:05:27 听新闻\n{BODY}\n")
    second = read_file(tmp_path, "2.txt", f"首页 > 要闻\n{TITLE}\n{deck}\n江城一线 {DAY} 08:05:27 听新闻\n{BODY}\n")
    assert facts(first)[0][:2] == (long, DAY)
    assert facts(second)[0][:2] == (f"{TITLE} {deck}", DAY)


@pytest.mark.parametrize(
    "page",
    [
        f"{TITLE}\n{DAY} 08:30 {PAPER}\n扫一扫二维码，就能坐上江城的公交车。\n{BODY}\n",
        f"{TITLE}\n{DAY} 08:30 {PAPER}\n{TEXT[0]}\n相关新闻\n{TEXT[1]}\n{TEXT[2]}\n",
    ],
    ids=["a sentence like a button", "more below a heading than above it"],
)
def test_what_may_be_of_the_story_is_kept(tmp_path, page):
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert lines(found) == [line for line in page.split("\n")[2:] if line]


def test_a_source_between_the_title_and_the_moment_is_kept(tmp_path):
    page = f"首页 > 要闻\n{TITLE}\n来源：{PAPER}\n字号\n发布时间：2025年3月18日 10:20\n{BODY}\n"
    assert facts(read_file(tmp_path, "1.txt", page)) == [(TITLE, DAY, PAPER)]


def test_stories_with_their_own_moments_are_not_one(tmp_path):
    page = "".join(f"{title}\n两岸来风 · {DAY} 08:30\n{text}\n" for title, text in ((TITLE, TEXT[0]), (OTHER, TEXT[2])))
    found = read_file(tmp_path, "1.txt", f"首页 > 要闻\n搜索文档\n{page}")
    assert facts(found) == [(TITLE, DAY, "两岸来风"), (OTHER, DAY, "两岸来风")]
    assert [lines(article) for article in articles(found)] == [[TEXT[0]], [TEXT[2]]]


def test_the_deck_below_a_known_title_is_a_headline_of_its_own(tmp_path):
    deck = "江城市长出席大桥合龙仪式"
    page = f":::\n市府新闻\n114年03月18日\n{TITLE}\n{deck}\n{BODY}\n"
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert [line.text for line in found.headlines] == [TITLE, deck]
    assert [line.lines for line in found.headlines] == [((0, 4),), ((0, 5),)]
    assert lines(found) == TEXT


def test_a_day_below_a_menu_is_no_moment_of_a_story_without_a_title(tmp_path):
    (found,) = articles(read_file(tmp_path, "1.txt", f"首页\n114年03月18日\n{BODY}\n"))
    assert lines(found)[-3:] == TEXT


ENDS = {
    "small print": "苏公网安备 62010002000486号\nCopyright©2006-2019江城在线. All Rights Reserved\n",
    "titles that are cut": "江城新馆今日开…\n江城地铁明年开…\n江城大学举行开…\n",
    "other stories": "热门新闻\n阅读全文\n江城新馆今日开放\n阅读全文\n",
    "sections": "市场脉搏\n更多\n健康点\n更多\n",
    "a button within": "",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_what_a_page_has_below_a_story_without_a_moment_is_none_of_it(tmp_path, end):
    page = f"(江城18日讯){TEXT[0]}\n\nADVERTISEMENT\n\n{TEXT[1]}\n\n{TEXT[2]}\n\n{end}"
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert lines(found) == [f"(江城18日讯){TEXT[0]}", *TEXT[1:]]


def test_a_heading_of_a_site_above_paragraphs_is_of_the_text(tmp_path):
    page = [TITLE, *TEXT, TEXT[0], "延伸阅读", "桥梁怎样合龙", *TEXT[1:]]
    (found,) = articles(read_file(tmp_path, "1.txt", "\n".join(page)))
    assert lines(found) == page[1:]


def test_on_which_page_more_is_ends_no_story(tmp_path):
    page = [TITLE, *TEXT, "（相关报道见第四版）", "图为合龙现场。"]
    (found,) = articles(read_file(tmp_path, "1.txt", "\n".join(page)))
    assert lines(found) == page[1:]


@pytest.mark.parametrize("below", [f"{DAY} {PAPER}\n", ""])
def test_a_title_with_the_words_of_a_button_is_kept(tmp_path, below):
    (found,) = articles(read_file(tmp_path, "1.txt", f"你为谁点赞\n{below}\n{BODY}\n"))
    assert (found.title, lines(found)) == ("你为谁点赞", TEXT)


def test_a_heading_with_most_of_a_text_below_it_is_of_the_text(tmp_path):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{TITLE}\n{TEXT[0]}\n推荐\n{TEXT[1]}\n{TEXT[2]}\n"))
    assert lines(found) == [TEXT[0], "推荐", *TEXT[1:]]


def test_a_day_that_may_be_the_month_is_no_date(tmp_path):
    (found,) = articles(read_file(tmp_path, "1.txt", f"登录\n发布: 10:40pm 09/07/2024\n{TITLE}\n{BODY}\n"))
    assert (found.title, found.date, lines(found)) == (TITLE, None, TEXT)


TOPS = {
    "a link": "跳至主要內容\n\n",
    "an electronic paper": "下一版»本期共4版, 当前第1版 PDF\n",
    "what parts a page": ":::\n:::\n",
}


@pytest.mark.parametrize("top", TOPS.values(), ids=TOPS)
def test_what_a_page_has_above_a_story_without_a_moment_is_none_of_it(tmp_path, top):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{top}{TITLE}\n{BODY}\n[责任编辑 何青禾 ]\n"))
    assert (found.title, lines(found)) == (TITLE, TEXT)


def test_who_wrote_and_took_it_is_no_headline(tmp_path):
    page = f"{TITLE}\n【文/江城新闻网 何青禾】\n{BODY}\n"
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert [line.text for line in found.headlines] == [TITLE]
    assert lines(found)[-3:] == TEXT


def test_an_advertisement_and_a_figure_remain(tmp_path):
    assert [each.title for each in articles(read_file(tmp_path, "1.txt", "广告\n"))] == ["广告"]
    assert [each.title for each in articles(read_file(tmp_path, "1.txt", f"2025\n{BODY}\n"))] == ["2025"]


def test_two_lines_that_are_cut_may_be_of_the_text(tmp_path):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{TITLE}\n{BODY}\n江城的夜……\n江城的桥……\n"))
    assert lines(found) == [*TEXT, "江城的夜……", "江城的桥……"]


def test_what_is_said_of_a_picture_is_no_title_though_it_is_there_twice(tmp_path):
    caption = "江城市民在大桥两岸观看合龙（江城社 罗远摄）"
    page = f"当前位置: > 电讯 > {TITLE}\n\n热点搜索\n\n{TITLE}\n\n{caption}\n\n{caption}\n\n{BODY}\n"
    (found,) = articles(read_file(tmp_path, "1.txt", page))
    assert [line.text for line in found.headlines] == [TITLE]
    assert [line for line in lines(found) if line != caption] == TEXT
