"""What a reader of the source can check: data is never markup nor SQL, nothing opens a shell, modules stay small.

Each rule is a function from a module's tree to the lines that break it, and has planted examples that it must catch, so
that it can fail (security.md T-03, 1.2.4, 1.2.5, 11.5.1).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import ecc_tui

PACKAGE = Path(ecc_tui.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
Rule = Callable[[ast.Module], Iterator[ast.AST]]


LONGEST_MODULE = 400
LONGER_MODULES: Mapping[str, str] = {}
"""Modules over the limit, each with its reason."""

REVIEWED_SQL: Mapping[str, Mapping[str, str]] = {
    "backend/sql/catalogue.py": {"visible_contracts": "gives the column of a Section and the number of a Role"},
    "backend/sql/contracts.py": {"visible_contracts": "gives the column of a Section and the number of a Role"},
    "backend/sql/request_scope.py": {"visible_contracts": "the same"},
    "backend/sql/requests.py": {"query.text": "put together by request_query from constants; values are parameters"},
    "backend/sql/request_query.py": {"sql.text": "the same"},
    "backend/sql/database.py": {"step.sql": "a migration of the package"},
    "backend/sql/store.py": {"columns": "the matrix's sections"},
    "backend/sql/demo/large.py": {"name": "indexes by the schema's own list", "columns": "the matrix's sections"},
    "backend/sql/exchange/load.py": {"table": "from the table of record types", "column": "from a constant"},
    "backend/sql/exchange/people.py": {"columns": "field names of a record", "field": "login and email"},
    "backend/sql/exchange/requests.py": {
        "columns": "from a constant",
        "table": "from a constant",
        "part": "from a constant",
        "order": "from a constant",
    },
    "backend/sql/exchange/tables.py": {"columns": "field names of a record"},
    "backend/sql/exchange/values.py": {"_upsert_sql": "tables and columns named by the callers' source"},
}
"""Pieces of statements that are no constants by their look, read by a person, each with its reason."""

RANDOM_ALLOWED: Mapping[str, str] = {
    "backend/sql/demo/large.py": "plausible, not secret",
    "backend/sql/demo/live.py": "plausible, not secret",
    "backend/sql/demo/small.py": "plausible, not secret",
    "backend/sql/database.py": "waits a while of any length before another try, not secret",
    "backend/sql/exchange/load.py": "the id of a store, not secret",
}


def name_of(node: ast.expr) -> str:
    """The last name of what is called or set: `notify` of `self.app.notify`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def is_literal(node: ast.expr | None) -> bool:
    """A text that stands in the source, or none."""
    return node is None or (isinstance(node, ast.Constant) and isinstance(node.value, str | None))


def makes_content(node: ast.expr) -> bool:
    """`Content(...)`, `Content.assemble(...)` and the like."""
    if isinstance(node, ast.IfExp):
        return all(makes_content(part) or is_literal(part) for part in (node.body, node.orelse))
    return isinstance(node, ast.Call) and "Content" in {
        name.id for name in ast.walk(node.func) if isinstance(name, ast.Name)
    }


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((argument.value for argument in call.keywords if argument.arg == name), None)


def is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


# The rules


def markup_in_widgets(tree: ast.Module) -> Iterator[ast.AST]:
    """A text given to a widget that reads markup."""
    for call in calls(tree):
        name = name_of(call.func)
        if name in ("Static", "Label"):
            first = call.args[0] if call.args else keyword(call, "content")
            # Without a text it gets one by `update` later: only `markup=False` is safe then.
            if not is_false(keyword(call, "markup")) and not (
                first is not None and (is_literal(first) or makes_content(first))
            ):
                yield call
        elif name in ("Button", "Checkbox", "Tick", "RadioButton", "TabPane", "Collapsible"):
            if not all(
                is_literal(argument) or makes_content(argument) or not is_text(argument) for argument in call.args[:1]
            ):
                yield call
        elif name in (
            "OptionList",
            "SelectionList",
            "RichLog",
            "Select",
            "Tree",
            "DataTable",
            "Markdown",
        ) and not is_false(keyword(call, "markup")):
            yield call


def is_text(node: ast.expr) -> bool:
    """Could this be a text? A Content made before, a number or a name that says otherwise is none."""
    return not (isinstance(node, ast.Call) and name_of(node.func).endswith(("_line", "content")))


def notify_with_markup(tree: ast.Module) -> Iterator[ast.AST]:
    """A notification reads markup unless told not to."""
    yield from (
        call for call in calls(tree) if name_of(call.func) == "notify" and not is_false(keyword(call, "markup"))
    )


