"""How far a cohort's ratings are: who is missing, what to talk about, where a third rater is needed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.trainer.cohort.people import Rater
from commonground.trainer.rating.pass_rule import APART, Asked, Given, standing
from commonground.trainer.rating.store import Key, Rating


@dataclass(frozen=True)
class Disagreement:
    """Two ratings of one criterion to talk about: scores by rater's id as they stand, and whether there was a talk.

    `decided` says that a score stands, `third` that a third rater gave one.
    """

    trainee: str
    criterion: str
    scores: Mapping[str, int]
    talked: bool
    decided: bool
    third: bool

    @property
    def apart(self) -> bool:
        """Whether they are 2 or more apart, and not just a zero."""
        return max(self.scores.values()) - min(self.scores.values()) >= APART


@dataclass(frozen=True)
class Overview:
    """The state of all ratings.

    `missing` is by trainee: what is needed (a phrase) -> the criteria's ids. `talk` are pairs that are
    2 or more apart, `zeroes` zeroes that stand by one or both raters, whatever was decided since.
    `unknown` are ratings of a trainee or a criterion that this cohort does not have, by rater.
    """

    missing: Mapping[str, Mapping[str, Sequence[str]]]
    talk: Sequence[Disagreement]
    zeroes: Sequence[Disagreement]
    unknown: Mapping[str, Sequence[Key]]

    @property
    def third_needed(self) -> list[Disagreement]:
        """Pairs who talked and are still apart, where no third rater has decided."""
        return [one for one in self.talk if one.talked and not one.decided]

    @property
    def for_a_third(self) -> list[Disagreement]:
        """All on which a third rater's score would count and is not given: pairs 2 or more apart, and zeroes of one alone."""
        one_zero = [one for one in self.zeroes if not one.apart and len(one.scores) == 2 and any(one.scores.values()) and not one.third]
        return [*(one for one in self.talk if not one.decided), *one_zero]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and nothing is open."""
        return not self.missing and all(one.decided for one in self.talk)


def given_for(key: Key, ratings: Mapping[str, Mapping[Key, Rating]], community: Mapping[str, bool]) -> list[Given]:
    """The ratings of one criterion of one trainee, as the pass rule takes them, in the order of `ratings`."""
    return [
        Given(rater, given[key].stands, community.get(rater, False), given[key].third)
        for rater, given in ratings.items()
        if key in given
    ]


def overview(
    asked: Mapping[str, Sequence[Asked]], ratings: Mapping[str, Mapping[Key, Rating]], raters: Sequence[Rater]
) -> Overview:
    """Where the ratings stand. `asked` are the criteria of each trainee, by trainee's id; `ratings` are by rater."""
    community = {rater.id: rater.community for rater in raters}
    missing: dict[str, dict[str, list[str]]] = {}
    talk: list[Disagreement] = []
    zeroes: list[Disagreement] = []
    for trainee, criteria in asked.items():
        for criterion in criteria:
            key = (trainee, criterion.id)
            given = given_for(key, ratings, community)
            at = standing(given)
            pair = {one.rater: one.score for one in given if not one.third}
            talked = any(ratings[rater][key].changed is not None for rater in pair)
            one = Disagreement(trainee, criterion.id, pair, talked, at.score is not None, any(one.third for one in given))
            if at.missing and not at.apart:
                missing.setdefault(trainee, {}).setdefault(at.missing, []).append(criterion.id)
            if at.apart:
                talk.append(one)
            if 0 in pair.values():
                zeroes.append(one)
    known = {(trainee, criterion.id) for trainee, criteria in asked.items() for criterion in criteria}
    unknown = {rater: [key for key in given if key not in known] for rater, given in ratings.items()}
    return Overview(missing, talk, zeroes, {rater: keys for rater, keys in unknown.items() if keys})
