"""POLICY: may this post leave on this channel, now? Pure: plan, gate and leave in, an answer with its reason out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from loudhailer.domain.alert import MsgType, Worded
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import SERVICE, Action, Decision, GateState, MessageClass
from loudhailer.domain.incident import Manner
from loudhailer.domain.text import LONDON, language_name
from loudhailer.plan import Plan, Rule

_STRICTNESS = (Action.SEND, Action.APPROVE, Action.HOLD, Action.DROP)
_NOBODY = Rule(action=Action.HOLD)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands besides the alert's own words: the moment, the agency that leads its incident, an approval.

    `released` says that a person let this very post go as it is, in the languages that it has.
    """

    now: datetime
    lead: str = ""
    approval: Approval | None = None
    released: bool = False


def decide(plan: Plan, alert: Worded, gate: GateState | None, standing: Standing) -> Decision:
    """Decide about `alert` on one channel; `gate` is None when the item cannot be read.

    First comes what nothing can lift. Then every rule that applies speaks, and the strictest is followed; where that is
    approval, somebody's leave for these very words, or broken glass, may answer it. A language that is missing comes
    after that: leave for the words is no leave to leave half of the readers out. Quiet hours only put off.
    """
    if gate is None:
        return _blind(plan, alert, standing)
    if not gate.live:
        return Decision(Action.HOLD, f"{gate.channel} is in Exercise: nobody has taken it live")
    if gate.stopped:
        return Decision(Action.HOLD, f"{gate.channel} is stopped by its kill switch")
    asked = _strictest(alert, gate, _rules(plan, alert, gate, standing))
    if asked.action is Action.APPROVE:
        asked = _answered(alert, asked, standing)
    if asked.action is Action.APPROVE and alert.owes:
        asked = replace(asked, reason=f"{asked.reason}; its {_missing(alert)} words are missing")
    if asked.sends:
        asked = _owing(plan, alert, asked, standing)
    return _quiet(alert, gate, asked, standing.now) if asked.sends else asked


@dataclass(frozen=True, slots=True)
class _Asked:
    """One rule that applies, and where it comes from. What `glass` may pass, and what it may not."""

    rule: Rule
    reason: str
    glass: bool = True


def _rules(plan: Plan, alert: Worded, gate: GateState, standing: Standing) -> Iterator[_Asked]:
    """Yield every rule that applies to the alert."""
    yield from _levels(plan, alert, gate)
    if alert.sensitivities:
        kinds = ", ".join(alert.sensitivities)
        # Broken glass does not pass it: a person's grief is not a matter of minutes.
        why = f"never published automatically ({kinds}): a person decides{_instead(plan, alert)}"
        yield _Asked(plan.sensitive, why, glass=False)
    if standing.lead and not alert.amplifies and not _takes_back(alert):
        own = Rule(action=Action.APPROVE, roles=plan.lead.own_words)
        yield _Asked(own, f"{standing.lead} leads this incident: we pass on its words", glass=False)
    if alert.by:
        yield from _person(plan, alert)


def _instead(plan: Plan, alert: Worded) -> str:
    """Say how lives are warned at once where what waits is a person's word on what somebody, or a text, flagged before.

    Which flags were declared, and which only found, is not known here: so none is passed over (ADR 0030).
    """
    at_once = plan.people.templates.get(alert.message_class, ())
    warns = alert.message_class is MessageClass.LIFE_SAFETY and alert.msg_type is MsgType.UPDATE
    if not (warns and alert.by and set(at_once) & set(alert.roles)):
        return ""
    return "; if it cannot wait, raise your own alert in the plan's words: that goes at once"


def _levels(plan: Plan, alert: Worded, gate: GateState) -> Iterator[_Asked]:
    """Yield what each declared level that reaches the alert says of its class."""
    levels = [gate.level, *(each.level for scope, each in gate.declared.items() if _reaches(scope, alert))]
    for level in levels:
        rule = plan.rule_at(level, alert.message_class)
        if rule is None:
            # A level that this deploy's plan does not know may be stricter than any it does: hold.
            yield _Asked(_NOBODY, f"the plan has no level {level}", glass=False)
            continue
        if rule.action is Action.APPROVE and _never_waits(alert):
            rule = Rule(action=Action.SEND)
        yield _Asked(rule, f"level {level}: the plan says {rule} for {alert.message_class}")


