"""Source files → articles: unpack, decode, repair, then split pages or read records."""

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.files import SourceFile
from newsgrep.readers.format_table import SUFFIXES
from newsgrep.readers.problems import Problem
from newsgrep.readers.read import Unchanged, is_news, read_appended, read_articles, read_news
from newsgrep.readers.read_stream import ReadArticle
from newsgrep.readers.reading import FolderOptions, ReadOptions
from newsgrep.readers.understood import Understood

__all__ = [
    "SUFFIXES",
    "FieldMap",
    "FolderOptions",
    "Problem",
    "ReadArticle",
    "ReadOptions",
    "SourceFile",
    "Unchanged",
    "Understood",
    "is_news",
    "read_appended",
    "read_articles",
    "read_news",
]
