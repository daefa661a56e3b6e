"""Text → words (jieba's search mode over folded text) and character bigrams; articles as engines index them."""

from newsgrep.analysis.grams import PARAGRAPH_END, grams
from newsgrep.analysis.indexed_article import TEXT_FIELDS, Entry, analyse, filter_values, surface_form
from newsgrep.analysis.segmenters import BulkSegmenter, JiebaSegmenter, Segmenter, load_segmenter
from newsgrep.analysis.tokenizer import is_han, tokens, words

__all__ = [
    "PARAGRAPH_END",
    "TEXT_FIELDS",
    "BulkSegmenter",
    "Entry",
    "JiebaSegmenter",
    "Segmenter",
    "analyse",
    "filter_values",
    "grams",
    "is_han",
    "load_segmenter",
    "surface_form",
    "tokens",
    "words",
]
