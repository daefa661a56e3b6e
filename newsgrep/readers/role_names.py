"""The names that crawlers, databases and papers give to the fields of an article."""

from __future__ import annotations

import re

# Names without case, spaces and marks; the first that a record has is used, so more specific names come first.
FIELD_NAMES: dict[str, tuple[str, ...]] = {
    role: tuple(names.split())
    for role, names in {
        "title": (
            "title 标题 headline contenttitle newstitle urltitle 题目 主题 题名 篇名 文题 大标题 主标题 正标题 标题名称"
            " headlines maintitle titletext subject booktitle 名称 name heading hl biaoti"
            " chapter chaptername 章节 章节名"
        ),
        "body": (
            "body content 正文 text 内容 article maintext 全文 contenthtml contenttext bodytext bodyhtml fulltext"
            " articlebody articletext maincontent contents contentencoded 正文内容 详细内容 具体内容 内文 文本"
            " textcontent contenttxt htmlcontent longtext rawtext textraw plaintext 段落 paragraphs"
            " paragraph story passage message msg markdown contentmarkdown markdowncontent md contentmd mdcontent"
            " cooked messages conversations conversation dialogue dialog"
            " txt detail details pagecontent paras para neirong zhengwen"
        ),
        "date": (
            "发布时间 published publishtime pubdate publishedat datepublished datepublish"
            " publishdate publisheddate publishedtime pubtime publishat publishedon 发布日期 发表时间 发表日期"
            " 出版日期 出版时间 刊发日期 刊发时间 见报日期 刊登日期 报道时间 报道日期 发稿时间 发稿日期 发文时间"
            " 发文日期 推送时间 发博时间 fabushijian faburiqi fabiaoshijian date time 日期 时间 上线时间"
            " 完整日期 日期时间 年月日 postedat postdate posttime posted releasetime releasedate"
            " publish issuedate displaytime"
            " showtime urltime ptime pdate ctime datetime timestamp"
            " publishtimestamp pubtimestamp firstpublished firstpublishedat datetimepub inputtime"
            " publictime publicdate addtime adddate createtime createdat createdate"
            " created datecreated create 创建时间 添加时间 录入时间 updatetime updatedat updated lastmodified modified"
            " datemodified 更新时间 更新日期 issued firstcreated day dt ts pubtimelong"
            " docrelpubtime docreltime docpubtime riqi shijian declaredate fulldeclaredate dateline pub datetimestamp"
            " createdutc"
        ),
        "source": (
            "accountname screenname mpname 公众号 公众号名称 source 来源 media 媒体 报纸 publisher newspaper site"
            " sourcename sourcetitle medianame 媒体名称 报纸名称 报刊名称 报刊 报名 报章 报别 稿源 出处 文献来源 刊名"
            " 来源媒体 信息来源 来源名称 消息来源 发布媒体 刊发媒体 发布机构 发布单位 发稿单位 发文机构 网站名称 网站"
            " 站点 来源网站 sitename website"
            " mediasource srcname publication publicationtitle containertitle outlet papername paper journal"
            " provider origin nickname account 账号 博主 feedtitle pubtitle secondarytitle"
            " 公众号昵称 用户昵称 昵称 博主昵称 作者昵称 发布者"
            " copyfrom comefrom 出版物 feed src 来源平台 发布平台 平台名称 laiyuan"
            " sourcehostname sourcedomain domain hostname"
        ),
        "section": (
            "section 版面 版别 栏目 category channel 版次 分类 频道 版名 版面名称 版位 板块 版块 类别 专栏 栏目名称"
            " 栏目名 所属栏目 所属版面 频道名称 分类名称 newstype 新闻类型 新闻类别 sectionname categoryname categories"
            " catname channelname columnname column pagename labeldesc labelname class classname 版号 page pageno"
            " articletype infotype board forum label tag banmian lanmu leibie fenlei sort sortname types"
            " cate catename typename 公告类型 报告类型 文章类型 文章类别 kind"
        ),
        "author": (
            "author 记者 作者 authors reporter byline authorname writer writers creator dccreator 撰稿 撰稿人 撰文 采写"
            " 署名 本报记者 作者名 作者姓名 记者姓名 journalist reporters bookauthor postedby publishedby"
            " authorslist authorlist auth"
            " 发帖人 发布人 楼主"
            " zuozhe jizhe"
        ),
        "kind": "kind 类型",
        "url": (
            "url 链接 link 网址 href permalink sourceurl weburl pageurl shareurl originalurl originurl linkurl docurl"
            " 链接地址 来源链接 网页链接 地址链接 原文地址 url地址 urllink canonicalurl detailurl 连结 连结网址 lianjie"
            " canonical alternate videoaddress docpuburl mainentityofpage"
        ),
        "id": (
            "id docid docno _id 编号 uuid articleid newsid 文章号 稿号 记录号 aid nid mid guid sn contentid itemid"
            " articleno docnumber accessionnumber idstr artid 数据id 信息id"
        ),
    }.items()
}


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What names a file that the record was made from: its date and source may be in it.
FILE_NAMES = frozenset(_names("文件名 filename file filepath path 文件路径 文件 源文件"))
# When a record was fetched: times such as "3小时前" are relative to it. Never the date of an article.
SEEN_NAMES = frozenset(
    _names("crawltime crawledat crawldate fetchedat fetchtime 抓取时间 采集时间 爬取时间 datedownload scrapedat")
)
# Names of domains, whose values without a dot are those of platforms or kinds.
DOMAIN_NAMES = frozenset(_names("domain hostname sourcedomain"))
# A date in three fields.
DATE_PARTS = (frozenset(_names("year 年 年份")), frozenset(_names("month 月 月份")), frozenset(_names("day 日")))
# Names of what is a number as often as a section.
NUMBERED_NAMES = frozenset(
    _names("label tag class classname category type types sort newstype articletype infotype channel 文章类型 kind")
)
# Values of these that are no sections: kinds of pages, and marks in a list.
NO_SECTIONS = frozenset(
    _names(
        "article post news video photoset gallery special live text html 置顶 热 新 荐 推荐"
        " 原创 转载 图文 文字 文章 新闻 报道"
    )
)
# What people or programs judge of a text: no section, whatever its field is called.
JUDGMENTS = frozenset(
    _names(
        "positive negative neutral pos neg real fake true false rumor rumour nonrumor unverified agree disagree discuss"
        " unrelated support oppose favor against up down unchanged rise fall flat spam ham yes no train test dev val"
        " 正面 负面 中性 正向 负向 积极 消极 中立 真 假 真实 虚假 真新闻 假新闻 谣言 非谣言 事实 属实 不实"
        " 支持 反对 赞成 同意 不同意 涨 跌 平 上涨 下跌 看多 看空 利好 利空 是 否"
    )
)
# Names of what kind of a record it is as often as of a section.
KINDS_OF_RECORD = frozenset(("type", "typename", "doctype", "kind", "类型"))
# The fields of sections whose values may be numbers: those of pages.
PAGE_NAMES = re.compile(r"page|版|section|edition|banmian|column")
# What stands for a title or body where nothing else does. A summary may be either.
LAST_NAMES = {
    "title": _names("summary sentence shorttitle abstract 摘要 summarization highlights"),
    "body": _names(
        "abstract 摘要 文摘 summary description desc digest 导语 lead excerpt 简介 内容摘要 shorttext intro brief"
        " abstractnote highlight context abs longabs"
    ),
    "source": _names("from 来自"),
    "section": _names("topic type 类型"),
    "url": _names("videourl mobileurl urlname shortlink shortlinkv2 shorturl 地址 网页地址"),
}
# The titles of records with an address and no text: lists of what is much searched for.
SEARCHED_NAMES = _names("topic word keyword hotword 话题 热词 热搜 热搜词 搜索词 关键词")
# How much something is searched for, which a list of words that are counted has not.
HEAT_NAMES = frozenset(_names("heat hot hotvalue hotscore hotnum hotness hotindex 热度 热度值 热搜指数"))
# The names of records that have no others: initials, in English and in pinyin, whole words in pinyin, codes of Factiva.
SHORT_NAMES = {
    "title": _names("t bt xwbt wzbt biaoti timu hd"),
    "body": _names("c b nr xwnr wznr zw neirong zhengwen td lp"),
    "date": _names("d rq sj fbsj fbrq xwsj riqi shijian pd"),
    "source": _names("s ly xwly laiyuan sn"),
    "section": _names("k bm lm fl xwlb banmian lanmu fenlei leibie"),
    "author": _names("a zz zzxm zuozhe jizhe by"),
    "url": _names("u lj wz lianjie"),
    "id": _names("i bh xwid wzid bianhao an u"),
}
# What an article is called in the names of its fields: news_title is a title.
PREFIXES = _names(
    "news article post doc story item art info thread hot og 新闻 文章 稿件 报道 资讯 原文 帖子 微博 推文"
    " 信息 数据 热搜 热榜 xinwen wenzhang"
)
# How the names of titles and bodies end that are known by nothing else, and what they are not to begin with.
NAME_ENDINGS = {
    "title": _names("标题 题名 title"),
    "body": _names("正文 内容 内文 全文 content contents fulltext text body"),
}
OTHER_TEXTS = _names(
    "context sub 副 short 评论 comment reply 回复 转发 retweet seo meta tag category label author byline date time"
)
# How the names of texts begin that are but a part of the article, and bodies only where there is no other.
PARTS_OF_TEXT = _names("brief abstract summary desc intro lead excerpt simple preview 摘要 简介 导语 概要 部分")
# What is added to the name of a fact: tagText is a tag, dateStr a date.
AS_TEXT = re.compile(
    r"(tag|category|label|channel|section|author|byline|date|time|title|headline|source)_?(?:text|txt|str)",
    re.IGNORECASE,
)
# The last words of further names of other roles: 见报时间, edition_page. With another word they are of other things.
LAST_WORDS = {
    "date": _names("时间 日期 date time datetime timestamp published publish posted"),
    "source": _names("来源 媒体 出处 报纸 媒体名称 source newspaper publisher media"),
    "section": _names("栏目 频道 频道名称 版面 版块 版块名称 板块 类别 分类 category section column channel page sort"),
    "author": _names("作者 记者 撰稿人 author reporter journalist writer"),
    "url": _names("链接 网址 url link href"),
}
# What an address is of, if not of the article.
OTHER_ADDRESSES = frozenset(
    _names(
        "author avatar cover logo icon thumb thumbnail poster api base feed rss site source media channel column"
        " category section board mobile share short host domain root file play audio download amp head ad auth user"
    )
)
OTHER_WORDS = frozenset(
    _names(
        " crawl crawled craw fetch fetched scrape scraped spider"
        " collect download access import insert update updated modify"
        " modified edit last expire start end begin event reply"
        " comment user image img photo pic picture video data cache"
        " read reading watch landing home next prev saved added seen"
    )
)
OTHER_BEGINNINGS = _names(
    "抓取 采集 爬取 入库 导入 下载 访问 更新 修改 编辑 评论 回复 转发 活动 开始 结束 截止 图片 照片 视频 用户 情感"
    " 情绪 流量 阅读"
)
# The lines of a headline group above and below the main one.
KICKERS = frozenset(_names("引题 肩题 眉题 上题 引标题 肩标题 kicker overline pretitle introtitle supertitle eyebrow"))
DECKS = frozenset(
    _names("副题 副标题 副标 子标题 下题 subtitle subheadline subhead subheading subhed deck dek secondtitle vicetitle")
)
# The first paragraph of a text, in a field of its own.
LEADS = _names("lead lede leadtext leadparagraph 导语 导言")
# Bodies that are written in Markdown.
MARKDOWN_NAMES = frozenset(_names("markdown contentmarkdown markdowncontent md contentmd mdcontent"))
# What a language model is asked: no title of what it answers, which may be about anything.
PROMPTS = frozenset(_names("instruction instructions prompt query input system 指令 提示 提示词 提问 问题描述"))
# What a language model answers, which may be a headline.
ANSWERS = _names("output completion response target answer")
# What people said of articles.
REMARKS = re.compile(r"comment|repl(?:y|ies)|remark|danmu|评论|評論|回复|回覆|留言|弹幕", re.IGNORECASE)
# What who keeps records notes of them, or a program answers.
NOTES = re.compile(r"note|memo|remark|message|msg|error|reason|status|备注|附注|说明|状态|原因")
# The objects whose fields are those of the record that they are in.
WRAPPERS = frozenset(
    _names(
        "meta metadata info data _source source_ article news content item doc document fields detail attributes attrs"
        " properties post record row"
    )
)
# The objects whose title is that of the record that they are in: an answer has that of its question.
TITLED = frozenset(_names("question 问题"))
# Names that other things than articles have too.
COMMON_NAMES = frozenset(
    (
        *_names("name 名称 subject heading message msg detail details label"),
        *(name for names in LAST_NAMES.values() for name in names),
    )
)
# What the lists of an answer are called when the name says nothing about them.
LIST_NAMES = frozenset(
    _names(
        "data list items item articles article news results result records record rows row docs documents hits posts"
        " post entries feed feeds content contents pages page response payload body values objects elements value weibo"
        " statuses stories children source _source"
    )
)
# The objects that say where on a site an article is, and the lists of what articles refer to.
PLACES = frozenset(_names("nav navigation navi breadcrumb breadcrumbs 导航"))
REFERRED_LISTS = frozenset(_names("included includes _embedded expand relationships"))
# The lists whose items are parts of a paper or site, so that their names are those of sections.
SECTION_LISTS = frozenset(
    _names(
        "sections categories columns channels pages boards 版面 栏目 频道 分类 板块 版块 category channel section"
        " column board tabs tab categoryinfo channelinfo sectioninfo columninfo"
    )
)
