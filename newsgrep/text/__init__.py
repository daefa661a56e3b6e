"""Small pure functions over text: encodings, repair, fold, sentences, dates, display width."""
