"""What coordinators write in their logs, put together of phrases. Groups and adults only: never a person."""

import functools
import random
import re

from municipalities.enums import Arena
from programmes.demo.enrolments import read
from programmes.enums import LogKind

FORMS = {"nb": 0, "nn": 1}
AGES = {
    Arena.KINDERGARTEN: (0, 6),
    Arena.PRIMARY_SCHOOL: (6, 12),
    Arena.LOWER_SECONDARY: (13, 16),
    Arena.UPPER_SECONDARY: (16, 19),
    Arena.AFTER_SCHOOL: (6, 10),
    Arena.HEALTH_CLINIC: (0, 16),
    Arena.LEISURE: (6, 24),
    Arena.NEIGHBOURHOOD: (0, 24),
    Arena.HOME: (0, 16),
    Arena.DIGITAL: (10, 24),
    Arena.MUNICIPALITY: (0, 24),
}
SUITS = [  # (words in bokmål, who they can be said of: youngest and oldest in the group, and the arena)
    (r"[Uu]ngdom|film|chat|innetider|Jam", lambda young, old, arena: old >= 13),
    (r"\b[Bb]arna\b|leken|lekeplass|yngste|vinnere|tegnet", lambda young, old, arena: young <= 10),
    (r"spedbarn|babysang|ved henting|leggetid|til barnehage", lambda young, old, arena: young <= 4),
    (r"søvn og mat|Helsesykepleier var på skolen", lambda young, old, arena: old >= 10),
    (r"foreldrekveld|foreldrene", lambda young, old, arena: arena != Arena.UPPER_SECONDARY),
    (r"Været|flyttet aktiviteten ut", lambda young, old, arena: arena in OUTDOORS),
    (r"rydde|skyssen|meldt seg på|bussen|Mat samler", lambda young, old, arena: arena in COMING),
    (r"overgangene|Samme ord hjemme|konkurransen|vinnere", lambda young, old, arena: arena in EVERY_DAY),
    (r"biblioteket mens", lambda young, old, arena: arena in COMING),
    (r"invitasjonene", lambda young, old, arena: arena not in (Arena.MUNICIPALITY, Arena.DIGITAL)),
]
OUTDOORS = (Arena.KINDERGARTEN, Arena.AFTER_SCHOOL, Arena.NEIGHBOURHOOD, Arena.PRIMARY_SCHOOL)
EVERY_DAY = (Arena.KINDERGARTEN, Arena.PRIMARY_SCHOOL, Arena.AFTER_SCHOOL)
COMING = (Arena.LEISURE, Arena.NEIGHBOURHOOD, Arena.HOME)


@functools.cache
def _rules_of(text):
    return [said_of for words, said_of in SUITS if re.search(words, text)]


class Deck:
    """Cards dealt in an order of its own, each once before any comes again."""

    def __init__(self, cards, seed):
        self.cards, self.random, self.left = cards, random.Random(seed), []  # noqa: S311

    def deal(self):
        if not self.left:
            self.left = self.random.sample(self.cards, len(self.cards))
        return self.left.pop()


class Writer:
    """The texts of one measure's entries, in the written form of its municipality."""

    phrases = None

    def __init__(self, measure, key, form):
        Writer.phrases = Writer.phrases or read("phrases.json")
        self.measure, self.key, self.form = measure, key, FORMS[form]
        self.decks = {}

    def what_happened(self, kind, arena, rng, practice=None):
        more = rng.random() < 0.45 and kind == LogKind.CARRIED_OUT and arena != Arena.MUNICIPALITY
        if practice:
            kind, pool = "used", self.phrases["used"]
        else:
            pool = self.phrases[kind][arena] if kind == LogKind.CARRIED_OUT else self.phrases[kind]
        text = self._fill(self._deal(kind, pool, arena), arena, rng, practice)
        return f"{text} {self._deal('more', self.phrases['more'], arena)}" if more else text

    def what_learned(self, kind, arena):
        return self._deal(f"learned {kind}", self.phrases["learned"][kind], arena)

    def _fill(self, text, arena, rng, practice):
        partner = rng.choice(self.phrases["partners"][arena])[self.form]
        place = rng.choice(self.phrases["places"][arena])[self.form]
        return text.format(
            partner=partner,
            Partner=partner[0].upper() + partner[1:],
            sted=place,
            tiltak=self.measure.name,
            praksis=(practice.title_nb, practice.title_nn)[self.form] if practice else "",
        )

    def _deal(self, name, pool, arena):
        if (name, arena) not in self.decks:
            cards = [pair for pair in pool if self._suits(pair[0], arena)]
            self.decks[name, arena] = Deck(cards, f"{self.key}:{name}:{arena}")
        return self.decks[name, arena].deal()[self.form]

    def _suits(self, text, arena):
        young = max(AGES[arena][0], self.measure.age_from)
        old = min(AGES[arena][1], self.measure.age_to)
        return all(said_of(young, old, arena) for said_of in _rules_of(text))
