"""What the kinds of articles are called for people; an ordinary article is called nothing."""

KIND_NAMES = {"photo": "photo", "brief": "brief", "ad": "advertisement", "notice": "notice"}
