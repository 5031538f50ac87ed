"""Invented names, and what a typing hand does to them.

The sounds are mixed at random, so that no name stands for a real community. Naming customs are
distributed over the groups; the sounds are not.
"""

from __future__ import annotations

import numpy as np

from commonground.county.places import Ints, Texts

_FIRST_STARTS = [
    "Al",
    "Bre",
    "Cal",
    "Dar",
    "El",
    "Fen",
    "Gal",
    "Har",
    "Il",
    "Jor",
    "Kel",
    "Lin",
    "Mar",
    "Nor",
    "Or",
    "Per",
    "Ros",
    "Sel",
    "Tam",
    "Ver",
]
_FIRST_ENDS = ["a", "en", "ia", "o", "ric", "is", "ani", "ley", "on", "ette", "us", "ian"]
_LAST_STARTS = [
    "Ash",
    "Bal",
    "Bar",
    "Bel",
    "Bran",
    "Car",
    "Cor",
    "Dal",
    "Dun",
    "El",
    "Fair",
    "Fal",
    "Gar",
    "Gil",
    "Hal",
    "Har",
    "Hol",
    "Kal",
    "Ken",
    "Lan",
    "Lor",
    "Mal",
    "Mar",
    "Mel",
    "Mon",
    "Nor",
    "Oak",
    "Pel",
    "Pem",
    "Ral",
    "Ros",
    "Sal",
    "Sel",
    "Stan",
    "Tal",
    "Tor",
    "Val",
    "Ver",
    "Wal",
    "Win",
]
_LAST_ENDS = [
    "aro",
    "by",
    "camp",
    "dale",
    "den",
    "dez",
    "er",
    "field",
    "ford",
    "go",
    "ham",
    "ino",
    "kin",
    "low",
    "man",
    "mont",
    "ner",
    "ova",
    "rell",
    "ridge",
    "son",
    "ster",
    "to",
    "vale",
    "wick",
]
# Three spellings of the same sound, as clerks who hear a name of another script may write it.
_SOUND_STARTS = [
    ("Zhe", "Je", "Xe"),
    ("Kye", "Kie", "Qie"),
    ("Thu", "Tu", "Tou"),
    ("Oua", "Wa", "Ua"),
    ("Ghe", "Ge", "Gue"),
    ("Tsa", "Ca", "Za"),
    ("Yev", "Iev", "Jev"),
    ("Shu", "Chu", "Xu"),
    ("Dje", "Dge", "Je"),
    ("Phe", "Fe", "Fhe"),
    ("Rya", "Ria", "Rja"),
    ("Kha", "Ha", "Ka"),
    ("Vye", "Vie", "Wie"),
    ("Nya", "Nia", "Gna"),
    ("Lyu", "Liu", "Lju"),
    ("Sya", "Sia", "Xia"),
]
_SOUND_ENDS = [
    ("vou", "vu", "voo"),
    ("lay", "lai", "lei"),
    ("nyo", "nio", "gno"),
    ("rix", "riks", "ricks"),
    ("shan", "xan", "schan"),
    ("mey", "mei", "may"),
    ("dzo", "tso", "zo"),
    ("kou", "ku", "coo"),
    ("thar", "tar", "tarr"),
    ("bek", "beck", "bec"),
    ("lia", "lya", "lija"),
    ("rou", "ru", "roo"),
]

FIRST_NAMES: Texts = np.array([start + end for start in _FIRST_STARTS for end in _FIRST_ENDS])
LAST_NAMES: Texts = np.array([start + end for start in _LAST_STARTS for end in _LAST_ENDS])
# Names of another script: rows are names, columns three spellings of each.
SCRIPT_NAMES: Texts = np.array(
    [[start[way] + end[way] for way in range(3)] for start in _SOUND_STARTS for end in _SOUND_ENDS]
)
STREETS: Texts = np.array(
    [
        f"{tree} {kind}"
        for tree in [
            "Alder",
            "Aspen",
            "Bay",
            "Birch",
            "Cedar",
            "Elm",
            "Fir",
            "Hazel",
            "Larch",
            "Linden",
            "Maple",
            "Oak",
            "Pine",
            "Rowan",
            "Spruce",
            "Willow",
        ]
        for kind in ("Street", "Lane", "Road", "Court", "Avenue")
    ]
)
NAME_WIDTH = 32
_LETTERS = np.array([ord(letter) for letter in "aeiorstnlhdmc"], dtype=np.uint32)


def mistype(names: Texts, kinds: Ints, places: Ints, letters: Ints) -> Texts:
    """Names with one typing error each, shape (n,).

    `kinds` chooses the error (0: two letters swapped, 1: a letter left out, 2: a letter doubled, 3: a wrong
    letter), `places` any whole number of 0 or more that chooses where, `letters` which wrong letter. The
    first letter stays; a name of fewer than three letters is returned as it is.
    """
    wide = np.array(names, dtype=f"U{NAME_WIDTH}")
    if not len(wide):
        return wide
    codes = wide.view(np.uint32).reshape(len(wide), NAME_WIDTH).copy()
    lengths = np.strings.str_len(wide)
    rows = np.arange(len(wide))
    at = 1 + places % np.maximum(lengths - 2, 1)
    columns = np.arange(NAME_WIDTH)[None, :]
    swap, drop, double, wrong = ((kinds == kind) & (lengths > 2) for kind in range(4))
    here, following = codes[rows, at].copy(), codes[rows, at + 1].copy()
    # Two equal letters swapped, or a letter replaced by itself, would be no error: such a letter becomes a z.
    letter = np.where(wrong, _LETTERS[letters % len(_LETTERS)], following)
    letter = np.where(letter == here, np.uint32(ord("z")), letter)
    change = swap | wrong
    codes[rows[change], at[change]] = letter[change]
    codes[rows[swap], at[swap] + 1] = here[swap]
    shift = np.where(drop[:, None] & (columns >= at[:, None]), 1, 0)
    shift = np.where(double[:, None] & (columns > at[:, None]), -1, shift)
    source = np.clip(columns + shift, 0, NAME_WIDTH - 1)
    codes = np.take_along_axis(codes, source, axis=1)
    return np.ascontiguousarray(codes).view(f"<U{NAME_WIDTH}").reshape(len(wide))
