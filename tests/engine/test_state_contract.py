"""The state table on the engine keeps the contract that its double in memory keeps: the same tests, no copies."""

import uuid
from collections.abc import Iterator

import pytest

from local.stage import Stage
from loudhailer.aws.state import StateTable
from tests.aws import test_state_contract as contract
from tests.aws.recording import make_table

pytestmark = pytest.mark.engine


@pytest.fixture(autouse=True)
def _as_found() -> None:
    """Nothing of the stage is touched: each test has a table of its own."""


@pytest.fixture
def table(stage: Stage) -> Iterator[StateTable]:
    """Return an empty table in the template's shape."""
    client, name = stage.engine.client("dynamodb"), f"contract-{uuid.uuid4().hex[:8]}"
    make_table(client, "StateTable", name)
    yield StateTable(client, name)
    client.delete_table(TableName=name)


@pytest.fixture
def store(table: StateTable) -> StateTable:
    """Return what the contract is asked of."""
    return table


def test_every_test_of_the_contract_is_asked_here_too() -> None:
    assert len(_ASKED) > 15


_ASKED = {name: each for name, each in vars(contract).items() if name.startswith("test_")}
globals().update(_ASKED)
