"""The house: who may import whom, one door for each outside library, and words that no module may say."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import casework

ORDER = [
    ["money"], ["vocabulary"], ["households"], ["privacy"], ["standards"], ["assistance"], ["indicators"], ["funds"], ["ledger"], ["workflow"],
    ["casebook"], ["sheets"], ["intake", "demo", "checks", "scan"], ["pages"], ["reports"], ["views"], ["lab"], ["cli"],
]  # fmt: skip
FLOOR = {module: floor for floor, modules in enumerate(ORDER) for module in modules}
DOORS = {
    "sqlite_utils": {"casebook"}, "sqlcipher3": {"casebook"}, "sqlite3": set(), "pysqlite3": set(), "papermill": {"reports"},
    "ipywidgets": {"views"}, "anywidget": {"views"}, "traitlets": {"views", "reports"}, "python_calamine": {"sheets"},
    "xlsxwriter": {"sheets"}, "openpyxl": set(), "yaml": {"standards"}, "click": {"cli"}, "nbconvert": {"reports"},
}  # fmt: skip
FILES = sorted(Path(casework.__file__).parent.rglob("*.py"))
ROOT = Path(casework.__file__).parent


def module_of(file: Path) -> str:
    """The module a file belongs to; a folder is one module."""
    return file.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """The full name of everything imported anywhere in a file, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}
USED = {
    (module_of(file), name.split(".")[1])
    for file, tree in TREES.items()
    for name in imports(tree)
    if name.startswith("casework.") and name.split(".")[1] in FLOOR
}


def faults(pattern: str, allowed: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Lines of the package, outside strings of documentation, that a pattern finds."""
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in FILES
        if module_of(file) not in allowed
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_every_module_has_its_place() -> None:
    assert {module_of(file) for file in FILES} - {"__init__"} == set(FLOOR)


def test_a_module_imports_only_from_those_before_it() -> None:
    wrong = [(who, whom) for who, whom in USED if who != whom and who in FLOOR and FLOOR[whom] >= FLOOR[who]]
    assert wrong == []
    assert len(USED) > 40, "the imports were found at all"


def test_no_file_imports_itself_through_others() -> None:
    names = {
        file: ".".join(file.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__") for file in FILES
    }
    known = set(names.values()) - {"casework"}
    graph = {}
    for file, tree in TREES.items():
        said = {name if name in known else name.rpartition(".")[0] for name in imports(tree)}
        graph[names[file]] = {name for name in said if name in known and name != names[file]}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(FILES) - 1


def test_one_door_for_each_library() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file, tree in TREES.items()
        for name in imports(tree)
        if (top := name.split(".")[0]) in DOORS and module_of(file) not in DOORS[top]
    ]
    assert wrong == []


def test_reports_take_only_the_configuration_from_traitlets() -> None:
    of_reports = [n for file, tree in TREES.items() if module_of(file) == "reports" for n in imports(tree)]
    assert [
        name for name in of_reports if name.startswith("traitlets") and not name.startswith("traitlets.config")
    ] == []


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize(
    "name",
    ["to_sql", "insert_all", "upsert", "upsert_all", "transform", "atomic", "query", "eval", "exec", "executescript"],
)
def test_no_call_goes_round_the_write_door(name: str) -> None:
    """They commit by themselves, drop triggers, or run what they are given (pandas' query and eval)."""
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file, tree in TREES.items()
        for call in calls(tree)
        if name == (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
    ]
    assert found == []


def test_no_connection_is_used_as_a_context() -> None:
    assert faults(r"with .*\bconn(\(\))?:") == [], "it commits the transaction of whoever opened one"


def test_only_the_store_opens_a_database() -> None:
    opened = [
        f"{file.relative_to(ROOT)}"
        for file, tree in TREES.items()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) in ("sqlcipher3.connect", "sqlite3.connect")
    ]
    assert set(opened) == {"casebook/store.py"}


def test_no_float_holds_money() -> None:
    floats = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file, tree in TREES.items()
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id in ("float", "round") and "fen" in ast.unparse(call)
    ]
    divided = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "fen" in ast.unparse(node)
    ]
    assert floats + divided == []


def test_markup_of_a_widget_comes_from_pages() -> None:
    """A bare widgets.HTML runs what stands in a name; inside views every value is made by `pages`."""
    assert faults(r"widgets\.HTML\(|HTMLMath|display\(|Markdown\(|\.style\b", {"views"}) == []
    given = [
        ast.unparse(value)
        for file, tree in TREES.items()
        if module_of(file) == "views"
        for call in calls(tree)
        if ast.unparse(call.func) == "widgets.HTML"
        for value in [*call.args, *(k.value for k in call.keywords if k.arg == "value")]
    ]
    set_later = [
        ast.unparse(node.value)
        for file, tree in TREES.items()
        if module_of(file) == "views"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and re.search(r"(status|card|result)\.value$", ast.unparse(node.targets[0]))
    ]
    assert given
    assert set_later
    assert [said for said in given + set_later if not said.startswith("pages.") and said != "''"] == []


def test_the_command_line_starts_light() -> None:
    heavy = "('pandas', 'numpy', 'sqlite_utils', 'sqlcipher3', 'pydantic', 'ipywidgets', 'papermill')"
    found = said_by(f"import sys, casework.cli; print([m for m in {heavy} if m in sys.modules])")
    assert found == "[]"


def test_a_casebook_opens_without_pandas_and_leaves_it_usable() -> None:
    said = said_by("import sys, casework.casebook; print('pandas' in sys.modules); import pandas; print(pandas.NA)")
    assert said.split() == ["False", "<NA>"]


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()
