"""Privacy: what is shown of a number or a card outside the case file, and how such numbers are kept under a key."""

import hashlib
import hmac
import os
import re
import secrets
from base64 import b64decode, b64encode
from functools import cached_property
from pathlib import Path
from typing import Any

from casework.households import Field
from casework.money import show
from casework.vocabulary import Refused, Text

SEALED = ("id_number", "card", "phone")
"""The kinds of field that are sealed one by one when a casebook has a key."""


def mask_number(number: str | None, first: int = 3, last: int = 2) -> str:
    """The first and last characters of an ID number or phone; too short a one shows nothing."""
    if not number:
        return "—"
    hidden = len(number) - first - last
    return "*" * len(number) if hidden < 4 else number[:first] + "*" * hidden + number[-last:]


_TWO = frozenset(("欧阳", "司马", "上官", "诸葛", "东方", "尉迟", "皇甫", "公孙", "慕容", "令狐", "夏侯", "司徒", "长孙", "宇文", "独孤", "南宫", "端木", "申屠", "太史", "钟离", "轩辕", "赫连"))  # fmt: skip
"""Surnames of two characters."""


def mask_name(name: str) -> str:
    """The surname and a star or two for the rest (张*, 欧阳*); of a name in other letters the first one alone."""
    known = 2 if name[:2] in _TWO and len(name) > 2 else 1
    return name[:known] + "*" * max(1, min(len(name), known + 2) - known)


def mask_card(card: str | None) -> str:
    """The last four digits of a bank card; too short a one shows nothing."""
    return mask_number(card, 0, 4)


def masked(field: Field, value: Any) -> Any:
    """A value of a field of the form: an ID number, card, phone or address with its mask, any other as it is."""
    if field.name == "address" and value:
        return value[:3] + "***"
    if field.kind not in SEALED:
        return value
    return mask_card(value) if field.kind == "card" else mask_number(value)


def shown(field: Field, value: Any, *, whole: bool = False) -> Text:
    """A value of a field as people read it: numbers masked unless whole, fen in yuan, codes in words, a dash for the unknown."""
    if value in (None, ""):
        return Text("—", "—")
    if field.codes:
        codes = (
            ["是" if value else "否"]
            if field.kind == "flag"
            else value.split("、")
            if field.kind == "codes"
            else [value]
        )
        return Text(
            "、".join(field.codes.show(c, "zh") for c in codes), ", ".join(field.codes.show(c, "en") for c in codes)
        )
    said = show(value) if field.kind == "money" else str(value if whole else masked(field, value))
    return Text(said, said)


# ---- keys -----------------------------------------------------------------------------------------------


class Keys:
    """The keys of a casebook, all made from one secret: for the file, for sealing numbers, for finding them, for the audit chain."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _key(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, purpose.encode(), "sha256")

    @cached_property
    def file(self) -> str:
        """The key of the file itself, in hexadecimal."""
        return self._key("file").hex()

    @cached_property
    def chain(self) -> bytes:
        """The key of the audit chain."""
        return self._key("chain")

    @cached_property
    def _finding(self) -> bytes:
        return self._key("find")

    @cached_property
    def _cipher(self) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

        return AESGCMSIV(self._key("seal"))

    def seal(self, text: str, place: str) -> str:
        """A number that can be read with the key, and only where it belongs (`place`)."""
        nonce = secrets.token_bytes(12)
        return b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())).decode()

    def unseal(self, sealed: str, place: str) -> str:
        """The number; Refused when it was altered or stands where it does not belong."""
        from cryptography.exceptions import InvalidTag

        try:
            raw = b64decode(sealed, validate=True)
            return str(self._cipher.decrypt(raw[:12], raw[12:], place.encode()).decode())
        except (ValueError, InvalidTag) as error:
            raise Refused(f"{place}：密存的号码被改动或移位，请从备份恢复。",
                          f"{place}: a sealed number was altered or moved: restore a backup.") from error  # fmt: skip

    def index(self, text: str) -> str:
        """The same for the same number and telling nothing without the key, so that a number can be looked up."""
        return keyed_hash(self._finding, text)


def keyed_hash(key: bytes, text: str) -> str:
    """A number as 32 hexadecimal digits that only who has the key can make or try (HMAC-SHA-256, shortened)."""
    return hmac.digest(key, text.encode(), "sha256").hex()[:32]


def read_secret(path: Path) -> bytes:
    """The secret in a key file: 64 hexadecimal digits, or a passphrase of at least 16 characters; Refused otherwise."""
    try:
        said = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"读不了密钥文件 {path}，请检查路径和权限。",
                      f"cannot read the key file {path}: check the path and its permissions.") from error  # fmt: skip
    if re.fullmatch("[0-9a-fA-F]{64}", said):
        return bytes.fromhex(said)
    if len(said) < 16:
        raise Refused(f"密钥文件 {path} 太短，请用 64 位十六进制数，或至少 16 个字符的口令。",
                      f"the key file {path} is too short: use 64 hexadecimal digits, or a passphrase of at least 16 characters.")  # fmt: skip
    return hashlib.scrypt(said.encode(), salt=b"casework key file", n=2**15, r=8, p=1, maxmem=2**26)


def make_secret(path: Path) -> None:
    """A new random key file that only its owner may read; one that is there stays."""
    if path.exists():
        return
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    except OSError as error:
        raise Refused(f"写不了密钥文件 {path}，请检查路径和权限。",
                      f"cannot write the key file {path}: check the path and its permissions.") from error  # fmt: skip
