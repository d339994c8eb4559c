"""https://www.w3.org/TR/SVG2/: the timeline picture. A lane for what was said, one a channel, one for acts of command.

Shapes tell the kinds apart, so that a black and white print reads as well as a screen. There is no script, no outside
font and no link; all text is escaped. Every mark carries a number, and the list below says what each number is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from loudhailer.compose import say_time
from loudhailer.domain.text import LONDON
from loudhailer.report.bundle import ALERTS, COMMAND, Bundle, Kind, Moment
from loudhailer.report.shapes import INK, LEGEND, QUIET, shape

_WIDTH, _LEFT, _RIGHT = 1200, 150, 40
_TOP, _ROW, _LANE_PAD, _AXIS, _LIST_ROW = 132, 30, 12, 56, 29
_APART = 27
"""How many pixels two marks of one row keep apart."""
_MOST_ROWS, _MOST_LISTED, _MOST_SIGNS = 6, 80, 118
_STEPS = [timedelta(minutes=each) for each in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 40320)]
_MOST_TICKS = 9
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT = "Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Time from the left to the right."""

    start: datetime
    end: datetime

    def x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return _LEFT + 24 + share * (_WIDTH - _LEFT - _RIGHT - 48)

    def ticks(self) -> list[datetime]:
        """Return round moments of London's clock, a few."""
        span = self.end - self.start
        step = next((each for each in _STEPS if span / each <= _MOST_TICKS), span / _MOST_TICKS)
        at = (
            self.start.astimezone(LONDON)
            .replace(hour=0, minute=0, second=0, microsecond=0)
            .astimezone(self.start.tzinfo)
        )
        at += step * max(0, (self.start - at) // step)
        found = []
        while at <= self.end:
            if at >= self.start:
                found.append(at)
            at += step
        return found


@dataclass(frozen=True, slots=True)
class _Mark:
    """One shape: where it stands in its lane, and the numbers of the moments that it stands for."""

    x: float
    row: int
    kind: Kind
    numbers: tuple[int, ...]


def timeline(bundle: Bundle) -> str:
    """Return the picture as an SVG document."""
    scale = _scale(bundle.timeline or ())
    numbered = list(enumerate(bundle.timeline, 1))
    lanes = [(lane, _marks([each for each in numbered if each[1].lane == lane], scale)) for lane in bundle.lanes]
    heights = [_LANE_PAD * 2 + _ROW * (1 + max((mark.row for mark in marks), default=0)) for _, marks in lanes]
    bottom = _TOP + sum(heights)
    listed = numbered[:_MOST_LISTED]
    height = bottom + _AXIS + 40 + _LIST_ROW * (len(listed) + 1 + (len(numbered) > len(listed)))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" lang="en-GB"',
            f' height="{height}" role="img" aria-labelledby="title desc" font-family="{_FONT}" fill="{INK}">',
            f'<title id="title">Timeline of {_safe(bundle.headline)}</title>',
            f'<desc id="desc">{_safe(_described(bundle))}</desc>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
            *_head(bundle),
            *_lanes(lanes, heights),
            *_axis(scale, bottom, [each.at for _, each in numbered if each.kind is Kind.ALERT]),
            *_drawn(lanes, heights, bundle.timeline),
            *_list(listed, bottom + _AXIS, len(numbered)),
            "</svg>\n",
        ]
    )


def _scale(moments: Sequence[Moment]) -> _Scale:
    start, end = min(each.at for each in moments), max(each.at for each in moments)
    # A single moment needs some time around it, or it would fill the axis.
    return _Scale(start, end) if end - start >= timedelta(minutes=1) else _Scale(start, start + timedelta(minutes=10))


def _marks(moments: Sequence[tuple[int, Moment]], scale: _Scale) -> list[_Mark]:
    """Place the marks of one lane in rows, so that none covers another; past the last row they are put together."""
    marks: list[_Mark] = []
    for number, moment in moments:
        x = scale.x(moment.at)
        near = {mark.row for mark in marks if x - mark.x < _APART}
        row = next((each for each in range(_MOST_ROWS) if each not in near), None)
        if row is None:
            last = marks.pop()
            marks.append(_Mark(last.x, last.row, last.kind, (*last.numbers, number)))
        else:
            marks.append(_Mark(x, row, moment.kind, (number,)))
    return marks


def _described(bundle: Bundle) -> str:
    out = sum(not each.doubtful for each in bundle.posted)
    return (
        f"Ref {bundle.reference}: {len(bundle.alerts)} alerts, {out} posts out, {len(bundle.posted) - out} in doubt, "
        f"{len(bundle.not_posted)} not posted, {len(bundle.acts)} acts, "
        f"{_span(bundle.timeline)}. All are listed below."
    )


