"""What stands on news pages around a story: names of elements, and phrases with which lines begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

# Names (class and id) of elements beside a story. A weak name is also that of elements with the story itself.
STRONG_NAMES = (
    r"nav\w* navi menus? footer? copyright comments?(?:list|box|area)? replies reply pinglun "
    r"relat(?:ed?|ive|es|ions)\w* recommend\w* tuijian xiangguan xgxw xgyd share\w* bdshare\w* ops_share\w* "
    r"breadcrumbs? crumbs? sidebar login qrcode erweima ewm disclaimer mianze shengming guess\w* next-?prev "
    r"prev-?next pagination pager paging advert\w* adsbygoogle toolbar post_comment js_comment\w* rank\w* "
    r"hotnews hot-?list zebian cookie\w* consent\w* gdpr overlay newsletter rewards? dashang"
).split()
# Of these, those of buttons and signposts, which have no text: an element with much is not what its name says.
WITHOUT_TEXT = (
    r"share\w* bdshare\w* ops_share\w* breadcrumbs? crumbs? login qrcode erweima ewm next-?prev prev-?next "
    r"pagination pager paging toolbar nav\w*"
).split()
WEAK_NAMES = (
    r"side\w* right hot\w* tags? keywords? tools? ad ads ad\w*box banner edit(?:or)? zrbj path weizhi search "
    r"popup modal subscribe follow social bottom foot statement declare links? comment\w* cmt\w* reply\w* vote "
    r"like praise digg weixin wechat app\w*down\w* download printer? fontsize"
).split()
# Before a phrase: brackets, spaces and signs.
OPENING = r"^[\s（(\[【■◆●▶▼>*—–-]*"
# Above or below a story, a line that says who did what: 责任编辑：…, 来源 | …
CREDITED = (
    "责编 編輯 编辑 責任編輯 责任编辑 主编 主編 校对 校對 审核 審核 审校 编审 編審 终审 初审 复审 监制 監製 "
    "排版 制作 美编 美編 设计 策划 签发 值班主任 值班总编 总值班 编校 审读 统筹 統籌 出品 运营 供稿 审签 编发 "
    "来源 來源 稿源 文章来源 信息来源 本文来源 原标题 原標題 作者 标签 關鍵字 关键词 关键字 分享到 分享至 "
    "转载自 阅读 浏览次数 浏览量 点击数? 点击量 字号 字體 訂閱 编号 栏目 投稿邮箱 投稿"
).split()
CREDITED_WITH = (
    "本文 本期 本版 本栏目 见习 执行 值班 流程 网络 新媒体 微信 版面 文字 图文 图片 视频 美术 统筹 内容 技术 "
    "责任 实习 本报 网站"
).split()
PROVINCES = "京沪粤浙苏津渝鲁川鄂湘皖闽赣冀晋豫辽吉黑陕甘青琼贵云桂蒙藏宁新"
# Lines that are no part of a story wherever they stand.
JUNK_PHRASES = (
    *("版权(?:所有|声明)", "版權所有", "Copyright", "©", "All Rights? Reserved"),
    *("[^，。！？]{1,20}(?:版权|版權)所有(?![者人权權])", r"关于我们\s*(?:[|｜·-]|$)"),
    "(?:互联网新闻信息服务|增值电信业务|信息网络传播视听节目|广播电视节目制作)[^，。]{0,10}许可证[^，。]{0,10}(?:[\\d:：]|$)",
    "未经.{0,20}(?:授权|许可|允许|同意).{0,30}$",
    f"[{PROVINCES}](?:ICP|公网安备|网文[\\[〔（])",
    "(?:点击|戳|按|长按|扫描?|扫一扫|识别|请扫|微信扫)[^，。]{0,24}(?:二维码|关注|下载|更多|专题|阅读原文|分享)[^，。]{0,12}[>》→!！]*$",
    *("用微信扫描", "微信扫一扫", "扫一扫", "打开微信", "关注(?:微信|我们|公众号).{0,20}$", "长按.{0,10}关注"),
    *("上一篇", "下一篇", "上一頁", "下一頁", "上一页", "下一页", "返回(?:首页|顶部|列表)", "回到顶部"),
    *(
        r"打印(?:本页|本文)?[】\]\s]*(?:[【\[].*)?$",
        r"关闭(?:窗口)?[】\]\s]*$",
        "收藏$",
        "纠错",
        "举报$",
        "我要(?:评论|纠错|反馈)",
    ),
    *(
        "分享(?:到|至|让更多人看到)",
        "转播到.{2,8}$",
        "分享[:：]",
        "举报/反馈",
        ".{0,4}点赞",
        ".{0,4}点赞$",
        "喜欢$",
        r"赞\(?\d*\)?$",
        r"评论\(?\d*\)?$",
    ),
    *(
        r"收藏\(?\d*\)?$",
        "阅读原文",
        "阅读全文",
        "[展打]开全文",
        "查看原文",
        "查看更多",
        "加载更多",
        "正在加载",
        "复制链接",
    ),
    *(r"字体?[:：]?\s*[大中小]", r"\[?[大中小]\]?\s*[大中小]\s*[大中小]?$", "AD$", "广告$", "推广$", "廣告$"),
    *(
        "Advertisement$",
        "延伸閱讀$",
        "推[薦荐][此本](?:文章?|篇).{0,8}$",
        "责任编辑$",
        "放大图片$",
        "点击查看大图",
        "[点點][击擊]?(?:图片|圖片|看大圖)",
        "查看大图",
        "您的浏览器",
        "浏览器不支持",
    ),
    *("请使用.{0,20}浏览器", "视频加载中", "Loading", r"window\.", "var ", r"\$\(", "人民日报客户端下载", "手机人民网"),
    *("领导留言板", "客户端下载", "下载.{0,8}(?:APP|客户端).{0,20}$", "打开APP", "打开.{0,8}客户端"),
    "(?:我是廣告 ?)?請繼續往下閱讀",
    *(
        "(?:图像|圖像|图片|圖片)(?:来源|來源|加注文字|加註文字|说明|說明)[，,:：]",
        r"\d+\s*人参与\s*\d+\s*条?评论",
        "广告位(?!于)",
        "(?:本文|原文|文章)(?:网址|網址|链接|連結|地址)\\s*[:：]",
    ),
    *(
        "[^，。]{0,12}(?:欢迎|扫描)[^，。]{0,12}(?:二维码|官方微信|官方微博|公众号)[^，。]{0,40}$",
        "[^，。]{2,8}(?:公众号|官方微信|官方微博)$",
    ),
    *(
        "(?:阅读|閱讀|展开|展開|查看|显示|顯示)(?:剩余|剩餘|其余|全部(?:内容)?$)",
        "[►▶👉]?按這(?:加入|下載|看)",
        "◤.{2,40}◢",
        "文章作者$",
    ),
    (
        "更多[^，。！？]{0,6}(?:內容|内容|報導|报道|新聞|新闻|消息|資訊|资讯|詳情|详情|精[彩采])[^，。！？]{0,4}[，、]?"
        "[^，。！？]{0,2}(?:歡迎|欢迎|請|请|詳見|详见|見|见|看|至|上)[^。！？]{0,24}。?[】\\])）]?$"
    ),
    "文章录入[:：]",
    r"(?:[轉转][寄发發][\s|｜]*)?(?:目前)?字[体體级級号號](?:大小)?\s*[:：]?\s*(?:[大中小Aa+|\s-]{1,12})?$",
    r"(?:點閱|點擊|瀏覽|人氣|觀看|点击|浏览|阅读)(?:數|率|次數|人次|数|次数|量)?\s*[:：]\s*[\d,.]+\s*[萬万]?\s*[次人]?$",
    r"(?:更新|發布|發佈|发布)(?:時間|时间)\s*[:：|｜丨]\s*\d.{0,30}$",
    *("[^。！？]{0,80}All Rights? Reserved", "[^。！？]{0,60}非經(?:允許|授權|同意).{0,20}轉載[^。]{0,40}$"),
    *("(?:订阅|訂閱)$", "电子邮件新闻头条", "电子报订阅", "DW中文有", "(?:我要)?(?:爆料|报料)$"),
    r"《[^《》，。]{2,12}[报報刊]》?\s*》?\s*[（(].{0,16}\d{4}.{0,24}版.{0,6}[)）]$",
    r"[（(](?:新华社|新華社|中新社|本报讯?|据[^，。]{2,12}[报網网社])[)）]$",
    *(
        "[點点按]我(?:下[載载]|看|[訂订][閱阅]|加入|[領领]取)",
        "不用抽.{0,6}不用搶",
        "一手掌握.{0,8}脈動",
        "※",
        r"【\d+】(?:\s*【\d+】)*$",
    ),
    r"\(?(?:完|END|本文完)\)?$",
    r"(?:\d{1,2}\s+){1,50}(?:下一?[页頁]|尾页|末页)",
    "自动播放",
    r"(?:[\ue000-\uf8ff][\s\d]*(?:(?:微信|微博|QQ空间|QQ|分享|收藏|点赞)[\s\d]*)?)+$",  # icons
)
# Headings of what follows a story, unless they say on which page of a paper it is: （相关报道见第四版）.
ENDING_PHRASES = (
    "相关(?:新闻|阅读|报道|链接|文章|推荐|专题|内容|资讯|稿件|附件|热词|搜索|产品|标签|解读|政策|主题内容)",
    "相關(?:新聞|報導|文章|閱讀|新闻)",
    *(
        "延伸(?:阅读|閱讀)",
        "继续阅读",
        "头条新闻$",
        "(?:特别|新闻|文章|视频|内容)?推荐$",
        "熱門新訊",
        "焦點新聞",
        "推荐(?:阅读|文章|新闻|视频)",
        "更多[^，。]{2,10}(?:报道|報導|新聞)",
        "(?:网友|網友|读者|讀者)(?:评论|跟贴|热评|跟帖|留言|評論|回應|回响).{0,30}",
    ),
    *("推薦(?:閱讀|文章)", "熱門(?:點閱|瀏覽|閱讀|排行)", "更多(?:新闻|精彩|报道|内容|推荐|相关|文章).{0,20}"),
    *("热门(?:推荐|文章|新闻|评论|排行|标签|专题|搜索)", "熱門(?:新聞|文章)", "猜你喜欢", "猜您喜欢", "猜你喜歡"),
    *("大家(?:都)?(?:在看|爱看|在搜)", "[为為][您你]推[荐薦]", "精彩(?:推荐|图片|视频|阅读)"),
    *("往期(?:回顾|推荐|精彩|文章)", "编辑推荐", "今日(?:热点|推荐)", "(?:新闻|点击|阅读)排行.{0,4}", "今日头条$"),
    *("最新(?:新闻|文章|资讯|评论|推荐)", "全部评论", "用户评论", "发表评论"),
    *("發表意見", "發表評論", "发表意见", "發表回應"),
    *("发布评论", "评论区", "文章评论", "参与评论", "评论", "跟贴", "跟帖", r".{0,60}\d\s*条(?:评论|回复|留言)"),
    *(
        "我来说两句",
        "我要留言.{0,40}",
        "我有话说",
        "登录后.{0,6}评论",
        "点击.{0,8}按钮.{0,4}即(?:代)?表(?:示)?.{0,4}同意.{0,40}",
        "留言(?:板)?",
        "文明上网.{0,30}",
        "上一篇",
        "下一篇",
    ),
    *(
        "看过本文的人还看过",
        "你可能(?:还|也|会|感|喜).{0,8}",
        "你可能還.{0,10}",
        "[你您](?:或|可能)(?:会|會)?有[興兴]趣",
        "看更多.{0,10}",
        "(?:作者|小编)最[新近]文章",
    ),
    *(".{0,8}(?:新闻|内容|文章)精选", "热点(?:新闻|推荐|专题|排行)"),
)
# Sentences about the site, which end a story that is nearly over.
NOTICE_PHRASES = (
    "(?:特别|免责|版权|郑重|温馨|本网|转载|平台)(?:声明|提示|提醒|说明)",
    *(
        "(?:此|本|该)(?:内容|文章?)(?:为|系|是)[^，。]{0,20}(?:原创|独家)",
        "[^，。]{0,12}(?:著作权|版权)归",
        "作者注[:：]",
    ),
    *(
        "本網站(?:之|所)",
        "(?:除[^，。]{0,8}[注註說说]明外[，,]?)?本(?:站|網站|网站)(?:所有|之)?[內内]容",
        "[^，。：]{0,10}版[权權](?:说明|說明|声明|聲明|保护|保護)[:：]",
        "[^，。]{2,10}關心您",
        "[^，。]{2,12}(?:對留言系統|保有.{0,20}(?:移除|刪除)的權利)",
        "此文章.{0,12}代表",
    ),
    *("声明[:：]", "聲明[:：]", "免责[:：]", "以上内容(?:为|由|来)", "本平台仅提供", "Notice: The content above"),
    "(?:您|你)所?(?:浏览|瀏覽|访问|訪問|查看)的(?:新闻|新聞|网页|網頁|页面|頁面|内容|內容)",
    "本文(?:仅代表|为.{0,12}(?:上传|发布)|由.{0,12}(?:上传|发布)|转载自|来自)",
    "凡(?:本|注明).{0,4}(?:网|站|报|来源|“)",
    "本(?:网站|网|站)所(?:刊载|登载|转载)",
    "(?:以上|该)?(?:文章|内容).{0,10}(?:不代表|仅代表).{0,30}(?:观点|立场)",
    *("如(?:有|涉|需).{0,20}(?:侵权|转载|版权)", "海量资讯、精准解读", "新浪声明", "转载请注明"),
    *("欢迎(?:关注|转发|投稿).{0,40}", ".{0,10}(?:报料|爆料)(?:热线|电话)?[:：]", "投诉(?:电话|热线|邮箱)"),
    *(
        "新闻(?:线索|热线)",
        r"[^，。！？]{0,40}(?:TEL|FAX|傳真|传真)\s?[:：]\s?[\d(（+]",
        "爆料(?:热线|电话)",
        "违法和不良信息",
        "联系(?:电话|方式|地址|人)[:：]",
        "(?:地址|邮编|电话|主办单位|主办|承办|技术支持)[:：]",
        "网站标识码",
    ),
)


def _beginning(phrases: Sequence[str], end: str = "") -> re.Pattern[str]:
    return lazy_pattern(f"{OPENING}(?:{'|'.join(phrases)}){end}", re.IGNORECASE)


def _name(names: Sequence[str]) -> re.Pattern[str]:
    return lazy_pattern(rf"(?:^|[\s_-])(?:{'|'.join(names)})(?=$|[\s_-])")


STRONG, WEAK, MISNAMED = _name(STRONG_NAMES), _name(WEAK_NAMES), _name(WITHOUT_TEXT)
# Names of elements for that of an author.
SIGNED = _name(
    ("\\w*auth[oe]r(?:info)?", "\\w*author[-_]?(?:info[-_]?)?name", "byline", "writer", "reporter", "zuozhe")
)
CREDIT = lazy_pattern(
    rf"{OPENING}(?:{'|'.join(CREDITED_WITH)})?(?:{'|'.join(CREDITED)})\s*(?:[:：|丨｜/／]|\s).{{0,60}}$"
)
# A line that says who wrote or photographed, as some outlets part it from the name: 文｜王小明
PARTED_CREDIT = lazy_pattern(
    OPENING + r"(?:文|圖|图|文字|採訪|采访|撰文|撰稿|攝影|摄影|記者|记者|綜合報導)\s*[|丨｜∣]\s*[^，。！？]{2,40}$"
)
EDITOR = lazy_pattern(OPENING + r"(?:责编|责任编辑|編輯|编辑|責任編輯|校对|审核)\s*[:：/／|丨].{1,40}$")
JUNK = _beginning(JUNK_PHRASES)
ENDING = _beginning(ENDING_PHRASES, r"\s*[:：（(>》】\]\d]*(?!见.{1,4}版).{0,6}$")
NOTICE = _beginning(NOTICE_PHRASES)
# Lines between a headline and its story: with a label, with little but a date, or with the words of a button.
# The address of a site, as programs for reading write it above a story.
SITE = lazy_pattern(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,10}/?", re.IGNORECASE)
LABEL = lazy_pattern(
    r"(?:(?:文章|新闻|信息|稿件|本文)?来源|來源|稿源|作者|记者|記者|责编|编辑|編輯|责任编辑|发布时间|发布日期|發布時間|更新时间|时间|時間|日期|阅读|浏览|点击|评论|字号|字體|字体|分享)"
    r"(?:次数|量|数)?\s*[:：]"
)
DATE = lazy_pattern(
    r"(?:19|20)\d\d\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}|^\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s|$)|^\d{1,2}[-/]\d{1,2}\s|\d:\d\d(?!\d)"
)
BUTTON = lazy_pattern(
    r"^[\s\d]*(?:发布|發布|发表|责任|責任|阅读|浏览|评论|字号|分享|打印|点击|關注|关注|订阅|收藏|听新闻|原创|转载|微信|微博|举报|纠错|(?:大|中|小|A{1,2}[+-]?)(?:\s|$))"
)
# The link to a story behind its beginning.
_MORE = r"(?:阅读|閱讀|查看|点击|看)?(?:全文|详细|詳細|详情|詳情|更多)(?:内容|內容)?\s?[>»]{0,3}"
TEASER_END = lazy_pattern(
    rf"(?:\.{{3,6}}|…{{1,6}})?\s?[\[【(（]\s?{_MORE}\s?[\]】)）]$|(?:\.{{3,6}}|…{{1,6}})\s?{_MORE}$"
)
# A line of buttons below what someone wrote.
REPLY_BUTTONS = lazy_pattern(
    r"(?=.*(?:回复|回覆|回應|举报|舉報|引用|Reply|Quote))"
    r"(?:(?:回复|回覆|回應|引用|举报|舉報|支持|反对|反對|点赞|顶|踩|赞|讚|收藏|分享|评分|使用道具|只看该作者|Reply|Quote|Report|Like)"
    r"[\s|｜·()（）\d]{0,8}){1,9}",
    re.IGNORECASE,
)
