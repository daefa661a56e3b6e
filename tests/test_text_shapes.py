"""Texts that are no pages: corpora, exports and crawls. What is read of each shape, and what must not be taken for one."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.model import Article
from newsgrep.readers import Problem, ReadOptions, SourceFile, read_articles
from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.format_table import FORMATS, Head, format_of
from newsgrep.readers.records import Record

T1, T2, T3 = "江城地铁5号线今日开工 全线设站二十三座", "鹭洲湿地迎来今年首批白鹤", "青石县春茶开采 鲜叶收购价涨两成"
B1 = "3月18日上午，江城地铁5号线一期工程在北岸区双桥路站工地开工。线路全长31.6公里，设站二十三座。"
B2 = "市轨道交通集团介绍，5号线是江城首条全自动运行线路，建成后渡口新村到高铁东站的时间将缩短为27分钟。"
B3 = "昨日清晨，巡护员丁苇在鹭洲湿地西滩数到了47只白鹤，这是今年北归途中停歇的第一批，比去年早到六天。"


class Told(NamedTuple):
    """What a user is told of an article."""

    title: str
    body: str
    date: str | None = None
    source: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()


Found = list["Article | Problem"]


def told(found: Found) -> list[Told]:
    return [
        Told(
            one.title,
            "\n".join(part.text for part in one.paragraphs),
            one.date,
            one.source,
            one.section,
            one.reporters,
        )
        for one in found
        if isinstance(one, Article)
    ]


def problems(found: Found) -> list[str]:
    return [str(one.message) for one in found if isinstance(one, Problem)]


def places(found: Found) -> list[tuple[int, int]]:
    """The line of the title, or of the first paragraph, and that of the last."""
    return [
        ((one.headlines or one.paragraphs)[0].line, (one.paragraphs or one.headlines)[-1].line)
        for one in found
        if isinstance(one, Article)
    ]


FULL = Told(T1, f"{B1}\n{B2}", "2025-03-18", "江城日报", None, ("何青禾",))
SECOND = Told(T2, B3, "2025-03-19", "江城晚报")

# Doc blocks

GIGAWORD = f"""<DOC id="XIN_CMN_20250318.0001" type="story" >
<HEADLINE>
{T1}
</HEADLINE>
<DATELINE>
新华社江城3月18日电
</DATELINE>
<TEXT>
<P>
{B1[:30]}
{B1[30:]}
</P>
<P>
{B2}
</P>
</TEXT>
</DOC>
"""
TREC = f"<DOC>\n<DOCNO> XIN20250318.0002 </DOCNO>\n<HEADLINE>{T1}</HEADLINE>\n<TEXT>\n<P>{B1}</P>\n<P>{B2}</P>\n</TEXT>\n</DOC>\n"
ACE = f"""<DOC>
<DOCID> CNA20250318.1100.0003 </DOCID>
<DOCTYPE SOURCE="newswire"> NEWS STORY </DOCTYPE>
<DATETIME> 20250318110003 </DATETIME>
<BODY>
<HEADLINE>
{T1}
</HEADLINE>
<TEXT>
{B1}

