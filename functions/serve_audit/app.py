"""Those who answer for the record read it, verify it, report from it and hold it for the law."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.record import build_records
from loudhailer.desk.api import DeskApi, Reference
from loudhailer.desk.audit_models import (
    After,
    Chain,
    Days,
    EntriesView,
    HoldRequest,
    HoldView,
    OfChain,
    VerificationView,
)
from loudhailer.pipeline.records import DAYS
from loudhailer.report import Bundle

logger, api = Logger(), DeskApi()


@api.get("/audit/verification", summary="Verify the record")
def verify(chain: OfChain = "", days: Days = DAYS) -> VerificationView:
    """Tell whether the audit is as it was written: every line, its words, and the anchored heads."""
    return VerificationView.of(build_records().verify(api.caller, chain, days=days))


@api.get("/audit/<chain>", summary="Read a chain of the audit")
def read(chain: Chain, after: After = 0) -> EntriesView:
    """Show a chain's lines, the oldest first, with the words that are still there."""
    return EntriesView.of(build_records().lines(api.caller, chain, after))


@api.get("/incidents/<reference>/report", summary="The after-action bundle")
def report(reference: Reference) -> Bundle:
    """Collect all that is known of an incident; the platforms' own copies are read now."""
    return build_records().report(api.caller, reference.upper())


@api.post("/incidents/<reference>/holds", summary="Hold an incident for the law")
def hold(reference: Reference, request: HoldRequest) -> HoldView:
    """Keep its report where nobody can delete it, and its acts' reasons for good."""
    return HoldView.of(build_records().hold(api.caller, reference.upper(), request.reason))


@api.post("/incidents/<reference>/holds/release", summary="Let go of what is held")
def let_go(reference: Reference, request: HoldRequest) -> HoldView:
    """End a hold: files and reasons are forgotten again when their days are over."""
    return HoldView.of(build_records().let_go(api.caller, reference.upper(), request.reason))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
