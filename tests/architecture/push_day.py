"""What SNS pushes on the recorded day, taken in by the function whose business it is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loudhailer.bootstrap import pushing
from loudhailer.pipeline.push import Done, Push
from tests.architecture.recorded import Stage
from tests.pushes import SOURCE, PushDoor, pushed_config, signed


def play_push(stage: Stage, folder: Path) -> None:
    """Take in a message, and a subscription twice; `folder` is for a configuration with a pushed source."""
    config = pushed_config(folder)
    with pytest.MonkeyPatch.context() as patch:

        def build() -> Push:
            patch.setattr(pushing, "config", lambda: config)
            return pushing.build_push()

        with stage.function("ReceivePush", build) as built:
            push = replace(built, publisher=PushDoor().publisher, clock=stage.clock)
            subscription = json.dumps(signed(Type="SubscriptionConfirmation")).encode()
            bodies = (json.dumps(signed()).encode(), subscription, subscription)
            done = [push(SOURCE, body).done for body in bodies]
    assert done == [Done.QUEUED, Done.CONFIRMED, Done.REPEATED]
