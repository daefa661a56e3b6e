"""Single stories copied from pages, messages and dumps of browsers, with what is around them there."""

import pytest
from read_files import articles, facts, lines, read_file

from newsgrep.model import Paragraph, Story
from newsgrep.readers.texts.story_files import without_rules

TITLE, TEXT = "江城大桥合龙", ["江城大桥8日合龙，全长三公里。", "市长陈一帆出席了仪式。"]
BODY = "\n".join(TEXT)
OF_RIGHTS = "凡本报记者署名文字、图片，版权均属江城日报社所有，违者将依法追究法律责任。"
DAY, PAPER = "2025-03-18", "江城日报"
DUMP = (
    f"   #[1]首页 [2]RSS\n\n     {TITLE}\n\n   {DAY} [3]{PAPER}\n\n   {TEXT[0]}\n\n   {TEXT[1]}\n\n"
    "References\n\n   1. https://j.example/\n   2. https://j.example/rss\n   3. https://j.example/s\n"
)


@pytest.mark.parametrize(
    ("text", "date", "source"),
    [
        (f"首页 > 要闻\n\n{TITLE}\n\n{DAY} 08:30  来源：{PAPER}  阅读：12次\n分享到：微信 微博\n\n{BODY}", DAY, PAPER),
        (f"{TITLE}\n原创 何青禾 {PAPER} 2025年3月18日 08:30 江苏\n\n{BODY}\n阅读 1.2万\n赞 86\n在看 32\n", DAY, PAPER),
        (f"{TITLE}\n点击上方“{PAPER}”可以订阅哦！\n{BODY}\n\n- END -\n\n来源：{PAPER}\n编辑：何青禾\n", None, PAPER),
        (f"{TITLE}\n2025年3月18日 下午3:20\n\n{BODY}\n\n#江城 #剪报\n", DAY, None),
        (f"发表于 2025-3-18 08:30:15 | 只看该作者\n\n{TITLE}\n\n{BODY}\n\n回复 举报\n", DAY, None),
        (f"江城新闻频道, [18/03/2025 08:30]\n{TITLE}\n\n{BODY}\n", DAY, "江城新闻频道"),
        (f"江城新闻频道, [03/05/2025 08:30]\n{TITLE}\n\n{BODY}\n", None, "江城新闻频道"),
        (f"转你一篇：\n\n> {TITLE}\n> {PAPER} {DAY}\n>\n> {TEXT[0]}\n>\n> {TEXT[1]}\n", DAY, PAPER),
        (f"{TITLE}\n{BODY}\n——{PAPER} {DAY}\n", DAY, PAPER),
        (f"节目名称：江城新闻联播\n播出时间：{DAY}\n标题：{TITLE}\n文字稿：\n{BODY}\n", DAY, "江城新闻联播"),
        (DUMP, DAY, PAPER),
        (
            f"{TITLE}\n{OF_RIGHTS}\n{BODY}\n声明：本文仅代表作者观点，如有侵权请联系删除。\n阅读 12\n",
            None,
            None,
        ),
    ],
    ids=[
        "a page with buttons",
        "a page of WeChat",
        "a forwarded page",
        "a note with tags",
        "a post",
        "a message",
        "a message of an unknown day",
        "a quotation",
        "a signature",
        "a programme",
        "a dump",
        "notices of rights",
    ],
)
def test_what_is_around_a_copied_story_is_none_of_it(tmp_path, text, date, source):
    found = read_file(tmp_path, "1.txt", text)
    assert facts(found) == [(TITLE, date, source)]
    assert list(map(lines, articles(found))) == [TEXT]


@pytest.mark.parametrize("end", ["“赞！”他说。", "主页 大桥 通车", "声明：江城大学没有举办过这样的比赛。"])
def test_what_only_looks_like_it_is_text(tmp_path, end):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{TITLE}\n{BODY}\n{end}\n"))
    assert lines(found) == [*TEXT, end]


def test_a_sign_between_stories_is_no_story():
    sign, text = (Story((), (Paragraph(line, ((0, 1),)),)) for line in ("-", "大桥今日合龙。"))
    assert without_rules((text, sign, text)) == (text, text)
    assert without_rules((sign,)) == (sign,)


@pytest.mark.parametrize("label", ["来源：", "作者："])
def test_a_sentence_behind_a_label_is_text(tmp_path, label):
    told = f"{label}江城新闻网江城新闻网3月18日讯，江城大桥今日合龙。全长三公里。"
    (found,) = articles(read_file(tmp_path, "1.txt", f"{told}\n{TEXT[1]}\n"))
    assert (found.source, lines(found)) == (None, [told, TEXT[1]])


@pytest.mark.parametrize("label", ["出版時間", "更新时间", "发布日期", "时间"])
@pytest.mark.parametrize("clock", ["", " 08:30"])
def test_the_label_of_a_day_needs_no_colon(tmp_path, label, clock):
    found = read_file(tmp_path, "1.txt", f"{TITLE}\n{label} 2025/03/18{clock}\n{BODY}\n")
    assert facts(found) == [(TITLE, DAY, None)]
    assert list(map(lines, articles(found))) == [TEXT]


@pytest.mark.parametrize(
    "line", ["记者何青禾／江城报导", "記者何青禾∕江城報導", "何青禾⁄江城報導", "本报记者 何青禾 罗远", "文/何青禾"]
)
def test_a_byline_above_a_text_without_a_title_is_none(tmp_path, line):
    (found,) = articles(read_file(tmp_path, "1.txt", f"{line}\n{BODY}\n"))
    assert found.headlines == ()
    assert found.reporters[0] == "何青禾"


def test_the_notice_of_who_published_a_text_is_none_of_it(tmp_path):
    notice = "发布者:新闻中心 ,转载请注明出处: https://j.example/archives/1"
    (found,) = articles(read_file(tmp_path, "1.txt", f"{TITLE}\n{BODY}\n{notice}\n"))
    assert lines(found) == TEXT
