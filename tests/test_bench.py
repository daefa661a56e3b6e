"""The benchmarks name what they patch; a renamed constant must not make an ablation do nothing."""

import ast
import re
from importlib import import_module
from pathlib import Path

BENCH = Path(__file__).parent.parent / "bench"


def test_every_constant_that_an_ablation_changes_exists():
    source = (BENCH / "ranking.py").read_text(encoding="utf-8")
    names = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"newsgrep(\.\w+)+", node.value)
    }
    assert len(names) > 5
    for name in names:
        module, _, constant = name.rpartition(".")
        assert hasattr(import_module(module), constant), name
