"""How one alert stands everywhere: a line a channel, asked for until nothing more happens by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from loudhailer_cli.api import Api
from loudhailer_cli.failures import Failure
from loudhailer_cli.show import say

PATIENCE = timedelta(seconds=10)
"""How long somebody waits for every channel to report."""
_PAUSE = 0.5  # seconds between two looks
_STANDS = {
    "off": "taken off",
    "going": "coming off",
    "stays": "cannot be taken off here",
    "out": "still out",
    "doubt": "perhaps out",
}


def follow(api: Api, reference: str, identifier: str = "") -> dict[str, Any]:
    """Return how an alert stands on every channel, once nothing is under way any more or patience ends."""
    until = api.world.now() + PATIENCE
    answer = look(api, reference, identifier)
    for _ in range(int(PATIENCE.total_seconds() / _PAUSE)):
        if not any(each.get("under_way") for each in answer.get("channels") or []) or api.world.now() >= until:
            break
        api.world.pause(_PAUSE)
        answer = look(api, reference, identifier)
    return answer


def look(api: Api, reference: str, identifier: str = "") -> dict[str, Any]:
    """Return how an alert, or the newest under a reference, stands on every channel now."""
    return api.get("alerts", reference, "channels", alert=identifier or None)


def show_reached(answer: Mapping[str, Any]) -> None:
    """Show a line for each channel: how the newest words stand there, and what became of the posts before them."""
    say(f"{answer.get('identifier', '')}  {answer.get('headline', '')}")
    for each in answer.get("channels") or []:
        say(f"{each.get('channel')}: {_mark(each)} {_newest(each.get('deliveries') or [])}{_earlier(each)}")


def complain(answer: Mapping[str, Any]) -> None:
    """Raise `Failure` where some channel is not done, by name: it is for a person to look there."""
    left = [str(each.get("channel")) for each in answer.get("channels") or [] if not each.get("well")]
    if left:
        raise Failure(
            f"not done on {', '.join(left)}; look again with `loudhailer alert everywhere {answer.get('reference')}`"
        )


def _mark(each: Mapping[str, Any]) -> str:
    if each.get("well"):
        return "done,"
    return "UNDER WAY," if each.get("under_way") else "NOT DONE,"


def _newest(deliveries: Sequence[Mapping[str, Any]]) -> str:
    """Say how the newest words stand; where a channel has many recipients, how many stand how."""
    counts = Counter(str(each.get("state")) for each in deliveries)
    states = ", ".join(name if len(deliveries) == 1 else f"{count} {name}" for name, count in counts.items())
    reasons = [str(each["reason"]) for each in deliveries if each.get("reason") and each.get("state") != "SENT"]
    return f"{states} ({reasons[0]})" if reasons else states


def _earlier(each: Mapping[str, Any]) -> str:
    earlier: Sequence[Mapping[str, Any]] = each.get("earlier") or []
    counts = Counter(str(one.get("stand")) for one in earlier)
    parts = [f"{count} earlier {_STANDS.get(stand, stand)}" for stand, count in counts.items()]
    links = [str(one["link"]) for one in earlier if one.get("link") and one.get("stand") in {"stays", "out"}]
    return "".join(f"; {part}" for part in parts) + (f": {', '.join(links)}" if links else "")
