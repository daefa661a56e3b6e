"""Archives and compressed files as streams of their members."""
