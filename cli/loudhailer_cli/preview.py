"""How a preview reads: a line a channel that says it all in short, and below it the posts, for a narrow screen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loudhailer.domain.text import language_name
from loudhailer_cli.show import folded, say, warn

_LONGEST = 40
"""The signs of what fell away that a summary needs: whoever wants the rest has the words file."""
_ENDS = {
    "wait": "it waits {seconds} s for them, then goes without",
    "hold": "held until somebody gives them, or releases it without",
    "send": "it does not wait and goes without",
}

Answer = Mapping[str, Any]


def show_preview(answer: Answer) -> None:
    """Show every channel's posts with their count, what fell away, and what should be looked at again."""
    for line in _of_all(answer):
        say(line)
    shown: dict[tuple[str, ...], str] = {}
    for name, channel in (answer.get("channels") or {}).items():
        say("")
        # What reads as on a channel above is not read twice.
        like = shown.setdefault(_words(channel), name) if channel.get("drafts") else name
        for line in _of_channel(name, channel, _first(answer), like=like if like != name else ""):
            say(line)
    for name, why in (answer.get("silent") or {}).items():
        say("")
        say(f"{name}: says nothing of this: {why}")
    for each in _again(answer):
        warn(f"look again: {each}")


def stops(answer: Answer) -> list[str]:
    """Return what a strict look does not let pass: hard findings, and channels that have no words."""
    found = []
    for name, channel in (answer.get("channels") or {}).items():
        codes = dict.fromkeys(str(each.get("code")) for each in channel.get("lint") or [] if each.get("hard"))
        if codes:
            found.append(f"{name}: {', '.join(codes)}")
        if not channel.get("drafts"):
            found.append(f"{name}: no words: {_refused(channel)}")
    return found


def _first(answer: Answer) -> str:
    return next(iter(answer.get("headlines") or {}), "")


def _of_all(answer: Answer) -> Iterator[str]:
    yield f"{answer.get('headline', '')}"
    yield f"class {answer.get('class', '')}, {answer.get('lane', '')} lane"
    if answer.get("status", "Actual") != "Actual":
        yield f"status {answer['status']}: it goes to the drill wall only, framed as what it is"
    unread, first = answer.get("unreviewed") or [], _first(answer)
    for language, headline in (answer.get("headlines") or {}).items():
        if language != first:
            mark = " (these words nobody has reviewed)" if language in unread else ""
            yield f"{language_name(language)}: {headline}{mark}"
    for each in answer.get("owes") or []:
        ends = _ENDS.get(str(each.get("action")), "").format(seconds=each.get("seconds"))
        yield f"{each.get('name')}: words are missing; {ends}"
    private = answer.get("privacy") or {}
    for kind, words in (
        ("coarsened", "said without its dwelling"),
        ("taken_out", "not said at all"),
    ):
        if private.get(kind):
            yield f"privacy: {', '.join(private[kind])} {words}"
    if private.get("flags"):
        roles = " or ".join(private.get("roles") or []) or "nobody"
        yield f"privacy: {', '.join(private['flags'])}: nothing goes by itself, {roles} may approve it"
    if private.get("reduced"):
        yield "privacy: only the state of its road is said"
    if picture := answer.get("picture"):
        yield f"picture: a {picture.get('kind')}, {picture.get('width')} x {picture.get('height')}"


def _words(channel: Answer) -> tuple[str, ...]:
    """Return all that is said on a channel."""
    drafts = (channel.get("drafts") or {}).items()
    return tuple(
        str(said)
        for variant, draft in drafts
        for said in (variant, draft.get("text"), *(each.get("text") for each in draft.get("more") or []))
    )