TITLES = ("border_title", "border_subtitle", "tooltip", "label")


def titles_with_markup(tree: ast.Module) -> Iterator[ast.AST]:
    """Titles of borders, tooltips and labels read markup in a plain text; words of the catalogue are ours."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            is_title = isinstance(target, ast.Attribute) and target.attr in TITLES
            if is_title and not (is_literal(node.value) or makes_content(node.value) or is_words(node.value)):
                yield node


def markup_by_hand(tree: ast.Module) -> Iterator[ast.AST]:
    """Functions that turn text into markup, or actions made of data."""
    for call in calls(tree):
        if name_of(call.func) in ("from_markup", "escape", "from_text"):
            yield call
        if name_of(call.func) == "run_action" and not all(is_own_action(argument) for argument in call.args):
            yield call


def is_own_action(node: ast.expr) -> bool:
    """A constant, or `perform` with the id of an action of the table."""
    match node:
        case ast.Constant():
            return True
        case ast.JoinedStr(
            values=[
                ast.Constant(value="app.perform('"),
                ast.FormattedValue(value=ast.Name(id="id")),
                ast.Constant(value="')"),
            ]
        ):
            return True
        case _:
            return False


def is_words(node: ast.expr) -> bool:
    """`_("...")`, which may stand in a table of words: never data."""
    return isinstance(node, ast.Call) and name_of(node.func) == "_"


def sql_of_data(tree: ast.Module) -> Iterator[ast.expr]:
    """Pieces of a statement that are neither constants of the module nor question marks."""
    for call in calls(tree):
        if name_of(call.func) in STATEMENT_METHODS and call.args:
            yield from (piece for piece in pieces_of(call.args[0], tree) if not is_constant_piece(piece))


STATEMENT_METHODS = ("execute", "execute_many", "executemany", "rows", "row", "value", "iterate")


def pieces_of(node: ast.expr, tree: ast.Module) -> Iterator[ast.expr]:
    """What a text is put together from; a local name stands for all that the module gives it."""
    match node:
        case ast.Constant():
            pass
        case ast.JoinedStr(values=values):
            for value in values:
                yield from pieces_of(value, tree) if isinstance(value, ast.Constant) else [value]
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            for side in (left, right):
                yield from pieces_of(side, tree) if isinstance(side, ast.BinOp | ast.JoinedStr) else [side]
        case ast.Call(func=ast.Attribute(value=form, attr="format"), args=args, keywords=keywords):
            yield form
            yield from args
            yield from (named.value for named in keywords)
        case ast.Name(id=name) if not is_constant_piece(node):
            for given in assignments(tree, name):
                yield from pieces_of(given, tree)
        case _:
            yield node


def assignments(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=given)], value=value) if given == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=given), value=ast.expr() as value) if given == name:
                yield value


def is_constant_piece(node: ast.expr) -> bool:
    """A constant of a module by its name, one of its entries, or as many question marks as there are parameters."""
    match node:
        case ast.FormattedValue(value=value) | ast.Subscript(value=value):
            return is_constant_piece(value)
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=", "), attr="join"), args=[marks]):
            return is_constant_piece(marks)
        case ast.BinOp(left=ast.Constant(value=marks), op=ast.Mult()):
            return marks in ("?", ", ?")
        case _:
            return False


def shells(tree: ast.Module) -> Iterator[ast.AST]:
    """A shell between us and a program, or code made of text."""
    for call in calls(tree):
        shell = keyword(call, "shell")
        if shell is not None and not is_false(shell):
            yield call
        if ast.unparse(call.func) in ("os.system", "os.popen", "eval", "exec", "subprocess.getoutput"):
            yield call


def imports(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """What a module imports, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


def browsers(tree: ast.Module) -> Iterator[ast.AST]:
    """`webbrowser` runs what the environment names (T-12)."""
    yield from (node for node, module in imports(tree) if module.partition(".")[0] == "webbrowser")


def guessable(tree: ast.Module) -> Iterator[ast.AST]:
    """Identifiers and dice are no secrets: those come from `secrets`."""
    yield from (node for node, module in imports(tree) if module.partition(".")[0] in ("uuid", "random"))


