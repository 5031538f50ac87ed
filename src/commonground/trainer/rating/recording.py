"""How scores that a rater enters become ratings. Pure: it knows no file and no form."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commonground.trainer.rating.store import Key, Rating


@dataclass(frozen=True)
class Entered:
    """What a rater entered for one criterion of one trainee.

    `score` is None if it is not rated yet; `note` is for the trainee; `why` says why a score was changed.
    """

    trainee: str
    criterion: str
    score: int | None
    note: str = ""
    why: str = ""


@dataclass(frozen=True)
class Recorded:
    """The rater's ratings after recording; which of them are `fresh`, and which first scores were `changed`."""

    ratings: dict[Key, Rating]
    fresh: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()


def record(
    rater: str,
    ratings: Mapping[str, Mapping[Key, Rating]],
    community: Mapping[str, bool],
    entered: Sequence[Entered],
    now: datetime.datetime,
    third: bool | None = None,
    versions: Mapping[Key, str] | None = None,
) -> Recorded:
    """Take what `rater` entered into that rater's ratings.

    `ratings` are all ratings so far, by rater; `community` says of each rater whether that person is
    from the community. An empty score leaves what is there. A score that differs from an earlier one
    replaces it only if nobody else has rated that criterion; otherwise it is kept beside the first,
    as changed after a talk. A rater is taken as the third, unless `third` says so or not, where two
    others, one of them from the community, have rated before.
    """
    mine = dict(ratings.get(rater, {}))
    fresh: list[Key] = []
    changed: list[Key] = []
    for one in entered:
        key = (one.trainee, one.criterion)
        others = {name: given[key] for name, given in ratings.items() if name != rater and key in given}
        if one.score is None:
            continue
        old = mine.get(key)
        if old is None:
            pair = [name for name, given in others.items() if not given.third]
            is_third = third if third is not None else len(pair) > 1 and any(community.get(name) for name in pair)
            mine[key] = Rating(one.trainee, one.criterion, one.score, one.note, is_third, now, version=(versions or {}).get(key, ""))
            fresh.append(key)
        elif one.score == old.stands:
            mine[key] = replace(old, note=one.note or old.note)
        elif not others:
            mine[key] = replace(old, score=one.score, changed=None, note=one.note or old.note, when=now)
            changed.append(key)
        else:
            mine[key] = replace(
                old,
                changed=one.score,
                note=one.note or old.note,
                why=one.why or old.why,
                when=now,
                talked_with=tuple(sorted(others)),
            )
            changed.append(key)
    return Recorded(mine, tuple(fresh), tuple(changed))
