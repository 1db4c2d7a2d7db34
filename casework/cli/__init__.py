"""`casework …`: a thin layer over the same functions that the notebooks call.

Exit codes: 0 done, 1 done and something is wrong with the data, 2 the call was wrong. Errors are one sentence on stderr.
"""

import os
import sys
from collections.abc import Sequence

import click

from casework.cli import answers, books, cases, grants, lines, reports, rules, scan, sharing  # noqa: F401  # each registers its commands
from casework.cli.shared import cli
from casework.vocabulary import Refused, Text, language

__all__ = ["cli", "main"]


def main(args: Sequence[str] | None = None) -> None:
    """Runs the command line; every error is one sentence, never a traceback."""
    try:
        sys.exit(cli.main(args, prog_name="casework", standalone_mode=False) or 0)
    except Refused as refusal:
        _fail(*refusal.text)
    except click.ClickException as error:
        said = " ".join(error.format_message().split()).rstrip(".")
        _fail(f"命令有误（{said}），请看 casework --help。", f"{said}: see casework --help.")
    except click.exceptions.Abort:
        _fail("已中止。", "stopped.")
    except Exception as error:  # the last resort: staff never see a traceback
        if os.environ.get("CASEWORK_DEBUG"):
            raise
        said = f"{type(error).__name__}: {' '.join(str(error).split())}"
        _fail(f"程序出错，未完成（{said}）；请把这句话告诉维护人员。",
              f"casework failed and did not finish ({said}): tell this to who maintains it.")  # fmt: skip


def _fail(zh: str, en: str) -> None:
    click.echo(Text(zh, en).to(language()), err=True)
    sys.exit(2)