def _head(bundle: Bundle) -> Iterator[str]:
    yield f'<text x="40" y="46" font-size="28" font-weight="bold">{_safe(_cut(bundle.headline, 72))}</text>'
    span = _span(bundle.timeline)
    yield f'<text x="40" y="74" font-size="16" fill="{QUIET}">Ref {_safe(bundle.reference)}, {span}</text>'
    x = 40.0
    for kind, words in LEGEND:
        yield shape(kind, x + 9, 102, "")
        yield f'<text x="{x + 26:.0f}" y="107" font-size="14">{words}</text>'
        x += 26 + 7.4 * len(words) + 30


def _lanes(lanes: Sequence[tuple[str, list[_Mark]]], heights: Sequence[int]) -> Iterator[str]:
    y = _TOP
    for number, ((lane, _), height) in enumerate(zip(lanes, heights, strict=True)):
        if number % 2 == 0:
            yield f'<rect x="0" y="{y}" width="{_WIDTH}" height="{height}" fill="#f3f2f1"/>'
        names = {ALERTS: "What was said", COMMAND: "Acts of people"}
        weight = ' font-weight="bold"' if lane in names else ""
        middle = y + height / 2 + 5
        yield f'<text x="{_LEFT - 12}" y="{middle:.0f}" font-size="15" text-anchor="end"{weight}>'
        yield f"{_safe(_cut(names.get(lane, lane.capitalize()), 18))}</text>"
        y += height


def _axis(scale: _Scale, bottom: int, alerts: Sequence[datetime]) -> Iterator[str]:
    for at in alerts:
        yield f'<path d="M{scale.x(at):.1f} {_TOP}V{bottom}" stroke="{QUIET}" stroke-dasharray="2 5"/>'
    yield f'<path d="M{_LEFT} {bottom}H{_WIDTH - _RIGHT}" stroke="{INK}" stroke-width="1.5"/>'
    day = None
    for at in scale.ticks():
        x, local = scale.x(at), at.astimezone(LONDON)
        yield f'<path d="M{x:.1f} {bottom}v7" stroke="{INK}" stroke-width="1.5"/>'
        middle = f'x="{x:.1f}" text-anchor="middle"'
        yield f'<text {middle} y="{bottom + 24}" font-size="14">{say_time(at, at)}</text>'
        if local.date() != day:
            day = local.date()
            date = f"{local:%A} {local.day} {local:%B}"
            yield f'<text {middle} y="{bottom + 43}" font-size="13" fill="{QUIET}">{date}</text>'


def _drawn(
    lanes: Sequence[tuple[str, list[_Mark]]], heights: Sequence[int], moments: Sequence[Moment]
) -> Iterator[str]:
    y = _TOP
    for (_, marks), height in zip(lanes, heights, strict=True):
        for mark in marks:
            first = moments[mark.numbers[0] - 1]
            more = f", and {len(mark.numbers) - 1} more" if len(mark.numbers) > 1 else ""
            label = f"{mark.numbers[0]}+" if more else str(mark.numbers[0])
            told = _safe(f"{say_time(first.at, first.at)} {_day(first.at)}: {first.what}{more}")
            drawn = shape(mark.kind, mark.x, y + _LANE_PAD + _ROW * (mark.row + 0.5), label)
            yield f"<g><title>{told}</title>{drawn}</g>"
        y += height


def _list(listed: Sequence[tuple[int, Moment]], top: int, total: int) -> Iterator[str]:
    y, days = top + 36, len({moment.at.astimezone(LONDON).date() for _, moment in listed}) > 1
    for number, moment in listed:
        yield shape(moment.kind, 62, y - 5, str(number))
        told = _short(moment.at, with_day=days)
        yield f'<text x="86" y="{y}" font-size="{13 if days else 14}" fill="{QUIET}">{told}</text>'
        place = {ALERTS: "", COMMAND: ""}.get(moment.lane, f"{moment.lane.capitalize()}: ")
        words = f"{place}{moment.what}" + (f" ({moment.detail})" if moment.detail else "")
        yield f'<text x="{_LEFT + 24}" y="{y}" font-size="14">{_safe(_cut(words, _MOST_SIGNS))}</text>'
        y += _LIST_ROW
    if total > len(listed):
        yield f'<text x="{_LEFT + 24}" y="{y}" font-size="14">and {total - len(listed)} more, in report.json</text>'


def _span(moments: Sequence[Moment]) -> str:
    """Say from when to when: "5:30pm to 7:41pm, Sunday 22 November 2026"."""
    start, end = moments[0].at, moments[-1].at
    if start.astimezone(LONDON).date() == end.astimezone(LONDON).date():
        return f"{say_time(start, start)} to {say_time(end, end)}, {_day(end)}"
    return f"{say_time(start, start)} {_day(start)} to {say_time(end, end)} {_day(end)}"


def _day(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B} {local.year}"


def _short(moment: datetime, *, with_day: bool) -> str:
    local = moment.astimezone(LONDON)
    return f"{say_time(moment, moment)}{f' {local.day} {local:%b}' if with_day else ''}"


def _cut(text: str, signs: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= signs else f"{plain[: signs - 1].rstrip()}…"


def _safe(text: str) -> str:
    """Return text that XML can hold, and nothing else."""
    return escape(_NO_XML.sub("", text))
