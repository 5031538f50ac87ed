"""pyproject.toml, both locks, environment.yml and start.py name the same packages and Pythons."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
COURSE, TEST = "requirements.lock", "requirements-test.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked(name: str) -> dict[str, list[Requirement]]:
    """The requirements of a lock by package; a package may stand there once for each group of machines."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            requirement = Requirement(line.rstrip("\\ "))
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def versions(requirements: list[Requirement]) -> list[Version]:
    pins = [list(one.specifier) for one in requirements]
    assert all(len(pin) == 1 and pin[0].operator == "==" for pin in pins)
    return [Version(pin[0].version) for pin in pins]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (COURSE, PROJECT["dependencies"] + PROJECT["optional-dependencies"]["build"]),
        (
            TEST,
            PROJECT["dependencies"]
            + [r for extra in PROJECT["optional-dependencies"].values() for r in extra],
        ),
    ],
)
def test_a_lock_holds_what_pyproject_asks_for(lock: str, wanted: list[str]) -> None:
    packages = locked(lock)
    for requirement in map(Requirement, wanted):
        pins = packages.get(canonicalize_name(requirement.name), [])
        assert pins, f"{lock} lacks {requirement.name}: run tools/lock.py"
        for version in versions(pins):
            assert requirement.specifier.contains(version), (
                f"{lock} has {requirement.name} {version}: run tools/lock.py"
            )


def test_the_test_lock_is_the_course_lock_and_more() -> None:
    course, test = locked(COURSE), locked(TEST)
    assert {name: versions(pins) for name, pins in course.items()} == {
        name: versions(test[name]) for name in course if name in test
    }
    assert test.keys() - course.keys() >= {"pytest", "playwright", "nbval"}


@pytest.mark.parametrize("lock", [COURSE, TEST])
def test_every_package_of_a_lock_has_hashes_and_there_is_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) > 100
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)|--(?!hash=)[a-z]", text, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", [COURSE, TEST])
def test_a_lock_fits_each_python_on_each_system(lock: str) -> None:
    """Where a package stands twice, every machine gets exactly one of its versions."""
    machines = [
        {
            "python_version": f"3.{minor}",
            "python_full_version": f"3.{minor}.9",
            "sys_platform": system,
            "os_name": name,
        }
        for minor in (11, 12, 13)
        for system, name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
    ]
    for name, pins in locked(lock).items():
        for machine in machines:
            chosen = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(machine)]
            assert len(chosen) == 1 or (len(pins) == 1 and pins[0].marker is not None), f"{name} on {machine}"


def test_the_pythons_are_the_same_everywhere(start: object) -> None:
    range_of_project = SpecifierSet(PROJECT["requires-python"])
    fitting = [minor for minor in range(6, 20) if range_of_project.contains(f"3.{minor}.5")]
    assert ((3, fitting[0]), (3, fitting[-1])) == (start.OLDEST, start.NEWEST)  # type: ignore[attr-defined]


def test_environment_yml_takes_its_versions_from_the_lock() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    python = Requirement(str(conda[0]).replace("=", "==", 1))
    assert (python.name, conda[1:]) == ("python", ["pip"])
    assert SpecifierSet(PROJECT["requires-python"]).contains(next(iter(python.specifier)).version)
    # The course's own package is not among them: pip takes hashes for all of a file or for none,
    # and a folder has no hash.
    assert pip == {"pip": [f"-r {COURSE}"]}
    for file in ("environment.yml", "postBuild"):
        assert "pip install --no-build-isolation --no-deps -e ." in (ROOT / file).read_text(encoding="utf-8")
