"""Names that would send a reader to the wrong file."""

import ast
from collections import defaultdict

from conftest import ROOT

MODULES = sorted((ROOT / "newsgrep").rglob("*.py"))


def test_no_class_name_is_in_two_modules():
    places = defaultdict(set)
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].add(module.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_outside_engine_one_door_leads_to_whoosh():
    naming = {
        module.relative_to(ROOT).as_posix()
        for module in MODULES
        if "WhooshEngine" in (text := module.read_text(encoding="utf-8")) or "engine.whoosh" in text
    }
    assert {name for name in naming if not name.startswith("newsgrep/engine/")} == set()
