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


def test_every_reader_of_texts_is_on_the_map_of_its_package():
    map_of_texts = ast.get_docstring(
        ast.parse((ROOT / "newsgrep/readers/texts/__init__.py").read_text(encoding="utf-8"))
    )
    names = {module.name for module in MODULES if module.parent.name == "texts"}
    assert {name for name in names - {"__init__.py"} if f"``{name}``" not in map_of_texts} == set()
