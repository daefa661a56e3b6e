"""The settings that there are: of each its kind, an example and its meaning; and the file that explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsgrep.message import ENGLISH

if TYPE_CHECKING:
    from newsgrep.message import Catalogue


class Setting(NamedTuple):
    """A key of the file: the kind of its value, an example in TOML, and its meaning."""

    kind: str
    example: str
    meaning: str


SETTINGS = {
    "corpus": Setting("path", '"~/news"', "Corpus folder. Flag --corpus, environment variable NEWSGREP_CORPUS."),
    "index": Setting(
        "paths",
        '"~/.cache/newsgrep"',
        "Index folder, or a list of folders to be searched as one; or an index in an OpenSearch cluster, as in"
        " opensearch://localhost:9200/news. Flag --index, environment variable NEWSGREP_INDEX.",
    ),
    "dict": Setting(
        "path", '"words.txt"', "User dictionary in jieba's format: one word per line, optionally with its frequency."
    ),
    "synonyms": Setting(
        "path", '"synonyms.txt"', "Synonym file in Solr's format, with lines such as 工会, 总工会 or 省总 => 总工会."
    ),
    "function_words": Setting(
        "path",
        '"light.txt"',
        "Words that collocates and keywords leave out, one per line, instead of the default list.",
    ),
    "color": Setting("text", '"auto"', "When to use colour: auto, always or never. Flag --color."),
    "theme": Setting(
        "text", '"terminal"', "Colour theme: terminal (the terminal's own colours), dark, light or plain (no colours)."
    ),
    "links": Setting(
        "text",
        '"vscode"',
        "Links of file locations in coloured output: file, kitty, vscode, none, or a URL with {path}, {line}, {host}.",
    ),
    "pager": Setting(
        "flag", "false", "Whether to page output that is longer than the terminal, with $PAGER. Flag --no-pager."
    ),
    "exclude": Setting(
        "globs",
        '["drafts/", "*.bak.txt"]',
        "Files and folders that are not indexed, in the syntax of .gitignore, relative to the corpus folder.",
    ),
    "zone": Setting(
        "zone", '"Asia/Shanghai"', "Time zone of dates: a time written in another is converted. Default: China's."
    ),
    "path": Setting(
        "pattern",
        "'(?P<source>[^/]+)/(?P<date>\\d{8})-(?P<page>\\w+)'",
        "What paths say, as a regular expression with the groups source, section, page, date, author and title.",
    ),
    "texts": Setting(
        "text", '"page"', "What plain texts are: auto (judged by their form), article (one each) or page (of several)."
    ),
    "fields": Setting(
        "names",
        'title = "大标题"\nbody = ["内文", "导语 + 全文"]\ndate = "meta.published"\n'
        'source = "domain(url)"\nauthor = false',
        "The names your records use for these fields; the first that a record has counts. Besides names: the path to"
        " an inner value, values joined by +, the number of a column, domain(…) of an address; false for no value.",
    ),
    "sources": Setting("texts", '"jcrb/" = "江城日报"', "The source of a folder, for files that do not name one."),
    "folder": Setting(
        "folders",
        '[folder."weibo/"]\nsource = "江城发布"\nsection = "微博"\nzone = "UTC"\nencoding = "gbk"\n'
        '[folder."weibo/".fields]\ntitle = false',
        "The same for the files of a folder: fields, source, section, zone, encoding and path.",
    ),
    "cluster": Setting(
        "cluster",
        'user = "news"\npassword_command = "pass show news"\nca_file = "ca.pem"\ntimeout = 60\nshards = 3',
        "How to log in to the cluster of an index, with user and password, api_key or bearer, each also as a command"
        " that prints it; and ca_file, verify, timeout (seconds), and shards and replicas of an index that is made.",
    ),
    "colors": Setting(
        "texts",
        'match = "bold #d7005f"\ndim = "bright_black"',
        "Styles that override the theme: match, title, path, line, dim, separator, byline, caption.",
    ),
}
# Settings that have another name as attributes of ``Config``.
ATTRIBUTES = {"dict": "user_dict", "path": "path_pattern", "folder": "folders"}
RECORD_FIELDS = ("title", "body", "date", "source", "section", "author", "kind", "id", "url")
FOLDER_KEYS = {
    "fields": "names",
    "source": "text",
    "section": "text",
    "zone": "zone",
    "encoding": "encoding",
    "path": "pattern",
}
TABLES = ("names", "texts", "folders", "cluster")
# The hint about an invalid value, by kind.
KIND_HINTS = {
    "path": "give a path in quotes",
    "paths": "give a path in quotes, or a list of them",
    "text": "give a string in quotes",
    "flag": "give true or false",
    "globs": "give a glob or a list of globs in quotes",
    "names": "give a table of field names",
    "zone": 'give a zone such as "Asia/Shanghai" or "+08:00"',
    "pattern": "give a regular expression with a group such as (?P<date>…), in single quotes",
    "encoding": 'give the name of an encoding, such as "gbk"',
    "folders": 'give a table for each folder, as in [folder."weibo/"]',
    "texts": "give a table of strings in quotes",
    "cluster": "see the examples of 'newsgrep config --init'",
}
SECRETS = ("password", "api_key", "bearer")
CLUSTER_KEYS: dict[str, type] = {
    **dict.fromkeys(("user", *SECRETS, *(f"{name}_command" for name in SECRETS)), str),
    "ca_file": str,
    "verify": bool,
    "timeout": float,
    "shards": int,
    "replicas": int,
}
HEADING = (
    "newsgrep.toml: settings of newsgrep, in the current folder, a folder above it, or in ~/.config/newsgrep/.",
    "Flags override environment variables, which override this file. Paths are relative to this file.",
    "All values are examples: uncomment a line to set it.",
)


def default_file(catalogue: Catalogue = ENGLISH) -> str:
    """A configuration file that explains every setting, each with an example that is commented out."""
    parts = ["".join(f"# {catalogue.get(line, line)}\n" for line in HEADING)]
    for name, setting in SETTINGS.items():
        table = setting.kind in TABLES
        header = [f"[{name}]"] if setting.kind != "folders" else []
        lines = [*header, *setting.example.splitlines()] if table else [f"{name} = {setting.example}"]
        parts.append(
            "\n".join([f"# {catalogue.get(setting.meaning, setting.meaning)}", *(f"#{line}" for line in lines)]) + "\n"
        )
    return "\n".join(parts)
