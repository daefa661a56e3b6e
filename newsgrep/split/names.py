"""Personal names, and the tables of characters and words by which they are recognised."""

from __future__ import annotations

from newsgrep.text.lazy_pattern import lazy_pattern

# Common surnames: 97.9 % of 1,033 names in the tuning bylines. Rare ones pass only beside 记者 or the like.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
    "江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费"
    "纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘池滕晋苑邬臧畅宫嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀"
    "谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬薄伏岑习胥和蔺朴寇荣尚管矫阿巨缪才"
    "亓禹占芮储靳濮阳漆麻束璩逄迮仵仇亢麦支印那闻宿初辰鹿邰元仉郗幸仝鲜肖付闫代戈云于贝贲昝厉门邝骆农储楼乌羊"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈魏葉閻鍾姜範譚鄒陸顧龍萬錢湯賴龔龐蘭顏倪嚴溫蘆魯韋聶叢齊莊塗時關費紀歐項陽衛鮑單寧閔車邊饒黨連欒鬱計竇遲藍"
    "鞏樂應蔺榮繆麥華駱農儲樓烏簡畢"
)
# Compound surnames, of two characters.
COMPOUND = (
    *("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "令狐", "公孙", "慕容", "司徒", "尉迟", "夏侯"),
    *("歐陽", "司馬", "諸葛"),
)
# Tibetan names of four characters have one of these at either half: 扎西多吉.
TIBETAN = frozenset(
    (
        *("阿旺", "巴桑", "边巴", "边觉", "次仁", "次旦", "次旺", "次珠", "达瓦", "丹增", "旦增", "旦巴"),
        *("德吉", "顿珠", "多吉", "嘎玛", "格桑", "贡布", "加措", "江措", "金巴", "久美", "拉巴", "拉姆"),
        *("洛桑", "洛珠", "罗布", "米玛", "尼玛", "欧珠", "平措", "普布", "强巴", "仁青", "仁增", "桑珠"),
        *("索朗", "土登", "旺堆", "旺杰", "旺久", "旺姆", "西绕", "央金", "益西", "扎巴", "扎西", "卓嘎"),
        *("卓玛", "桑布", "群培", "曲珍", "白玛", "晋美", "班觉", "坚赞", "坚参", "云丹"),
    )
)
# The last word of a contributor's position, before the name: 某某集团董事长 陈一帆.
POSITIONS = (
    *("书记", "部长", "主任", "院长", "教授", "研究员", "董事长", "总经理", "总裁", "主席", "局长", "市长"),
    *("省长", "县长", "区长", "会长", "校长", "馆长", "所长", "厅长", "秘书长", "理事长", "院士", "委员"),
    *("代表", "大使", "司长", "社长", "作家", "律师", "医生", "医师", "工程师"),
)
# Characters used to transcribe foreign names.
SOUNDS = frozenset(
    "阿埃艾安昂奥巴班邦包保鲍贝本比彼毕宾波伯博勃布查茨达大戴丹当道德登邓狄迪蒂丁东杜顿多厄恩尔法范方菲费芬丰冯佛夫弗福盖甘冈高戈哥格贡古瓜圭哈海汉豪何赫黑亨洪侯胡华怀惠霍基吉季加贾简杰津金"
    "卡凯坎康考柯科克肯孔库夸奎昆拉莱赖兰朗劳勒雷黎李里理丽利莉连列林琳留龙隆卢鲁路伦罗洛吕马玛迈麦曼芒毛茂梅门蒙孟米密明缪莫默木姆慕穆拿纳娜南瑙内尼涅宁牛纽农努诺欧帕派潘庞培佩彭皮平珀蒲普奇齐契恰钱强乔"
    "切琴琼丘邱曲让热日荣茹儒瑞若撒萨赛塞桑瑟森沙莎山尚绍舍申圣盛施什石史士舒朔丝斯松苏孙索所塔泰坦汤唐陶特滕提田廷通图土托陀瓦万汪旺威韦维魏温文翁沃乌武伍西希悉席锡夏香肖歇谢辛欣兴匈休许雪逊雅亚延扬杨"
    "耶叶伊依易因英永尤于约云宰赞泽曾扎詹张章珍芝朱茱卓兹佐祖妮丹蕾丝薇妲婭爾"
)

HAN = "\u3400-\u9fff\u3007"
_NAME = rf"(?:[{HAN}]{{2,4}}|[{HAN}] {{1,2}}[{HAN}]|[{HAN}]{{1,8}}(?:[·‧•・][{HAN}]{{1,8}})+)"
# One name and nothing else.
PLAIN = lazy_pattern(rf"{_NAME}\Z")
_SPACED = lazy_pattern(rf"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])")
_SPACED_THREE = lazy_pattern(rf"^([{HAN}]) +([{HAN}]) +([{HAN}])$")
# Longer ones have a dot inside, as foreign names do.
_LONGEST = 4
_SEPARATOR = lazy_pattern(r"[\s、·]")
# Words after 记者 that are not a name ("the reporter learned from …").
VERB = lazy_pattern(
    r"[从從在]|[近昨今]日|日前|获悉|獲悉|了解|采访|採訪|看到|表示|介绍|注意|走进|来到|发现|调查|手记|就|对|問|问|会|协会|招待|节|站|团$|[摄攝]影$|[图圖]片$"
)


def unspaced(text: str) -> str:
    """Return a text in which names of two characters are not spaced out.

    >>> unspaced("陈一帆 林 雨")
    '陈一帆 林雨'
    """
    if " " not in text:
        return text
    if (three := _SPACED_THREE.match(text.strip())) and three[1] in SURNAMES:
        return "".join(three.groups())
    return _SPACED.sub(r"\1\2", text)


def is_name_line(line: str) -> bool:
    """Return whether a narrowed line consists of names only, as below the title of an opinion piece.

    >>> [is_name_line(line) for line in ("秦 川", "陈一帆 林小雨", "头条看点", "伊万·彼得罗夫")]
    [True, True, False, True]
    """
    if not 2 <= len(line) <= 30:
        return False
    if len(line) > _LONGEST and not _SEPARATOR.search(line):
        return False  # most headlines
    plain = unspaced(line)
    office, _, name = plain.rpartition(" ")
    if office.endswith(POSITIONS):
        return is_signed_name(name)
    parts = plain.replace("、", " ").split()
    return bool(parts) and len(parts) <= 6 and all(is_signed_name(part) for part in parts)


def is_tibetan(part: str) -> bool:
    """Return whether four characters are a Tibetan name.

    >>> is_tibetan("扎西多吉"), is_tibetan("江城大学")
    (True, False)
    """
    return part[:2] in TIBETAN and part[2:] in TIBETAN


def is_foreign(part: str) -> bool:
    """Return whether three of four characters of a word transcribe foreign names.

    >>> is_foreign("伊万·彼得罗夫"), is_foreign("陈一帆周舟")
    (True, False)
    """
    return sum(char in SOUNDS for char in part) * 4 >= 3 * (len(part) - part.count("·"))


def is_signed_name(part: str) -> bool:
    """Return whether a word is a personal name, without a role word as evidence."""
    if "·" in part:
        return bool(PLAIN.match(part)) and is_foreign(part)
    if len(part) == 4:
        return part.startswith(COMPOUND) or is_tibetan(part)
    return len(part) in (2, 3) and part[0] in SURNAMES and bool(PLAIN.match(part)) and not VERB.match(part)
