"""Use case: query line → articles found, ranked, with snippets; and articles like one."""
