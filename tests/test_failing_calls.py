"""A call to the system that fails, anywhere: one line, exit 2, and an index that is before or after (see ``make faults``)."""

import json
import os
import subprocess
import sys

import failing_calls
import pytest

MOST = 10


def test_what_fails_is_said_and_leaves_the_index_before_or_after(tmp_path):
    library = failing_calls.build(tmp_path)
    if not library:
        pytest.skip("there is no C compiler here")
    done = subprocess.run(
        [sys.executable, failing_calls.__file__, str(tmp_path), str(MOST)],
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
