"""`commonground trainer rate`: scores by people, on the web page of formgrader, in a spreadsheet, or one by one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.server.environment import prepare_environment
from commonground.trainer.cohort import Cohort, Rater, read_cohort, trouble_with_id, write_settings
from commonground.trainer.rating.overview import Disagreement
from commonground.trainer.rating.recording import Entered, Recorded
from commonground.trainer.rating.store import Key, RatingError, parse_score

# The desk, the room and the server import nbgrader and Jupyter: each function imports what it needs.
if TYPE_CHECKING:
    from commonground.trainer.rating.desk import Desk

HELP = """\
Let two raters, one of them from the community, rate what only people can judge.

Without any option it lists who is missing, what the raters should talk about, and where a third is needed.

In the browser, on nbgrader's own grading page (scores are taken in when you stop it with Ctrl+C):
  commonground trainer rate --rater rosa --open

In a spreadsheet (also the better way with a screen reader):
  commonground trainer rate --rater rosa --form csv
  commonground trainer rate --rater rosa --read raters/rosa/ratings-rosa.csv

One score, for example after a talk; the first score is kept beside it:
  commonground trainer rate --rater rosa --trainee ana-lopez --criterion care --score 2 --why "we read it again"

Grading may have noticed something that looks odd. Nothing is decided until a person has looked and given the points:
  commonground trainer rate --trainee ana-lopez --cell relay-check --score 5

Raters who are 2 or more points apart talk first. If they stay apart, a third rater decides:
  commonground trainer rate --rater kim --form csv --third

