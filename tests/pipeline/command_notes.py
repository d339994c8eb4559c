"""What somebody writes down who watches a service from outside, and what they hold against each post that goes out.

They know who did what when, and the plan. They read neither approvals nor what a delivery says of itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from loudhailer.config import DESK
from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.approval import Approval, Stand
from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Post
from loudhailer.plan import Plan, Rule
from tests.pipeline.command_room import Mortal

OWN_WORDS = re.compile(r"notice-\d+")
"""How words that somebody wrote themselves can be told: each has a number of its own."""
DIRECTORY: Mapping[str, frozenset[Role]] = {
    "g.gold": frozenset({Role.GOLD}),
    "s.one": frozenset({Role.SILVER}),
    "s.two": frozenset({Role.SILVER, Role.BRONZE}),
    "b.bronze": frozenset({Role.BRONZE}),
    "c.comms": frozenset({Role.COMMS}),
    "d.duty": frozenset({Role.DUTY}),
    "x.control": frozenset({Role.CONTROL}),
    "n.obody": frozenset(),
}
_LEFT = frozenset({State.PENDING, State.CLAIMED, State.RETRY, State.UNKNOWN, State.SENT})


@dataclass
class Loan:
    """A delegation that was accepted."""

    id: str
    role: Role
    by: str
    to: str
    since: datetime
    until: datetime
    ended: bool = False

    def counts(self, now: datetime) -> bool:
        return self.since <= now < self.until and not self.ended


@dataclass(frozen=True)
class Acting:
    """Who acts at this moment: the one who calls and whom they type for. Nobody: a feed, the clock or a sender."""

    deed: str
    by: str = ""
    behalf: str = ""
    roles: frozenset[Role] = frozenset()
    flags: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    glass: bool = False

    @property
    def people(self) -> frozenset[str]:
        return frozenset({self.by, self.behalf, *self.others} - {""})


@dataclass(frozen=True)
class Voice:
    """Leave that somebody gave: in which roles they could, and to which words."""

    by: str
    roles: frozenset[Role]
    words: frozenset[str]


@dataclass(frozen=True)
class Need:
    """What one rule of the plan asks for before a post may go; `glass` may do in its place."""

    rule: Rule
    why: str
    glass: bool = True


@dataclass
class Notes:
    """The onlooker's notebook."""

    plan: Plan
    state: Mortal
    clock: Callable[[], datetime]
    acting: Acting = Acting("nobody")
    loans: list[Loan] = field(default_factory=list)
    glasses: dict[str, datetime] = field(default_factory=dict)
    made: dict[str, Acting] = field(default_factory=dict)
    flags: dict[str, frozenset[str]] = field(default_factory=dict)
    place: str = ""
    places: dict[str, str] = field(default_factory=dict)
    writers: dict[str, frozenset[str]] = field(default_factory=dict)
    voices: dict[str, list[Voice]] = field(default_factory=dict)
    still_held: dict[tuple[str, str], bool] = field(default_factory=dict)
    public: dict[str, set[str]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def holds(self, name: str, *, but: frozenset[str] = frozenset()) -> frozenset[Role]:
        """Return the roles that somebody has at this moment, without those that any of `but` lends them."""
        lent = {
            each.role for each in self.loans if each.to == name and each.counts(self.clock()) and each.by not in but
        }
        return DIRECTORY[name] | lent

    def may(self, name: str, deed: Deed) -> frozenset[Role]:
        return frozenset(self.plan.may[deed]) & self.holds(name)

    def glass(self, name: str) -> bool:
        return name in self.glasses and self.clock() < self.glasses[name]

    def hands(self, alert: Alert) -> frozenset[str]:
        """Return everybody who had a hand in an alert: in this episode, or in words that stand in it."""
        first = min(alert.since or alert.revision, alert.revision)
        before = [f"{alert.reference}-{number}" for number in range(first, alert.revision + 1)]
        words = OWN_WORDS.findall(" ".join(texts_of(alert)))
        # Who passed on the lead's words has no hand in ours that come after: were theirs in them, they would be found.
        passing = {each for each in before if each != alert.identifier and self._passed_on(each)}
        people = [self.made[each].people for each in before if each in self.made and each not in passing]
        return frozenset().union(*people, *(self.writers.get(each, frozenset()) for each in words))

    def _passed_on(self, alert_id: str) -> bool:
        known = self.state.find(alert_id)
        return known is not None and known.manner is Manner.AMPLIFIED

    def committed(self, alert: Alert) -> None:
        """An alert is there: note who made it and what it was flagged with until now."""
        acting = self.acting
        self.places[alert.reference] = self.place or self.places.get(alert.reference, "")
        if acting.by and acting.by in DIRECTORY:
            assert acting.roles, f"{acting.by} did {acting.deed} as nobody"
        known = self.flags.get(alert.reference, frozenset()) if alert.source == DESK else frozenset()
        self.flags[alert.reference] = self.flags[alert.identifier] = known | acting.flags
        self.made[alert.identifier] = acting
        for word in OWN_WORDS.findall(" ".join(texts_of(alert))):
            # Whoever is the first to have them kept wrote them: what was refused or lost is nobody's yet.
            self.writers.setdefault(word, frozenset({acting.by, acting.behalf} - {""}))

    def moved(self, before: Delivery | None, after: Delivery) -> None:
        """A delivery has moved: what is held leaves that state by a person's act, or not towards the public."""
        key = (after.alert_id, after.channel)
        if after.state is State.HELD:
            self.still_held[key] = True
            return
        if before is None or before.state is not State.HELD or after.state not in _LEFT:
            return
        alert, deed = self.state.alerts[after.alert_id], self.acting.deed
        if deed == Deed.RELEASE:
            assert self.acting.roles, "who may not let it go did"
            self.fits(alert, after.channel, None)
        else:
            assert deed in {Deed.APPROVE, "keep"}, f"{deed} let go what was held"
            assert self.acting.roles or deed == "keep"
            assert self.voices.get(alert.identifier), "nobody had approved it"
        self.seen[f"let go: {deed}"] += 1
        self.still_held[key] = False

    def published(self, channel: str, post: Post) -> None:
        """A post is about to be public."""
        alert, key = self.state.alerts[post.alert_id], (post.alert_id, channel)
        assert post.alert_id in self.made, "nobody committed it"
        assert "Drillton" not in post.text
        assert not self.still_held.get(key), "it was held, and nobody let it go"
        assert self.clock() < alert.expires, "it had expired"
        self.fits(alert, channel, post.text)
        self.public.setdefault(channel, set()).update(OWN_WORDS.findall(post.text))
        self.seen["published"] += 1
        if key in self.still_held:
            self.seen["published after it was held"] += 1

    def fits(self, alert: Alert, channel: str, text: str | None) -> None:
        """Hold the plan against it: no level keeps it, and whoever had to approve these very words has."""
        gate = self.state.gate_items[channel]
        assert gate is not None
        assert gate.live, f"{channel} is in Exercise"
        assert not gate.stopped, f"{channel} is stopped"
        made = self.made[alert.identifier]
        needs = list(self._needs(alert, channel, text))
        keeping = [each.why for each in needs if each.rule.action in {Action.HOLD, Action.DROP}]
        assert not keeping, f"{keeping} keeps {alert.message_class} from {channel}"
        if not needs:
            return
        if made.glass and alert.message_class is MessageClass.LIFE_SAFETY and all(each.glass for each in needs):
            self.seen["under broken glass"] += 1
            return
        wanted = frozenset(Role).intersection(*(each.rule.roles for each in needs))
        second = frozenset().union(*(each.rule.second for each in needs))
        hands = self.hands(alert)
        heard = [
            each
            for each in self.voices.get(alert.identifier, ())
            if each.by not in hands and (text is None or text in each.words)
        ]
        first = [each for each in heard if each.roles & wanted]
        why = f"{[each.why for each in needs]} of {sorted(hands)}: {self.voices.get(alert.identifier)}"
        assert first, f"nobody approved {text!r} as {sorted(wanted)}; {why}"
        if second:
            others = [(a, b) for a in first for b in heard if a.by != b.by and b.roles & second]
            assert others, f"only one approved {text!r}; {why}"
            self.seen["published with two voices" if text else "released with two voices"] += 1
        self.seen["published with leave" if text else "released with leave"] += 1

    def _needs(self, alert: Alert, channel: str, text: str | None) -> Iterator[Need]:
        """Yield what the plan asks of it, as somebody reads the plan who has never seen the gate's code."""
        made, people = self.made[alert.identifier], self.plan.people
        takes_back = alert.msg_type is MsgType.CANCEL or alert.manner is Manner.WITHDRAWN
        corrects = made.deed == Deed.CORRECT
        texts = {text} if text is not None else texts_of(alert, channel)
        own = {word for each in texts for word in OWN_WORDS.findall(each)}
        if alert.manner is Manner.STATUS:
            # It repeats the headline of what is out already, and goes nowhere else: that is asked when it leaves.
            own = own - self.public.get(channel, set()) if text is not None else set()
        # A feed may take a flag back, and an end is said of what the public has heard: there the alert's own are asked.
        known = alert.source == DESK and made.deed != Deed.END
        flags = self.flags[alert.identifier] if known else {*alert.sensitivities}
        if flags:
            yield Need(self.plan.sensitive, f"it is {sorted(flags)}", glass=False)
        # The plan lets the lead's own words, with a link to the lead's own host, be passed on at once.
        theirs = alert.manner is Manner.AMPLIFIED and alert.amplifies
        if self.state.head(alert.source, alert.incident_id).lead and not takes_back and not theirs:
            yield Need(Rule(action=Action.APPROVE, roles=self.plan.lead.own_words), "another leads", glass=False)
        if own and not takes_back and not theirs:
            yield Need(people.free_text, "it holds somebody's own words")
        elif made.by and not takes_back and not corrects:
            at_once = people.templates.get(alert.message_class, ())
            if not made.roles & set(at_once):
                yield Need(people.free_text, f"{sorted(made.roles)} may not say {alert.message_class} at once")
        gate = self.state.gate_items[channel]
        for scope, declared in (gate.declared if gate else {}).items():
            rule = self.plan.levels[declared.level].classes[alert.message_class]
            puts_right = bool(made.by) and (takes_back or (corrects and not own))
            passes = rule.action is Action.SEND or (rule.action is Action.APPROVE and puts_right)
            if self._reaches(scope, alert) and not passes:
                yield Need(rule, f"level {declared.level} for {scope}")

    def _reaches(self, scope: str, alert: Alert) -> bool:
        kind, _, name = scope.partition(":")
        place = self.places.get(alert.reference, "")
        return (
            kind == "service"
            or (kind == "incident" and name == alert.reference)
            or (kind == "area" and (not place or name in place))
        )

    def lent(self, loan: Loan) -> None:
        """Somebody has lent a role: the same again renews it."""
        for old in self.loans:
            if (old.by, old.role, old.to) == (loan.by, loan.role, loan.to):
                old.ended = True
        self.loans.append(loan)

    def answered(self, before: Approval | None, after: Approval) -> None:
        """An approval was written: whatever was answered was theirs to answer who acts, and about words they saw."""
        alert, by = self.state.alerts[after.alert_id], self.acting.by
        known = before.voices if before else ()
        fresh = [each for each in after.voices if each not in known]
        declined = after.stand in {Stand.RETURNED, Stand.REJECTED} and (before is None or before.stand != after.stand)
        if not fresh and not declined:
            return
        hands = self.hands(alert)
        assert by not in hands, f"{by} answered for what is also theirs: {sorted(hands)}"
        roles = self.holds(by, but=hands) & frozenset(self.plan.may[Deed.APPROVE])
        assert roles, f"{by} answered in a role that an author lent"
        self.seen["declined" if declined else "approved"] += 1
        if declined:
            return
        assert {each.by for each in fresh} == {by}
        assert self.acting.words >= texts_of(alert), "these are not the words that they saw"
        self.voices.setdefault(alert.identifier, []).append(Voice(by, roles, self.acting.words))
        if not roles & DIRECTORY[by]:
            self.seen["approved in a lent role"] += 1


def texts_of(alert: Alert, channel: str = "") -> frozenset[str]:
    """Return every text that an alert may become, on one channel or on all."""
    drafts = [alert.drafts[channel]] if channel in alert.drafts else [] if channel else alert.drafts.values()
    return frozenset(draft.text for each in drafts for draft in each.values())