{B2}
</TEXT>
</BODY>
</DOC>
"""
PARAGRAPHS = f"<doc docid='7' date='2025-03-18'>\n<title>{T1}</title>\n<p>{B1}</p>\n<p>{B2}</p>\n</doc>\n"


@pytest.mark.parametrize("name", ["1.txt", "xin_cmn_202503", "1.xml", "1.sgm.dat"])
@pytest.mark.parametrize("doc", [GIGAWORD, TREC, ACE, PARAGRAPHS])
def test_docs_have_headline_text_and_the_date_of_their_id(read, name: str, doc: str):
    assert told(read(name, doc * 2)) == [Told(T1, f"{B1}\n{B2}", "2025-03-18")] * 2


def test_the_id_of_a_doc_is_its_attribute_and_lines_are_those_of_the_file(read):
    found = read("1", GIGAWORD + GIGAWORD.replace("0001", "0002"))
    assert [one.key for one in found] == ["XIN_CMN_20250318.0001", "XIN_CMN_20250318.0002"]
    assert places(found) == [(3, 14), (20, 31)]


def test_a_summary_with_a_short_text_is_its_headline(read):
    doc = f"<doc id=0>\n    <human_label>4</human_label>\n    <summary>\n        {T1}\n    </summary>\n    <short_text>\n        {B1}\n    </short_text>\n</doc>\n"
    assert told(read("PART_II.txt", doc)) == [Told(T1, B1)]


def test_text_without_elements_is_a_body_and_its_title_is_not_repeated(read):
    page = f'<doc id="5" url="https://w.example/?curid=5" title="江城 &amp; 澜江">\n江城 & 澜江\n\n{B1}\n\n历史.\n{B2}\n</doc>\n'
    found = read("AA/wiki_00", page + '<doc id="6" title="空">\n空\n\n</doc>\n')
    assert told(found) == [Told("江城 & 澜江", f"{B1}\n历史.\n{B2}"), Told("空", "")]
    assert [part.line for part in found[0].paragraphs] == [4, 6, 7]


def test_segments_of_a_translation_set_are_text(read):
    doc = f'<srcset setid="mt08" srclang="zh">\n<doc docid="AFP_CMN_20250318.0022">\n<hl>\n<seg id="1"> {T1} </seg>\n</hl>\n<p>\n<seg id="2"> {B1} </seg>\n</p>\n</doc>\n</srcset>\n'
    assert told(read("1.sgm.txt", doc)) == [Told(T1, B1, "2025-03-18")]


def test_sogou_docs_have_date_and_source_of_their_address(read):
    doc = f"<doc>\n<url>http://news.sohu.example/20250318/n1.shtml</url>\n<docno>a-1</docno>\n<contenttitle>{T1}</contenttitle>\n<content>{B1}</content>\n</doc>\n"
    assert told(read("1.dat", doc)) == [Told(T1, B1, "2025-03-18", "news.sohu.example")]


# Words with tags


def tagged(text: str) -> str:
    return "  ".join(f"{mark}/{'w' if mark in '，。（）' else 'n'}" for mark in text if mark != " ")


def test_tagged_words_are_joined_and_articles_are_told_by_their_numbers(read):
    corpus = (
        f"19980101-01-001-001/m  {tagged(T2)}  \r\n19980101-01-001-002/m  {tagged(B3)}  \r\n\r\n"
        f"19980101-02-002-001/m  [江城/ns  大学/n]nt  开学/v  \r\n19980101-02-002-002/m  今天/t  {tagged('开学。')}\r\n"
    )
    found = read("199801.txt", corpus.encode("gb18030"))
    assert told(found) == [
        Told(T2, B3, "1998-01-01", None, "01版"),
        Told("江城大学开学", "今天开学。", "1998-01-01", None, "02版"),
    ]
    assert [one.key for one in found] == ["19980101-01-001", "19980101-02-002"]
    assert places(found) == [(1, 2), (4, 5)]


def test_tagged_words_without_numbers_are_parted_by_blank_lines(read):
    found = read("1.txt", f"{tagged(T2)}\n{tagged(B3)}\n\n江城_NR 开学_VV 了_AS 。_PU\n今天_NT 晴_VA 。_PU\n")
    assert told(found) == [Told(T2, B3), Told("", "江城开学了。\n今天晴。")]


def test_a_corpus_of_tagged_sentences_that_says_nothing_of_articles_is_named(read):
    found = read("1.txt", f"{tagged(B3)}\n" * 500)
    assert not told(found)
    assert problems(found) == ["tagged words without numbers of articles or blank lines between them; not read"]


# Unnamed columns


def test_label_and_text(read):
    corpus = "".join(f"{label}\t{text}\n" for label, text in (("时政", B1), ("体育", B3), ("财经", B2)))
    assert told(read("cnews.train.txt", corpus)) == [
        Told("", B1, section="时政"),
        Told("", B3, section="体育"),
        Told("", B2, section="财经"),
    ]


def test_headlines_with_the_number_of_a_class_have_no_section(read):
    corpus = "".join(f"{title}\t{number % 3}\n" for number, title in enumerate([T1, T2, T3, T2 + "了"]))
    assert told(read("train.txt", corpus)) == [Told(title, "") for title in (T1, T2, T3, T2 + "了")]


def test_numbers_that_differ_are_ids(read):
    found = read("titles.txt", f"301\t{T1}\n302\t{T2}\n303\t{T3}\n")
    assert [(one.key, one.title) for one in found] == [("301", T1), ("302", T2), ("303", T3)]


def test_headline_and_text_in_columns_without_names(read):
    assert told(read("1.txt", f"{T1}\t{B1}\n{T2}\t{B3}\n{T3}\t{B2}\n")) == [Told(T1, B1), Told(T2, B3), Told(T3, B2)]


@pytest.mark.parametrize("line", ["财经\t{}", "__label__财经 {}", "__label__财经 , {}", "{} __label__财经"])
def test_segmented_text_is_joined(read, line: str):
    corpus = "\n".join(line.format(" ".join(text)) for text in (B1, B2, B3))
    assert told(read("1.txt", corpus)) == [Told("", text, section="财经") for text in (B1, B2, B3)]


def test_a_line_unlike_the_others_is_named(read):
    corpus = "".join(f"体育\t{B3}第{number}\n" for number in range(60)) + f"{B1}\n"
    found = read("1.txt", corpus)
    assert len(told(found)) == 60
    assert [(one.line, one.lost) for one in found if isinstance(one, Problem)] == [(61, True)]


def test_headlines_of_toutiao(read):
    found = read(
        "toutiao_cat_data.txt",
        f"6552431613437805060_!_100_!_news_story_!_{T1}_!_地铁,交通\n6552431613437805061_!_113_!_news_world_!_{T2}_!_\n",
    )
    assert [(one.key, one.title, one.section) for one in found] == [
        ("6552431613437805060", T1, "news_story"),
        ("6552431613437805061", T2, "news_world"),
    ]
    (article,) = read("train.txt", f"1000866069|,|tip,news|,|{T1}|,|地铁|,|\n")
    assert (article.key, article.title, article.section) == ("1000866069", T1, "tip,news")


# Blocks

NAMED = f"标题：{T1}\n来源：江城日报\n时间：2025-03-18 09:15:00\n作者：何青禾\n正文：\n{B1}\n{B2}\n\n标题：{T2}\n来源：江城晚报\n时间：2025-03-19\n正文：\n{B3}\n"
BLOCKS = {
    "labels": NAMED,
    "boxes": NAMED.replace("标题：", "【标题】").replace("来源：", "【 来  源 】").replace("时间：", "【时间】").replace("作者：", "【作者】").replace("正文：", "【正文】"),
    "rules": f"-----------\n标题：{T1}\n时间：2025-03-18  来源：江城日报  作者：何青禾\n链接：http://j.example/1\n\n{B1}\n{B2}\n-----------\n标题：{T2}\n时间：2025-03-19\n来源：江城晚报\n\n{B3}\n-----------\n",
    "English": f"Title: {T1}\nDate: 2025-03-18\nSource: 江城日报\nAuthor: 何青禾\nContent: {B1}\n\n{B2}\n\nTitle: {T2}\nDate: 2025-03-19\nSource: 江城晚报\nContent: {B3}\n",
    "below": f"标题：{T1}\n正文：{B1}\n{B2}\n来源：江城日报\n时间：2025-03-18\n作者：何青禾\n\n标题：{T2}\n正文：{B3}\n来源：江城晚报\n时间：2025-03-19\n",
    "numbers": f"1.\n标题：{T1}\n来源：江城日报\n日期：2025-03-18\n作者：何青禾\n内容：{B1}\n{B2}\n\n2.\n标题：{T2}\n来源：江城晚报\n日期：2025-03-19\n内容：{B3}\n",
    "TRS": f"<REC>\n<标题>={T1}\n<日期>=2025.03.18\n<来源>=江城日报\n<作者>=何青禾\n<正文>=\n{B1}\n{B2}\n<REC>\n<标题>={T2}\n<日期>=2025.03.19\n<来源>=江城晚报\n<正文>={B3}\n",
}  # fmt: skip


@pytest.mark.parametrize("text", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_labelled_blocks(read, text: str, encoding: str):
    assert told(read("2025年3月.txt", text.encode(encoding))) == [FULL, SECOND]


def test_lines_of_blocks_are_those_of_the_file(read):
    assert places(read("1.txt", NAMED)) == [(1, 7), (9, 13)]


def test_several_boxes_on_a_line(read):
    text = f"【 文献号 】4-94【原文出处】江城日报【原刊地名】江城【 标  题 】{T1}【 作  者 】何青禾\n【 正  文 】\n　　{B1}\n　　{B2}\n"
    assert told(read("C3-Art001.txt", text)) == [FULL._replace(date=None)]


def test_labels_within_a_body_are_text(read):
    notice = f"标题：{T1}\n时间：2025-03-18\n正文：\n{B1}\n时间：3月20日上午九点\n地点：江城礼堂\n{B2}\n"
    assert told(read("1.txt", notice)) == [Told(T1, f"{B1}\n时间：3月20日上午九点\n地点：江城礼堂\n{B2}", "2025-03-18")]


def test_a_label_that_begins_blocks_may_recur_in_a_body(read):
    text = f"时间：2025-03-18\n标题：{T1}\n内容：{B1}\n时间：3月20日上午\n{B2}\n\n时间：2025-03-19\n标题：{T2}\n内容：{B3}\n"
    assert told(read("1.txt", text)) == [
        Told(T1, f"{B1}\n时间：3月20日上午\n{B2}", "2025-03-18"),
        Told(T2, B3, "2025-03-19"),
    ]


def test_what_is_above_the_first_of_several_blocks_is_no_text(read):
    assert told(read("1.txt", f"共检索到 2 条结果\n\n{NAMED}")) == [FULL, SECOND]


def test_posts_of_weibo(read):
    post = "{}:{}\n微博位置: 无\n发布时间: {} 09:15\n点赞数: 0   转发数: 0   评论数: 0\n发布工具: 微博\n\n"
    head = "用户信息\n用户昵称：江城日报\n微博数：2\n\n原创微博内容: \n"
    found = read("1.txt", head + post.format(1, f"{B1}\n{B2}", "2025-03-18") + post.format(2, B3, "2025-03-19"))
    assert told(found) == [
        Told("", f"{B1}\n{B2}", "2025-03-18", "江城日报"),
        Told("", B3, "2025-03-19", "江城日报"),
    ]


def test_blocks_parted_by_rules_with_a_line_of_facts(read):
    text = f"{T1}\n2025-03-18 09:15 江城日报 记者 何青禾\n\n{B1}\n{B2}\n==========\n{T2}\n2025-03-19 来源：江城晚报\n{B3}\n==========\n{T3}\n2025-03-20 澜江通讯\n{B2}\n"
    found = read("1.txt", text)
    assert told(found) == [FULL, SECOND, Told(T3, B2, "2025-03-20", "澜江通讯")]
    assert places(found) == [(1, 5), (7, 9), (11, 13)]


# Citations

CITATIONS = {
    "1.txt": f"%0 Newspaper Article\r\n%A 何青禾\r\n%T {T1}\r\n%J 江城日报\r\n%8 2025-03-18\r\n%P 001\r\n%I 江城日报社\r\n%X <正>{B1}\r\n%W CNKI\r\n\r\n%0 Newspaper Article\r\n%T {T2}\r\n%J 江城晚报\r\n%D 2025\r\n",
    "1.ris": f"TY  - NEWS\nTI  - {T1}\nAU  - 何青禾\nT2  - 江城日报\nDA  - 2025/03/18/\nPY  - 2025\nSP  - 1\nAB  - {B1}\nER  - \n\nTY  - NEWS\nTI  - {T2}\nPB  - 江城晚报\nPY  - 2025\nER  - \n",
    "1.net": f"{{Reference Type}}: Newspaper Article\n{{Title}}: {T1}\n{{Author}}: 何青禾;\n{{Newspaper}}: 江城日报\n{{Date}}: 2025-03-18\n{{Pages}}: 001\n{{Abstract}}: {B1}\n{{Database Provider}}: CNKI\n\n{{Reference Type}}: Newspaper Article\n{{Title}}: {T2}\n{{Newspaper}}: 江城晚报\n{{Year}}: 2025\n",
    "2.txt": f"RT Newspaper Article\nSR 1\nA1 何青禾\nT1 {T1}\nJF 江城日报\nYR 2025\nFD 2025-03-18\nOP 001\nAB <正>{B1}\nDS CNKI\n\nRT Newspaper Article\nSR 1\nT1 {T2}\nJF 江城晚报\nYR 2025\n",
    "3.txt": f"DataType: 1\nTitle-题名: {T1}\nAuthor-作者: 何青禾;\nSource-报纸: 江城日报\nYear-年: 2025\nPubTime-出版时间: 2025-03-18\nSummary-摘要: <正>{B1}\nPage-页码: 001\nSrcDatabase-来源库: 报纸\nDataType: 1\nTitle-题名: {T2}\nSource-报纸: 江城晚报\nYear-年: 2025\n",
    "4.txt": f"SrcDatabase-来源库: 报纸\nTitle-题名: {T1}\nAuthor-作者: 何青禾;\nSource-文献来源: 江城日报\nPubTime-发表时间: 2025-03-18\nKeyword-关键词: 大桥;;通车\nSummary-摘要: {B1}\nPage-页码: 001\n\nSrcDatabase-来源库: 报纸\nTitle-题名: {T2}\nSource-文献来源: 江城晚报\nYear-年: 2025\n",
    "5.txt": f"SrcDatabase-来源库: 报纸\nTitle-题名: {T1}\nAuthor-作者: 何青禾;\nSource-文献来源: 江城日报\nPubTime-发表时间: 2025-03-18\nFulltext-全文: {B1}\nPage-页码: 001\n\nSrcDatabase-来源库: 报纸\nTitle-题名: {T2}\nSource-文献来源: 江城晚报\nYear-年: 2025\n",
}  # fmt: skip


@pytest.mark.parametrize("name", CITATIONS)
def test_citations_are_articles_with_their_abstracts(read, name: str):
    assert told(read(name, CITATIONS[name])) == [
        Told(T1, B1, "2025-03-18", "江城日报", "01版", ("何青禾",)),
        Told(T2, "", "2025", "江城晚报"),
    ]


def test_an_abstract_may_have_several_lines_and_a_citation_several_authors(read):
    (article,) = read("1.enw", f"%0 Journal Article\n%T {T1}\n%A Lee, Ann\n%A 何青禾\n%X {B1}\n{B2}\n%P 12-18\n")
    assert told([article]) == [Told(T1, f"{B1}\n{B2}", authors=("Ann Lee", "何青禾"))]


def test_a_file_of_citations_without_any_is_named(read):
    assert problems(read("1.ris", f"{T1}\n{B1}\n")) == ["contains no citations in a known style; not read"]


def test_a_list_of_references(read):
    found = read(
        "1.txt",
        f"[1]何青禾.{T1}[N].江城日报,2025-03-18(001).\n[2]韩露,罗远. {T2}[N]. 江城晚报,2025-03-19(A02).\n[3]秦越. 澜江志[M]. 江城: 江城出版社, 2025.\n",
    )
    assert told(found) == [
        Told(T1, "", "2025-03-18", "江城日报", "01版", ("何青禾",)),
        Told(T2, "", "2025-03-19", "江城晚报", "A02版", ("韩露", "罗远")),
    ]
    assert problems(found) == ["not a citation of a newspaper article; not read"]


# Press databases


def test_references_with_abstracts(read):
    found = read(
        "1.txt", f"[1]何青禾.{T1}[N].江城日报,2025-03-18(001).\n摘要：{B1}\n[2]韩露. {T2}[N]. 江城晚报,2025-03-19.\n"
    )
    assert told(found) == [
        Told(T1, B1, "2025-03-18", "江城日报", "01版", ("何青禾",)),
        Told(T2, "", "2025-03-19", "江城晚报", authors=("韩露",)),
    ]


WISERS = f"江城日报 | 2025-03-18\n報章 | A01 | 要闻 | By 何青禾\n{T1}\n\n{B1}\n\n{B2}\n\n文章編號: 202503180000001\n\n慧科訊業有限公司\n------------\n"
WISERS_BELOW = f"文章 1\n{T1}\n江城日报 | 2025-03-18\n報章 | A01 | 要闻 | By 何青禾\n\n{B1}\n\n{B2}\n\n文章编号：202503180000001\n本內容之版權歸合法擁有人所有。\n\n"
NEXIS = f"{T1}\n江城日报\n2025年3月18日 星期二\n\nCopyright 2025 江城日报 All Rights Reserved\n\nSection: 要闻\nLength: 233 words\nByline: 何青禾\n\nBody\n\n{B1}\n\n{B2}\n\nLoad-Date: March 18, 2025\n\nEnd of Document\n\n"
NEXIS_OLD = f"                    1 of 2 DOCUMENTS\n\n\n                    江城日报\n\n                 2025年3月18日\n\n{T1}\n\nBYLINE: 何青禾\n\nSECTION: 要闻\n\nLENGTH: 233 words\n\n{B1}\n\n{B2}\n\nLOAD-DATE: March 18, 2025\n\nLANGUAGE: CHINESE\n\n          Copyright 2025 江城日报\n              All Rights Reserved\n\n"
FACTIVA = f"{T1}\n何青禾\n233 字\n2025 年 3 月 18 日\n09:15\n江城日报\nJCRB\n中文\n版权所有 2025\n\n{B1}\n\n{B2}\n\n文件 JCRB000020250318el3i00001\n\n"
FACTIVA_CODES = f"HD  {T1}\nBY  何青禾\nWC  233 字\nPD  2025 年 3 月 18 日\nSN  江城日报\nSC  JCRB\nSE  要闻\nLA  中文\nLP  {B1}\nTD  {B2}\nAN  文件 JCRB000020250318el3i00001\n\n"


@pytest.mark.parametrize(
    "text",
    [WISERS, WISERS_BELOW, NEXIS, NEXIS_OLD, FACTIVA, FACTIVA_CODES],
    ids=("wisers", "wisers below", "nexis", "nexis before 2018", "factiva", "factiva codes"),
)
def test_exports_of_press_databases(read, text: str):
    found = read("1.txt", text * 2)
    assert [one._replace(section=None) for one in told(found)] == [FULL] * 2
    assert not problems(found)


def test_an_article_cut_off_is_named(read):
    assert problems(read("1.txt", WISERS + WISERS[:60])) == ["an article without its end; not read"]
    assert problems(read("2.txt", FACTIVA + FACTIVA[:90])) == ["an article without its end; not read"]


def test_an_article_whose_newspaper_is_not_told_is_named_and_the_next_is_read(read):
    found = read("1.txt", WISERS + f"{T2}\n{B3}\n文章編號: 202503190000002\n" + WISERS)
    assert [one.title for one in told(found)] == [T1, T1]
    assert problems(found) == ["its newspaper and date were not found; not read"]


# An article per line


def test_an_article_per_line(read):
    lines = [f"本报讯（记者何青禾）{B1}", f"江城晚报讯 {B3}", f"新华社江城3月20日电 （记者秦越）{B2}", f"{T2}　{B3}"]
    found = read("news_2025.txt", "\n".join(lines) + "\n")
    assert [one.body for one in told(found)] == lines
    assert [one.line for one in found] == [1, 2, 3, 4]


def test_hot_lists(read):
    found = read(
        "output/2025年03月18日/txt/09时30分.txt",
        f"weibo | 微博\n1. {T1}\n2. {T2} [URL:https://w.example/1] [MOBILE:https://m.example/1]\n\nzhihu\n1. {T3}\n\n==== 以下ID请求失败 ====\nbaidu\n",
    )
    assert told(found) == [
        Told(T1, "", "2025-03-18", "微博"),
        Told(T2, "", "2025-03-18", "微博"),
        Told(T3, "", "2025-03-18", "zhihu"),
    ]


@pytest.mark.parametrize("number", ["", "{}. ", "{}、"])
def test_a_list_of_headlines(read, number: str):
    titles = [f"{place}城地铁今日开工 全线设站二十三座" for place in "东西南北春夏秋冬天地玄黄"]
    text = "".join(f"{number.format(at)}{title}\n" for at, title in enumerate(titles, start=1))
    assert [one.title for one in told(read("1.txt", text))] == titles


def test_a_list_of_words_is_no_news(read):
    found = read("cnews.vocab.txt", "".join(f"{chr(0x4E00 + at)}\n" for at in range(500)))
    assert not told(found)
    assert problems(found) == ["a list of words, not news; skipped"]


# A story per file


def test_the_folder_or_the_name_of_a_story_tells_its_section(read):
    story = f"{T1}\n　　{B1}\n　　{B2}\n"
    assert told(read("THUCNews/社会/4.txt", story)) == [Told(T1, f"{B1}\n{B2}", section="社会")]
    assert told(read("江城日报/20250318/20250318-A03-2.txt", f"\n{T1}\n\n{B1}\n{B2}\n")) == [
        Told(T1, f"{B1}\n{B2}", "2025-03-18", "江城日报", "A03版")
    ]
    assert told(read("稿件/4.txt", story)) == [Told(T1, f"{B1}\n{B2}")]
    assert told(read("第03版：民生/4.txt", story)) == [Told(T1, f"{B1}\n{B2}", section="03版 民生")]


STORIES = {
    "labels on a line": f"{T1}\n来源：江城日报 时间：2025-03-18 作者：何青禾\n{B1}\n{B2}\n",
    "address above": f"https://j.example/1\n{T1}\n2025年03月18日09:15  江城日报 记者 何青禾\n{B1}\n{B2}\n",
}


@pytest.mark.parametrize("text", STORIES.values(), ids=STORIES)
def test_lines_of_facts_below_a_title_are_facts(read, text: str):
    assert told(read("1.txt", text)) == [FULL]


def test_a_labelled_line_without_a_date_is_text(read):
    (article,) = told(read("1.md", f"# {T1}\n\n时间：周一至周五，上午九点\n\n{B1}\n"))
    assert article == Told(T1, f"时间：周一至周五，上午九点\n{B1}")
    (article,) = told(read("1.txt", f"{T1}\n摘要：5号线今日开工。\n{B1}\n{B2}\n"))
    assert "摘要：5号线今日开工。" in article.body


# Markdown

FRONT = f"""---
title: "{T1}"
date: 2025-03-18 09:15:00
author: 何青禾  # 记者
source: 江城日报
categories:
  - 要闻
