"""Pages: tables, cards and pictures as safe HTML and SVG. Every text from a row passes through `esc`."""

from casework.pages.cards import NOTE, case_file, classes, funds, head, letter, note, standalone, warnings
from casework.pages.first_day import why
from casework.pages.household import changed, cliffs, course, had, waterfall, what_if
from casework.pages.markup import STYLE, banner, busy, esc, fault, folded, guide, heading, page, table
from casework.pages.outlook import fan, runway
from casework.pages.plans import BY_FUND, compared, curve, picture, plan

__all__ = [
    "BY_FUND", "NOTE", "STYLE", "banner", "busy", "case_file", "changed", "classes", "cliffs", "compared", "course", "curve", "esc", "fan", "fault", "folded", "funds", "guide", "had", "head", "heading", "letter", "note", "page", "picture", "plan", "runway", "standalone", "table", "warnings", "waterfall", "what_if", "why",
]  # fmt: skip
