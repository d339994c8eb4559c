"""The minute of the recorded day in which a platform answers again and too much has waited for it."""

from dataclasses import replace
from datetime import timedelta

import boto3

from loudhailer.aws.gates import GateTable
from loudhailer.aws.state import StateTable
from loudhailer.bootstrap import delivering, incoming
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.spending import Mark
from loudhailer.ports import Arrival, Sender
from tests.architecture.grants import physical
from tests.architecture.recorded import Stage
from tests.architecture.template import REGION
from tests.builders import CONTROL, an_incident

CHANNEL = "mastodon"
_MANY = 3


def play_catch_up(stage: Stage) -> None:
    """Let alerts wait through an outage, end it, and fold them into one."""
    name, client = physical(stage.at.template.resources["StateTable"], ""), boto3.client("dynamodb", region_name=REGION)
    state, gates = StateTable(client, name), GateTable(client, name)
    for number in range(_MANY):
        sender = Sender(f"waits-{number}", CONTROL, "incident.reported")
        facts = {"road": f"A{number + 1}", "place": "at Stokeby"}
        with stage.function("IngestIncident", incoming.build_ingest) as ingest:
            tell = replace(ingest.admit.tell, clock=stage.clock)
            outcome = tell(Arrival(sender, an_incident(id=f"CTL-W{number}", facts=facts)))
        (waits,) = [each for each in state.deliveries(outcome.alert_id) if each.channel == CHANNEL]
        changes = {"state": State.RETRY, "due": Due.RETRY, "due_at": stage.clock(), "not_before": stage.clock()}
        state.save(waits.model_copy(update=changes))
    stage.later(timedelta(minutes=5).total_seconds())
    gates.give_back(CHANNEL, "none", Mark(answered=True, at=stage.clock(), closes=True))
    with stage.function("SweepDue", delivering.build_catch_up) as built:
        channels = built.config.channels.model_copy(update={"digest_over": _MANY - 1})
        config = built.config.model_copy(update={"channels": channels})
        here = replace(built, config=config, clock=stage.clock, tell=replace(built.tell, clock=stage.clock))
        assert here() == {"Digests": 1, "Folded": _MANY, "Stuck": 0}
