"""The bundle as a page that people read and print. Times as GOV.UK writes them, in Europe/London, with the date."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from loudhailer.compose import say_issued
from loudhailer.domain.text import LONDON
from loudhailer.report.bundle import Bundle, Done, PlatformCopy

_STEERS_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>|#~"})


def say_moment(moment: datetime) -> str:
    """Say a moment with its date: "5:30pm Sunday 22 November 2026"."""
    return f"{say_issued(moment)} {moment.astimezone(LONDON).year}"


def markdown(bundle: Bundle) -> str:
    """Return the report."""
    return "\n".join(_lines(bundle)) + "\n"


def _lines(bundle: Bundle) -> Iterator[str]:
    yield f"# After-action report: {_plain(bundle.headline)}"
    yield ""
    yield f"Ref {bundle.reference}. Made by {_plain(bundle.made_by)} at {say_moment(bundle.made_at)} from the record."
    yield ""
    yield "![What was said, where it was posted and who decided, on one axis of time](timeline.svg)"
    yield from _glance(bundle)
    yield from _part(
        "What happened",
        ("when", "where", "what", "detail"),
        ((say_moment(each.at), each.lane, each.what, each.detail) for each in bundle.timeline),
    )
    yield from _part(
        "What was said",
        ("alert", "when", "what kind", "class", "headline", "by", "plan"),
        (
            (
                each.identifier,
                say_moment(each.sent),
                each.msg_type if each.manner == "plain" else f"{each.msg_type} ({each.manner})",
                each.message_class,
                each.headline,
                each.by,
                each.plan_digest,
            )
            for each in bundle.alerts
        ),
    )
    yield from _part(
        "What was decided, by which plan and which code",
        ("alert", "channel", "when", "class", "how it stands", "why", "plan", "code"),
        (
            (
                each.identifier,
                each.channel,
                say_moment(each.at),
                each.message_class,
                each.state,
                each.reason,
                each.plan_digest,
                each.code or "not recorded",
            )
            for each in bundle.decisions
        ),
    )
    yield from _part("Approvals", _DONE, map(_done, bundle.approvals))
    yield from _posts(bundle)
    yield from _part(
        "What was not posted, and why",
        ("alert", "channel", "committed", "how it stands", "why", "tries"),
        (
            (
                each.identifier,
                each.channel,
                say_moment(each.at),
                each.state,
                each.reason or "nobody has taken it yet",
                str(each.attempts),
            )
            for each in bundle.not_posted
        ),
    )
    yield from _part("Who did what", _DONE, map(_done, bundle.acts))
    yield from _integrity(bundle)


def _glance(bundle: Bundle) -> Iterator[str]:
    first, last = bundle.alerts[0], bundle.alerts[-1]
    rows = [
        ("source", f"{bundle.source} {bundle.incident_id}"),
        ("first word", say_moment(first.sent)),
        ("last word", f"{say_moment(last.sent)}: {last.msg_type}"),
        ("alerts", str(len(bundle.alerts))),
        ("posts that are out", str(sum(not each.doubtful for each in bundle.posted))),
        ("posts that may be out", str(sum(each.doubtful for each in bundle.posted))),
        ("posts that are not out", str(len(bundle.not_posted))),
        ("acts of people", str(len(bundle.acts))),
        ("code of this report", bundle.code),
    ]
    yield from _part("At a glance", ("", ""), rows)


def _posts(bundle: Bundle) -> Iterator[str]:
    yield from ("", "## What was posted", "")
    if not bundle.posted:
        yield "Nothing."
    for each in bundle.posted:
        yield f"### {each.identifier} on {_plain(each.channel)}"
        yield ""
        told = "It may be out: the platform never said. Claimed at" if each.doubtful else "Posted at"
        yield f"{told} {say_moment(each.at)}. {f'<{_address(each.link)}>' if each.link else 'It has no address.'}"
        yield ""
        yield from _quoted(each.text)
        yield ""
        yield _copy(each.platform)
        if each.platform.read and not each.platform.same:
            yield ""
            yield from _quoted(each.platform.text)
        yield ""


def _copy(copy: PlatformCopy) -> str:
    if not copy.read:
        return f"The platform's own copy could not be read: {_plain(copy.why)}."
    if copy.same:
        return "The platform's own copy has these words."
    return "**The platform's own copy has other words:**"


def _integrity(bundle: Bundle) -> Iterator[str]:
    record = bundle.integrity
    yield from ("", "## Can this be trusted?", "")
    anchored = (
        f"The newest anchor is of {say_moment(record.last_anchor)}." if record.last_anchor else "Nothing is anchored."
    )
    after = (
        f" {record.unanchored} of the lines were written since and are not anchored yet." if record.unanchored else ""
    )
    yield f"{record.lines} lines of the audit were verified. {anchored}{after}"
    if record.erased:
        yield f"Acts whose reason was erased when its time was over: {record.erased}. Their digests stand."
    yield ""
    if record.findings:
        yield "**The record is not as it was written:**"
        yield ""
        yield from (f"- {_plain(each)}" for each in record.findings)
    else:
        yield "Nothing was found to be edited, removed, added or cut."


_DONE = ("when", "by", "what", "to what", "why", "what came of it", "plan", "code", "line")


def _done(act: Done) -> tuple[str, ...]:
    by = f"{act.by}, typed by {act.typed_by} ({act.means})" if act.typed_by else act.by
    return (
        say_moment(act.at),
        by,
        act.deed,
        act.subject,
        "(erased)" if act.erased else act.reason,
        act.result,
        act.plan_digest,
        act.code,
        f"{act.chain} {act.number}",
    )


def _part(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    listed = list(rows)
    if not listed:
        yield "Nothing."
        return
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in listed:
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"


def _quoted(text: str) -> Iterator[str]:
    for line in text.splitlines() or [""]:
        yield f"> {_plain(line)}  ".rstrip() if not line.strip() else f"> {_plain(line)}  "


def _plain(text: str) -> str:
    """Return text in one line in which nothing steers Markdown, a table or an HTML reader."""
    return " ".join(text.split()).translate(_STEERS_MARKDOWN)


def _address(link: str) -> str:
    return "".join(sign for sign in link if sign.isprintable() and sign not in ' <>"`')
