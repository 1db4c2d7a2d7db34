"""Hardship assistance casework for trade unions (困难职工帮扶)."""

from pathlib import Path

__version__ = "2026.11.0"

_PACKAGE = Path(__file__).resolve().parent


def share(*parts: str) -> Path:
    """Path of a shipped file under data/ or notebooks/: the checkout's own, else the installed copy."""
    top = _PACKAGE.parent
    is_checkout = (top / "data").is_dir() and (top / "notebooks").is_dir()
    return (top if is_checkout else _PACKAGE / "_share").joinpath(*parts)
