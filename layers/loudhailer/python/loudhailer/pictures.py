"""COMPOSE, for the eye: which picture goes with an alert. Pure; `config/pictures/` has the files."""

from loudhailer.config import Config
from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import Incident, Manner
from loudhailer.domain.post import Picture

_OURS = frozenset({Manner.PLAIN, Manner.CORRECTION})
"""An all-clear, a withdrawal and a status go without: who sees only the picture would take the danger for new. And no
picture of ours stands with another agency's words."""


def picture_of(config: Config, incident: Incident, msg_type: MsgType) -> Picture | None:
    """Return the picture of what is said of an incident, None where it goes without."""
    shown = config.words.events[incident.event_type].picture
    if shown is None or incident.sensitivities or msg_type is MsgType.CANCEL or incident.manner not in _OURS:
        return None
    file = config.pictures[shown.file]
    return Picture(shown.file, file.media_type, file.width, file.height, shown.alt)
