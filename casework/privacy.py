"""Privacy: what is shown of a name, a number or a card outside the case file itself."""

import re

_DOUBLE_SURNAME = re.compile("欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|端木|令狐")


def mask_name(name: str | None) -> str:
    """The surname, a star for each other character; a short or foreign name shows its first character."""
    if not name:
        return "—"
    keep = 2 if len(name) > 2 and _DOUBLE_SURNAME.match(name) else 1
    return name[:keep] + "*" * min(len(name) - keep, 3)


def mask_number(number: str | None, first: int = 3, last: int = 2) -> str:
    """The first and last characters of an ID number or phone; too short a one shows nothing."""
    if not number:
        return "—"
    hidden = len(number) - first - last
    return "*" * len(number) if hidden < 4 else number[:first] + "*" * hidden + number[-last:]


def mask_card(card: str | None) -> str:
    """The last four digits of a bank card; too short a one shows nothing."""
    return mask_number(card, 0, 4)
