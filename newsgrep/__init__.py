"""newsgrep: full-text search for Chinese news in the terminal."""

__version__ = "0.1.0"
