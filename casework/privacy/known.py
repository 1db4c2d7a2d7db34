"""Known: what a casebook knows of its people, kept so that millions fit and nothing can be read out of it, to find it in a text."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np

from casework.privacy.readings import line, plain
from casework.privacy.shapes import HAN, Found, numbers

_RUN = re.compile(f"[{HAN}·]+")
_APART = re.compile(f"(?<![{HAN}])([{HAN}])[ ]{{1,4}}([{HAN}])(?![{HAN}])")
_SPACE = re.compile("[ \t]+")
_ASCII = re.compile("[0-9A-Za-z]")


class Known:
    """Names, addresses and numbers of people, to be found wherever they stand.

    `own` are the texts of the office and of casework. A name that is a piece of them counts only where it stands alone, and one that
    stands alone there does not count; nor do numbers and addresses of theirs. `index` makes of a number what it was given as (a
    casebook with a key gives keyed hashes).
    """

    def __init__(
        self, names: Iterable[str] = (), addresses: Iterable[str] = (), *, id_numbers: Iterable[str] = (), phones: Iterable[str] = (),
        cards: Iterable[str] = (), index: Callable[[str], str] = str, own: Iterable[str] = (),
    ) -> None:  # fmt: skip
        foreign: list[str] = []
        self._names = _Texts(_chinese(names, foreign))
        self._foreign = _Long((_even(name) for name in foreign), tail=3)
        self._addresses = _Long((_tight(plain(address)) for address in addresses), tail=6)
        self._numbers = {"id_number": _Texts(id_numbers), "phone": _Texts(phones), "card": _Texts(cards)}
        self._index = index
        said = plain("\n".join(own))
        self._own, self._own_runs = _tight(said), frozenset(_RUN.findall(said))
        self._own_numbers = frozenset(number.digits for number in numbers(said))

    def is_own(self, hit: Found) -> bool:
        """Whether the office says this of itself: its telephone, its address, its staff."""
        said = _tight(hit.said)
        if hit.kind == "illness" or _RUN.fullmatch(said):
            return hit.kind != "illness" and said in self._own_runs
        parts = {number.digits for number in numbers(hit.said)}
        return parts <= self._own_numbers if parts else said in self._own

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """The kind and line of everything in a text that is known of somebody."""
        yield from (("name", line(text, start)) for start in self._named(text))
        for kind, long, said in (("name", self._foreign, _even(text)), ("address", self._addresses, _tight(text))):
            yield from ((kind, line(said, start)) for start, hit in long.find(said) if _tight(hit) not in self._own)
        there = [number for number in numbers(text) if number.digits not in self._own_numbers]
        keys = {form: self._index(form) for number in there for form in (number.digits, number.said)}
        for kind, known in self._numbers.items():
            hits = known.among(set(keys.values()))
            yield from ((kind, line(text, n.start)) for n in there if hits & {keys[n.digits], keys[n.said]})

    def _named(self, text: str) -> Iterator[int]:
        """Where Chinese names stand."""
        runs = set(_RUN.findall(text))
        pieces = {run[i : i + n] for run in runs for n in self._names.lengths for i in range(len(run) - n + 1)}
        apart = {hit.start(): hit[1] + hit[2] for hit in _APART.finditer(text)}
        hits = self._names.among(pieces | {*apart.values()}) - self._own_runs
        yield from (start for start, name in apart.items() if name in hits)
        for name in hits:
            alone = f"(?<![{HAN}]){name}(?![{HAN}])" if name in self._own else name
            yield from (hit.start() for hit in re.finditer(alone, text))


class _Texts:
    """Many texts, of which only hashes and lengths are kept."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.lengths: set[int] = set()
        self._hashes = np.sort(np.fromiter(map(self._hash, texts), np.int64))

    def _hash(self, text: str) -> int:
        self.lengths.add(len(text))
        return hash(text)

    def among(self, texts: Collection[str]) -> set[str]:
        """Those of some texts that are known."""
        if not len(self._hashes):
            return set()
        asked = np.fromiter(map(hash, texts), np.int64, len(texts))
        at = np.minimum(np.searchsorted(self._hashes, asked), len(self._hashes) - 1)
        return {text for text, is_known in zip(texts, self._hashes[at] == asked, strict=True) if is_known}


class _Long:
    """Texts that stand anywhere in another, between what is neither letter nor digit: sought by their last characters first."""

    def __init__(self, texts: Iterable[str], tail: int) -> None:
        self._tail, self._tails = tail, set[int]()
        self._texts = _Texts(map(self._noted, (text for text in texts if len(text) > tail)))

    def _noted(self, text: str) -> str:
        self._tails.add(hash(text[-self._tail :]))
        return text

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Where each begins, and what it is."""
        ends = (
            [i for i in range(self._tail, len(text) + 1) if hash(text[i - self._tail : i]) in self._tails]
            if self._tails
            else []
        )
        pieces = {(end - n, end): text[end - n : end] for end in ends for n in self._texts.lengths if n <= end}
        hits = self._texts.among({*pieces.values()})
        for (start, end), piece in pieces.items():
            if (
                piece in hits
                and not _ASCII.match(text[end : end + 1])
                and not _ASCII.match(text[max(0, start - 1) : start])
            ):
                yield start, piece


def _chinese(names: Iterable[str], others: list[str]) -> Iterator[str]:
    """The names in Chinese characters; the others are put aside. One of a single character would be found everywhere."""
    for name in names:
        tight = name if _RUN.fullmatch(name) else _SPACE.sub("", plain(name))
        if not _RUN.fullmatch(tight):
            others.append(plain(name))
        elif len(tight) > 1:
            yield tight


def _even(text: str) -> str:
    """Text in small letters with single spaces."""
    return _SPACE.sub(" ", text).casefold()


def _tight(text: str) -> str:
    """Text in small letters without spaces, its lines kept."""
    return _SPACE.sub("", text).casefold()
