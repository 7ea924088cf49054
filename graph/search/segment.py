"""Chinese words of texts and of questions, so that a full-text index finds what is written.

The index terms of a text are every dictionary word that occurs in it, wherever it stands and whatever stands
beside it, every single character, and the given names (units, instruments) that occur in it. A question is cut
into dictionary words by jieba; whatever cut it finds, each word occurs in every text that contains the question,
so **a text is found by any part of itself**, and no added name can hide it. Terms depend on the text and the
names given with it only, never on what else is loaded.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
import warnings
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from dutygraph.graph.search.marks import title_mark

if TYPE_CHECKING:
    import jieba

_HAN: Final = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS: Final = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")
_BROKEN: Final = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")

_WIDE: Final = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，（）；：％！？")

# Words of grammar: a question asks for them only where it asks for nothing else.
_EMPTY_WORDS: Final = frozenset("的了和与及或等之在是为对由将")

# Of a very long question only so many phrases enter the ranking (they never decide what is found).
_MOST_PHRASES: Final = 24

# Full-text indexes cut a term at 255 characters; nobody looks for a number or a foreign word by more than this.
_LONGEST_RUN: Final = 64


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched: a text is found if it has all ``words``; ``phrases`` found besides rank it higher.

    ``text`` is the question as it was asked.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    text: str = field(default="", compare=False, repr=False)

    def lucene(self, *, title: bool = False) -> str:
        """Return the words in the query syntax of Lucene, all of them required; ``title``: in the title of a task.

        >>> Question(("司法局", "2022"), ()).lucene()
        '+司法局 +2022'
        """
        return " ".join(f"+{title_mark(word) if title else word}" for word in self.words)


def index_terms(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the terms under which a text is found, each once, in a fixed order.

    ``names`` become terms as a whole where they occur in the text. A line broken inside a word does not part it.

    >>> index_terms("区司法局", ["区司法局"])
    ('区', '司', '司法', '司法局', '法', '局', '区司法局')
    """
    return tuple(terms_with(text, {run for name in names for run in name_runs(name)}))


def terms_with(text: str, runs: Set[str]) -> dict[str, None]:
    """Return the same terms, as keys, of names that are given as their :func:`name_runs`."""
    whole = plain(text)
    terms = dict.fromkeys(chain.from_iterable(map(_run_terms, _RUNS.findall(whole))))
    for run in sorted([run for run in runs if run in whole and run not in terms]):
        terms[run] = None
    return terms


@lru_cache(maxsize=10_000)
def name_runs(name: str) -> tuple[str, ...]:
    """Return the Chinese parts of a name that are terms where a text has them."""
    return tuple(run for run in _HAN_RUN.findall(plain(name)) if len(run) > 1)


def read_question(text: str) -> Question:
    """Cut a question into the words that a text must have and the phrases that rank it.

    Spaces and punctuation part the question; each part must be found, in any order.

    >>> read_question("区司法局 2022年")
    Question(words=('区', '司法局', '2022', '年'), phrases=('区司法局', '区司法', '区司', '司法', '法局'))
    """
    runs: list[str] = _RUNS.findall(_fold(text))
    words = dict.fromkeys(word for run in runs for word in _cut(run))
    full = {word: None for word in words if word not in _EMPTY_WORDS} or words
    phrases = dict.fromkeys(part for run in runs for part in _parts(run) if part not in full)
    return Question(tuple(full), tuple(phrases)[:_MOST_PHRASES], text)


@lru_cache(maxsize=64)
def runs_of(text: str) -> tuple[str, ...]:
    """Return what spaces, punctuation and the change between Chinese and other writing part, folded.

    >>> runs_of("区司法局 2022年")
    ('区司法局', '2022', '年')
    """
    return tuple(_RUNS.findall(_fold(text)))


def relevance(question: Question, counts: Sequence[int], length: int) -> float:
    """Return how well a text answers, from the counts of the question's words, then phrases, in it.

    ``length`` is the number of the text's characters. Long words weigh more than short ones, repetitions less and
    less, and a short text is more about its words than a long one. The same numbers in any store.
    """
    wanted = (*question.words, *question.phrases)
    damping = 0.3 + 0.9 * length / 200
    score = sum(len(word) * count / (count + damping) for word, count in zip(wanted, counts, strict=True) if count)
    return round(score, 6)


@lru_cache(maxsize=10_000)
def content_words(text: str) -> tuple[str, ...]:
    """Return the words that a text is about, with repetitions: two characters or more, no numbers.

    Each character is in one word only, so that counts and weights of words mean something. Characters that the
    dictionary leaves alone side by side are a word that it does not know.

    >>> content_words("加快建设智算中心，2025年建成3个")
    ('加快', '建设', '智算', '中心', '建成')
    """
    words: list[str] = []
    for run in _RUNS.findall(plain(text)):
        alone = ""
        for word in (*_cut(run), ""):
            if len(word) == 1 and word not in _EMPTY_WORDS:
                alone += word
                continue
            words.extend(each for each in (alone, word) if len(each) > 1 and not each.isnumeric())
            alone = ""
    return tuple(words)


@lru_cache(maxsize=512)  # of what is found the words are counted, then shown
def plain(text: str) -> str:
    """Return a text as words are looked for in it: folded, and no line broken inside a word."""
    return _BROKEN.sub("", _fold(text))


def count_words(text: str, words: Sequence[str]) -> list[int]:
    """Return how often each word stands in a text of :func:`plain`; numbers and foreign words as a whole.

    >>> count_words("2022年执法办法，执法2次", ["执法", "2", "法"])
    [2, 1, 3]
    """
    runs: list[str] | None = None
    counts = []
    for word in words:
        if word not in text:
            counts.append(0)
        elif _HAN_RUN.match(word):
            counts.append(text.count(word))
        else:
            runs = _RUNS.findall(text) if runs is None else runs
            counts.append(sum(run[:_LONGEST_RUN] == word for run in runs))
    return counts


def _fold(text: str) -> str:
    for wide, narrow in _WIDE:  # else every text with a full-width comma takes the long way through its characters
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=4096)
def _run_terms(run: str) -> tuple[str, ...]:
    if not _HAN_RUN.match(run):
        return (run[:_LONGEST_RUN],)
    words = _tokenizer().FREQ  # and every beginning of a word, with 0
    terms = []
    for start in range(len(run)):
        terms.append(run[start])
        for end in range(start + 1, len(run) + 1):
            part = run[start:end]
            frequency = words.get(part)
            if frequency is None:
                break
            if frequency and end > start + 1:
                terms.append(part)
    return tuple(terms)


def _cut(run: str) -> Iterable[str]:
    if not _HAN_RUN.match(run):
        return (run[:_LONGEST_RUN],)
    words: Iterable[str] = _tokenizer().cut(run, HMM=False)
    return words


def _parts(run: str) -> Iterable[str]:
    """Every part of two characters or more, the longest first: a name may begin and end anywhere in a question."""
    if not _HAN_RUN.match(run):
        return
    for length in range(len(run), 1, -1):
        for start in range(len(run) - length + 1):
            yield run[start : start + length]


@cache
def _tokenizer() -> jieba.Tokenizer:
    """Return jieba with its own dictionary, kept quiet.

    Its cache goes to the user's own cache folder: into the usual one others can write, and it is read as code is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its source: invalid escapes, pkg_resources
        import jieba
    import platformdirs

    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    folder = platformdirs.user_cache_path("dutygraph", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if writable:
        tokenizer.tmp_dir = str(folder)
        tokenizer.cache_file = f"jieba-{jieba.__version__}.cache"
        tokenizer.initialize()
    else:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    return tokenizer
