"""Officers see who has the watch, hand it over, lend roles and set quiet hours."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.looking import build_watch
from loudhailer.desk import watch_models as m
from loudhailer.desk.api import DeskApi

logger, metrics, api = Logger(), Metrics(), DeskApi()


@api.get("/watch", summary="Show who has the watch")
def show_watch(phones: m.Phones = None, yaml: m.AsYaml = None, versions: m.Versions = 0) -> m.WatchView:
    """Show who is on call, what is lent to whom, the last handover and the quiet hours."""
    return _told(m.shown(build_watch(), api.caller, phones=bool(phones), as_yaml=bool(yaml), versions=versions))


@api.put("/watch/on-call/<role>", summary="Say who is called out in a role")
def put_on_call(role: m.Called, sent: m.OnCallRequest) -> m.WatchView:
    """Say who is called first, second and so on."""
    return _told(m.WatchView.kept(build_watch().put_on_call(api.caller, role, sent.named(), sent.reason)))


@api.post("/watch/handovers", summary="Hand the watch over")
def hand_over(sent: m.HandoverRequest) -> m.HandedOverView:
    """Hand the watch over in writing: calls in the caller's roles go to whoever takes it, from now on."""
    return _told(m.HandedOverView.of(build_watch().hand_over(api.caller, sent.to, sent.summary, sent.phone)))


@api.post("/watch/delegations", summary="Lend a role")
def delegate_role(sent: m.DelegationRequest) -> m.WatchView:
    """Lend a role that the directory gives the caller; it counts at once and ends by itself."""
    return _told(m.WatchView.kept(build_watch().delegate(api.caller, sent.role, sent.to, sent.until, sent.reason)))


@api.delete("/watch/delegations/<delegation>", summary="Take a role back")
def take_role_back(delegation: m.Loan) -> m.WatchView:
    """End a delegation now."""
    return _told(m.WatchView.kept(build_watch().take_back(api.caller, delegation.upper())))


@api.put("/watch/quiet-hours", summary="Set the quiet hours")
def set_quiet_hours(sent: m.QuietRequest) -> m.QuietView:
    """Set the hours in which classes wait for the morning, on every channel; life_safety never waits."""
    return _told(m.QuietView.of(build_watch().set_quiet(api.caller, sent.quiet(), sent.reason)))


def _told(view: m.Answer) -> m.Answer:
    metrics.add_metric(name="NeedsAPerson", unit="Count", value=int(bool(view.warnings)))
    return view


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
