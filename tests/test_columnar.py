"""Parquet, Arrow, Feather and ORC: columns of any type, by batches; and hostile files."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import BODY, OTHER, articles, bodies, facts, problems, read_file

from newsgrep.model import Article
from newsgrep.readers import Problem

pa = pytest.importorskip("pyarrow", reason="pyarrow (extra 'parquet') is not installed")
pq = pytest.importorskip("pyarrow.parquet")

COLUMNS = {
    "title": ["澜江大桥今天合龙", "江城大学开学"],
    "content": [BODY, OTHER],
    "publish_time": pa.array([1742256000000, 1742342400000], pa.timestamp("ms")),
    "source": ["江城日报", "江城晚报"],
}
FACTS = [("澜江大桥今天合龙", "2025-03-18", "江城日报"), ("江城大学开学", "2025-03-19", "江城晚报")]


def parquet(columns, **options):
    raw = io.BytesIO()
    pq.write_table(pa.table(columns), raw, **options)
    return raw.getvalue()


def arrow(columns, *, stream=False):
    table, raw = pa.table(columns), io.BytesIO()
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(raw, table.schema) as writer:
        writer.write_table(table, max_chunksize=1)
    return raw.getvalue()


def feather(columns):
    from pyarrow import feather

    raw = io.BytesIO()
    feather.write_feather(pa.table(columns), raw, compression="zstd")
    return raw.getvalue()


def orc(columns):
    from pyarrow import orc

    raw = io.BytesIO()
    orc.write_table(pa.table(columns), raw)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("1.parquet", parquet(COLUMNS)),
        ("1.pq", parquet(COLUMNS, row_group_size=1, compression="zstd")),
        ("1.arrow", arrow(COLUMNS)),
        ("data-00000-of-00001.arrow", arrow(COLUMNS, stream=True)),
        ("1.feather", feather(COLUMNS)),
        ("1.orc", orc(COLUMNS)),
    ],
)
def test_each_row_is_an_article_with_its_number(tmp_path, name, raw):
    found = read_file(tmp_path, name, raw)
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]
    assert [article.line for article in articles(found)] == [1, 2]


TYPES = {
    "dictionaries": {**COLUMNS, "source": pa.array(["江城日报", "江城晚报"]).dictionary_encode()},
    "large strings": {**COLUMNS, "content": pa.array([BODY, OTHER], pa.large_string())},
    "bytes that are text": {**COLUMNS, "content": pa.array([BODY.encode(), OTHER.encode()], pa.binary())},
    "lists of paragraphs": {**COLUMNS, "content": [[BODY], [OTHER]]},
    "days": {**COLUMNS, "publish_time": pa.array([20165, 20166], pa.date32())},
    "nanoseconds": {**COLUMNS, "publish_time": pa.array([1742256000 * 10**9 + 1, 1742342400 * 10**9], pa.timestamp("ns"))},
    "vectors, pictures and flags": {
        **COLUMNS,
        "embedding": [[0.1, 0.2], [0.3, 0.4]],
        "image": [b"\xff\xd8\xff\0", b"\x89PNG\0"],
        "ok": [True, False],
        "nothing": pa.nulls(2),
    },
    "the index of pandas": {"__index_level_0__": [7, 8], **COLUMNS},
    "names of no known field": {"bt": COLUMNS["title"], "nr": COLUMNS["content"], "date": COLUMNS["publish_time"], "source": COLUMNS["source"]},
}  # fmt: skip


@pytest.mark.parametrize("columns", TYPES.values(), ids=TYPES)
def test_columns_of_many_types_are_read(tmp_path, columns):
    found = read_file(tmp_path, "1.parquet", parquet(columns))
    assert facts(found) == FACTS
    assert bodies(found) == [BODY, OTHER]


def test_a_time_out_of_any_calendar_is_no_date(tmp_path):
    columns = {**COLUMNS, "publish_time": pa.array([2**62, -(2**62)], pa.timestamp("ms"))}
    assert [date for _, date, _ in facts(read_file(tmp_path, "1.parquet", parquet(columns)))] == [None, None]


def test_a_table_without_news_is_named_with_its_columns(tmp_path):
    assert problems(read_file(tmp_path, "1.parquet", parquet({"x": [1, 2], "y": [3.5, 4.5]}))) == [
        "1.parquet: no title or body found among its fields: x, y (map them in newsgrep.toml under [fields])"
    ]


def test_an_empty_table_is_nothing(tmp_path):
    assert read_file(tmp_path, "1.parquet", parquet({"title": pa.array([], pa.string())})) == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"PAR1", b"PAR1" + b"\xff" * 40 + b"PAR1", b"ARROW1\0\0" + b"\xff" * 64, b"\xff\xff\xff\xff" * 9, b"x" * 99],
)
@pytest.mark.parametrize("name", ["1.parquet", "1.arrow"])
def test_what_is_none_is_named(tmp_path, name, raw):
    assert problems(read_file(tmp_path, name, raw))[0].startswith(f"{name}: ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(
    raw=st.sampled_from(
        [
            ("1.parquet", parquet(COLUMNS)),
            ("1.arrow", arrow(COLUMNS)),
            ("2.arrow", arrow(COLUMNS, stream=True)),
            ("1.orc", orc(COLUMNS)),
        ]
    ),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
    end=st.integers(0, 2000),
)
def test_any_damage_is_articles_and_problems(tmp_path, raw, changes, end):
    name, content = raw[0], bytearray(raw[1])
    for place, byte in changes:
        content[place % len(content)] = byte
    assert all(
        isinstance(item, (Article, Problem))
        for item in read_file(tmp_path, name, bytes(content[: len(content) - end // 4]))
    )
