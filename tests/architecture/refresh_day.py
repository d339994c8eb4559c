"""What the clock does about credentials that end on the recorded day."""

from dataclasses import replace

from loudhailer.bootstrap import renewing
from tests.architecture.recorded import Stage


def play_refresh(stage: Stage) -> None:
    """Renew what nobody has said the end of; on the next day it lasts."""
    for word in ("Renewed", "Lasts"):
        with stage.function("RefreshTokens", renewing.build_refresh) as refresh:
            assert {each.word for each in replace(refresh, clock=stage.clock)()} == {word}
        stage.later(24 * 60 * 60)
