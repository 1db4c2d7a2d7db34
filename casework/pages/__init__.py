"""Pages: tables, cards and pictures as safe HTML and SVG. Every text from a row passes through `esc`."""

from casework.pages.cards import NOTE, card, classes, funds, letter, note, standalone, warnings
from casework.pages.markup import STYLE, banner, esc, fault, heading, page, table
from casework.pages.outlook import fan, runway
from casework.pages.plans import BY_FUND, compared, curve, figures, picture, plan

__all__ = [
    "BY_FUND", "NOTE", "STYLE", "banner", "card", "classes", "compared", "curve", "esc", "fan", "fault", "figures", "funds",
    "heading", "letter", "note", "page", "picture", "plan", "runway", "standalone", "table", "warnings",
]  # fmt: skip
