"""An encrypted book notices every flipped bit; a plain one does not promise to."""

import os
import shutil
from pathlib import Path
from random import Random

import pytest
import sqlcipher3

from casework import checks
from casework.casebook import Casebook
from casework.vocabulary import Refused
from tests.fault.books import made

FLIPS = int(os.environ.get("CASEWORK_FLIPS", "60"))


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keyed")
    return made(folder / "book.db", folder / "key", grants=100)


def is_noticed(path: Path, key_file: Path) -> bool:
    try:
        with Casebook.open(path, key_file) as book:
            return bool(checks.check(book).faults)
    except (Refused, sqlcipher3.DatabaseError):
        return True


def test_every_flipped_bit_of_an_encrypted_book_is_noticed(keyed: Path, tmp_path: Path) -> None:
    key, random = keyed.with_name("key"), Random(3)
    assert not is_noticed(keyed, key)
    for i in range(FLIPS):
        path = Path(shutil.copy(keyed, tmp_path / f"{i}.db"))
        content = bytearray(path.read_bytes())
        place = random.randrange(len(content))
        content[place] ^= 1 << random.randrange(8)
        path.write_bytes(content)
        assert is_noticed(path, key), f"byte {place} of {len(content)}"
        path.unlink()


def test_nothing_of_the_people_stands_in_the_file_or_its_copies(keyed: Path, tmp_path: Path) -> None:
    secrets = ["王芳", "110105199001019900", "622288880000000", "19900000000"]
    with Casebook.open(keyed, keyed.with_name("key")) as book:
        checks.backup(book, tmp_path / "copy.db")
        book.pay("B", "出纳")
        files = [*keyed.parent.glob("book.db*"), tmp_path / "copy.db"]
        raw = b"".join(file.read_bytes() for file in files)
    assert len(files) >= 3, "the write-ahead log is among them"
    assert [s for s in secrets if s.encode() in raw] == []


def test_numbers_are_sealed_inside_the_file_too(keyed: Path) -> None:
    """Who has the file's key alone, but not the one for numbers, reads no ID, card or phone."""
    with Casebook.open(keyed, keyed.with_name("key")) as book:
        file = book.household("F3")
        row = book.rows("SELECT * FROM household WHERE file_number = 'F3'")[0]
        other = book.rows("SELECT * FROM household WHERE file_number = 'F4'")[0]
        assert (file.id_number, file.bank_card, file.phone) == ("110105199001019903", "6222888800000003", "19900000003")
        for name in ("id_number", "bank_card", "phone"):
            value = getattr(file, name)
            assert value not in row[name]
            assert book.index_of(value) == row[f"{name}_index"]
            with pytest.raises(Refused, match="altered or moved"):
                book._unseal(other[name], "F3", 0, name)


def test_without_its_key_a_book_does_not_open(keyed: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("ab" * 32)
    for key in (None, wrong):
        with pytest.raises(Refused, match="give its key with --key-file"):
            Casebook.open(keyed, key)
