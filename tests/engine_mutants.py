"""Engines that break one promise each; the contract must fail on every one (see ``test_engine``)."""

import os
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from engine_contract import EngineContract

from newsgrep.analysis import load_segmenter
from newsgrep.engine.base import TopDocs
from newsgrep.engine.bm25 import Scored
from newsgrep.engine.memory import MemoryEngine
from newsgrep.errors import IndexDamagedError, UsageError
from newsgrep.message import Message
from newsgrep.query.plan_nodes import Pair, Word


class TotalOfPage(MemoryEngine):
    def search(self, plan, *, limit, offset=0, order="relevance"):
        found = super().search(plan, limit=limit, offset=offset, order=order)
        return TopDocs(found.hits, len(found.hits))


class LiteralsLast(MemoryEngine):
    def search(self, plan, *, limit, offset=0, order="relevance"):
        return super().search(plan._replace(prefer=None), limit=limit, offset=offset, order=order)


class SlightlyOtherScores(MemoryEngine):
    def search(self, plan, *, limit, offset=0, order="relevance"):
        found = super().search(plan, limit=limit, offset=offset, order=order)
        return found._replace(hits=[hit._replace(score=hit.score * 1.000001) for hit in found.hits])


class HalfOfEachContribution(MemoryEngine):
    def contributions(self, plan, article_id):
        return [part._replace(score=part.score / 2) for part in super().contributions(plan, article_id)]


class LostParagraph(MemoryEngine):
    def get(self, article_id):
        article = super().get(article_id)
        return article and article._replace(paragraphs=article.paragraphs[:1])


class MetadataOfAll(MemoryEngine):
    def metadata(self, plan):
        from newsgrep.query.plan_nodes import EVERYTHING

        return super().metadata(plan._replace(match=EVERYTHING))


class MaskOfAll(MemoryEngine):
    def mask(self, plan):
        from newsgrep.query.plan_nodes import EVERYTHING

        return super().mask(plan._replace(match=EVERYTHING))


class OccurrencesUncounted(MemoryEngine):
    def metadata_counts(self, plan, names, _sought=(), **options):
        return super().metadata_counts(plan, names, (), **options)


class ForkedConnection(MemoryEngine):
    process = os.getpid()

    def may_be_forked(self):
        return True

    def get(self, article_id):
        if os.getpid() != self.process:
            raise ConnectionError
        return super().get(article_id)


class EachWordOnce(MemoryEngine):
    def frequencies(self, plan):
        return dict.fromkeys(super().frequencies(plan), 1)


class ValuesFolded(MemoryEngine):
    def values(self, field, start=""):
        return iter(sorted({value for entry in self._entries.values() for value in entry.values[field] if value.startswith(start)}))  # fmt: skip


class TermsOfAnyStart(MemoryEngine):
    def terms(self, field, start=""):  # noqa: ARG002
        return super().terms(field)


class ItsOwnReprint(MemoryEngine):
    def reprints(self, article_id):
        entry = self._entries.get(article_id)
        from newsgrep.engine.base import Hit

        own = [Hit(entry.article.path, entry.article.key, 1.0)] if entry else []
        return own + super().reprints(article_id)


class OriginalsThatAreReprints(MemoryEngine):
    def originals(self, ids):
        copies = [{hit.id for hit in self.reprints(one)} for one in ids]
        return [next((at for at in range(number) if ids[at] in copies[number]), number) for number in range(len(ids))]


class AllAreLiteral(MemoryEngine):
    def literal_total(self, plan, most_read=None):
        return self.search(plan, limit=0).total if plan.prefer else super().literal_total(plan, most_read)


class AnyIsEnough(MemoryEngine):
    def matches_any(self, node):
        return super().matches_any(node) or bool(self._entries)


class FrequencyOfAnyField(MemoryEngine):
    def doc_freqs(self, words):
        return super().doc_freqs([Word(word.text) for word in words])


class EveryWordScores(MemoryEngine):
    def search(self, plan, **options):
        with patch("newsgrep.engine.bm25.MOST_RANKING_TERMS", {Word: 100, Pair: 100}):
            return super().search(plan, **options)


class AllTermsAreHeaviest(MemoryEngine):
    def heaviest(self, ranking):
        return [Scored(term, weight) for term, weight in ranking]


class PairsByWords(MemoryEngine):
    def doc_freqs(self, terms):
        return super().doc_freqs([Word(term.text, term.fields) for term in terms])


class TextsUncut(MemoryEngine):
    def texts(self, ids, fields, most):
        return super().texts(ids, fields, most + 1)


class IdsOfBefore(MemoryEngine):
    ever: tuple[str, ...] = ()

    def update(self, remove, add, **options):
        super().update(remove, add, **options)
        self.ever = tuple(dict.fromkeys((*self.ever, *self._entries)))

    def ids(self):
        return iter(self.ever)


class OneVersion(MemoryEngine):
    def stats(self):
        return super().stats()._replace(version=1, commit="1")


class AnyWords(MemoryEngine):
    def segmenter(self):
        super().segmenter()
        return load_segmenter()


class NoUserWords(MemoryEngine):
    def user_words(self):
        return ()


class AlwaysDamaged(MemoryEngine):
    def verify(self):
        yield Path("index"), [IndexDamagedError("damaged")]


class WithoutName(MemoryEngine):
    @property
    def manifest_path(self):
        return Path()


