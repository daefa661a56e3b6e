"""Text files of one story each, as corpora and crawlers write them: what their form and their path tell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgrep.model import Story

# 20250318-01-02.txt: date, page, article; rmrb_2025-03-18_01_02, 2025-03-18-A03-2.
NUMBERED = re.compile(r"(?:[\w]{1,12}[_-])?(?:19|20)\d{2}-?\d{2}-?\d{2}[-_](?:第)?([A-Z]?\d{1,2})版?[-_]\d{1,3}(?:[-_]\D.*)?")
# Names of sections that collections have as folders: THUCNews, SogouCS, 复旦.
SECTIONS = frozenset(
    "体育 娱乐 家居 房产 教育 时尚 时政 游戏 科技 财经 彩票 股票 社会 星座 汽车 军事 国际 国内 文化 健康 旅游 美食 历史 民生 要闻 生态 法治 "
    "经济 政治 农业 三农 港澳 台湾 评论 理论 副刊 综合 数码 互联网 育儿 艺术 房地产 证券 招聘 医药 环境 交通 计算机 IT 女性 文娱 人文".split()
)
INDENT = "\u3000"
MOST_HEADLINES, LONGEST_HEADLINE = 4, 60
FEWEST_PARAGRAPHS = 2


def section_in_path(path: str) -> str | None:
    """The section that a path names: a page in the name of the file, or a folder named like a section.

    >>> section_in_path("20250318/20250318-01-02.txt"), section_in_path("THUCNews/社会/4.txt"), section_in_path("稿件/4.txt")
    ('01版', '社会', None)
    """
    name = PurePosixPath(path)
    if match := NUMBERED.fullmatch(name.stem):
        page = match[1]
        return f"{page if page[:1].isalpha() else page.zfill(2)}版"
    return name.parent.name if name.parent.name in SECTIONS else None


def is_one_story(path: str, text: str) -> bool:
    """Whether a file has one story: its name numbers the story, or only lines at its top are not indented.

    >>> is_one_story("1.txt", "新桥通车\\n\u3000\u3000昨日，新桥通车。\\n\u3000\u3000全长三公里。\\n")
    True
    >>> is_one_story("1.txt", "新桥通车\\n\u3000\u3000昨日，新桥通车。\\n新馆开放\\n\u3000\u3000新馆昨日开放。\\n")
    False
    """
    return bool(NUMBERED.fullmatch(PurePosixPath(path).stem)) or _is_indented(text)


def _is_indented(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    top = next((at for at, line in enumerate(lines) if line.startswith(INDENT)), 0)
    below = lines[top:]
    return (
        0 < top <= MOST_HEADLINES
        and all(len(line) <= LONGEST_HEADLINE for line in lines[:top])
        and len(below) >= FEWEST_PARAGRAPHS
        and all(line.startswith(INDENT) for line in below)
    )


def joined_story(stories: tuple[Story, ...]) -> Story:
    """One story of those that a file was split into: headlines of later ones are paragraphs of the first."""
    first, *others = stories
    paragraphs = [*first.paragraphs]
    for story in others:
        paragraphs += [line._replace(role="body") for line in story.headlines]
        paragraphs += story.paragraphs
    return first._replace(paragraphs=tuple(paragraphs), kind="article")
