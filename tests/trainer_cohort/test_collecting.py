"""Hand-ins as they come by mail: each bad one gets a plain word, the others go on, and nothing is lost."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from cohort_kit import ONE, SEVEN, answered, trainer, zip_of, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from trainer_cells import save

from commonground.trainer.cohort.looking import KnownTask, look_at
from commonground.trainer.cohort.received import Received

NOTEBOOK = f"{ONE}.ipynb"


def collect(cohort: Path, *words: object) -> int:
    return trainer("collect", *words, "--cohort", cohort)


def submitted(cohort: Path, person: str, task: str = ONE) -> Path:
    return cohort / "submitted" / person / task / f"{task}.ipynb"


def receipts(cohort: Path) -> list[dict[str, Any]]:
    return [yaml.safe_load(place.read_text(encoding="utf-8")) for place in sorted((cohort / "received").glob("*/receipt.yml"))]


def with_metadata(notebook: Any, **changes: str) -> Any:
    notebook.metadata["commonground"] = {**notebook.metadata["commonground"], **changes}
    return notebook


def test_each_kind_of_hand_in_is_taken(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "Ana López" / ONE / NOTEBOOK, answered(cohort))
    save(mail / "Ana López" / ONE / "plan.txt", "my plan")
    zip_of(mail / "spring-ben.zip", {f"spring-ben/{task}/{task}.ipynb": answered(cohort, task) for task in (ONE, SEVEN)})
    save(mail / f"cleo {NOTEBOOK}", answered(cohort))
    save(mail / "dan" / NOTEBOOK, answered(cohort))
    windows = {f"eve marsh\\{ONE}\\{NOTEBOOK.upper()}": answered(cohort)}
    zip_of(mail / "EVE MARSH.ZIP", {"eve marsh\\": "", **windows})
    mac = unicodedata.normalize("NFD", f"Fáy Marsh/{NOTEBOOK}")
    zip_of(mail / "work.zip", {mac: answered(cohort), f"__MACOSX/{mac}": "x", "Fáy Marsh/.DS_Store": "x", "Fáy Marsh/._x.ipynb": "x"})
    assert collect(cohort, mail, "--received", "2026-02-27") == 0
    out = capsys.readouterr().out
    assert "Not in yet from Eve Marsh (eve): t7-repair-a-notebook" in out
    assert f"mail/spring-ben.zip: {ONE}, {SEVEN} of Ben Ng (ben) are in" in out
    assert "It was called 'T1-TEACH-A-SEGMENT.IPYNB', and by its cells it is t1-teach-a-segment" in out
    for person in ("ana-lopez", "ben", "cleo", "dan", "eve", "fay"):
        assert json.loads(submitted(cohort, person).read_text(encoding="utf-8"))["cells"][1]["source"] == "total = 10"
    assert submitted(cohort, "ben", SEVEN).is_file()
    assert (submitted(cohort, "ana-lopez").parent / "plan.txt").read_text(encoding="utf-8") == "my plan"
    assert (submitted(cohort, "fay").parent / "timestamp.txt").read_text(encoding="utf-8").endswith(" UTC\n")
    assert sorted(place.name for place in submitted(cohort, "fay").parent.iterdir()) == [NOTEBOOK, "timestamp.txt"]
    assert all(one["days_late"] == 0 for receipt in receipts(cohort) for one in receipt["hand_ins"])


def test_everything_is_kept_as_it_came_with_its_hash(cohort: Path, mail: Path) -> None:
    archive = zipped(mail / "dan.zip", **{NOTEBOOK: answered(cohort)})
    assert collect(cohort, archive) == 0
    (receipt,) = receipts(cohort)
    kept = next((cohort / "received").glob("*/as-it-came/dan.zip"))
    assert kept.read_bytes() == archive.read_bytes()
    assert receipt["sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert archive.is_file()


TROUBLES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "empty": (lambda c, m: save(m / "dan-t1.ipynb", ""), r"dan-t1\.ipynb: .*the file is empty\. Ask for it again"),
    "cut short": (
        lambda c, m: save(m / "dan-t1.ipynb", json.dumps(answered(c))[:200]),
        r"dan-t1\.ipynb: .*not a whole notebook.*cut short.*Ask for it again",
    ),
    "a picture": (lambda c, m: (m / "dan.ipynb").write_bytes(b"\x89PNG\r\n\xff"), r"dan\.ipynb: .*another kind of file"),
    "json, no notebook": (lambda c, m: save(m / "dan.ipynb", '{"a": 1}'), r"dan\.ipynb: .*not the form of a notebook"),
    "no cells": (
        lambda c, m: save(m / "dan-t1.ipynb", {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        r"has no cells\. Ask for it again",
    ),
    "a document": (lambda c, m: save(m / "dan t1.docx", "x"), r"dan t1\.docx: this is not a notebook\. Ask for the file that ends in \.ipynb"),
    "a zip of documents": (lambda c, m: zipped(m / "dan.zip", **{"plan.pdf": "x"}), r"dan\.zip: there is no notebook in it, only plan\.pdf"),
    "an empty zip": (lambda c, m: zipped(m / "dan.zip"), r"dan\.zip: this zip is empty\. Ask for it again"),
    "an empty folder": (lambda c, m: (m / "dan").mkdir(), r"dan: there is nothing in it\. Ask for it again"),
    "a broken zip": (
        lambda c, m: (m / "dan.zip").write_bytes(zipped(m / "x.tmp", **{NOTEBOOK: answered(c)}).read_bytes()[:400]),
        r"dan\.zip: this zip is damaged or cut short.*Ask for it again",
    ),
    "another archive": (lambda c, m: save(m / "dan.rar", "Rar!"), r"dan\.rar: this kind of archive cannot be opened here\. Ask for the folder as a \.zip"),
    "a bomb": (lambda c, m: zipped(m / "dan.zip", **{NOTEBOOK: b"\0" * 30_000_000}), r"dan\.zip: .*unpacks to far more than it should"),
    "a climbing zip": (lambda c, m: zipped(m / "dan.zip", **{"..__..__evil.ipynb": "x"}), r"dan\.zip: .*leads out of its folder.*Nothing was unpacked"),
    "a climbing zip of Windows": (lambda c, m: zip_of(m / "dan.zip", {"..\\evil.ipynb": "x"}), r"leads out of its folder"),
    "a zip within a zip is broken": (lambda c, m: zipped(m / "dan.zip", **{"inner.zip": "PK"}), r"inner\.zip: this zip is damaged"),
    "another cohort": (
        lambda c, m: save(m / "dan.ipynb", with_metadata(answered(c), cohort="autumn", release="x")),
        r"made for the cohort 'autumn', not for 'spring'\. Send the zip from for-trainees/ once more",
    ),
    "another edition": (
        lambda c, m: save(m / "dan.ipynb", with_metadata(answered(c), edition="2025.09", release="x")),
        r"edition 2025\.09 of the course, and this cohort has edition .*answers to be copied over",
    ),
    "another form": (lambda c, m: save(m / "dan.ipynb", with_metadata(answered(c), form="B", release="x")), r"form B, and this cohort has form A"),
    "an earlier release": (lambda c, m: save(m / "dan.ipynb", with_metadata(answered(c), release="x")), r"an earlier release; the task was released anew"),
    "a stranger's notebook": (
        lambda c, m: save(m / "dan.ipynb", nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])),
        r"none of this cohort's tasks\. Ask for the notebook from the folder that trainees got",
    ),
    "a task of the other route": (lambda c, m: save(m / "dan.ipynb", answered(c, SEVEN)), r"kept and does not count\. The community route does not ask for it"),
    "nobody's": (lambda c, m: save(m / NOTEBOOK, answered(c)), r"Nothing in its name says whose this is\..*received/names\.csv"),
    "two could be meant": (lambda c, m: save(m / "marsh.ipynb", answered(c)), r"This could be eve or fay"),
}


@pytest.mark.parametrize("kind", TROUBLES)
def test_a_bad_hand_in_gets_a_plain_word_and_the_others_go_on(
    kind: str, cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = TROUBLES[kind]
    make(cohort, mail)
    (mail / "x.tmp").unlink(missing_ok=True)
    save(mail / "ben.ipynb", answered(cohort))
    assert collect(cohort, mail) == 1
    out, err = capsys.readouterr()
    assert re.search(words, out), out
    assert "1 of these need you" in err
    assert submitted(cohort, "ben").is_file()
    assert not (cohort / "submitted" / "dan").exists()
    # It is kept as it came, and a second run says nothing more of it but for a name to fill in.
    assert len(receipts(cohort)) == 2
    assert not list(cohort.rglob("evil*"))
    assert collect(cohort, mail) == (1 if kind in ("nobody's", "two could be meant") else 0)
    assert len(receipts(cohort)) == 2


def test_links_are_refused_and_not_followed(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "dan" / NOTEBOOK, answered(cohort))
    (mail / "dan" / "key.txt").symlink_to(cohort / "gradebook.db")
    (mail / "cleo.ipynb").symlink_to(cohort / "source" / ONE / NOTEBOOK)
    (mail / "ana-lopez").symlink_to(cohort / "source")
    save(mail / "ben.ipynb", answered(cohort))
    assert collect(cohort, mail) == 1
    err = capsys.readouterr().err
    assert "mail/dan: not taken. key.txt: this is a link" in err
    assert "mail/cleo.ipynb: this is a link, not a file" in err
    assert "mail/ana-lopez: this is a link" in err
    assert [place.name for place in (cohort / "submitted").iterdir()] == ["ben"]
    assert len(receipts(cohort)) == 1


def test_a_source_that_is_not_there_is_named(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collect(cohort, mail / "nowhere.zip") == 1
    assert "nowhere.zip: there is no such file or folder. Check the name." in capsys.readouterr().err


def test_late_work_is_kept_and_marked(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "dan.ipynb", answered(cohort))
    assert collect(cohort, mail, "--received", "2026-03-03") == 0
    assert "is in. It is 2 days late" in capsys.readouterr().out
    assert receipts(cohort)[0]["hand_ins"][0]["days_late"] == 2
    assert submitted(cohort, "dan").is_file()


def test_a_day_that_has_not_come_is_refused(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    assert collect(cohort, mail, "--received", tomorrow) == 2
    assert "has not come yet" in capsys.readouterr().err
    assert collect(cohort, mail, "--received", "March") == 2
    assert "'March' is not a date" in capsys.readouterr().err


def test_the_newest_counts_and_the_earlier_is_kept(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "one" / "dan.ipynb", answered(cohort, total=1))
    save(mail / "two" / "dan.ipynb", answered(cohort, total=2))
    save(mail / "three" / "dan.ipynb", answered(cohort, total=3))
    assert collect(cohort, mail / "one", "--received", "2026-02-01") == 0
    assert collect(cohort, mail / "two", "--received", "2026-02-05") == 0
    assert "is in, and counts instead of hand-in number 1, which is kept" in capsys.readouterr().out
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")
    # One that came earlier and was found later.
    assert collect(cohort, mail / "three", "--received", "2026-02-03") == 0
    assert "is kept and does not count: a later one came, hand-in number 2" in capsys.readouterr().out
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")
    assert [one["state"] for receipt in receipts(cohort) for one in receipt["hand_ins"]] == [
        "another one counts",
        "counts",
        "another one counts",
    ]


def test_the_same_again_changes_nothing(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "dan.ipynb", answered(cohort))
    zipped(mail / "dan-again.zip", **{NOTEBOOK: answered(cohort)})
    assert collect(cohort, mail) == 0
    assert "came again, unchanged" in capsys.readouterr().out
    assert collect(cohort, mail) == 0
    assert "2 of these came before and were passed over" in capsys.readouterr().out


def test_two_notebooks_of_one_task_in_one_zip(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    with zipfile.ZipFile(mail / "dan.zip", "w") as archive:
        for name, year, total in ((NOTEBOOK, 2026, 2), (f"{ONE}-Copy1.ipynb", 2025, 1)):
            archive.writestr(zipfile.ZipInfo(name, (year, 2, 1, 12, 0, 0)), json.dumps(answered(cohort, total=total)))
    assert collect(cohort, mail) == 0
    assert f"'{NOTEBOOK}' is the same task, changed later (2026-02-01" in capsys.readouterr().out
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")


def test_one_that_was_graded_still_counts_until_a_person_decides(
    cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(mail / "one" / "dan.ipynb", answered(cohort, total=1))
    save(mail / "two" / "dan.ipynb", answered(cohort, total=2))
    assert collect(cohort, mail / "one", "--received", "2026-02-01") == 0
    (cohort / "autograded" / "dan" / ONE).mkdir(parents=True)
    assert collect(cohort, mail / "two", "--received", "2026-02-05") == 1
    assert "came again after hand-in number 1 was graded, and that one still counts" in capsys.readouterr().out
    assert "total = 1" in submitted(cohort, "dan").read_text(encoding="utf-8")
    assert collect(cohort, "--replace-graded") == 0
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")
    assert len(receipts(cohort)) == 2


def test_what_lies_in_submitted_already_is_kept_before_it_is_replaced(cohort: Path, mail: Path) -> None:
    save(submitted(cohort, "dan"), answered(cohort, total=1))
    save(submitted(cohort, "dan").parent / "timestamp.txt", "2026-02-01 10:00:00 UTC")
    save(mail / "dan.ipynb", answered(cohort, total=2))
    assert collect(cohort, mail, "--received", "2026-02-05") == 0
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")
    kept = list((cohort / "received").glob(f"*/as-it-came/{ONE}/{NOTEBOOK}"))
    assert ["total = 1" in place.read_text(encoding="utf-8") for place in kept] == [True]


@pytest.mark.parametrize("name", ["T1 (final).ipynb", "untitled.ipynb", f"{NOTEBOOK}.txt", f"{ONE}.json", f"{SEVEN}.ipynb", "TEACH.IPYNB"])
def test_a_renamed_notebook_is_known_by_its_cells(name: str, cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "dan" / name, answered(cohort))
    assert collect(cohort, mail) == 0
    assert f"It was called '{name}', and by its cells it is {ONE}" in capsys.readouterr().out
    assert submitted(cohort, "dan").is_file()


def test_a_notebook_that_lost_its_mark_is_known_by_its_cells(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notebook = answered(cohort)
    del notebook.metadata["commonground"]
    save(mail / "dan" / "x.ipynb", notebook)
    assert collect(cohort, mail) == 0
    assert "It has lost the mark of its cohort" in capsys.readouterr().out


def test_a_person_says_whose_it_is_in_the_list(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zipped(mail / "spring-community.zip", **{f"spring-community__{ONE}__{NOTEBOOK}": answered(cohort)})
    zipped(mail / "all.zip", **{f"{who}__{NOTEBOOK}": answered(cohort, total=n) for n, who in enumerate(("x1", "x2", "cleo"))})
    assert collect(cohort, mail) == 1
    assert submitted(cohort, "cleo").is_file()
    list_file = cohort / "received" / "names.csv"
    rows = list_file.read_text(encoding="utf-8").splitlines()
    assert rows == ["number,name,trainee", "1,all.zip/x1,", "1,all.zip/x2,", "2,spring-community.zip,"]
    list_file.write_text("\n".join([rows[0], rows[1] + "DAN", rows[2] + "-", rows[3] + "nobody"]), encoding="utf-8")
    assert collect(cohort) == 2
    assert "names.csv, line 4: 'nobody' is not the id of a trainee" in capsys.readouterr().err
    list_file.write_text("\n".join([rows[0], rows[1] + "DAN", rows[2] + "-", rows[3] + "fay"]), encoding="utf-8")
    assert collect(cohort) == 0
    assert submitted(cohort, "dan").is_file()
    assert submitted(cohort, "fay").is_file()
    # Another person's zip of the same name is not taken for Fay's.
    zipped(mail / "later" / "spring-community.zip", **{NOTEBOOK: answered(cohort, total=9)})
    assert collect(cohort, mail / "later") == 1


def test_a_person_is_asked_at_a_terminal(cohort: Path, mail: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    zipped(mail / "marsh.zip", **{NOTEBOOK: answered(cohort)})
    answers = iter(["nobody", "EVE"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert collect(cohort, mail) == 0
    out = capsys.readouterr().out
    assert "Whose is 'marsh.zip'? eve or fay" in out
    assert "'nobody' is not in the roster." in out
    assert submitted(cohort, "eve").is_file()
    assert "1,marsh.zip,eve" in (cohort / "received" / "names.csv").read_text(encoding="utf-8")


def test_a_list_of_one_s_own_and_one_trainee_for_all(cohort: Path, mail: Path, tmp_path: Path) -> None:
    zipped(mail / "Submission (3).zip", **{NOTEBOOK: answered(cohort)})
    names = save(tmp_path / "names.csv", "name;trainee\nsubmission (3).ZIP;fay\n")
    assert collect(cohort, mail, "--names", names) == 0
    assert submitted(cohort, "fay").is_file()
    assert collect(cohort, zipped(tmp_path / "other.zip", **{NOTEBOOK: answered(cohort, total=5)}), "--trainee", "dan") == 0
    assert submitted(cohort, "dan").is_file()
    assert collect(cohort, mail, "--trainee", "zoe") == 2


def test_a_trainee_s_own_time_is_not_believed(cohort: Path, mail: Path) -> None:
    save(mail / "dan" / NOTEBOOK, answered(cohort))
    save(mail / "dan" / "timestamp.txt", "2020-01-01 00:00:00 UTC")
    assert collect(cohort, mail, "--received", "2026-02-05") == 0
    assert (submitted(cohort, "dan").parent / "timestamp.txt").read_text(encoding="utf-8").startswith("2026-02-05")


def test_other_files_in_a_folder_are_left_alone(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "holiday.jpg", "x")
    save(mail / "dan.ipynb", answered(cohort))
    assert collect(cohort, mail) == 0
    assert "Left alone, because they are no hand-ins: mail/holiday.jpg" in capsys.readouterr().out
    assert len(receipts(cohort)) == 1


def test_nobody_gets_another_one_s_files(cohort: Path, mail: Path) -> None:
    work = {name: answered(cohort) for name in ("ben-t1.ipynb", "cleo-t1.ipynb")}
    zip_of(mail / "all.zip", {**work, "ben-plan.txt": "Ben's", "cleo-plan.txt": "Cleo's", "plan.txt": "somebody's"})
    assert collect(cohort, mail) == 0
    for person in ("ben", "cleo"):
        names = {place.name for place in submitted(cohort, person).parent.iterdir()}
        assert names == {NOTEBOOK, "timestamp.txt", f"{person}-plan.txt"}


def test_names_that_no_terminal_should_print(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(mail / "dan \x1b[2J.ipynb", answered(cohort))
    save(mail / "fay" / NOTEBOOK, answered(cohort))
    (mail / "fay" / os.fsdecode(b"plan\xff.txt")).write_text("x", encoding="utf-8")
    save(mail / "ben.ipynb", answered(cohort))
    assert collect(cohort, mail) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "letters that cannot be read. Ask for it under a plain name" in err
    assert submitted(cohort, "ben").is_file()
    assert submitted(cohort, "dan").is_file()


@given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(max_size=8),
        lambda part: some.lists(part, max_size=3)
        | some.dictionaries(some.sampled_from(["cells", "metadata", "cell_type", "source", "nbgrader", "commonground", "id"]), part, max_size=4),
        max_leaves=12,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_stops_the_looking(tmp_path: Path, content: object) -> None:
    place = save(tmp_path / "dan.ipynb", json.dumps(content))
    known = (KnownTask(ONE, None, frozenset({"count"}), frozenset({"count"})),)
    assert look_at(place, ["dan.ipynb"], known).trouble


def test_a_run_that_was_stopped_before_sorting_goes_on(
    cohort: Path, mail: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(mail / "dan.ipynb", answered(cohort))
    save(mail / "ben.ipynb", answered(cohort))
    written = Received.update

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Received, "update", stop)
    assert collect(cohort, mail) == 130
    assert "start the same command again to go on" in capsys.readouterr().err
    monkeypatch.setattr(Received, "update", written)
    # What came is here, even if the mail is not.
    for place in mail.iterdir():
        place.unlink()
    assert collect(cohort) == 0
    assert {place.parent.parent.name for place in (cohort / "submitted").glob("*/*/*.ipynb")} == {"ben", "dan"}
    assert {one["state"] for receipt in receipts(cohort) for one in receipt["hand_ins"]} == {"counts"}


def test_two_runs_at_once_do_not_meet(cohort: Path, mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from commonground.trainer.only_one import only_one

    with only_one(cohort / "grading" / "lock"):
        assert collect(cohort, mail) == 2
    assert "is at work" in capsys.readouterr().err


def inbound(exchange: Path, name: str) -> Path:
    return exchange / "spring" / "inbound" / name


def test_nbgrader_s_exchange_is_collected_without_following_links(
    cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchange = tmp_path / "exchange"
    save(inbound(exchange, f"dan+{ONE}+2026-02-05 10:00:00 UTC+abc") / NOTEBOOK, answered(cohort, total=1))
    save(inbound(exchange, f"dan+{ONE}+2026-03-04 10:00:00 UTC+abd") / NOTEBOOK, answered(cohort, total=2))
    save(inbound(exchange, f"fay+{ONE}+2026-02-05 10:00:00 UTC+abe") / NOTEBOOK, answered(cohort))
    (inbound(exchange, f"fay+{ONE}+2026-02-05 10:00:00 UTC+abe") / "key.txt").symlink_to(cohort / "gradebook.db")
    assert collect(cohort, "--exchange-root", exchange) == 1
    out, err = capsys.readouterr()
    assert "is a link" in err
    assert "3 days late" in out
    assert "total = 2" in submitted(cohort, "dan").read_text(encoding="utf-8")
    assert not (cohort / "submitted" / "fay").exists()


def test_without_an_exchange_there_is_a_word_on_what_to_do(cohort: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collect(cohort, "--exchange-root", tmp_path / "none") == 2
    assert "without an exchange give the folder or the zips" in capsys.readouterr().err


def test_nbgrader_s_own_collecting_leaves_links_too(cohort: Path, tmp_path: Path) -> None:
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    from commonground.trainer.cohort.nbgrader_course import config_for

    exchange = tmp_path / "exchange"
    save(inbound(exchange, f"dan+{ONE}+2026-02-05 10:00:00 UTC+abc") / NOTEBOOK, answered(cohort))
    bad = inbound(exchange, f"fay+{ONE}+2026-02-05 10:00:00 UTC+abe")
    save(bad / NOTEBOOK, answered(cohort))
    (bad / "key.txt").symlink_to(cohort / "gradebook.db")
    config = config_for(cohort)
    config.Exchange.root = str(exchange)
    done = NbGraderAPI(CourseDirectory(config=config), config=config).collect(ONE)
    assert done["success"], done
    assert [place.name for place in (cohort / "submitted").iterdir() if any(place.rglob("*.ipynb"))] == ["dan"]
