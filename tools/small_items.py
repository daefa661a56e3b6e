"""Stories that are no reports: advertisements, notices, letters, verse, results; all of them invented.

Each function makes one story, ``items`` the stories of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from known_pages import Part
from manners import PLACES, clause_of, day, name, names

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
_TOWNS = [
    "江城",
    "南浦",
    "临川",
    "平阳",
    "青石",
    "白河",
    "东岭",
    "西塘",
    "北港",
    "云州",
    "松原",
    "石桥",
    "上海",
    "广州",
    "四川",
    "河北",
]
_STEMS = [
    "华新",
    "大众",
    "永安",
    "利民",
    "金星",
    "宏远",
    "三友",
    "五洲",
    "中天",
    "胜利",
    "光华",
    "裕丰",
    "海天",
    "新世纪",
    "银河",
    "友谊",
]
_TRADES = [
    "家具",
    "地产",
    "药业",
    "棉纺",
    "电子",
    "水泥",
    "食品",
    "印刷",
    "建筑工程",
    "汽车",
    "化工",
    "服装",
    "科技",
    "物资",
    "文化传播",
    "农机",
]
_BODIES = (
    *(
        "有限公司",
        "股份有限公司",
        "有限责任公司",
        "集团",
        "厂",
        "总厂",
        "公司",
        "商店",
        "研究所",
        "医院",
        "学校",
        "商场",
    ),
    *("事务所", "酒店", "中心", "银行", "旅行社", "出版社"),
)
_OFFICES = (
    *(
        "市人民法院",
        "市公安局",
        "县人民政府",
        "市供电公司",
        "市自来水公司",
        "市房产管理局",
        "大学",
        "市图书馆",
        "区委员会",
    ),
    *("市体育局", "县教育局", "中学校友会", "市公安局交警支队", "市劳动局", "市招生办公室", "县供销合作社"),
)
_GOODS = [
    "沙发",
    "缝纫机",
    "自行车",
    "彩电",
    "住宅",
    "商铺",
    "轿车",
    "白酒",
    "保健品",
    "软件",
    "地板",
    "电动车",
    "化肥",
    "西服",
    "钢琴",
    "眼镜",
]
_OFFERS = (
    *(
        "本厂专业生产{g}，畅销全国，备有现货，欢迎选购。",
        "{g}新品上市，八折优惠，送完为止。",
        "信誉第一，质量可靠，代办托运。",
    ),
    *(
        "即日起至月底，凡购买{g}满一千元者均有礼品相赠。",
        "长期供应{g}，量大从优，欢迎各界人士来人来函洽谈。",
        "地处市中心，环境优雅，设施齐全，竭诚为您服务。",
    ),
    *(
        "治疗慢性病，经多年临床验证，疗效显著，无副作用。",
        "面向社会招收学员，学制一年，合格者发给证书并推荐就业",
        "现房热销，均价每平方米二千八百元，首付两成即可入住",
    ),
)
_SLOGANS = (
    *(
        "{g}大优惠",
        "新款{g}隆重登场",
        "{g}，用了都说好",
        "{t}广场盛大开盘",
        "诚征各地代理商",
        "{g}展销会",
        "供应{g}",
        "欢庆开业",
    ),
    *("买{g}，到{t}", "恭贺新禧", "高薪诚聘", "招商加盟", "{t}人家 亲水美宅", "厂家直销"),
)
_REACHED = (
    *(
        "电话：{p}",
        "咨询热线：{p}",
        "电话 {p}",
        "地址：{t}市解放路{n}号",
        "厂址：{t}县东大街{n}号  电话：{p}",
        "联系人：{a}",
    ),
    *(
        "订购电话：{p} 联系人：{a}",
        "邮编：{z}",
        "网址：www.example.com",
        "传真：{p}",
        "售楼处：{t}大道{n}号",
        "招商热线：{p}（{a}）",
    ),
    *("经理 {a}", "开户行：{t}市工商银行  账号：{z}{z}", "门市部：中山路{n}号", "E-mail：sales@example.com"),
)
_NOTICES: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
    (
        ("遗失声明", "声明", "遗失", "作废声明"),
        ("{o}不慎遗失财务专用章一枚，声明作废。", "{a}遗失身份证，号码{z}{z}{z}，特此声明。"),
    ),
    (
        ("公告", "通告", "公 告", "停水通知", "停电公告"),
        (
            "因设备检修，定于{y}上午八时起暂停供应，请有关用户作好准备。",
            "经研究决定，{t}路自{y}起实行单向通行，请广大市民互相转告。",
        ),
    ),
    (
        ("拍卖公告", "招标公告", "出让公告", "招租公告"),
        (
            "受委托，本公司定于{y}举行公开拍卖会，标的为{t}路房产及设备一批，有意者请携证件登记。",
            "现就下列工程向社会公开招标，凡具备相应资质者均可报名。",
        ),
    ),
    (
        ("注销公告", "清算公告", "减资公告"),
        ("{o}因故停止经营，现已成立清算组，请债权债务人于见报之日起四十五天内前来办理有关手续。",),
    ),
    (
        ("讣告", "讣闻", "{a}同志逝世", "悼念{a}同志"),
        (
            "{t}地区原副专员{a}同志因病医治无效，于{y}逝世，终年七十九岁。",
            "我校离休教师{a}先生不幸病逝，遗体告别仪式定于{y}举行，谨此讣告。",
        ),
    ),
    (
        ("寻人启事", "寻物启事", "招领启事", "征婚启事", "结婚启事"),
        (
            "{a}，女，六十三岁，精神失常，{y}走失，身高一米六，有知情者请速告，定当重谢。",
            "我俩定于{y}在{t}举行婚礼，特敬告诸亲友。",
        ),
    ),
    (
        ("招聘启事", "招生启事", "征稿启事", "诚聘", "招考通知"),
        (
            "{o}因业务需要，招聘会计二名、司机一名，要求品行端正，年龄在四十岁以下。",
            "本院今年继续招收全日制学生，凡高中毕业、身体健康者均可报考。",
        ),
    ),
    (
        ("关于召开股东大会的通知", "董事会公告", "提示性公告", "更正公告"),
        (
            "{o}定于{y}召开临时股东大会，审议有关议案。",
            "本公司股票连续三日涨幅偏离，经核实，不存在应披露而未披露的重大事项。",
        ),
    ),
    (
        ("更正", "致谢", "鸣谢", "道歉声明"),
        ("本报{y}第二版所刊消息中，人名有误，特此更正，并致歉意。", "家父治丧期间，承蒙各界亲友吊唁，谨此致谢。"),
    ),
)
_CLOSED = ("特此公告。", "特此通知", "特此声明。", "敬请光临")
_VERSE = [
    "春水涨满了门前的小河",
    "几点灯光落在船头",
    "谁在桥上轻轻唱歌",
    "山那边的云慢慢走来",
    "父亲的锄头挂在墙上",
    "雁群写下长长的一行",
    "我把往事折成纸船",
    "夜色里传来马蹄声",
    "一树梅花开向雪地",
    "炉火映红母亲的脸",
    "大江东去浪花飞溅",
    "麦田翻滚金色的波浪",
    "老街的石板记得雨声",
    "信鸽飞过黎明的塔尖",
    "秋风翻动泛黄的日历",
    "海的尽头升起一片帆",
]
_TEAMS = [
    "江城队",
    "南浦队",
    "北京队",
    "上海队",
    "山东鲁能",
    "辽宁队",
    "八一队",
    "四川队",
    "广东宏远",
    "天津队",
    "巴西",
    "德国",
    "英格兰",
    "皇马",
]
_SECTIONS = ("积分榜", "赛果", "今日赛程", "昨日比赛结果", "奖牌榜", "射手榜", "行情", "气象", "票房")


def _filled(text: str, dice: random.Random) -> str:
    town = dice.choice(_TOWNS)
    phone = dice.choice(("", "0571-", "（021）", "010-")) + "".join(dice.choices("0123456789", k=dice.choice((7, 8))))
    return text.format(
        g=dice.choice(_GOODS), t=town, o=company(dice), a=name(dice).replace(" ", ""), p=phone,
        n=dice.randrange(1, 300), z=dice.randrange(100000, 999999), y=dated(dice),
    )  # fmt: skip


def company(dice: random.Random) -> str:
    """Return the name of an invented company, or of an office."""
    if dice.random() < _OFFICE:
        return dice.choice(_TOWNS) + dice.choice(_OFFICES)
    return dice.choice(_TOWNS) + dice.choice(_STEMS) + dice.choice(_TRADES) + dice.choice(_BODIES)


_OFFICE, _OLD = 0.3, 0.2


def dated(dice: random.Random) -> str:
    """Return a date with its year."""
    if dice.random() < _OLD:
        year = "一九" + "".join(dice.choices("五六七八九", k=2))
        return f"{year}年{day(dice, numerals=True)}"
    return f"{dice.randrange(1950, 2025)}年{day(dice)}"


def _body(*texts: str) -> list[Part]:
    return [Part(text, "body") for text in texts]


def advertisement(dice: random.Random) -> list[Part]:
    """Return an advertisement: a company or a slogan, an offer, how to reach it."""
    firm, slogan = company(dice), _filled(dice.choice(_SLOGANS), dice)
    titles = dice.choice(([firm], [firm], [slogan], [slogan], [firm, slogan], [slogan, firm]))
    offers = [_filled(text, dice) for text in dice.sample(_OFFERS, dice.choice((1, 1, 2, 3)))]
    reached = [_filled(text, dice) for text in dice.sample(_REACHED, dice.choice((0, 1, 1, 2, 2, 3)))]
    signed = [firm] if firm not in titles and (not reached or dice.random() < _SIGNED) else []
    last = [*signed, *reached] if dice.random() < _SIGNED else [*reached, *signed]
    roles = ("title", "subtitle")
    return [*(Part(text, role) for text, role in zip(titles, roles, strict=False)), *_body(*offers, *last)]


_SIGNED = 0.5


def notice(dice: random.Random) -> list[Part]:
    """Return a notice: its kind, its text, who gives it and when."""
    titles, texts = dice.choice(_NOTICES)
    firm = company(dice)
    text = _filled(dice.choice(texts), dice).replace("本公司", firm if dice.random() < _SIGNED else "本公司")
    title = [Part(_filled(dice.choice(titles), dice), "title")]
    if dice.random() < _OLD:
        title = [Part(firm, "title"), title[0]._replace(role="subtitle")]
    closed = [dice.choice(_CLOSED)] if dice.random() < _OLD else []
    reached = _filled(dice.choice(_REACHED[:4]), dice)
    last = dice.choice(([], [], [firm], [firm, dated(dice)], [firm, dated(dice)], [dated(dice)], [reached]))
    return [*title, *_body(text, *closed, *last)]


def result(dice: random.Random) -> list[Part]:
    """Return a table: results or standings, with or without a text above it."""
    table = dice.choice((_scores, _standings))(dice)
    if dice.random() < _SIGNED:
        return [Part(dice.choice(_SECTIONS), "title"), *_body(*table)]
    first, second = dice.sample(_TEAMS, 2)
    title = dice.choice((f"{first}{dice.randrange(2, 5)}比1击败{second}", f"{first}主场取胜", "联赛第九轮综述"))
    lead = dice.choice(("本报讯（记者{n}）", "新华社{c}{d}电", "本报{c}{d}电（记者{n}）"))
    lead = lead.format(n=name(dice), c=dice.choice(PLACES.split("|")), d=day(dice))
    text = f"{lead}昨天进行的比赛中，{first}凭借下半场的两个进球力克{second}，积分升至榜首。"
    return [Part(title, "title"), *_body(text, *dice.choice(([], ["其他场次的比分如下："], ["比赛结果："])), *table)]


def _scores(dice: random.Random) -> list[str]:
    mark, games = dice.choice("∶:：比-"), dice.randrange(2, 8)
    pairs = [dice.sample(_TEAMS, 2) for _ in range(games)]
    return [f"{first} {dice.randrange(6)}{mark}{dice.randrange(6)} {second}" for first, second in pairs]


def _standings(dice: random.Random) -> list[str]:
    teams = enumerate(dice.sample(_TEAMS, 6), start=1)
    return [f"{at} {team} {dice.randrange(30)} {dice.randrange(20)} {dice.randrange(70)}" for at, team in teams]


def verse(dice: random.Random) -> list[Part]:
    """Return a poem."""
    lines = [dice.choice(_VERSE) for _ in range(dice.choice((4, 6, 8, 12, 16)))]
    manner = dice.random()
    if manner < _OLD:
        lines = [f"{first[:5]}，{second[:5]}。" for first, second in zip(lines[::2], lines[1::2], strict=False)]
    elif manner < _SIGNED:
        lines = [line + dice.choice("，，。") for line in lines]
    words = dice.choice(_VERSE)[: dice.choice((2, 3, 4, 6))]
    title = dice.choice(
        (words, words, "七律·访友", "登楼", "秋日（外一首）", "致远方", "渔歌子", "短诗一束", "母亲的手")
    )
    author = dice.choice(("{n}", "{n}", "□{n}", "◎{n}", "（{t}）{n}", "作者：{n}", "·{n}·", "□ {n}"))
    author = author.format(n=name(dice), t=dice.choice(_TOWNS))
    return [Part(title, "title"), *([Part(author, "byline")] if dice.random() < _NAMED else []), *_body(*lines)]


_NAMED = 0.85


def letter(story: Sequence[Part], dice: random.Random) -> list[Part]:
    """Return a story as a letter to the editor: with a salutation, and its sender below it."""
    title = [part for part in story if part.role in ("title", "subtitle")][:1]
    title = title or [Part(clause_of(story[0].text, dice), "title")]
    texts = [part for part in story if part.role == "body"][: dice.choice((1, 2, 2, 3))]
    called = dice.choice(("", "", "编辑同志：", "编辑：", "尊敬的编辑："))
    if called and texts and dice.random() < _SIGNED:
        texts[0] = texts[0]._replace(text=called + texts[0].text)
    elif called:
        texts = [Part(called, "body"), *texts]
    place = dice.choice(_TOWNS) + dice.choice(("市", "县", "省青石市", "大学", "机床厂", "中学教师", "市读者", "", ""))
    sender = dice.choice(("{t} {n}", "{t} {n}", "（{t} {n}）", "读者 {n}", "{n}", "一读者", "{t}读者")).format(
        t=place, n=name(dice)
    )
    if dice.random() < _OLD:
        return [*title, Part(f"{place} {name(dice)}", "byline"), *texts]
    return [*title, *texts, Part(sender, "body")]


def essay(story: Sequence[Part], dice: random.Random) -> list[Part]:
    """Return a story as an essay of a supplement: with a title of a few words, and its author below it."""
    texts = [part for part in story if part.role == "body" and len(part.text) > _LEAST] or list(story[1:])
    title = clause_of(texts[-1].text, dice) if texts else story[0].text
    author = dice.choice(("{n}", "□{n}", "◎{n}", "■ {n}", "{n}/文", "文/{n}", "□ {n}", "{n} 文")).format(n=names(dice))
    return [Part(title[: dice.randrange(2, 9)], "title"), Part(author, "byline"), *texts[: dice.randrange(2, 9)]]


_LEAST = 30


def items(dice: random.Random, stories: Sequence[Sequence[Part]], count: int) -> list[list[Part]]:
    """Return the stories of a page of one kind: advertisements, notices, letters, a supplement, sport; or mixed."""

    def story() -> list[Part]:
        return [part for part in dice.choice(stories) if part.role != "byline"]

    makers: dict[str, Callable[[], list[Part]]] = {
        "ads": lambda: advertisement(dice),
        "notices": lambda: notice(dice),
        "letters": lambda: letter(story(), dice),
        "verse": lambda: verse(dice),
        "essays": lambda: essay(story(), dice),
        "results": lambda: result(dice),
        "news": lambda: list(dice.choice(stories)),
    }
    kinds = dice.choice(
        (
            *(("ads",), ("ads",), ("notices",), ("notices",), ("ads", "notices"), ("letters",), ("letters", "news")),
            *(("verse", "essays"), ("verse",), ("essays",), ("results", "news"), ("results",)),
            *(("ads", "news", "news"), ("notices", "news", "news"), ("ads", "notices", "news", "news", "news")),
        )
    )
    return [makers[dice.choice(kinds)]() for _ in range(count)]
