"""The index in an OpenSearch cluster: the same articles, order and scores as the index on disk.

``transport`` speaks HTTP, ``replies`` says what is wrong with what comes back, ``cluster`` has the requests. ``layout``
is the mapping, ``text_form`` what is indexed of a text, ``document`` an article as it is sent. ``commit`` and ``lease``
say what counts and who may write, ``writer`` is an update. ``bounds``, ``literals`` and ``phrases`` turn a plan into
queries, ``judge`` decides what they leave open, ``ranking`` and ``exact_scores`` rank; ``snapshot`` searches one
commit, and checks that every answer is whole. ``reader`` and ``engine`` implement the protocol.
"""

from newsgrep.engine.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