def _of_channel(name: str, channel: Answer, first: str, *, like: str) -> Iterator[str]:
    yield _summary(name, channel)
    if channel.get("action"):
        roles = " or ".join(channel.get("roles") or [])
        yield f"  {channel['action']}{f' by {roles}' if roles else ''} ({channel.get('reason', '')})"
    if like:
        yield f"  as on {like}"
    blocks = [] if like else list(_blocks(channel.get("drafts") or {}))
    for variants, draft in blocks:
        if len(blocks) > 1 or variants != ["first"]:
            yield f"  as {', '.join(variants)}, {_count(draft)}:"
        yield from _post(draft, first, tuple(draft.get("foreign") or ()), str(draft.get("also") or ""))
        limit = {"limit": draft.get("limit", ""), "unit": draft.get("unit", "")}
        for more in draft.get("more") or []:
            yield f"  then in {language_name(str(more.get('language', '')))}, {_count({**more, **limit})}:"
            yield from _post(more, first)
    if picture := channel.get("picture"):
        yield from folded(f"{picture.get('kind')}: {picture.get('alt')}", "  ")
    for each in channel.get("lint") or []:
        hard = " (stops a machine's words)" if each.get("hard") else ""
        text = f'{each.get("code")}{hard} at "{each.get("where")}": {each.get("reason")}: {each.get("fix")}'
        yield from folded(text, "  ")


def _summary(name: str, channel: Answer) -> str:
    """Return the one line that says how a channel stands."""
    drafts = channel.get("drafts") or {}
    if not drafts:
        return f"{name}: no words: {_refused(channel)}"
    draft = drafts.get("first") or next(iter(drafts.values()))
    parts = [_count(draft)]
    if also := draft.get("more"):
        parts.append(f"{len(also) + 1} posts")
    costs = [draft.get("costs") or {}, *((each.get("costs") or {}) for each in also or [])]
    if any(each.get("pence") for each in costs):
        units = dict.fromkeys(unit for each in costs for unit in each)
        total = {unit: sum(each.get(unit, 0) for each in costs) for unit in units}
        each_one = " for each phone" if "segments" in units else ""
        parts.append("costs " + ", ".join(_cost(unit, amount) for unit, amount in total.items()) + each_one)
    if fell := draft.get("fell"):
        parts.append(f"fell away: {', '.join(map(_short, fell))}")
    if codes := list(dict.fromkeys(str(each.get("code")) for each in channel.get("lint") or [])):
        parts.append(", ".join(codes))
    return f"{name}: {'; '.join(parts)}"


def _refused(channel: Answer) -> str:
    return str(channel.get("refused") or "it cannot carry the words that must stay")


def _cost(unit: str, amount: int) -> str:
    return f"{amount}p" if unit == "pence" else f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"


def _count(draft: Answer) -> str:
    unit = str(draft.get("unit", "")).partition(" (")[0]
    return f"{draft.get('size', '')} of {draft.get('limit', '')} {unit}"


def _short(text: object) -> str:
    said = str(text).replace("\n", " ")
    return f'"{said}"' if len(said) <= _LONGEST else f'"{said[: _LONGEST - 1].rstrip()}…"'


def _blocks(drafts: Mapping[str, Answer]) -> Iterator[tuple[list[str], Answer]]:
    """Yield the drafts, each with the variants that say the same."""
    seen: list[tuple[list[str], Answer]] = []
    for variant, draft in drafts.items():
        same = next((names for names, each in seen if each == draft), None)
        if same is None:
            seen.append(([variant], draft))
        else:
            same.append(variant)
    yield from seen


def _post(post: Answer, first: str, foreign: Sequence[int] = (), also: str = "") -> Iterator[str]:
    """Yield a post's lines; each that is not in the first language begins with its own."""
    language = str(post.get("language") or first)
    for number, line in enumerate(str(post.get("text", "")).splitlines()):
        tongue = also if number in foreign else language
        mark = f"{tongue} " if tongue != first else ""
        yield from folded(line, f"  {mark}| ")


def _again(answer: Answer) -> list[str]:
    private = answer.get("privacy") or {}
    found = [f"{each.get('fact')}: {each.get('reason')}" for each in private.get("found") or []]
    return list(dict.fromkeys([*(answer.get("findings") or []), *found]))
