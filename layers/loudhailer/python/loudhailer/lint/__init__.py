"""LINT: what is wrong with the words of a post, why it matters to whoever reads it, and what to do. Pure.

Each rule is a small function with a code, a reason and a fix; docs/lint.md lists them. To add one: its function beside
those of its theme, a line in `RULES`, and in tests/unit/lint_examples.py a text that it finds and a twin that passes.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from loudhailer.domain.crisis import MessageClass
from loudhailer.lint import alt, elements, plain_words, signs, tags_links, times
from loudhailer.lint.reading import Part, read
from loudhailer.lint.rule import Hardness, Hit, Rule
from loudhailer.lint.spoken import LONGEST_WHERE, WHOLE, Finding, Spoken

__all__ = ["LONGEST_WHERE", "RULES", "WHOLE", "Finding", "Hardness", "Rule", "Spoken", "findings_of"]

_EN, _EN_CY = ("en",), ("en", "cy")
_HARD, _LIVES, _SOFT = Hardness.HARD, Hardness.LIVES, Hardness.SOFT
_MOST_HITS = 5

_RULES = (
    Rule(
        "W01",
        "Words that are another's say whose they are.",
        "People judge a warning by who gives it.",
        "Name the source.",
        _SOFT,
        elements.source,
    ),
    Rule(
        "W02",
        "A warning says what is wrong.",
        "Who does not know the danger looks for it first, and acts late.",
        "Name the hazard: a fire, a flood, a closed road.",
        _LIVES,
        elements.hazard,
        _EN_CY,
    ),
    Rule(
        "W03",
        "A warning, its end and its status say where.",
        "Without a place, all are worried and nobody knows whether it concerns them.",
        "Name the place.",
        _LIVES,
        elements.place,
    ),
    Rule(
        "W04",
        "A warning says what to do.",
        "A danger without advice frightens people and moves nobody out of its way.",
        "Tell people what to do, in words that begin with what they do: “Stay inside.”",
        _LIVES,
        elements.guidance,
        _EN_CY,
    ),
    Rule(
        "W05",
        "Every post says when it was said.",
        "It is shared again tomorrow, as if it were new.",
        "Say when it was issued.",
        _SOFT,
        elements.time,
    ),
    Rule(
        "W06",
        "Words about a danger to life carry the line that names 999.",
        "The account is not watched at every hour. Whoever is in danger must know whom to call.",
        "Add the line that names 999.",
        _HARD,
        elements.emergency_line,
    ),
    Rule(
        "W07",
        "Passed-on words name the agency that said them.",
        "They are taken for our own, and we cannot answer for them.",
        "Name the agency.",
        _HARD,
        elements.passed_on,
    ),
    Rule(
        "W08",
        "What is only no longer listed is called neither open nor safe.",
        "A list that fell silent has told us nothing, and people would walk into what is still there.",
        "Say that it is no longer listed, and to check before travelling.",
        _HARD,
        elements.promise,
        _EN_CY,
    ),
    Rule(
        "W10",
        "A sentence has at most 25 words.",
        "Whoever reads slowly, listens or translates loses the beginning before the end.",
        "Make two sentences of it.",
        _SOFT,
        plain_words.long_sentence,
    ),
    Rule(
        "W11",
        "No jargon, and no codes of the services.",
        "Only colleagues know what it means. A translation leaves it as it is, and a screen reader spells it.",
        "Say it in plain words, or leave it out.",
        _HARD,
        plain_words.jargon,
        _EN_CY,
    ),
    Rule(
        "W12",
        "Plain words.",
        "Short everyday words are read faster and translated better.",
        "Say it in everyday words.",
        _SOFT,
        plain_words.office_words,
        _EN,
    ),
    Rule(
        "W13",
        "Nothing that was meant for a machine.",
        "It tells people nothing, and makes them doubt the rest.",
        "Put the words there that it stands for, or take it out.",
        _HARD,
        plain_words.raw,
    ),
    Rule(
        "W14",
        "No words of headlines.",
        "Alarm spreads faster than advice.",
        "Say what is so: a fire, delays.",
        _SOFT,
        plain_words.drama,
        _EN,
    ),
    Rule(
        "W15",
        "Words do not break off.",
        "People guess at the rest, and some guess wrong.",
        "Finish the sentence, or leave it out whole.",
        _SOFT,
        plain_words.broken_end,
    ),
    Rule(
        "W20",
        "Times are written as on GOV.UK: 5:30pm, midday, midnight.",
        "Not everybody reads 24-hour times at a glance, and 12pm is taken for midnight.",
        "Write 5:30pm, midday or midnight.",
        _SOFT,
        times.clock,
        _EN,
    ),
    Rule(
        "W21",
        "Dates are written as on GOV.UK: Sunday 22 November.",
        "Figures are read with the month first in other countries; short forms and endings are read out wrongly.",
        "Write 22 November.",
        _SOFT,
        times.date,
        _EN,
    ),
    Rule(
        "W30",
        "At most 2 hashtags.",
        "A screen reader reads each of them out.",
        "Keep the two that people look for.",
        _SOFT,
        tags_links.many_tags,
    ),
    Rule(
        "W31",
        "Each word of a hashtag begins with a capital.",
        "A screen reader finds its words by their capitals. Without them it reads one long word.",
        "Write #RoadClosed, not #roadclosed.",
        _SOFT,
        tags_links.camel_case,
    ),
    Rule(
        "W32",
        "Hashtags stand at the end.",
        "Within a sentence they stop whoever listens to it.",
        "Put them at the end.",
        _SOFT,
        tags_links.tags_last,
    ),
    Rule(
        "W33",
        "At most one link.",
        "People follow the first, and not everybody can tell two apart.",
        "Keep the one that leads on.",
        _SOFT,
        tags_links.many_links,
    ),
    Rule(
        "W34",
        "A space follows a full stop.",
        "Without it, a platform may make a link of the two words, to a page of somebody else.",
        "Put a space there.",
        _SOFT,
        tags_links.missing_space,
    ),
    Rule(
        "W35",
        "Words for a link say where it leads.",
        "A screen reader lists links by themselves, and “click here” says nothing there.",
        "Say what is to be found: “Read more:”.",
        _SOFT,
        tags_links.vague_link,
        _EN_CY,
    ),
    Rule(
        "W36",
        "A hashtag does not contradict the end above it.",
        "Whoever looks for the hashtag finds an order, or a closure, that no longer stands.",
        "Leave it out.",
        _SOFT,
        tags_links.standing_tag,
    ),
    Rule(
        "W40",
        "At most 2 emoji.",
        "A screen reader says the name of each.",
        "Keep one, at the end of a sentence.",
        _SOFT,
        signs.many_emoji,
    ),
    Rule(
        "W41",
        "An emoji stands for no word, and not before the first one.",
        "It is another picture on each telephone, and its name, read out, delays the words or replaces them.",
        "Write the word. Put the emoji at the end of the sentence, or leave it out.",
        _SOFT,
        signs.emoji_for_words,
    ),
    Rule(
        "W42",
        "A post has words.",
        "Signs alone tell nothing to whoever listens, and not the same to everybody who looks.",
        "Say it in words.",
        _HARD,
        signs.only_emoji,
    ),
    Rule(
        "W43",
        "Letters are letters, of one alphabet in a word.",
        "A screen reader spells symbol fonts sign by sign or leaves them out, and no search finds them.",
        "Type the words in usual letters.",
        _HARD,
        signs.fonts,
    ),
    Rule(
        "W44",
        "No signs that nobody sees.",
        "They hide, turn or break words, and nobody who checks a post by eye can tell.",
        "Take them out.",
        _HARD,
        signs.unseen,
    ),
    Rule(
        "W45",
        "No piles of marks on a letter.",
        "They cover the lines around them, and a screen reader reads each.",
        "Type the word again.",
        _HARD,
        signs.piled_marks,
    ),
    Rule(
        "W46",
        "No words in capitals.",
        "They are slower to read, some screen readers spell them, and they shout.",
        "Write them in small letters.",
        _SOFT,
        signs.capitals,
    ),
    Rule(
        "W47",
        "One mark ends a sentence.",
        "More of them are read out one by one, and sound like panic.",
        "Keep one, best a full stop.",
        _SOFT,
        signs.repeated,
    ),
    Rule(
        "W60",
        "A picture has an alt text.",
        "Who does not see the picture is told that there is one, and nothing of it.",
        "Say what it shows, or send the words without it.",
        _HARD,
        alt.missing,
    ),
    Rule(
        "W61",
        "An alt text is no file name.",
        "A screen reader reads it out, letter by letter.",
        "Say what the picture shows.",
        _HARD,
        alt.file_name,
    ),
    Rule(
        "W62",
        "An alt text says in at most 300 signs what is to be seen, and not that it is a picture.",
        "A screen reader says that it is a picture by itself, and cannot be stopped half-way on every platform.",
        "Say only what it shows.",
        _SOFT,
        alt.long_or_empty_words,
    ),
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _RULES})
"""Every rule by its code, in the order in which findings are told."""
_LANGUAGES = {rule.languages for rule in _RULES}


def findings_of(spoken: Spoken) -> tuple[Finding, ...]:
    """Return what the rules find in a post, by code; of one rule and language at most five places, each once."""
    reading = read(spoken)
    parts: dict[tuple[str, ...], tuple[Part, ...]] = {
        languages: tuple(part for part in reading.parts if part.language in languages) for languages in _LANGUAGES
    }
    parts[()] = (reading.whole,)
    found: list[Finding] = []
    for rule in _RULES:
        for part in parts[rule.languages]:
            if hits := list(rule.find(reading, part)):
                found += _places(rule, spoken, hits)
    return tuple(found)


def _places(rule: Rule, spoken: Spoken, hits: list[Hit]) -> Iterator[Finding]:
    told: set[str] = set()
    for hit in hits:
        where = hit.where[:LONGEST_WHERE]
        if where not in told:
            told.add(where)
            lives = rule.hardness is _LIVES and spoken.message_class is MessageClass.LIFE_SAFETY
            hard = lives or rule.hardness is _HARD
            yield Finding(rule.code, where, rule.reason, hit.fix or rule.fix, hard)
        if len(told) == _MOST_HITS:
            return
