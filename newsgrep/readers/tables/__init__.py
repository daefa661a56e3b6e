"""Tables: text with separators, workbooks, columnar files, databases and their dumps."""