def _reaches(scope: str, alert: Worded) -> bool:
    """Tell whether a narrower scope than the service is about the alert.

    An alert of which no area is known may be about any: an area's level reaches it, so doubt is on the side of caution.
    """
    kind, _, name = scope.partition(":")
    if kind == "incident":
        return name == alert.reference
    if kind == "area":
        return not alert.areas or any(name.casefold() in each.casefold() for each in alert.areas)
    return scope != SERVICE


def pauses(plan: Plan, level: str, scope: str, alert: Worded) -> bool:
    """Tell whether a level that is declared for a scope keeps an alert from leaving by itself."""
    rule = plan.rule_at(level, alert.message_class)
    if scope != SERVICE and not _reaches(scope, alert):
        return False
    waits = rule is not None and rule.action is Action.APPROVE and not _never_waits(alert)
    return rule is None or waits or rule.action in {Action.HOLD, Action.DROP}


def _never_waits(alert: Worded) -> bool:
    """Tell whether it puts right or takes back what is out, in the plan's own words: no level makes that wait."""
    puts_right = alert.manner is Manner.CORRECTION and not alert.free_text
    return bool(alert.by) and (puts_right or _takes_back(alert))


def _takes_back(alert: Worded) -> bool:
    return alert.msg_type is MsgType.CANCEL or alert.manner is Manner.WITHDRAWN


def _person(plan: Plan, alert: Worded) -> Iterator[_Asked]:
    """Yield what the plan asks of a person's words."""
    if _takes_back(alert):
        return
    if alert.free_text and not alert.amplifies:
        yield _Asked(plan.people.free_text, "somebody's own words: another person approves them")
    elif alert.manner is not Manner.CORRECTION:
        at_once = plan.people.templates.get(alert.message_class, ())
        if not set(at_once) & set(alert.roles):
            roles = ", ".join(at_once) or "nobody"
            yield _Asked(plan.people.free_text, f"{alert.message_class} goes at once from {roles} only")


def _strictest(alert: Worded, gate: GateState, asked: Iterator[_Asked]) -> Decision:
    """Return what all the rules together ask; where several ask for approval, one that satisfies each of them."""
    rules = list(asked)
    worst = max((each.rule.action for each in rules), key=_STRICTNESS.index)
    speaking = [each for each in rules if each.rule.action is worst]
    reason = "; ".join(dict.fromkeys(each.reason for each in speaking))
    if worst is not Action.APPROVE:
        return Decision(worst, reason)
    if alert.glass and alert.message_class is MessageClass.LIFE_SAFETY and all(each.glass for each in speaking):
        return Decision(Action.SEND, f"break-glass {alert.glass} by {alert.by}, past: {reason}")
    roles = tuple(role for role in Role if all(role in each.rule.roles for each in speaking))
    second = tuple(role for role in Role if any(role in each.rule.second for each in speaking))
    if not roles:
        return Decision(Action.HOLD, f"{reason}; no role on {gate.channel} satisfies all of it")
    return Decision(Action.APPROVE, reason, roles=roles, second=second)


def _answered(alert: Worded, asked: Decision, standing: Standing) -> Decision:
    """Return the leave that was given for these very words, or the question as it stands."""
    approval = standing.approval
    if approval is None or not approval.covers(alert, asked.roles, asked.second):
        return asked
    people = " and ".join(f"{each.by} ({each.role})" for each in approval.voices)
    return Decision(Action.SEND, f"approved by {people}; {asked.reason}")