tags: [地铁, 交通]
---
<!-- more -->
![封面](https://j.example/1.jpg)

{B1[:9]}**{B1[9:]}**

> {B2[:9]}[{B2[9:19]}](https://j.example/a_(b)){B2[19:]}
"""


@pytest.mark.parametrize("name", ["_posts/1.md", "1.txt", "1"])
def test_front_matter_is_facts_and_marks_are_no_text(read, name: str):
    found = read(name, FRONT)
    assert told(found) == [FULL._replace(section="要闻")]
    assert places(found) == [(2, 15)]


@pytest.mark.parametrize(
    "front",
    [
        f'+++\ntitle = \'{T1}\'\ndate = 2025-03-18T09:15:00+08:00\nauthor = "何青禾"\nsource = "江城日报"\n+++\n',
        f'---\ntitle: >-\n  {T1}\npublished: 2025-03-18\ncreated: 2025-06-01\nauthor:\n  - "[[何青禾]]"\nsource: 江城日报\n---\n',
        f"title: {T1}\ndate: 2025-03-18\nauthor: 何青禾\nsource: 江城日报\n---\n",
        f"# {T1}\n\n> 来源：江城日报  \n> 时间：2025-03-18\n> 作者：何青禾\n\n## 正文\n",
        f"{T1}\n===\n\n原创 何青禾 江城日报 2025年3月18日 09:15 江城\n",
        f"# {T1}\n\n**来源**：江城日报 | **时间**：2025-03-18 | **作者**：何青禾\n",
    ],
)
def test_facts_of_a_markdown_story(read, front: str):
    assert told(read("1.md", f"{front}\n{B1}\n\n{B2}\n")) == [FULL]


def test_subheads_of_a_story_begin_no_article(read):
    (article,) = told(read("1.md", f"# {T1}\n\n{B1}\n\n## 开工\n\n{B2}\n\n## 影响\n\n{B3}\n"))
    assert article == Told(T1, f"{B1}\n开工\n{B2}\n影响\n{B3}")


def test_a_digest_has_an_article_per_heading(read):
    digest = f"# 《江城早报》 (20250318)\n\n## 新闻摘要\n\n1.{T1}；\n\n2.{T2}；\n\n## 详细新闻\n\n### {T1}\n\n<p><strong>{B1}</strong></p><p>{B2}</p>\n\n### {T2}\n\n{B3}\n\n---\n\n(更新时间戳: 1742300000000)\n"
    found = read("news/20250318.md", digest)
    assert told(found) == [Told(T1, f"{B1}\n{B2}", "2025-03-18"), Told(T2, B3, "2025-03-18")]
    assert [one.line for one in found] == [11, 15]


def test_items_of_a_digest_have_parts_and_facts_of_their_own(read):
    item = "## {}. {}\n\n**来源：** 江城日报  \n**时间：** Tue, 18 Mar 2025 01:15:00 GMT  \n\n### 摘要\n\n地铁开工。\n\n### 正文\n\n{}\n\n**链接：** https://j.example/1\n\n---\n\n"
    head = "# 江城新闻 - 2025年11月29日\n\n**归档日期：** 2025-11-30 01:04:03  \n**新闻数量：** 2条\n\n---\n\n"
    found = read("2025/11/29/江城.md", head + item.format(1, T1, f"{B1}\n\n{B2}") + item.format(2, T2, B3))
    assert told(found) == [Told(T1, f"{B1}\n{B2}", "2025-03-18", "江城日报"), Told(T2, B3, "2025-03-18", "江城日报")]
    assert found[0].url == "https://j.example/1"


def test_a_list_of_links(read):
    links = "".join(
        f"{at}. [{title}](https://w.example/?q=%23{at}%23) 12万\n"
        for at, title in enumerate([T1, T2, T3, T1 + "一", T2 + "二"])
    )
    found = read("archives/2025-03-18.md", f"# 2025-03-18\n\n## 热搜\n\n{links}")
    assert told(found)[1:3] == [Told(T2, "", "2025-03-18", None, "热搜"), Told(T3, "", "2025-03-18", None, "热搜")]


# SQL

MYSQL = f"""-- MySQL dump 10.13
CREATE TABLE `news` (
  `id` int NOT NULL AUTO_INCREMENT,
  `title` varchar(255) COMMENT '标题; (短)',
  `content` longtext,
  `pub_date` datetime,
  PRIMARY KEY (`id`),
  KEY `t` (`title`)
) ENGINE=InnoDB;
/*!40000 ALTER TABLE `news` DISABLE KEYS */;
INSERT INTO `news` VALUES (1,'{T1}','{B1}\\n他说：\\'好\\'（;），\\"O''Brien\\"','2025-03-18'),(2,'{T2}','{B3}',NULL);
CREATE TABLE `users` (`id` int, `name` varchar(20));
INSERT INTO `users` VALUES (1,'管理员');
"""  # noqa: S608 - a dump, not a query


def test_rows_of_a_mysql_dump(read):
    found = read("backup.sql", MYSQL)
    assert told(found) == [Told(T1, f"{B1}\n他说：'好'（;），\"O'Brien\"", "2025-03-18"), Told(T2, B3)]
    assert {(one.path, one.line) for one in found} == {("backup.sql/news", 11)}
    assert not problems(found)


SQL = {
    "PostgreSQL": f"-- PostgreSQL database dump\nCREATE TABLE public.news (\n    id integer NOT NULL,\n    title text\n);\nCREATE INDEX i ON public.news (id);\nCOPY public.news (id, title, content, pub_date) FROM stdin;\n1\t{T1}\t{B1}\\n{B2}\t2025-03-18\n2\t{T2}\t{B3}\t\\N\n\\.\n",
    "SQLite": f"PRAGMA foreign_keys=OFF;\nCREATE TABLE news (id INTEGER PRIMARY KEY, title TEXT, content TEXT, date TEXT);\nINSERT INTO news VALUES(1,'{T1}',replace('{B1}\\n{B2}','\\n',char(10)),'2025-03-18');\nINSERT INTO news VALUES(2,'{T2}','{B3}',NULL);\n",
    "SQL Server": f"SET IDENTITY_INSERT [dbo].[News] ON\nINSERT [dbo].[News] ([Id], [Title], [Content], [Date]) VALUES (1, N'{T1}', N'{B1}\n{B2}', CAST(N'2025-03-18T00:00:00' AS DateTime))\nGO\nINSERT [dbo].[News] ([Id], [Title], [Content]) VALUES (2, N'{T2}', N'{B3}')\nGO\n",
    "Oracle": f"INSERT INTO NEWS (ID, TITLE, CONTENT, PUBDATE)\nVALUES (1, '{T1}', '{B1}\n{B2}', to_date('2025-03-18', 'YYYY-MM-DD'));\nINSERT INTO NEWS (ID, TITLE, CONTENT)\nVALUES (2, '{T2}', '{B3}');\n",
}  # fmt: skip


@pytest.mark.parametrize("text", SQL.values(), ids=SQL)
def test_rows_of_other_dumps(read, text: str):
    assert told(read("1.sql", text)) == [Told(T1, f"{B1}\n{B2}", "2025-03-18"), Told(T2, B3)]


def test_a_table_of_long_texts_without_a_known_column_is_named(read):
    statement = "INSERT INTO gaojian (bh, nr1) VALUES (1, '{}');\n"
    found = read("1.sql", statement.format(B1 + B2))
    assert problems(found) == ["no title or body found among its fields: bh, nr1"]


def test_a_string_of_sql_that_does_not_end_is_named_by_line(read):
    found = read("1.sql", f"INSERT INTO news (id, title) VALUES\n(1, '{T1}'),\n(2, '{T2});\n")
    assert [(one.line, one.lost) for one in found if isinstance(one, Problem)] == [(3, True)]


# What is no such shape


def paragraphs(*texts: str) -> str:
    return "\n".join(texts) + "\n"


PROSE = {
    "story": paragraphs(T1, B1, B2, B3),
    "story without a title": paragraphs(f"本报讯（记者何青禾）{B1}", B2, B3, "施工期间，公交绕行方案已在站牌公布。"),
    "indented story": paragraphs(T1, f"　　本报讯（记者何青禾）{B1}", f"　　{B2}", f"　　（记者秦越）{B3}"),
    "interview": paragraphs(T1, "记者：5号线何时开工？", f"程立波：{B1}", "记者：票价多少？", f"程立波：{B2}"),
    "notice": paragraphs("江城讲坛", "主题：怎样读报", "时间：3月20日", "地点：江城礼堂", B1),
    "page": paragraphs("江城日报 2025年3月18日 第01版：要闻", T1, f"本报讯（记者何青禾）{B1}", B2, T2, f"本报讯（记者秦越）{B3}"),
    "breaks": paragraphs(T1, B1, "* * *", B2, "* * *", B3),
    "list within": paragraphs("江城十件大事", *(f"{at}. {title}" for at, title in enumerate([T1, T2, T3], 1)), B1),
    "wrapped": paragraphs(*(B1 + B2 + B3)[: 20 * 6].replace("，", "，")[0:0].split(), *[(B1 + B2 + B3)[at : at + 20] for at in range(0, 140, 20)]),
    "poem": paragraphs("江城春早", *["澜江水暖鹭洲青", "白鹤归来第一声"] * 6),
    "file of SQL in words": paragraphs("INSERT是什么", "insert into 后面写表名，values 后面写各列的值。", B1),
}  # fmt: skip


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_prose_is_no_table(text: str):
    assert format_of(".txt", Head(text.encode())).name == "text"


# Hostile input

READERS = [
    row for row in FORMATS if row.takes == "lines" and row.reader.partition(":")[0] not in {"tables", "json_records"}
]
PIECES = st.sampled_from(
    [
        *("<doc>", "<DOC id='", '">', "</doc>", "<TEXT>", "</TEXT>", "<p>", "</p>", "\ue40c", "%0 Newspaper Article\n", "%T ", "TY  - NEWS\n", "ER  - \n"),
        *("DataType: 1\n", "Title-题名: ", "RT ", "{Title}: ", "[1]", "[N].", "江/n ", "19980101-01-001-001/m ", "[", "]nt", "体育\t", "_!_", "|,|", "__label__"),
        *("标题：", "【正文】", "<REC>\n", "来源：江城日报", "时间：2025-13-99", "-----\n", "=====\n", "1 of 2 DOCUMENTS\n", "LENGTH: 1 words\n", "Body\n"),
        *("End of Document\n", "233 字\n", "文件 JCRB000020250318el3i00001\n", "HD ", "文章編號: 202503180000001\n", "報章 | A01 |\n", "weibo | 微博\n", "1. "),
        *("---\n", "+++\n", "title: ", "- ", "[a](b)", "**", "# ", "![", "](", "|", "INSERT INTO `a` VALUES (", "'", "\\", ",", ");\n", "COPY a (b) FROM stdin;\n"),
        *("\\.\n", "CREATE TABLE t (", "江城日报", "今天合龙。", "\n", "\n\n", "\t", "　　", "2025-03-18", "https://j.example/1", "\0", "\ud800", "\u202e"),
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_records_and_problems(text: str):
    for row in READERS:
        assert row.accepts(Head(text.encode("utf-8", "surrogatepass")), by_suffix=False) in {True, False}
        for item in row.read("1.txt", [f"{line}\n" for line in text.split("\n")], FieldMap()):
            assert isinstance(item, (Record, Problem))
            assert isinstance(item, Problem) or all(1 <= line <= text.count("\n") + 1 for line in item.starts.values())


LONG = {
    **{f"many {piece!r}": piece * 20_000 for piece in ("<doc ", '<doc "', "<p>", "</p>", "<TEXT>", "江/n ", "[江/n ", "体育\t", "标题：", "【", "** ", "[a](", "![")},
    **{f"many lines of {piece!r}": f"{piece}\n" * 20_000 for piece in ("%T 江", "标题：江", "-----", "<p>江</p>", "1.", "x", "- a", "#", "文章編號: 202503180000001", "TY  - NEWS")},
    "a string": "INSERT INTO news VALUES (1,'" + "江\n" * 40_000,
    "brackets": "INSERT INTO news VALUES " + "(" * 40_000,
    "rows": "INSERT INTO news (id,title,content) VALUES " + "(1,'江','城')," * 20_000,
    "front matter": "---\n" + "a: [" * 20_000,
    "emphasis": "# 江\n" + "*_" * 20_000 + "\n",
    "a field of many": "<doc>" + "<p>江</p>\n" * 20_000 + "</doc>\n",
}  # fmt: skip


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_was_slow_to_read_is_read_in_time(text: str):
    """Each would take minutes if the work grew with the square of its size."""
    for row in READERS:
        assert row.accepts(Head(text.encode()), by_suffix=False) in {True, False}
        assert all(row.read("1.txt", text.splitlines(keepends=True), FieldMap()))


def test_json_in_a_text_is_still_json(read):
    assert [
        one.title for one in told(read("1.txt", json.dumps({"title": T1, "body": B1}, ensure_ascii=False) + "\n"))
    ] == [T1]


def test_a_page_whose_name_numbers_a_story_is_still_a_page(tmp_path):
    titles = ["新桥通车", "新馆开放", "候鸟北归", "书市开张"]
    text = "{}昨日在江城举行，市民踊跃参加。活动持续三天，共有两千人到场。"
    lines = [
        line for title in titles for line in (title, f"本报讯（记者何青禾）{text.format(title)}", text.format(title))
    ]
    location = tmp_path / "20250318-01-02.txt"
    location.write_text("\n\n".join(lines), encoding="utf-8")
    found = read_articles(SourceFile(location.name, location, location.stat().st_size, 0), ReadOptions())
    assert [article.title for article in found] == titles


@pytest.mark.parametrize(
    ("first", "is_title"),
    [("江城市召开春季植树动员会 强调各区各街道要把任务落到实处 " + "确保苗木成活率达到百分之九十五以上 " * 4, True), ("昨日，江城市召开动员会。", False)],
)  # fmt: skip
def test_a_long_first_line_that_is_no_sentence_is_the_title_of_a_story(tmp_path, first, is_title):
    location = tmp_path / "1.txt"
    location.write_text(
        f"{first}\n\n动员会在市体育馆举行，三千人到场。\n\n会议要求，春分以前全部种完。\n", encoding="utf-8"
    )
    (found,) = read_articles(SourceFile("1.txt", location, location.stat().st_size, 0), ReadOptions())
    assert (found.title == first.strip()) is is_title


LONG_TITLE = (
    "市委书记陈一帆对南浦渡口沉船事故作出重要指示 要求全力搜救落水人员 做好家属安抚工作 尽快查明原因 "
    "市长林晚晴提出具体要求 压实责任 排查隐患 保障两岸群众出行安全"
)
BELOW_LONG_TITLE = """江城网消息（早间新闻）：3月8日7时许，一艘渡船在南浦渡口因风浪过大倾覆，船上有十九人落水。
事故发生后，市委书记陈一帆作出指示，要求全力搜救。
根据指示，应急部门派出工作组前往现场。
"""


def test_a_first_line_that_is_no_sentence_is_a_title_however_long(read):
    (story,) = read("1.txt", f"{LONG_TITLE}\n\n{BELOW_LONG_TITLE}")
    assert (story.title, len(story.paragraphs)) == (LONG_TITLE, 3)


def test_a_first_line_that_is_a_sentence_is_none(read):
    found = read("1.txt", f"{LONG_TITLE}。\n\n{BELOW_LONG_TITLE}")
    assert not any(article.title for article in found)
