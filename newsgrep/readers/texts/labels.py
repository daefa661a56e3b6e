"""What lines of a story may be labelled, as crawlers and databases write it: labels and their roles."""

from __future__ import annotations

# Of the labels of no role it is only known that their lines are no text. Latin ones are without spaces, in lower case.
ROLES = {
    "title": (
        "标题 標題 题目 題目 题名 題名 新闻标题 文章标题 稿件标题 主标题 正题 引题 引題 肩题 副题 副題 "
        "副标题 新聞標題 完整新聞標題 问题 問題 主题 主旨 title headline ir_urltitle"
    ),
    "date": (
        "时间 時間 日期 publishedtime 发布时间 發布時間 發佈時間 发布日期 發布日期 发表时间 發表時間 发表日期 出版日期 "
        "出版时间 刊登日期 新闻时间 新闻日期 报纸日期 见报日期 發稿時間 发稿时间 发文时间 更新时间 发帖时间 date "
        "发送时间 發送時間 time published publishdate publicationdate publishedat pubdate pub.date "
        "ir_urltime ir_urldate"
    ),
    "source": (
        "来源 來源 媒体 媒體 媒體來源 新聞來源 报纸 報紙 媒体名称 媒體名稱 报纸名称 報紙名稱 报纸名 出处 "
        "原文出处 新闻来源 文章来源 公众号 公众号名称 账号 网站 网站名称 站点 发布机构 发布单位 信息来源 "
        "稿源 刊名 刊物 报刊名称 报刊 source publicationtitle newspaper media publisher ir_srcname ir_sitename"
    ),
    "author": (
        "作者 记者 記者 記者署名 通讯员 撰稿 撰文 作者姓名 文章作者 采写 发帖人 author authors byline reporter "
        "ir_authors"
    ),
    "section": (
        "版面 版次 版名 版号 栏目 欄目 专栏 專欄 频道 頻道 分类 分類 类别 類別 新闻类别 新闻分类 "
        "所属栏目 频道名称 文章分类 一级分类 section category channel ir_channel"
    ),
    "url": (
        "链接 連結 鏈接 网址 網址 url 原文链接 文章链接 新闻链接 来源链接 原文地址 网页地址 link "
        "完整新聞連結 新聞連結 新聞網址 urlsource documenturl ir_urlname"
    ),
    "body": (
        "正文 内容 內容 完整新聞內文 新聞內文 全文 新闻内容 新聞內容 文章内容 文章正文 正文内容 新闻正文 "
        "body content text fulltext article markdowncontent ir_content"
    ),
    "id": "编号 編號 文章编号 文章編號 文献号 新闻编号 id docid docno newsid",
    "": (
        "备注 備註 关键词 關鍵詞 关键字 标签 標籤 字数 字數 编辑 編輯 责任编辑 责编 责任編輯 点击 点击量 点击数 "
        "阅读 阅读量 阅读数 评论数 评论 浏览量 摘要 导语 语种 语言 数据库 地区 情感 相似度 序号 原刊地名 "
        "原刊期号 原刊页号 分类号 分类名 复印期号 英文标题 爬取时间 抓取时间 采集时间 入库时间 keywords "
        "发件人 收件人 抄送 寄件者 收件者 作者简介 作者单位 内容提要 文摘 机构 作者机构 "
        "keyword tags editor subject abstract language database pages issn"
    ),
}
ROLE_OF = {label: role for role, labels in ROLES.items() for label in labels.split()}
