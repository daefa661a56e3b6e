"""What tells a Chinese text from others."""

from __future__ import annotations

import re

# A Chinese character: those of the basic block of Unicode and its first extension.
HAN = re.compile("[\u3400-\u9fff]")