RULES: Mapping[Rule, tuple[str, ...]] = {
    markup_in_widgets: (
        "Static(text)",
        'Static(f"{name}")',
        "Static(id='x')",
        "Label(row.name)",
        "Label(row.name, markup=True)",
        "Button(entry.title)",
        'Button(f"[{name}]")',
        "Tick(name)",
        "OptionList()",
        "DataTable(id='x')",
    ),
    notify_with_markup: ("app.notify(text)", "self.notify('text', markup=True)", "notify(sentence(error))"),
    titles_with_markup: (
        "panel.border_title = name",
        'panel.border_title = f"{row.id}"',
        "panel.border_subtitle = row.name",
        "button.label = row.name",
        "button.tooltip = text or 'x'",
    ),
    markup_by_hand: (
        "Content.from_markup(text)",
        "escape(name)",
        "app.run_action(text)",
        "app.run_action(f\"go('{id}')\")",
    ),
    sql_of_data: (
        'statements.rows(f"SELECT {column} FROM t")',
        'statements.row("SELECT 1 WHERE id = " + id)',
        'statements.value("SELECT 1 WHERE id = %s" % id)',
        'statements.execute("DELETE FROM {}".format(table))',
        'sql = f"SELECT {x}"\nstatements.iterate(sql)',
        "statements.execute(query.sql)",
        "statements.execute_many(build(table), rows)",
    ),
    shells: ("run(command, shell=True)", "run(command, shell=wanted)", "os.system('ls')", "eval(text)"),
    browsers: ("import webbrowser", "def f():\n    from webbrowser import open"),
    guessable: ("import uuid", "from random import choice", "def f():\n    import random"),
}
"""Each rule with examples that break it."""

FINE = """
Static(markup=False)
Static("words")
Static(Content(text))
Static(Content.assemble(name), id="x")
Button("words")
Button(id="x")
OptionList(id="x", markup=False)
self.notify(sentence(error), severity="error", markup=False)
panel.border_title = Content(name)
panel.border_title = Content(text) if text else None
button.label = _("Apply")
statements.rows("SELECT 1 WHERE id = ?", (id,))
statements.rows(f"SELECT {_COLUMNS} FROM t WHERE id IN ({', '.join('?' * len(ids))})", ids)
statements.value(f"SELECT {_COLUMNS[basis]} FROM t")
sql = "SELECT 1"
statements.iterate(sql)
run([program, "x"], shell=False)
import secrets
"""


def broken(rule: Rule, source: str) -> list[str]:
    """The expressions of a source that break a rule."""
    return [ast.unparse(node) for node in rule(ast.parse(source))]


def reviewed(rule: Rule, module: str, expression: str) -> bool:
    if rule is sql_of_data:
        return expression.strip("{}").partition("(")[0] in REVIEWED_SQL.get(module, ()) or not module.startswith(
            "backend/"
        )
    return rule is guessable and module in RANDOM_ALLOWED


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    found = []
    for path in MODULES:
        module = path.relative_to(PACKAGE).as_posix()
        found += [f"{module}: {text}" for text in broken(rule, path.read_text()) if not reviewed(rule, module, text)]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "planted"), [(rule, example) for rule, examples in RULES.items() for example in examples]
)
def test_a_planted_example_is_caught(rule: Rule, planted: str) -> None:
    assert broken(rule, planted)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_is_fine_is_let_through(rule: Rule) -> None:
    assert broken(rule, FINE) == []


def test_the_reviewed_pieces_are_still_there() -> None:
    for module, pieces in REVIEWED_SQL.items():
        found = {text.strip("{}").partition("(")[0] for text in broken(sql_of_data, (PACKAGE / module).read_text())}
        assert set(pieces) == found, module
    for module in RANDOM_ALLOWED:
        assert broken(guessable, (PACKAGE / module).read_text()), module


def test_no_log_in_or_session_code_makes_its_own_secrets() -> None:
    """Sessions come from `secrets`, and nothing else is compared or made there."""
    for module in ("sessions.py", "log_in.py"):
        names = {name for _node, name in imports(ast.parse((PACKAGE / "backend/sql" / module).read_text()))}
        assert not names & {"uuid", "random"}
    assert "secrets" in {name for _node, name in imports(ast.parse((PACKAGE / "backend/sql/sessions.py").read_text()))}


def too_long(lines: Mapping[str, int]) -> set[str]:
    """Modules over the limit that have no reason."""
    return {module for module, length in lines.items() if length > LONGEST_MODULE} - set(LONGER_MODULES)


def test_modules_are_short_or_have_a_reason() -> None:
    lines = {path.relative_to(PACKAGE).as_posix(): len(path.read_text().splitlines()) for path in MODULES}
    assert too_long(lines) == set()
    assert too_long({**lines, "utils.py": LONGEST_MODULE + 1}) == {"utils.py"}
    assert LONGER_MODULES.keys() <= lines.keys()
