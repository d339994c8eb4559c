"""Somebody is woken where life-safety is in doubt or did not get out in time."""

from contextlib import suppress
from dataclasses import dataclass

from loudhailer.domain.errors import Transient
from loudhailer.pipeline.call_out import Callouts
from loudhailer.pipeline.received import Report


@dataclass(frozen=True, slots=True)
class Wake:
    """Opens a call-out about what a sender reports: once for each alert, channel and kind of trouble.

    Alarms say the same to an engineer; this is for the officer, who can tell the public by other means.
    """

    channel: str
    callouts: Callouts

    def __call__(self, report: Report) -> bool:
        """Call somebody where the report asks for a person; return whether one was asked for.

        A queue that does not take the order stops no delivery: the alarms still sound.
        """
        if report.late:
            kind, reason = "late", f"Alert {report.alert_id} is urgent and still not out on {self.channel}."
        elif report.person and report.life_safety:
            kind, reason = "doubt", f"Alert {report.alert_id} on {self.channel}: {report.word}. Look, and decide."
        else:
            return False
        with suppress(Transient):
            self.callouts.open(f"{kind}:{report.alert_id}/{self.channel}", about=report.alert_id, reason=reason)
        return True
