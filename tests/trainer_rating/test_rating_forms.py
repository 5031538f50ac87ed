"""Ratings by spreadsheet: what people's programs make of a form, and what is kept."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonground.trainer.cohort import Rater
from commonground.trainer.rating.forms import Question, read_form, write_form
from commonground.trainer.rating.overview import overview
from commonground.trainer.rating.pass_rule import Asked
from commonground.trainer.rating.recording import Entered, Recorded, record
from commonground.trainer.rating.spreadsheet import TableError, guarded, parse_table, table_text, unguarded
from commonground.trainer.rating.store import Key, Rating, RatingError, RatingStore, parse_score

DAY = datetime.datetime(2026, 11, 2, 9, 30)
VERSIONS = {("dana", "care"): "v-1"}
ASKED = {"dana": ["care", "access"], "eli": ["care", "access"]}
COMMUNITY = {"ana": True, "ben": False, "cho": False}
ANCHORS = ("=harms", "partly", "reliably", "and others learn")
QUESTIONS = [Question("care", "Care", "T2", "Is nobody exposed?", ANCHORS), Question("access", "Access", "T5", "Can all take part?", ANCHORS)]


def read(tmp_path: Path, raw: bytes) -> list[Entered]:
    place = tmp_path / "form.csv"
    place.write_bytes(raw)
    return read_form(place, ASKED, VERSIONS)


EXPECTED = [Entered("dana", "care", 2, "good"), Entered("dana", "access", None), Entered("eli", "care", 3)]
PLAIN = "trainee,criterion,score,note\ndana,care,2.0,good\ndana,access,,\neli,Care, 3 ,\n"


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace(",", ";").replace("2.0", "2,0").encode("cp1252"),
        ("sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n")).encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("\n", "\r\n").replace("eli", "\r\n,,,\r\neli").encode(),
        PLAIN.replace("trainee,criterion,score,note", '"Trainee", CRITERION ,Score,"Note for the trainee"').encode(),
    ],
)
def test_what_spreadsheet_programs_save_is_read(raw: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, raw) == EXPECTED


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("dana,care,4,", "4 is not one of"), ("dana,care,-1,", "-1 is not"), ("dana,care,2.5,", "2.5"), ("dana,care,good,", "'good' is no score"),
        ("dan,care,2,", "no trainee 'dan'"), ("dana,caring,2,", "'caring' is not rated"), ("eli,care,1,", "twice"), ("dana,care,nan,", "nan"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_kept(row: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(RatingError, match="row 5") as caught:
        read(tmp_path, (PLAIN + row + "\n").encode())
    assert word in str(caught.value)
    assert "nothing was taken" in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"), (b"\n\n", "empty"), (b"PK\x03\x04abc", "workbook"), (b"a,b\n1,2\n", "cannot be found"),
        (b"trainee,criterion,score\ndana,care,\"2\n", "no complete table"), (b"trainee,criterion,score\ndana\0,care,2\n", "damaged"),
        (b"trainee,criterion,score,score\n", "twice"),
    ],
)
def test_what_is_no_form_is_refused_in_plain_words(raw: bytes, word: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=word):
        read(tmp_path, raw)


def test_a_form_holds_question_and_anchors_and_comes_back(tmp_path: Path) -> None:
    place = tmp_path / "form.csv"
    before = {("dana", "care"): Rating("dana", "care", 1, "=1+1")}
    assert write_form(place, {"dana": QUESTIONS, "eli": QUESTIONS}, {"dana": "Dana D", "eli": "+Eli"}, before, VERSIONS, {}) == 4
    text = place.read_text(encoding="utf-8-sig")
    assert "Is nobody exposed?" in text
    assert "'=harms" in text
    assert "'+Eli" in text
    assert read_form(place, ASKED, VERSIONS)[0] == Entered("dana", "care", 1, "=1+1")
    assert sum(one.score is None for one in read_form(place, ASKED, VERSIONS)) == 3


def test_a_blind_form_names_nobody(tmp_path: Path) -> None:
    place = tmp_path / "form.csv"
    write_form(place, {"dana": QUESTIONS}, {}, {}, {}, {})
    assert "name" not in place.read_text(encoding="utf-8-sig").splitlines()[0].split(",")


@given(some.text(max_size=20))
def test_no_text_becomes_a_formula_and_all_comes_back(text: str) -> None:
    written = str(guarded(text))
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(written) == text


@given(some.lists(some.text(alphabet="ab=+-@',;\"\n é'", min_size=1, max_size=8).map(str.strip), min_size=2, max_size=2))
def test_a_table_comes_back_as_it_was(cells: list[str]) -> None:
    text = table_text(["one", "two"], [{"one": cells[0], "two": cells[1]}])
    rows = parse_table(text.encode(), ["one", "two"], "t")
    assert [(row.get("one"), row.get("two")) for row in rows] == ([tuple(cells)] if any(cells) else [])


@pytest.mark.parametrize(("text", "score"), [("", None), (" ", None), ("0", 0), ("3,0", 3), (" 1.0 ", 1)])
def test_scores_as_people_type_them(text: str, score: int | None) -> None:
    assert parse_score(text) == score


def entered(rater: str, ratings: dict[str, dict[Key, Rating]], *scores: tuple[str, int | None], why: str = "") -> Recorded:
    made = record(rater, ratings, COMMUNITY, [Entered("dana", name, score, "", why) for name, score in scores], DAY)
    ratings[rater] = made.ratings
    return made


def test_a_change_after_the_other_has_rated_keeps_the_first_score() -> None:
    ratings: dict[str, dict[Key, Rating]] = {}
    entered("ana", ratings, ("care", 0))
    entered("ana", ratings, ("care", 1))
    assert ratings["ana"]["dana", "care"] == Rating("dana", "care", 1, when=DAY)
    entered("ben", ratings, ("care", 3))
    made = entered("ana", ratings, ("care", 2), ("access", None), why="we read it again")
    kept = ratings["ana"]["dana", "care"]
    assert (kept.score, kept.changed, kept.stands, kept.talked_with, kept.why) == (1, 2, 2, ("ben",), "we read it again")
    assert made.changed == (("dana", "care"),)
    assert ("dana", "access") not in ratings["ana"]


def test_who_comes_after_two_is_the_third_unless_the_community_is_missing() -> None:
    ratings: dict[str, dict[Key, Rating]] = {}
    entered("ana", ratings, ("care", 0))
    entered("ben", ratings, ("care", 2), ("access", 2))
    entered("cho", ratings, ("care", 1), ("access", 1))
    assert ratings["cho"]["dana", "care"].third
    assert not ratings["cho"]["dana", "access"].third
    entered("ana", ratings, ("access", 3))
    assert not ratings["ana"]["dana", "access"].third


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    store = RatingStore(tmp_path / "ratings")
    assert store.read("ana") == {}
    kept = {
        ("dana", "care"): Rating("dana", "care", 0, "=a, \"b\"\nc", False, DAY, 2, "we talked; yes", ("ben", "cho")),
        ("dana", "access"): Rating("dana", "access", 3, third=True),
    }
    store.write("ana", kept)
    assert store.read("ana") == kept
    assert store.place("ana").read_text().startswith("trainee,criterion,score,note")


def test_a_store_of_the_plain_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "ana.csv").write_text("trainee;criterion;score;note\ndana;care;2,0;\n")
    assert RatingStore(tmp_path).read("ana") == {("dana", "care"): Rating("dana", "care", 2)}


@pytest.mark.parametrize("raw", [b"\0\0\0\0", b"", b"trainee,criterion,score\ndana,care,9\n", b'trainee,criterion,score\n"dana'])
def test_a_damaged_store_is_set_aside_whole(raw: bytes, tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    for number in (1, 2):
        store.place("ana").write_bytes(raw)
        with pytest.raises(RatingError, match=f"set aside as ana.damaged-{number}.csv"):
            store.read("ana")
        assert (tmp_path / f"ana.damaged-{number}.csv").read_bytes() == raw
    assert store.read("ana") == {}


def test_ratings_of_repeated_work_are_kept_once(tmp_path: Path) -> None:
    store = RatingStore(tmp_path)
    for score in (1, 1, 2):
        store.keep_earlier("ana", [Rating("dana", "care", score, when=DAY)])
    rows = parse_table((tmp_path / "earlier" / "ana.csv").read_bytes(), ["score"], "earlier")
    assert [row.get("score") for row in rows] == ["1", "2"]


def test_a_form_about_work_that_was_handed_in_anew_is_not_taken(tmp_path: Path) -> None:
    place = tmp_path / "form.csv"
    write_form(place, {"dana": QUESTIONS}, {}, {("dana", "care"): Rating("dana", "care", 1)}, VERSIONS, {})
    assert len(read_form(place, ASKED, VERSIONS)) == 2
    with pytest.raises(RatingError, match="anew"):
        read_form(place, ASKED, {("dana", "care"): "v-2"})


RATERS = [Rater("ana", "Ana", True), Rater("ben", "Ben", False), Rater("cho", "Cho", False)]
CRITERIA = {"dana": [Asked("care", "Care", "t2"), Asked("access", "Access", "t5"), Asked("feedback", "Feedback", "t4")]}


def test_the_overview_lists_what_is_missing_and_what_to_talk_about() -> None:
    ratings: dict[str, dict[Key, Rating]] = {rater.id: {} for rater in RATERS}
    entered("ana", ratings, ("care", 0), ("access", 1))
    entered("ben", ratings, ("care", 2), ("access", 2), ("gone", 1))
    made = overview(CRITERIA, ratings, RATERS)
    assert [(one.criterion, dict(one.scores)) for one in made.talk] == [("care", {"ana": 0, "ben": 2})]
    assert [one.criterion for one in made.zeroes] == ["care"]
    assert made.missing == {"dana": {"two ratings": ["feedback"]}}
    assert made.unknown == {"ben": [("dana", "gone")]}
    assert made.third_needed == []
    entered("ana", ratings, ("care", 0))
    entered("ben", ratings, ("care", 3))
    assert [one.criterion for one in overview(CRITERIA, ratings, RATERS).third_needed] == ["care"]
    entered("cho", ratings, ("care", 2))
    assert overview(CRITERIA, ratings, RATERS).third_needed == []
    assert overview(CRITERIA, ratings, RATERS).talk[0].decided
    entered("ana", ratings, ("feedback", 2))
    entered("ben", ratings, ("feedback", 2))
    assert overview(CRITERIA, ratings, RATERS).complete
