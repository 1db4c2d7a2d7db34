"""Kernels: the one door to papermill. A notebook is run in a kernel that stays warm for the next one of this process."""

import atexit
import sys
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from casework.vocabulary import Text

_LONGEST_CELL = 1800
"""Seconds after which a cell is given up."""
_MOST_RUNS = 200
"""So many notebooks share a kernel before it is replaced."""


class FailedError(Exception):
    """A notebook that did not run to its end: which cell, and what it said."""

    def __init__(self, said: Text) -> None:
        self.text = said
        super().__init__(str(said))


def execute(source: Path, to: Path, parameters: dict[str, str]) -> None:
    """Runs a notebook with these parameters and writes it with its outputs. FailedError when a cell fails or the kernel dies."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # jsonschema compiles it at import for 0.7 s; unused here
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    _register()
    try:
        papermill.execute_notebook(
            str(source), str(to), parameters=parameters, engine_name="warm", kernel_name="python3", cwd=str(source.parent), progress_bar=False,
            log_output=False,
        )  # fmt: skip
    except PapermillExecutionError as error:
        cell, last = error.cell_index + 1, (error.evalue or error.ename).strip().splitlines()[-1]
        raise FailedError(Text(f"第 {cell} 格：{last}", f"cell {cell}: {last}")) from error
    except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
        close()
        raise FailedError(Text("内核中断或超时", "the kernel died or took too long")) from error


class _Kernel:
    """The warm kernel of this process and its client."""

    manager: ClassVar[Any] = None
    client: ClassVar[Any] = None
    runs: ClassVar[int] = 0


def close() -> None:
    """Ends the warm kernel, if there is one."""
    manager, client = _Kernel.manager, _Kernel.client
    _Kernel.manager = _Kernel.client = None
    _Kernel.runs = 0
    if client is not None:
        client.stop_channels()
    if manager is not None:
        from jupyter_core.utils import run_sync

        run_sync(manager.shutdown_kernel)(now=True)


@cache
def _register() -> None:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    class Warm(NBClientEngine):  # type: ignore[misc]
        """papermill starts and stops a kernel for each notebook; this one keeps it and forgets only what the notebook named."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: Any) -> None:
            client = PapermillNotebookClient(
                nb_man, km=_manager(kernel_name), kernel_name=kernel_name, timeout=_LONGEST_CELL
            )
            client.kc = _Kernel.client
            if client.kc is not None:
                client.kc.execute("%reset -f", silent=True)
            client.execute(cleanup_kc=False)
            _Kernel.client, _Kernel.runs = client.kc, _Kernel.runs + 1

    papermill_engines.register("warm", Warm)
    atexit.register(close)


def _manager(kernel_name: str) -> Any:
    from jupyter_client.manager import AsyncKernelManager
    from traitlets.config import Config

    if _Kernel.runs >= _MOST_RUNS:
        close()
    if _Kernel.manager is None:
        encrypted = Config({"KernelManager": {"transport_encryption": "required"}})
        _Kernel.manager = AsyncKernelManager(kernel_name=kernel_name, config=encrypted)
    return _Kernel.manager
