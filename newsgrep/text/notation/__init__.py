"""Ways of writing: how numbers, dates, times, ratios and names with digits are written, and how else they could be."""