def _owing(plan: Plan, alert: Worded, asked: Decision, standing: Standing) -> Decision:
    """Wait for a language whose words are missing, or hold, so that both go or neither; and never where that does harm.

    An evacuation waits for the seconds that the plan gives it, and where it gives none it goes at once. What puts right
    or takes back goes at once too, where its class has no such wait: wrong words do more harm than one language less.
    An all-clear of another class is held, for it is safe while it waits.
    """
    if not alert.owes or standing.released:
        return asked
    names = _missing(alert)
    action, seconds = without_a_language(plan, alert)
    if owed := held_for_a_language(plan, alert):
        return owed
    if action is Action.WAIT:
        until = alert.sent + timedelta(seconds=seconds)
        if standing.now >= until or until >= alert.expires:
            return replace(asked, reason=f"its {names} words were not there in time; {asked.reason}")
        return replace(asked, action=Action.WAIT, reason=f"it waits for its {names} words", until=until, brief=True)
    return replace(asked, reason=f"its {names} words are missing, and it does not wait; {asked.reason}")


def held_for_a_language(plan: Plan, alert: Worded) -> Decision | None:
    """Return what holds an alert that a language is missing of, whoever approves its words; None where nothing does."""
    if not alert.owes or without_a_language(plan, alert)[0] is not Action.HOLD:
        return None
    why = f"its {_missing(alert)} words are missing: give them, or release it in one language"
    return Decision(Action.HOLD, why)


def without_a_language(plan: Plan, alert: Worded) -> tuple[Action, int]:
    """Return what becomes of an alert that a language is missing of: it waits so many seconds, goes, or is held."""
    seconds = plan.languages.wait_seconds.get(alert.message_class)
    if seconds is not None:
        return Action.WAIT, seconds
    puts_right = alert.manner in {Manner.CORRECTION, Manner.WITHDRAWN}
    goes = puts_right or alert.message_class is MessageClass.LIFE_SAFETY
    return (Action.SEND if goes else Action.HOLD), 0


def _missing(alert: Worded) -> str:
    return " and ".join(map(language_name, alert.owes))


def _quiet(alert: Worded, gate: GateState, asked: Decision, now: datetime) -> Decision:
    """Put off what can wait for the morning."""
    ends = [
        end
        for each in gate.quiet
        if alert.message_class in each.classes and alert.message_class is not MessageClass.LIFE_SAFETY
        if (end := _end_of(each.start, each.end, now)) is not None
    ]
    if not ends:
        return asked
    until = max(ends)
    return replace(asked, action=Action.WAIT, reason="quiet hours", until=until)


def _end_of(start: str, end: str, now: datetime) -> datetime | None:
    """Return when the quiet hours that hold now end, None outside them; they may cross midnight."""
    here = now.astimezone(LONDON)
    begins, ends = time.fromisoformat(start), time.fromisoformat(end)
    for day in (here.date() - timedelta(days=1), here.date()):
        since = datetime.combine(day, begins, LONDON)
        until = datetime.combine(day if ends > begins else day + timedelta(days=1), ends, LONDON)
        if since <= here < until:
            return until
    return None


def _blind(plan: Plan, alert: Worded, standing: Standing) -> Decision:
    """Decide without a gate: the class decides, never how much somebody wants it said (ADR 0003).

    Only life_safety of a person who may send it alone goes, and somebody reviews it. In doubt it waits.
    """
    why = "the crisis state cannot be read"
    if alert.message_class is MessageClass.PROMOTIONAL:
        return Decision(Action.DROP, f"{why}: promotional posts never go blind", blind=True)
    if not alert.by:
        return Decision(Action.HOLD, f"{why}: an automated alert waits", blind=True)
    alone = not alert.sensitivities and not standing.lead and (alert.glass or not list(_person(plan, alert)))
    if alert.message_class is MessageClass.LIFE_SAFETY and alone:
        return Decision(Action.SEND, f"{why}: life_safety of {alert.by} goes blind", blind=True)
    asked = Decision(Action.APPROVE, f"{why}: it waits for approval", roles=plan.sensitive.roles, blind=True)
    return _answered(alert, asked, standing)
