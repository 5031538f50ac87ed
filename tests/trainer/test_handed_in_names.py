"""What a test needs from the submission is read off the test."""

from __future__ import annotations

import pytest

from commonground.trainer.names import names_of


@pytest.mark.parametrize(
    ("source", "reads", "binds"),
    [
        ("assert total == 3", {"total"}, set()),
        ("x = total\nassert x", {"total"}, {"x"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("import pandas as pd, os.path\npd.x", set(), {"pd", "os"}),
        ("from a import b as c", set(), {"c"}),
        ("for i in items:\n    print(i)", {"items"}, {"i"}),
        ("[i for i in items if i > limit]", {"items", "limit"}, set()),
        ("{k: v for k, v in pairs}", {"pairs"}, set()),
        ("def f(a, b=c):\n    d = a\n    return d + e", {"c", "e"}, {"f"}),
        ("def f():\n    return g()\ndef g():\n    return answer", {"answer"}, {"f", "g"}),
        ("def f(x):\n    def g(y):\n        return x + y + z\n    return g", {"z"}, {"f"}),
        ("lambda a: a + b", {"b"}, set()),
        ("class A(B):\n    x = y\n    def m(self):\n        return self.x + w", {"B", "y", "w"}, {"A"}),
        ("with open(name) as file:\n    file.read()", {"name"}, {"file"}),
        ("try:\n    a\nexcept E as error:\n    print(error)", {"a", "E"}, set()),
        ("if (n := len(rows)) > 2:\n    n", {"rows"}, {"n"}),
        ("a, (b, *c) = t", {"t"}, {"a", "b", "c"}),
        ("rows[key].value = 3", {"rows", "key"}, set()),
        ("def f():\n    global g\n    g = 1", set(), {"f", "g"}),
        ("%matplotlib inline\nassert total", {"total"}, set()),
        ("print(len(sum([1])))", set(), set()),
        ("no python at all !!", set(), set()),
    ],
)
def test_names(source: str, reads: set[str], binds: set[str]) -> None:
    names = names_of(source)
    assert names.reads == reads
    assert names.binds == binds
