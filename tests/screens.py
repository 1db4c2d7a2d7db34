"""Screens for tests: their widgets without a browser, and what they say."""

from typing import Any

import ipywidgets as widgets

from casework.views import Screen


def inside(widget: Any, kind: type) -> list[Any]:
    """Every widget of a kind, depth first."""
    own = [widget] if isinstance(widget, kind) else []
    return own + [found for child in getattr(widget, "children", ()) for found in inside(child, kind)]


def html(screen: Screen) -> str:
    """All that a screen says as HTML."""
    return "".join(w.value for w in inside(screen.widget, widgets.HTML))
