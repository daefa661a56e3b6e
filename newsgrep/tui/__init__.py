"""``newsgrep browse``: search, read and hand over in a screen of the terminal. Only this package knows Textual."""
