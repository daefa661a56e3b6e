"""Which terms of a query are scored."""

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.engine.bm25 import FEW_TERMS, LEAST_SHARE, MOST_RANKING_TERMS, Frequencies, heaviest, idf
from newsgrep.query.plan_nodes import Pair, WeightedTerm, Word

ARTICLES = 1000


def chosen(doc_freqs, weights=None, below=0):
    """The indexes of the words that are scored, and those whose exact frequency was requested."""
    asked = []

    def exact(term):
        asked.append(int(term.text))
        return doc_freqs[int(term.text)]

    ranking = [WeightedTerm(Word(str(index)), weights[index] if weights else 1.0) for index in range(len(doc_freqs))]
    frequencies = Frequencies(ARTICLES, exact, lambda term: max(0, doc_freqs[int(term.text)] - below))
    return [int(scored.term.text) for scored in heaviest(ranking, frequencies)], asked


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from([1.0, 2.0])), max_size=60), st.integers(0, 300))
def test_a_lower_bound_never_changes_the_choice(terms, below):
    doc_freqs, weights = [doc_freq for doc_freq, _ in terms], [weight for _, weight in terms]
    order = sorted(range(len(terms)), key=lambda index: (-weights[index] * idf(ARTICLES, doc_freqs[index]), index))
    assert set(chosen(doc_freqs, weights, below)[0]) == set(order[: MOST_RANKING_TERMS[Word]])


def test_frequent_terms_of_a_long_query_are_never_counted():
    rare, common = [5 + number for number in range(FEW_TERMS)], [980] * 10
    found, asked = chosen(rare + common, below=20)
    assert found == asked == list(range(FEW_TERMS))
    assert idf(ARTICLES, 960) < LEAST_SHARE * idf(ARTICLES, 5)


def test_a_short_query_keeps_its_frequent_terms():
    assert chosen([5, 990, 1000])[0] == [0, 1, 2]


def test_words_and_pairs_are_chosen_apart():
    ranking = [WeightedTerm(kind(f"{number:02}")) for kind in (Word, Pair) for number in range(40)]
    found = [scored.term for scored in heaviest(ranking, Frequencies(ARTICLES, lambda _: 3, lambda _: 0))]
    assert found == [
        ranked.term for ranked in (*ranking[: MOST_RANKING_TERMS[Word]], *ranking[40 : 40 + MOST_RANKING_TERMS[Pair]])
    ]