The ratings are kept in ratings/, one file a rater. Scores that stand are written into the gradebook.
"""
FORM = "csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the step."""
    parser.add_argument("--cohort", type=Path, default=Path(), metavar="FOLDER", help="the cohort's folder (default: this folder)")
    parser.add_argument("--rater", metavar="ID", help="who rates")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--open", action="store_true", help="open formgrader on a copy that holds this rater's scores alone")
    ways.add_argument("--collect", action="store_true", help="take in what was entered in formgrader (of all raters, without --rater)")
    ways.add_argument("--form", choices=[FORM], help="write a form for a spreadsheet, and the work as pages to read")
    ways.add_argument("--read", type=Path, metavar="FILE", help="take in a form that was filled in")
    ways.add_argument("--score", metavar="POINTS", help="give or change one score, with --trainee and --criterion")
    ways.add_argument("--add-rater", metavar="ID=NAME", help="add a rater to the cohort")
    parser.add_argument("--community", action="store_true", help="with --add-rater: this rater is from the community")
    parser.add_argument("--blind", action="store_true", help="with --open or --form: show trainees by id, without names")
    parser.add_argument("--port", type=int, default=0, help="with --open: the port (default: any that is free)")
    parser.add_argument("--no-browser", action="store_true", help="with --open: print the address and open no browser")
    parser.add_argument("--trainee", metavar="ID", help="with --score or --third")
    parser.add_argument("--criterion", metavar="ID", help="with --score or --third")
    parser.add_argument("--cell", metavar="ID", help="with --score and --trainee: the part that waits for a person's look, instead of a criterion")
    parser.add_argument("--note", default="", help="with --score: words that the trainee will read")
    parser.add_argument("--why", default="", help="with --score: why the score was changed")
    parser.add_argument(
        "--third", action="store_true", help="this rater is the third, who decides; with --form: only what needs one; alone, with --trainee: mark scores that were given"
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked, then list what is open; raises CohortError."""
    prepare_environment()
    cohort = read_cohort(args.cohort)
    if args.add_rater:
        return _add_rater(cohort, args.add_rater, args.community)
    from commonground.trainer.rating.desk import Desk

    desk = Desk(cohort)
    if args.collect:
        return _collect(desk, [args.rater] if args.rater else [rater.id for rater in cohort.raters], args.third or None)
    if args.cell:
        return _settle(desk, args)
    if args.open or args.form or args.read or args.score is not None or args.third:
        if not args.rater:
            raise RatingError("Say who rates with --rater ID. Raters: " + (", ".join(one.id for one in cohort.raters) or "nobody yet."))
        desk.rater(args.rater)
    if args.open:
        return _open(desk, args)
    if args.form:
        return _write_form(desk, args.rater, args.blind, args.third)
    if args.read:
        return _read_form(desk, args.rater, args.read, args.third or None)
    if args.score is not None:
        return _one_score(desk, args)
    if args.third:
        _mark_third(desk, args.rater, args.trainee, args.criterion)
    return _list(desk)


def _add_rater(cohort: Cohort, word: str, community: bool) -> int:
    person, _, name = (part.strip() for part in word.partition("="))
    trouble = trouble_with_id(person)
    if trouble:
        raise RatingError(f"--add-rater: {trouble}")
    if person.casefold() in {rater.id.casefold() for rater in cohort.raters}:
        raise RatingError(f"--add-rater: there is a rater '{person}' already. Choose another id, or change cohort.yml.")
    rater = Rater(person, name or person, community)
    write_settings(cohort.settings_file, replace(cohort.settings, raters=(*cohort.raters, rater)))
    print(f"{rater.name} can rate as '{rater.id}'{', from the community' if community else ''}.")
    return 0


def _open(desk: Desk, args: argparse.Namespace) -> int:
    from commonground.trainer.rating.desk import Desk
    from commonground.trainer.rating.room import prepare_room, room_of
    from commonground.trainer.rating.serving import serve

    if room_of(desk.cohort, args.rater, desk.cells).gradebook_file.is_file():
        # What was entered last time and not collected would be lost otherwise.
        _take_in(desk, args.rater, args.third or None)
    mine = desk.ratings[args.rater]
    room = prepare_room(desk.cohort, desk.rater(args.rater), desk.cells, desk.questions, mine, desk.work, args.blind)

    def say(address: str) -> None:
        print(f"Open this page to rate as {args.rater} (it works on this machine only):\n  {address}", flush=True)
        print("Stop with Ctrl+C. Scores are saved as you type, and taken in when you stop.", flush=True)

    serve(room.root, args.port, not args.no_browser, say)
    print("Formgrader is closed.")
    # Read anew: others may have rated, and work may have come in, while it was open.
    return _collect(Desk(desk.cohort, desk.rubric), [args.rater], args.third or None)


def _collect(desk: Desk, raters: Sequence[str], third: bool | None) -> int:
    from commonground.trainer.rating.room import room_of

    troubles = 0
    for rater in raters:
        if len(raters) == 1 or room_of(desk.cohort, rater, desk.cells).gradebook_file.is_file():
            troubles += _take_in(desk, rater, third)
    return max(_list(desk), int(bool(troubles)))


def _take_in(desk: Desk, rater: str, third: bool | None) -> int:
    """Take in what is in that rater's room; returns how many entries cannot be taken."""
    from commonground.trainer.rating.room import collect, room_of

    found = collect(room_of(desk.cohort, desk.rater(rater).id, desk.cells), desk.work)
    _tell(rater, desk.enter(rater, found.entered, third=third))
    for trouble in found.troubles:
        print(f"  not taken: {trouble}")
    return len(found.troubles)


def _write_form(desk: Desk, rater: str, blind: bool, third: bool) -> int:
    from commonground.trainer.rating.desk import title_of, write_guide
    from commonground.trainer.rating.forms import write_form
    from commonground.trainer.rating.room import write_reading_pages

    people = {trainee.id: trainee.name for trainee in desk.cohort.trainees()}
    questions = {
        trainee.id: [desk.questions[one.id] for one in desk.criteria_of(trainee) if (trainee.id, one.task) in desk.work]
        for trainee in desk.cohort.trainees()
    }
    if not any(questions.values()):
        raise RatingError("There is nothing to rate yet. Collect the hand-ins and grade them first.")
    if third:
        open_ones = {(one.trainee, one.criterion) for one in desk.overview().for_a_third}
        questions = {trainee: [one for one in asked if (trainee, one.criterion) in open_ones] for trainee, asked in questions.items()}
        if not any(questions.values()):
            raise RatingError("No third rater is needed: no two raters are 2 or more apart, and no single zero is open.")
    folder = desk.cohort.rating_forms / rater
    place = _free(folder / f"ratings-{rater}.csv")
    read = {
        (trainee, one.criterion): f"work/{trainee}-{desk.criteria[one.criterion].task}.html" for trainee, asked in questions.items() for one in asked
    }
    rows = write_form(place, questions, {} if blind else people, desk.ratings[rater], desk.versions, read)
    titles = {task: title_of(task) for task in desk.cohort.tasks()}
    wanted = {(trainee, desk.criteria[one.criterion].task) for trainee, asked in questions.items() for one in asked}
    pages = write_reading_pages(desk.cohort, folder / "work", desk.cells, desk.questions, titles, {} if blind else people, wanted)
    print(f"{place}: {rows} row{'s' if rows > 1 else ''}, one for each trainee and criterion. Fill in 'score' and 'note for the trainee'; leave blank what is not rated yet.")
    print(f"{folder / 'work'}: {pages} page{'s' if pages > 1 else ''} with the work to rate, for any browser.")
    print(f"{folder / write_guide(folder)}: the guide for raters, to be read first. The whole folder can be sent to the rater.")
    print(f"Then: commonground trainer rate --rater {rater} --read {place}{' --third' if third else ''}")
    return 0


def _free(place: Path) -> Path:
    """The place itself or, where something lies there, one with a number: a filled form is never overwritten."""
    number, free = 1, place
    while free.exists():
        number += 1
        free = place.with_stem(f"{place.stem}-{number}")
    return free


def _read_form(desk: Desk, rater: str, place: Path, third: bool | None) -> int:
    from commonground.trainer.rating.forms import read_form

    _tell(rater, desk.enter(rater, read_form(place, desk.can_be_rated, desk.versions), third=third))
    return _list(desk)


def _one_score(desk: Desk, args: argparse.Namespace) -> int:
    key = _key(desk, args.trainee, args.criterion)
    try:
        score = parse_score(args.score)
    except ValueError as trouble:
        raise RatingError(f"--score: {trouble}.") from None
    if score is None:
        raise RatingError("--score is empty. Give one of 0, 1, 2, 3.")
    _tell(args.rater, desk.enter(args.rater, [Entered(*key, score, args.note, args.why)], third=args.third or None))
    return _list(desk)


def _settle(desk: Desk, args: argparse.Namespace) -> int:
    from commonground.trainer.rating.desk import Desk
    from commonground.trainer.rating.settling import settle

    if not args.trainee or args.score is None:
        raise RatingError("Say whose part it is and the points that it gets, with --trainee ID and --score POINTS.")
    task = settle(desk.cohort, desk.work, args.trainee, args.cell, args.score)
    print(f"{args.trainee}, {task}: a person looked at {args.cell.rpartition('/')[2]}, and gave {args.score}.")
    return _list(Desk(desk.cohort, desk.rubric))


def _key(desk: Desk, trainee: str | None, criterion: str | None) -> Key:
    if not trainee or not criterion:
        raise RatingError("Name the trainee and the criterion, with --trainee ID and --criterion ID.")
    person = desk.cohort.trainee(trainee).id
    if criterion not in desk.can_be_rated[person]:
        raise RatingError(f"'{criterion}' is not rated for {person}. There is: {', '.join(desk.can_be_rated[person])}.")
    return person, criterion


def _mark_third(desk: Desk, rater: str, trainee: str | None, criterion: str | None) -> None:
    if not trainee:
        raise RatingError("Say whose ratings are those of a third rater, with --trainee ID (and --criterion ID for one alone).")
    person = desk.cohort.trainee(trainee).id
    kept = dict(desk.kept[rater])
    meant = [key for key in kept if key[0] == person and criterion in (None, key[1])]
    if not meant:
        raise RatingError(f"{rater} has given {person} no such rating yet. Give it with --score and --third.")
    kept.update({key: replace(kept[key], third=True) for key in meant})
    desk.keep(rater, kept)
    print(f"{rater} is the third rater of {person}, for {', '.join(key[1] for key in meant)}.")


def _tell(rater: str, made: Recorded) -> None:
    print(f"{rater}: {len(made.fresh)} new ratings, {len(made.changed)} changed.")
    for trainee, criterion in made.changed:
        one = made.ratings[trainee, criterion]
        if one.changed is not None:
            print(f"  {trainee}, {criterion}: first {one.score}, after a talk with {', '.join(one.talked_with)} {one.changed}.")


def _list(desk: Desk) -> int:
    """Say what is open; the exit status."""
    desk.write_agreed()
    made = desk.overview()
    titles = {name: one.title for name, one in desk.criteria.items()}
    counts = {rater: len(given) for rater, given in desk.ratings.items()}
    print("Ratings: " + (", ".join(f"{rater} {count}" for rater, count in counts.items()) or "there is no rater yet; see --add-rater."))
    for trainee, needs in made.missing.items():
        for need, criteria in needs.items():
            print(f"  missing: {trainee} needs {need}, for {', '.join(titles[name] for name in criteria)}.")
    for one in made.talk:
        print(f"  {_advice(one)}: {_scores(one, titles)}")
    _list_zeroes(made.zeroes, titles)
    for rater, keys in made.unknown.items():
        print(f"  left out: {rater} rated {', '.join(f'{criterion} of {trainee}' for trainee, criterion in keys)}, which this cohort does not ask.")
    for rater, given in desk.kept.items():
        for rating in (rating for rating in given.values() if desk.is_outdated(rating)):
            print(f"  rate again: {rating.trainee} handed in anew after {rater} rated {titles[rating.criterion]}.")
    waits = _list_waiting(desk)
    if made.complete and not waits:
        print("All ratings are in, and nothing is open. Next: commonground trainer feedback")
        return 0
    return 1


def _list_zeroes(zeroes: Sequence[Disagreement], titles: dict[str, str]) -> None:
    """Say which zeroes stand. One that a single rater gave so far is no matter yet: the other one rates alone."""
    agreed: dict[str, list[str]] = {}
    for one in zeroes:
        if len(one.scores) == 2 and not any(one.scores.values()):
            agreed.setdefault(one.trainee, []).append(titles[one.criterion])
        elif len(one.scores) == 2 and not one.apart:
            print(f"  a zero stands: {_scores(one, titles)} Talk about it, or ask a third rater.")
    for trainee, criteria in agreed.items():
        print(f"  a zero by both raters stands: {trainee}, {', '.join(criteria)}.")


def _list_waiting(desk: Desk) -> bool:
    """Say which automatic parts wait for a person's look, and write the pages for it; whether there are any."""
    from commonground.trainer.rating.desk import title_of
    from commonground.trainer.rating.settling import waiting_parts, write_pages

    waiting = waiting_parts(desk.cohort, desk.work)
    pages = write_pages(desk.cohort, waiting, {task: title_of(task) for task in desk.cohort.tasks()})
    for one in waiting:
        why = " ".join(one.reasons) or "A score that a person gave to an earlier hand-in stands here."
        page = pages.get((one.trainee, one.task))
        read = f" Read {page.relative_to(desk.cohort.root)}." if page else ""
        print(f"  look at: {one.trainee}, {title_of(one.task)}, {one.cell} ({one.score or 0:g} points until then). {why}{read}")
    if waiting:
        one = waiting[0]
        print("  'Look at' is a question and no verdict: look, ask the trainee, then give the points that you decide on, such as:")
        print(f"    commonground trainer rate --trainee {one.trainee} --cell {one.cell} --score {one.score or 0:g}")
    return bool(waiting)


def _advice(one: Disagreement) -> str:
    if one.decided:
        return "decided by a third rater"
    return "a third rater has to decide (--third)" if one.talked else "to talk about, 2 or more apart"


def _scores(one: Disagreement, titles: dict[str, str]) -> str:
    given = ", ".join(f"{rater} {score}" for rater, score in one.scores.items())
    return f"{one.trainee}, {titles[one.criterion]}: {given}."
