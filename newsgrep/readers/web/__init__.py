"""Web pages, mail, feeds and other XML, books and web archives."""
