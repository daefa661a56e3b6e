"""Floors belong to the data they were measured on."""

import hashlib
import json

import pytest

from eval.floors import difference, digests, new_floors, read_floors, report, uncovered

DATA = {"news": {"articles": 3, "sha256": {"corpus.jsonl": "aa"}}}
OTHER = {"news": {"articles": 4, "sha256": {"corpus.jsonl": "bb"}}}
STORED = {"data": DATA, "floors": {"news": {"nDCG": 0.5, "recall": 0.9}}}
FIGURES = {"news": {"nDCG": 0.6, "recall": 0.8}}


def test_the_same_data_have_no_difference():
    assert difference(DATA, DATA, remedy="x") == ""


def test_other_data_are_named_by_their_counts_and_files():
    said = difference(DATA, OTHER, remedy="python x.py").splitlines()
    assert said[1:3] == ["  news articles: 3 then, 4 here", "  news sha256 corpus.jsonl: aa then, bb here"]
    assert said[-1].endswith("python x.py --raise")


@pytest.mark.parametrize(("stored", "here"), [(DATA, {}), ({}, DATA)])
def test_data_that_are_missing_on_one_side_are_a_difference(stored, here):
    assert "news articles" in difference(stored, here, remedy="x")


def test_a_digest_is_that_of_sha256sum(tmp_path):
    (tmp_path / "a.tsv").write_bytes("q\t候鸟\n".encode())
    assert digests(tmp_path / "a.tsv") == {"a.tsv": hashlib.sha256("q\t候鸟\n".encode()).hexdigest()}


def test_a_figure_without_a_floor_and_a_floor_without_a_figure_are_named():
    assert uncovered(STORED["floors"], FIGURES) == []
    assert uncovered({"news": {"nDCG": 0.5}}, {"news": {"recall": 0.9}}) == ["news nDCG", "news recall"]


@pytest.mark.parametrize(
    ("data", "lower", "floors"),
    [
        (DATA, False, {"news": {"nDCG": 0.6, "recall": 0.9}}),
        (DATA, True, FIGURES),
        (OTHER, False, FIGURES),  # a floor of other data says nothing
    ],
)
def test_new_floors_rise_and_fall_only_where_they_may(data, lower, floors):
    assert new_floors(STORED, data, FIGURES, lower=lower) == {"data": data, "floors": floors}


def test_rows_that_were_not_measured_keep_their_floors():
    more = {"data": DATA, "floors": {"old": {"recall": 0.7}, **STORED["floors"]}}
    found = new_floors(more, DATA, FIGURES, lower=False, some=True)["floors"]
    assert found == {"old": {"recall": 0.7}, "news": {"nDCG": 0.6, "recall": 0.9}}
    with pytest.raises(ValueError, match="measure all rows"):
        new_floors(more, OTHER, FIGURES, lower=False, some=True)


def test_floors_are_written_only_when_that_is_wanted(tmp_path, capsys):
    path = tmp_path / "floors.json"
    path.write_text(json.dumps(STORED), encoding="utf-8")
    report(path, OTHER, FIGURES, [])
    assert read_floors(path) == STORED
    report(path, OTHER, FIGURES, ["--raise"])
    assert read_floors(path) == {"data": OTHER, "floors": FIGURES}
    assert capsys.readouterr().out.count("the floors were measured on other data") == 2
    report(path, OTHER, FIGURES, [])
    assert "other data" not in capsys.readouterr().out
