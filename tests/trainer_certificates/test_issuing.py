"""Certificates in a cohort's folder, and the command that says whether one holds."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from test_certificates import AWARD, DAY

from commonground.cli import main
from commonground.trainer import certificates
from commonground.trainer.certificates import PrintingError, Shelf, SigningKey, page
from commonground.trainer.certificates.keys import VARIABLE

TODAY = replace(AWARD, issued=datetime.date.today(), edition=certificates.current_edition())


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the organization's key: making one takes a second."""
    folder = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        certificates.signing_key(AWARD.organization)
    return folder


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_once: Path) -> SigningKey:
    shutil.copytree(made_once, tmp_path / "keys")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "keys"))
    return certificates.signing_key(AWARD.organization)


@pytest.fixture
def shelf(tmp_path: Path, key: SigningKey) -> Shelf:
    return Shelf(tmp_path / "certificates", key)


def test_a_certificate_is_given_once(shelf: Shelf) -> None:
    first = shelf.issue(AWARD)
    assert first.fresh
    assert first.verdict.holds
    assert {place.name for place in first.folder.iterdir()} == {"certificate.html", "credential.jwt"}
    second = shelf.issue(replace(AWARD, issued=DAY + datetime.timedelta(days=30)))
    assert not second.fresh
    assert second.folder == first.folder


def test_another_is_given_when_it_has_ended_or_for_another_route(shelf: Shelf) -> None:
    first = shelf.issue(AWARD)
    before = (first.folder / "credential.jwt").read_bytes()
    later = shelf.issue(replace(AWARD, issued=AWARD.expires))
    analyst = shelf.issue(replace(AWARD, route="analyst"))
    assert later.fresh
    assert analyst.fresh
    assert len({first.folder, later.folder, analyst.folder}) == 3
    assert (first.folder / "credential.jwt").read_bytes() == before


def test_a_folder_that_a_stopped_run_left_is_finished(shelf: Shelf) -> None:
    first = shelf.issue(AWARD)
    (first.folder / "credential.jwt").unlink()
    again = shelf.issue(AWARD)
    assert again.fresh
    assert again.folder == first.folder


def test_one_that_was_taken_back_is_not_given_again_silently(shelf: Shelf) -> None:
    first = shelf.issue(AWARD)
    number = dict(first.verdict.says)["Certificate id"]
    shelf.withdraw(number, 'said "yes", in error', DAY)
    assert certificates.withdrawn(first.folder.parent / "withdrawn.csv") == {number: 'said "yes", in error'}
    with pytest.raises(certificates.WithdrawnListError, match="no certificate urn:uuid:1"):
        shelf.withdraw("urn:uuid:1", "", DAY)
    again = shelf.issue(replace(AWARD, issued=DAY + datetime.timedelta(days=1)))
    assert again.fresh
    assert again.verdict.holds


@pytest.mark.parametrize("text", ["", "name\nx", "certificate,day,reason\nonly-one\n"])
def test_a_damaged_list_is_not_an_empty_one(tmp_path: Path, text: str) -> None:
    place = tmp_path / "withdrawn.csv"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(certificates.WithdrawnListError):
        certificates.withdrawn(place)


def test_verify_by_command(
    shelf: Shelf, key: SigningKey, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shelf.issue(TODAY).folder
    jwt_file, page_file = str(folder / "credential.jwt"), str(folder / "certificate.html")
    public = str(folder.parent / "public-key.pem")
    assert main(["trainer", "verify", jwt_file, page_file, "--key", public]) == 0
    assert capsys.readouterr().out.count("This certificate holds.") == 2
    assert main(["trainer", "verify", jwt_file]) == 0, "on the machine that issued it, its key is found"
    changed = tmp_path / "changed.html"
    text = Path(page_file).read_text(encoding="utf-8")
    credential = certificates.find_credential(text)
    head, body, mark = credential.split(".")
    changed.write_text(text.replace(credential, f"{head}.{body[:-4]}AAAA.{mark}"), encoding="utf-8")
    lent = tmp_path / "lent.html"
    lent.write_text(text.replace(AWARD.name, "Eva López"), encoding="utf-8")
    assert main(["trainer", "verify", str(lent), "--key", public]) == 1
    assert f"it shows the name Eva López, and {AWARD.name} was signed" in capsys.readouterr().out
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(b"%PDF-1.7\n\xf0\x9f\xff")
    capsys.readouterr()
    assert main(["trainer", "verify", str(changed), str(pdf), jwt_file, "--key", public]) == 1
    said = capsys.readouterr().out
    assert "was changed after it was signed" in said
    assert "A PDF or a picture proves nothing" in said
    assert said.count("This certificate holds.") == 1
    number = dict(shelf.issue(TODAY).verdict.says)["Certificate id"]
    shelf.withdraw(number, "given in error", DAY)
    taken_back = str(folder.parent / "withdrawn.csv")
    assert main(["trainer", "verify", jwt_file, "--key", public, "--withdrawn", taken_back]) == 1
    assert "given in error" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.jwt"], "nowhere.jwt"),
        (["{jwt}", "--key", "{private}"], "must not be passed on"),
        (["{jwt}", "--key", "{jwt}"], "no public key"),
        (["{jwt}", "--withdrawn", "nowhere.csv"], "no file nowhere.csv"),
    ],
)
def test_verify_says_what_is_missing(
    shelf: Shelf, key: SigningKey, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shelf.issue(TODAY).folder
    places = {"jwt": folder / "credential.jwt", "private": certificates.key_folder(AWARD.organization) / "private-key.pem"}
    assert main(["trainer", "verify", *(word.format(**places) for word in words)]) == 2
    assert said in capsys.readouterr().err


def test_verify_without_any_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    place = shelf.issue(TODAY).folder / "credential.jwt"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "no-keys"))
    assert main(["trainer", "verify", str(place)]) == 2
    assert "--key" in capsys.readouterr().err


def test_without_pango_the_page_is_still_there(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = shelf.issue(AWARD)
    monkeypatch.setattr(page, "_weasyprint", _missing)
    with pytest.raises(PrintingError, match=r"certificate\.html can be printed"):
        shelf.print(issued)
    assert (issued.folder / "certificate.html").is_file()


def _missing() -> None:
    raise OSError("cannot load library 'libgobject-2.0-0'")
