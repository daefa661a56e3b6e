"""A text of one story whose title says nothing of it: names of columns, headlines of other stories; and right ones."""

import pytest
from read_files import BODY, OTHER, articles

from newsgrep.readers import ReadOptions, SourceFile, read_news


def doubts(folder, text):
    """The doubts about a text file, and its articles."""
    path = folder / "1.txt"
    path.write_text(text, "utf-8")
    said = []
    found = list(read_news(SourceFile("1.txt", path, path.stat().st_size, 0), ReadOptions(), {}, said.append))
    return {doubt.name for each in said for doubt in each.doubts}, articles([item.article for item in found])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"快讯\n\n春茶开采 青石县茶农忙\n\n江城日报 记者何青禾\n{BODY}\n\n{OTHER}\n", "strange headlines"),
        (f"联播快讯\n澜江大桥今日合龙\n{BODY}\n{OTHER}\n", "strange headlines"),
        (f"江城\n\n1\n\n2\n\n{BODY}\n{OTHER}\n", "hidden titles"),
        (f"澜江大桥合龙\n{BODY}\n\n{OTHER}\n春茶开采 青石县茶农忙采摘\n", "strange ends"),
        (f"澜江大桥合龙\n{BODY}\n\n{OTHER}\n看澜江大桥更多图片与视频\n", "strange ends"),
        (f"澜江大桥合龙\n{BODY}\n{OTHER} read on in the app\n", "strange ends"),
        (f"澜江大桥合龙\n{BODY}\n{OTHER}\n江城号的更多内容 https://j.example.cn/1\n", "strange ends"),
        (f"澜江大桥合龙\n\n【大桥】{BODY[:40]}'...\n\n{BODY}\n\n{OTHER}\n", "repeated lines"),
    ],
)
def test_a_text_of_one_story_that_begins_with_other_lines_is_in_doubt(tmp_path, text, name):
    names, found = doubts(tmp_path, text)
    assert len(found) == 1
    assert name in names


@pytest.mark.parametrize(
    "text",
    [
        f"澜江大桥今日合龙\n两岸市民争相观看\n{BODY}\n{OTHER}\n",
        f"十年之约\n本报记者 何青禾\n{BODY}\n{OTHER}\n",
        f"春天来了\n{BODY}\n{OTHER}\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n（青石县茶农供图）\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n青石县茶叶有限公司\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n编辑 何青禾\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}（本报记者 何青禾）\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER} 罗远\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n本报记者 罗远 何青禾\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n地址：江城市澜江路207号\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n金坪省西岭市 罗远山\n",
        f"澜江大桥合龙\n{BODY}\n{OTHER}\n孟小舟绘（《讽刺画报》供图）\n",
    ],
)
def test_one_whose_title_is_followed_by_its_text_is_not(tmp_path, text):
    names, found = doubts(tmp_path, text)
    assert (len(found), names) == (1, set())
