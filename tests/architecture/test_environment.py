"""Every function is told what its code reads, and nothing that no code reads."""

import ast
import inspect
from typing import Any

import pytest
from aws_lambda_powertools.shared import constants

from local.deploy import ROOT
from loudhailer import settings
from loudhailer.settings import Settings
from tests.architecture.recorded import ROOTS
from tests.architecture.template import Resource, each, shipped
from tests.architecture.test_channel_blocks import CHOSEN, deployed

TEMPLATE = shipped()
POWERTOOLS = {value for name, value in vars(constants).items() if name.endswith("_ENV")}


def settings_of(function: str) -> type[Settings]:
    """Find the model that a function reads: by what its app.py builds, and by what bootstrap reads to build that."""
    app = ast.parse((ROOT / TEMPLATE.folder(function) / "app.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(app) if isinstance(node, ast.ImportFrom)]
    roots = {module.__name__: module for module in ROOTS}
    built = [getattr(roots[node.module], name.name) for node in imports if node.module in roots for name in node.names]
    assert len(built) == 1, "a function builds one use case"
    source = inspect.getsource(inspect.unwrap(built[0]))
    (read,) = [
        node.value.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr == "read" and isinstance(node.value, ast.Name)
    ]
    model: type[Settings] = getattr(settings, read)
    return model


@each(TEMPLATE.functions)
def test_a_function_is_told_everything_that_it_requires(of: Resource) -> None:
    fields = settings_of(of.name).model_fields
    required = {name.upper() for name, field in fields.items() if field.is_required()}
    assert required - set(TEMPLATE.environment(of.name)) == set()


@each(TEMPLATE.functions)
def test_a_function_is_told_nothing_that_nobody_reads(of: Resource) -> None:
    read = {name.upper() for name in settings_of(of.name).model_fields}
    assert set(TEMPLATE.environment(of.name)) - read - POWERTOOLS == set()


@each(TEMPLATE.functions)
def test_a_function_logs_no_event(of: Resource) -> None:
    assert TEMPLATE.environment(of.name)["POWERTOOLS_LOGGER_LOG_EVENT"] == "false", "an event holds words"


@CHOSEN
def test_what_a_function_is_told_can_be_read_whatever_was_chosen(chosen: set[str]) -> None:
    at = deployed(chosen)
    for function in at.template.functions:
        if function.name in at.resources:
            told = {name: _text(value) for name, value in at.environment(function.name).items()}
            settings_of(function.name).read(told)


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in ROOT.glob("functions/*/app.py")))
def test_a_function_folder_is_deployed(folder: str) -> None:
    assert f"functions/{folder}" in {TEMPLATE.folder(function.name) for function in TEMPLATE.functions}


def _text(value: Any) -> str:
    """Stand in for what only the deployed stack knows."""
    return value if isinstance(value, str) else f"deployed {value}"
