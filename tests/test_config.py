from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.cli.settings import HERE, find_config
from newsgrep.config import Config, read_config
from newsgrep.errors import ConfigError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "newsgrep.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_sets_nothing(tmp_path: Path):
    assert read_config(written(tmp_path, "")) == Config()


def test_paths_are_relative_to_the_file_they_stand_in(tmp_path: Path):
    config = read_config(written(tmp_path / "设置", 'corpus = "语料"\nindex = "../索引"\ndict = "/词典.txt"\n'))
    assert config.corpus == tmp_path / "设置" / "语料"
    assert config.index == (tmp_path / "设置" / ".." / "索引",)
    assert config.user_dict == Path("/词典.txt")


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/home/heqinghe")
    assert read_config(written(tmp_path, 'corpus = "~/语料"')).corpus == Path("/home/heqinghe/语料")


def test_fields_and_sources_are_mappings(tmp_path: Path):
    text = '[fields]\ntitle = "题名"\nbody = ["全文内容", "摘要"]\n[sources]\n"jcrb" = "江城日报"\n'
    config = read_config(written(tmp_path, text))
    assert config.fields == {"title": ("题名",), "body": ("全文内容", "摘要")}
    assert config.sources == {"jcrb": "江城日报"}


def test_a_byte_order_mark_is_no_error(tmp_path: Path):
    path = tmp_path / "newsgrep.toml"
    path.write_bytes(b'\xef\xbb\xbfcorpus = "a"')
    assert read_config(path).corpus == tmp_path / "a"


@pytest.mark.parametrize(
    "text",
    [
        'corpsu = "a"',
        "corpus = 3",
        'fields = "title"',
        '[fields]\nheadline = "题名"',
        "[fields]\ntitle = 3.5",
        '[fields]\ntitle = ["题名", true]',
        "[sources]\njcrb = 3",
        'sources = "江城日报"',
        "corpus = ",
    ],
)
def test_a_setting_that_makes_no_sense_is_named_with_its_file(tmp_path: Path, text: str):
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert str(path) in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("make", [Path.mkdir, lambda _: None, lambda path: path.write_bytes(b'corpus = "\xbd\xad"')])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: object):
    path = tmp_path / "newsgrep.toml"
    make(path)  # type: ignore[operator]
    with pytest.raises(ConfigError, match=r"newsgrep\.toml"):
        read_config(path)


def test_the_environment_names_the_file_even_if_it_is_not_there(here: Path):
    written(here, "")
    assert find_config({"NEWSGREP_CONFIG": "别处.toml"}) == Path("别处.toml")


def test_the_file_here_goes_before_the_one_at_home(here: Path):
    at_home = written(here / "xdg" / "newsgrep", "")
    assert find_config({"XDG_CONFIG_HOME": str(here / "xdg")}) == at_home
    written(here, "")
    assert find_config({"XDG_CONFIG_HOME": str(here / "xdg")}) == HERE


def test_without_xdg_the_file_is_below_the_home_folder(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(here))
    at_home = written(here / ".config" / "newsgrep", "")
    assert find_config({}) == at_home


def test_no_file_anywhere_is_none(here: Path):
    assert find_config({"XDG_CONFIG_HOME": str(here)}) is None


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, 'corpus = "a\\u0000b"', 'index = "\\u0000"', 'dict = "\\u0000"']
)
def test_a_hostile_configuration_is_refused(tmp_path, text):
    (tmp_path / "newsgrep.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"newsgrep\.toml"):
        read_config(tmp_path / "newsgrep.toml")


def test_fields_may_be_paths_columns_joined_and_off(tmp_path: Path):
    config = read_config(written(tmp_path, '[fields]\ntitle = 2\nbody = ["a.b", "c + d", 3]\nauthor = false\n'))
    assert config.fields == {"title": ("#2",), "body": ("a.b", "c + d", "#3"), "author": ()}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('color = "auto"\n\nzone = "Mars/Olympus"\n', 3),
        ('[fields]\ntitle = "a"\nbody = 1.5\n', 3),
        ('[folder."微博/"]\nsource = "江城发布"\nencoding = "klingon"\n', 3),
        ('[folder."微博/"]\n[folder."微博/".fields]\nheadline = "a"\n', 3),
        ("path = '(?P<who>x)'\n", 1),
        ("path = '(?P<date>'\n", 1),
        ('color = "auto"\nlinks =\n', 2),
        ('[folder]\n"a/".source = 3\n', 2),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, text: str, line: int):
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, text))
    assert caught.value.line == line
