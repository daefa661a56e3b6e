"""Outlets whose names do not end as those of media do."""

from __future__ import annotations

import re

# Portals and stations that are called by a name alone, and sites with a name in two scripts.
PORTALS = (
    "搜狐|新浪|网易|網易|腾讯|騰訊|凤凰|鳳凰|澎湃|财新|財新|虎嗅|雅虎|三立|民視|東森|公視|華視|中視|台視|TVBS|ETtoday"
)
# The end of the name of a site: ETtoday新聞雲.
OF_SITE = "新聞雲|新闻云"
# Such a name with what it is of, or by itself.
CALLED = (
    rf"(?:{PORTALS})(?:新闻|新聞|网|網|体育|财经|科技|娱乐|军事|汽车|健康|卫视|客户端|[号號])?|\w{{1,12}}(?:{OF_SITE})"
)
_CALLED = re.compile(CALLED)


def is_called_outlet(name: str) -> bool:
    """Whether a name is that of such an outlet.

    >>> is_called_outlet("搜狐财经"), is_called_outlet("ETtoday新聞雲"), is_called_outlet("江城")
    (True, True, False)
    """
    return bool(_CALLED.fullmatch(name))
