"""A deployed role without one of its statements."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.stage import Stage


@contextmanager
def without(stage: Stage, role: str, sid: str) -> Iterator[None]:
    """Take one statement out of a deployed role, with fresh workers, and put it back."""
    iam, name = stage.engine.client("iam"), stage.stack.resources[role]
    [policy] = iam.list_role_policies(RoleName=name)["PolicyNames"]
    document: Any = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    document = json.loads(document) if isinstance(document, str) else document
    kept = [each for each in document["Statement"] if each["Sid"] != sid]
    assert len(kept) == len(document["Statement"]) - 1

    def put(what: list[Any]) -> None:
        iam.put_role_policy(
            RoleName=name, PolicyName=policy, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": what})
        )
        # A worker that has read its credential or its queue's name would not ask for it again.
        stage.end_workers(role.removesuffix("Role"))

    put(kept)
    try:
        yield
    finally:
        put(document["Statement"])
