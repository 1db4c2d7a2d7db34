"""The store: where a book may lie, how its file is kept, a full disk, a clock that goes back, and its key."""

import os
from datetime import date
from pathlib import Path

import pytest

from casework.casebook import Casebook, place
from casework.casebook.store import journal
from casework.privacy import Keys, keyed_hash, make_secret, read_secret
from casework.vocabulary import Refused

DAY = date(2026, 10, 31)
MOUNTS = (
    "/dev/vda1 / ext4 rw 0 0\nserver:/share /mnt/share nfs4 rw 0 0\n//pc/d /mnt/with\\040space cifs rw 0 0\n"
    "me@host: /home/me/far fuse.sshfs rw 0 0\n/dev/vdb /mnt/share/local ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n"
)


@pytest.mark.parametrize(
    "path", ["/mnt/share/b.db", "/mnt/share/deep/er/b.db", "/mnt/with space/b.db", "/home/me/far/b.db"]
)
def test_a_book_on_a_network_share_is_refused(path: str) -> None:
    with pytest.raises(Refused, match="is on a network share"):
        place.check(Path(path), MOUNTS)


@pytest.mark.parametrize(
    "path", ["/mnt/b.db", "/mnt/shared/b.db", "/mnt/share/local/b.db", "/home/me/b.db", "/tmp/x/b.db"]
)
def test_a_book_on_a_disk_of_this_machine_is_not(path: str) -> None:
    place.check(Path(path), MOUNTS)


@pytest.mark.parametrize(
    "folder", ["OneDrive - 某县", "我的坚果云", "Dropbox", "iCloud Drive", "BaiduSyncdisk", "WPS云盘"]
)
def test_a_book_in_a_synchronised_folder_is_refused_and_not_made(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder / "inside").mkdir(parents=True)
    with pytest.raises(Refused, match="is synchronised"):
        Casebook.create(tmp_path / folder / "inside" / "b.db", unit="某县", pack="demo-2026", last_day=DAY)
    assert list((tmp_path / folder / "inside").iterdir()) == []


def test_a_folder_with_the_mark_of_a_synchronising_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(Refused, match="is synchronised"):
        place.check(tmp_path / "b.db")


def test_a_link_into_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(Refused, match="is synchronised"):
        place.check(tmp_path / "plain" / "b.db")


@pytest.mark.parametrize(
    ("version", "mode"),
    [("3.40.1", "delete"), ("3.51.2", "delete"), ("3.51.3", "wal"), ("3.53.4", "wal"), ("4.0.0", "wal")],
)
def test_the_write_ahead_log_is_used_only_where_sqlite_is_mended(version: str, mode: str) -> None:
    """3.7.0 to 3.51.2 can damage a file in write-ahead mode; the rollback journal then wants EXTRA (3)."""
    assert journal(version) == {"journal_mode": mode, "synchronous": 2 if mode == "wal" else 3}


def test_a_full_disk_is_one_sentence_and_the_same_write_succeeds_later(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "b.db", unit="某县", pack="demo-2026", last_day=DAY) as book:
        pages = book.rows("PRAGMA page_count")[0]["page_count"]

        def much() -> None:
            with book.write("测试", "much") as tx:
                tx.execute("INSERT INTO import_file VALUES ('0', 'x', '2026-10-31', ?)", ("x" * 500_000,))

        book.db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Refused, match="disk full"):
            much()
        assert book.rows("SELECT count(*) AS n FROM import_file") == [{"n": 0}]
        book.db.conn.execute(f"PRAGMA max_page_count = {2**30}")
        much()
        assert book.rows("SELECT count(*) AS n FROM import_file") == [{"n": 1}]


def test_a_clock_that_goes_back_does_not_turn_the_trail_round(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "b.db", unit="某县", pack="demo-2026", last_day=DAY) as book:
        for at in ("2030-01-01T00:00:00+00:00", "2029-12-31T23:00:00+00:00", "2028-02-29T00:00:00+00:00"):
            with book.write("测试", "an act", at):
                pass
        times = [row["at"] for row in book.rows("SELECT at FROM audit ORDER BY seq")]
        assert times == sorted(times)
        assert times[-1] == "2030-01-01T00:00:00+00:00"


def test_a_key_file_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = tmp_path / "key"
    make_secret(key)
    first = read_secret(key)
    make_secret(key)
    assert read_secret(key) == first
    assert len(first) == 32
    assert os.name == "nt" or key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("said", ["", "short", "十五个字符的口令还不够长呢"])
def test_a_short_passphrase_is_refused(tmp_path: Path, said: str) -> None:
    (tmp_path / "key").write_text(said, "utf-8")
    with pytest.raises(Refused, match="is too short"):
        read_secret(tmp_path / "key")


def test_a_passphrase_opens_what_it_closed(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("一句只有两个人知道的足够长的口令\n", "utf-8")
    Casebook.create(tmp_path / "b.db", unit="某县", pack="demo-2026", last_day=DAY, key_file=tmp_path / "key").close()
    with Casebook.open(tmp_path / "b.db", tmp_path / "key") as book:
        assert book.settings["encrypted"]
    (tmp_path / "key").write_text("一句只有两个人知道的足够长的口号", "utf-8")
    with pytest.raises(Refused, match="--key-file"):
        Casebook.open(tmp_path / "b.db", tmp_path / "key")


def test_a_sealed_number_is_another_each_time_and_found_by_its_index() -> None:
    keys, others = Keys(b"1" * 32), Keys(b"2" * 32)
    sealed = [keys.seal("110105199001019988", "A:0:id_number") for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert {keys.unseal(s, "A:0:id_number") for s in sealed} == {"110105199001019988"}
    assert keys.index("110105199001019988") == keys.index("110105199001019988") != others.index("110105199001019988")
    for wrong, where in ((keys, "B:0:id_number"), (keys, "A:0:bank_card"), (others, "A:0:id_number")):
        with pytest.raises(Refused, match="altered or moved"):
            wrong.unseal(sealed[0], where)


def test_the_keyed_hash_is_hmac_sha_256() -> None:
    """RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?"."""
    assert keyed_hash(b"Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c7"