class WholeManifest(MemoryEngine):
    def read_manifest(self, most=None):  # noqa: ARG002
        return super().read_manifest()


class ClosedForGood(MemoryEngine):
    def close(self):
        self._entries = {}


class NeverItsOwn(MemoryEngine):
    def require_own_place(self):
        raise UsageError("not an index")


class NoLock(MemoryEngine):
    def locked(self, wait, on_wait):  # noqa: ARG002
        return nullcontext()


class LockKept(MemoryEngine):
    @contextmanager
    def locked(self, wait, on_wait):
        self.kept = super().locked(wait, on_wait)  # else it is released with the last reference
        self.kept.__enter__()
        yield


class NothingRemoved(MemoryEngine):
    def update(self, remove, add, **options):  # noqa: ARG002
        super().update((), add, **options)


class NothingTruncated(MemoryEngine):
    def update(self, remove, add, *, truncate=False, **options):  # noqa: ARG002
        super().update(remove, add, **options)


class HalfAnUpdate(MemoryEngine):
    def update(self, remove, add, **options):
        for entry in add:
            super().update(remove, [entry], **options)


class EverythingIsGarbage(MemoryEngine):
    def collect_garbage(self):
        self._entries = {}


class LessIsFaster(MemoryEngine):
    def optimize(self):
        self._entries.popitem()


class NeverSound(MemoryEngine):
    def quick_check(self):
        return Message("damaged")


class FirstManifest(MemoryEngine):
    def write_manifest(self, content):
        if self.read_manifest() is None:
            super().write_manifest(content)


MUTANTS = {mutant.__name__: mutant for mutant in MemoryEngine.__subclasses__() if mutant.__module__ == __name__}


# Mutant → the part of the contract that catches it: running all of it on each would take a minute. One that is not named
# here is given all of it.
CAUGHT_BY = {
    "TotalOfPage": "pages_of_hits_are_the_whole_in_pieces_and_the_total_is_exact",
    "LiteralsLast": "it_finds_ranks_and_scores_as_the_reference_does",
    "SlightlyOtherScores": "it_finds_ranks_and_scores_as_the_reference_does",
    "HalfOfEachContribution": "contributions_add_up_to_the_score",
    "LostParagraph": "articles_come_back_as_they_went_in",
    "MetadataOfAll": "facts_are_those_of_every_article_that_matches",
    "MaskOfAll": "a_mask_says_of_each_article_whether_it_matches",
    "OccurrencesUncounted": "articles_and_occurrences_are_counted_by_metadata",
    "ForkedConnection": "processes_that_are_forked_read_on_if_they_may",
    "EachWordOnce": "words_are_counted_in_the_articles_that_match",
    "ValuesFolded": "values_are_those_of_the_articles_in_order",
    "TermsOfAnyStart": "terms_are_those_of_the_articles_in_order",
    "ItsOwnReprint": "reprints_are_the_articles_of_the_month_that_share_most_of_the_text",
    "OriginalsThatAreReprints": "an_original_is_the_first_article_that_is_no_reprint_itself",
    "AllAreLiteral": "it_counts_the_articles_with_the_exact_wording",
    "AnyIsEnough": "it_says_whether_any_article_matches",
    "FrequencyOfAnyField": "it_counts_the_articles_that_hold_a_word",
    "EveryWordScores": "of_a_long_query_the_heaviest_words_score",
    "AllTermsAreHeaviest": "it_says_which_terms_score",
    "PairsByWords": "it_says_which_terms_score",
    "TextsUncut": "texts_are_folded_and_cut",
    "IdsOfBefore": "a_removed_article_is_gone_and_one_unknown_is_no_error",
    "OneVersion": "stats_tell_commits_apart",
    "AnyWords": "queries_are_segmented_as_the_articles_were",
    "NoUserWords": "queries_are_segmented_as_the_articles_were",
    "AlwaysDamaged": "a_sound_index_has_nothing_wrong",
    "WithoutName": "the_manifest_is_kept_as_it_was_given",
    "WholeManifest": "the_manifest_is_kept_as_it_was_given",
    "ClosedForGood": "a_closed_engine_opens_again",
    "NeverItsOwn": "it_may_be_written_where_it_is",
    "NoLock": "one_writer_at_a_time",
    "LockKept": "one_writer_at_a_time",
    "NothingRemoved": "a_removed_article_is_gone_and_one_unknown_is_no_error",
    "NothingTruncated": "afresh_leaves_nothing_of_before",
    "HalfAnUpdate": "a_failing_update_leaves_the_index_as_it_was",
    "EverythingIsGarbage": "garbage_is_collected_without_harm",
    "LessIsFaster": "optimizing_changes_no_answer",
    "NeverSound": "a_sound_index_has_nothing_wrong",
    "FirstManifest": "the_manifest_is_kept_as_it_was_given",
}


def _contract_of(mutant):
    class Contract(EngineContract):
        tolerance = 1e-12

        @pytest.fixture
        def engine(self):
            return mutant()

    if caught_by := CAUGHT_BY.get(mutant.__name__):
        for name in set(vars(EngineContract)) - {f"test_{caught_by}"}:
            if name.startswith("test_"):
                setattr(Contract, name, None)
    Contract.__name__ = Contract.__qualname__ = f"Test{mutant.__name__}"
    return Contract


globals().update({f"Test{name}": _contract_of(mutant) for name, mutant in MUTANTS.items()})
