"""Texts: one of each household as columns, so that any part of them is found among a million at once."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from casework.households import Bools, Column, Ints

_AS_THEY_ARE: Any = np.dtypes.StringDType()


class Texts:
    """Texts in order: as they are, and without what `plain` takes away laid end to end, a line each."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Any, Any]] = []
        self.join()

    def __len__(self) -> int:
        return len(self.shown)

    def of(self, i: int) -> str:
        """The text that one has."""
        return str(self.shown[i])

    def add(self, texts: Sequence[str]) -> None:
        """Takes these too; `join` when all are there."""
        lines = plain("".join([text.replace("\n", " ") + "\n" for text in texts]))
        letters = np.frombuffer(lines.encode("utf-32-le"), np.uint32)
        smallest = np.min_scalar_type(int(letters.max(initial=0)))
        self._pieces.append((np.array(texts, _AS_THEY_ARE), letters.astype(smallest)))

    def join(self) -> None:
        """Lays what was added end to end."""
        pieces = [(np.array([], _AS_THEY_ARE), np.array([], np.uint8)), *self._pieces]
        self.shown, self._letters = (np.concatenate(some) for some in zip(*pieces, strict=True))
        self._starts = np.concatenate(([0], np.flatnonzero(self._letters == ord("\n")) + 1))[:-1]
        self._pieces = []

    def having(self, part: str) -> Bools:
        """The texts in which a part stands; a part that is `plain` and has no blanks."""
        is_possible = ord(max(part)) <= np.iinfo(self._letters.dtype).max
        there = max(0, len(self._letters) - len(part) + 1) if is_possible else 0
        hits = np.ones(there, np.bool_)
        for i, letter in enumerate(part):
            hits &= self._letters[i : i + there] == ord(letter)
        found = np.zeros(len(self), np.bool_)
        found[np.searchsorted(self._starts, np.flatnonzero(hits), side="right") - 1] = True
        return found


class Shared:
    """Texts that several may have: each of them once, and which each has."""

    def __init__(self) -> None:
        self._pieces: list[Ints] = []
        self._begin()
        self.join()

    def _begin(self) -> None:
        self._place: defaultdict[str, int] = defaultdict()
        self._place.default_factory = self._place.__len__

    def add(self, texts: Sequence[str]) -> None:
        """Takes these too; `join` when all are there."""
        self._pieces.append(np.fromiter(map(self._place.__getitem__, texts), np.int32, len(texts)))

    def join(self) -> None:
        """Lays what was added end to end."""
        self._at, self.texts = np.concatenate([np.array([], np.int32), *self._pieces]), Texts()
        self.texts.add([*self._place])
        self.texts.join()
        self._pieces = []
        self._begin()

    def of(self, i: int) -> str:
        """The text that one has."""
        return self.texts.of(int(self._at[i]))

    def having(self, part: str) -> Bools:
        """Who has a text in which a part stands."""
        found = self.texts.having(part)
        return found[self._at] if found.any() else np.zeros(len(self._at), np.bool_)

    def being(self, text: str) -> Bools:
        """Who has just this text."""
        found: Bools = (self.texts.shown == text)[self._at]
        return found

    def ranked(self, key: Callable[[str], Any]) -> Column:
        """The place of each one's text when they are sorted by a key; unknown where there is no text."""
        texts = self.texts.shown.tolist()
        ranks = np.empty(len(texts), np.int64)
        ranks[sorted(range(len(texts)), key=[key(text) for text in texts].__getitem__)] = np.arange(len(texts))
        return Column(ranks[self._at], (self.texts.shown != "")[self._at])


def plain(text: str) -> str:
    """Text without the differences between wide and narrow, large and small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def as_listed(text: str) -> bytes:
    """A key that sorts Chinese as lists usually do: the common characters by their sound."""
    return text.encode("gb18030", "replace")
