"""What an incident's head knows after a telling, and after somebody let go what had waited. Pure."""

from datetime import datetime, timedelta

from loudhailer import normalise
from loudhailer.domain.alert import Alert, MsgType, Worded
from loudhailer.domain.incident import Incident, IncidentHead, Manner, Phase, Telling, Unlisted
from loudhailer.domain.outcome import Fate

NOTHING_OF_OURS = frozenset({Manner.STATUS, Manner.AMPLIFIED})
"""What tells nothing new of the incident in our own words: the next telling is not about it."""


def heard_of(head: IncidentHead, telling: Telling, fate: Fate, now: datetime) -> IncidentHead:
    """Return the head after a telling that says nothing new: whatever is older is stale from now on.

    Only a word that was taken up confirms what was said. After one that was not, nobody can tell what is true, so the
    clock falls silent too.
    """
    if not isinstance(telling, Incident):
        return _left_out(head, telling).model_copy(update={"status_at": None})
    heard = _numbered(head, telling)
    return heard.model_copy(update={"confirmed": now} if fate is Fate.MERGED else {"status_at": None})


def _left_out(head: IncidentHead, telling: Telling) -> IncidentHead:
    """Return the head with the number of what is no longer listed: its report may still be on its way, and is stale."""
    if not isinstance(telling, Unlisted) or telling.revision <= head.revision:
        return head
    return head.model_copy(update={"revision": telling.revision, "digest": ""})


def _numbered(head: IncidentHead, incident: Incident) -> IncidentHead:
    """Return the head with its source's number, and with every sensitivity that any word about it had."""
    return head.model_copy(
        update={
            "revision": incident.revision,
            "digest": normalise.digest_of(incident),
            "sensitivities": tuple(sorted({*head.sensitivities, *incident.sensitivities})),
        }
    )


def spoken_of(head: IncidentHead, telling: Telling, said: Incident, alert: Worded, now: datetime) -> IncidentHead:
    """Return the head with this said of it; a status says nothing new."""
    counted = head.model_copy(update={"spoken": alert.revision, "alert_ids": (*head.alert_ids, alert.identifier)})
    if said.manner in NOTHING_OF_OURS:
        return counted
    heard = _numbered(counted, telling) if isinstance(telling, Incident) else _left_out(counted, telling)
    return heard.model_copy(
        update=_aired(head, said, alert, now)
        | {"sensitivities": tuple(sorted({*heard.sensitivities, *said.sensitivities}))}
    )


def _aired(head: IncidentHead, said: Incident, alert: Worded, now: datetime) -> dict[str, object]:
    """Return what the head knows once this is what the public hears of it."""
    return {
        "said": normalise.digest_of(said),
        "told": said if said.phase is Phase.CLOSED else said.model_copy(update={"manner": Manner.PLAIN}),
        "since": alert.since,
        "authors": alert.authors,
        "phase": said.phase,
        "confirmed": now,
        "word": alert.revision,
        "held": False,
        "aired": True,
        "unheard": None,
        "plain": not alert.reduced or (head.plain and alert.msg_type is not MsgType.ALERT),
    }


def let_go(head: IncidentHead, alert: Alert, now: datetime, status_after: timedelta | None) -> IncidentHead:
    """Return the head once somebody let an alert go that had waited: from now on it is what the public hears.

    `status_after` is how long after it the clock says when it was last confirmed, None where it never does. Where
    something newer was said meanwhile, or the alert said nothing of ours, there is nothing to change.
    """
    said = head.unheard or head.told
    if head.spoken != alert.revision or alert.manner in NOTHING_OF_OURS or not head.held or said is None:
        return head
    update = _aired(head, said, alert, now)
    if status_after is not None and alert.msg_type is not MsgType.CANCEL:
        update["status_at"] = (alert.publish_at or now) + status_after
    return head.model_copy(update=update)


def laid_aside(head: IncidentHead) -> IncidentHead:
    """Return the head once an end of it that waited is to be said no more, though nothing else was said instead.

    Its number is used up, so that nobody can let it go or approve it: to them it was replaced.
    """
    return head.model_copy(update={"spoken": head.spoken + 1, "unheard": None, "held": False})


def untold_of(head: IncidentHead, said: Incident) -> dict[str, object]:
    """Return what stays as it was where nothing could go out: the next telling is about what the public has heard.

    Where nothing was told before, there is nothing else to speak of, and nothing of it is public either way.
    """
    if head.told is None or not head.aired:
        return {"held": True, "aired": False}
    kept = ("said", "told", "since", "phase", "confirmed", "word", "plain")
    return {"held": True, "unheard": said} | {name: getattr(head, name) for name in kept}
