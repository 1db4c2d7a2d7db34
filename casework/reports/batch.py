"""Batches: one report for each of many units, in two processes with a warm kernel each; what is there already is not made again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from casework.casebook import Casebook
from casework.reports import named, render
from casework.reports.content import rests_on
from casework.reports.journal import Journal
from casework.vocabulary import Refused, Text

PROCESSES = 2


class Task(NamedTuple):
    """A report to be made: the arguments of `render`."""

    name: str
    book: Path
    given: dict[str, str]
    out: Path
    formats: Sequence[str]
    by: str


class Made(NamedTuple):
    """What became of a task: its files, or why there are none."""

    task: Task
    files: list[Path]
    error: Text | None = None


def each(
    task: Task, parameter: str, *, choices: Sequence[str] | None = None, progress: Callable[[int, int], None] = lambda done, of: None
) -> list[Made]:  # fmt: skip
    """The report for every value of a parameter (or for some), in their order; one that fails does not stop the others.

    Run again over the same casebook it makes only what is missing.
    """
    with Casebook.open(task.book) as book:
        values, ends = choices or _choices(task, parameter, book), rests_on(book)
    tasks = [task._replace(given={**task.given, parameter: value}) for value in values]
    task.out.mkdir(parents=True, exist_ok=True)
    journal = Journal(task.out / f".{task.name}.done.jsonl")
    there = {i: Made(t, files) for i, t in enumerate(tasks) if (files := _still_there(journal, _key(t, ends)))}
    found = dict(there)
    progress(len(found), len(tasks))
    for i, made in run({i: t for i, t in enumerate(tasks) if i not in there}):
        found[i] = made
        if made.error is None:
            journal.add(_key(made.task, ends), made.files)
        progress(len(found), len(tasks))
    return [found[i] for i in range(len(tasks))]


def _choices(task: Task, parameter: str, book: Casebook) -> list[str]:
    kind = named(task.name).kinds.get(parameter)
    if kind is None or kind.choices is None:
        known = ", ".join(name for name, kind in named(task.name).kinds.items() if kind.choices) or "—"
        raise Refused(f"报表 {task.name} 不能按 {parameter} 逐个生成；可用：{known}。",
                      f"the report {task.name} cannot be made for each {parameter}; there are: {known}.")  # fmt: skip
    return kind.choices(book)


def _key(task: Task, ends: str) -> str:
    said = "\n".join(
        [task.name, task.by, ",".join(task.formats), ends, *(f"{k}={v}" for k, v in sorted(task.given.items()))]
    )
    return sha256(said.encode()).hexdigest()


def _still_there(journal: Journal, key: str) -> list[Path] | None:
    files = journal.files(key)
    return files if files and all(file.exists() for file in files) else None


def run(tasks: Mapping[int, Task]) -> Iterator[tuple[int, Made]]:
    """Each task with what became of it, as they end. One whose process dies is tried once more by itself."""
    died = list[int]()
    with _pool(min(PROCESSES, len(tasks) or 1)) as pool:
        going = {pool.submit(attempt, task): i for i, task in tasks.items()}
        for future in as_completed(going):
            try:
                yield going[future], future.result()
            except BrokenProcessPool:
                died.append(going[future])
    for i in died:
        with _pool(1) as pool:
            try:
                yield i, pool.submit(attempt, tasks[i]).result()
            except BrokenProcessPool:
                yield i, Made(tasks[i], [], Text("进程中断（内存不足？）", "its process died (out of memory?)"))


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))


def attempt(task: Task) -> Made:
    """A report made, or why it was not."""
    try:
        return Made(task, render(*task))
    except Refused as refusal:
        return Made(task, [], refusal.text)
    except Exception as error:  # one that fails must not stop the others
        return Made(task, [], Text(f"程序出错：{type(error).__name__}", f"casework failed: {type(error).__name__}"))
