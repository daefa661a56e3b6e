"""What tells a Chinese text from others, and from an address."""

from __future__ import annotations

import re

# A Chinese character: those of the basic block of Unicode and its first extension.
HAN = re.compile("[\u3400-\u9fff]")
# A character of an address: its path may be Chinese, but no Chinese mark ends up in it, as in a text behind one.
IN_ADDRESS = "[^\\s\u3000-\u303f\uff00-\uffef“”‘’…]"
