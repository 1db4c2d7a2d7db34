"""Privacy: what is shown of a number or a card outside the case file itself."""


def mask_number(number: str | None, first: int = 3, last: int = 2) -> str:
    """The first and last characters of an ID number or phone; too short a one shows nothing."""
    if not number:
        return "—"
    hidden = len(number) - first - last
    return "*" * len(number) if hidden < 4 else number[:first] + "*" * hidden + number[-last:]


def mask_card(card: str | None) -> str:
    """The last four digits of a bank card; too short a one shows nothing."""
    return mask_number(card, 0, 4)
