"""Sentences in Markdown: finding them, and putting each on a line of its own.

One sentence per line keeps the history of a text readable. A line break inside a paragraph shows as
a space, so the page looks the same with either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from commonground.content.citations import CITATION

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    re.split(
        r"\s+",
        "mr mrs ms dr prof sen rep gov st jr sr vs v cf co inc ltd al fig figs sec art ch pp educ admin "
        "e.g i.e u.s u.k d.c a.m p.m jan feb mar apr jun jul aug sept sep oct nov dec fla minn",
    )
)
_NUMBERED = frozenset({"no", "nos", "p"})  # an abbreviation only before a digit: "No. 5"

_CLOSERS = r"[\"'”’)\]*_]*"
_CITED = rf"(?:\s*{CITATION.pattern})*"
# What may end a sentence: marks, closing quotes or brackets, citations behind them.
_END = re.compile(rf"(?P<marks>[.!?…]+)(?P<closers>{_CLOSERS})(?P<cited>{_CITED})(?=\s|$)")
# How a sentence may begin. \ue000 stands for code, links and tags, which are masked.
_BEGIN = re.compile(r"[\"'“‘(\[*_]*[A-Z0-9\u00c0-\u00de\ue000]")
# A line that begins like this would turn into another kind of block.
_BLOCK_BEGIN = re.compile(r"[-*+](\s|$)|\d+[.)](\s|$)|#{1,6}(\s|$)|>|\||<|`{3}|~{3}|={2,}\s*$|-{2,}\s*$|\[[^\]]*\]:")
_MASKED = re.compile(r"`+[^`]*`+|!?\[[^\]\n]*\]\([^)\n]*\)|<[^>\n]*>|\$[^$\n]+\$|https?://\S+")

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])(\s+)(?=\S)")
_VERBATIM = re.compile(r"\s*(#{1,6}(\s|$)|\||<|={2,}\s*$|-{2,}\s*$|([-*_]\s*){3,}$|\[[^\]]*\]:|([-*+]|\d{1,9}[.)])\s*$)")
_TABLE_RULE = re.compile(r"\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
_QUOTE = re.compile(r"\s*(>\s?)+")


def _mask(text: str) -> str:
    """The text with code, links, tags, formulas and addresses covered, character by character."""
    return _MASKED.sub(lambda match: "\ue000" * len(match.group()), text)


def _abbreviated(masked: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    if match["marks"] != "." or match["closers"].strip("*_"):
        return False
    before = re.split(r"[\s(\[\"'“‘]", masked[: match.start()])[-1]
    following = masked[match.end() :].lstrip()
    initial = len(before) == 1 and before.isalpha() and before.isupper()
    if initial or before.lower() in _ABBREVIATIONS:
        return True
    return before.lower() in _NUMBERED and following[:1].isdigit()


def _inside_quotation(masked: str, position: int) -> bool:
    """Whether a place in a line lies in a quotation that ends later on the line."""
    before, after = masked[:position], masked[position:]
    straight = before.count('"') % 2 == 1 and '"' in after
    curly = before.count("“") > before.count("”") and "”" in after
    return straight or curly


def split_sentences(line: str) -> list[str]:
    """The sentences of one line of running text.

    A quotation stays in one piece, and so does a sentence that goes on behind one (`"Why?" she asks.`).
    """
    masked = _mask(line)
    found: list[str] = []
    start = 0
    for match in _END.finditer(masked):
        rest = masked[match.end() :]
        following = rest.lstrip()
        if not following or not rest[:1].isspace():
            continue
        quoted_mark = match["marks"][-1] in "?!" and any(mark in match["closers"] for mark in "\"'”’")
        if quoted_mark or _abbreviated(masked, match) or not _BEGIN.match(following):
            continue
        if _inside_quotation(masked, match.end()):
            continue
        position = match.end() + len(rest) - len(following)
        if _BLOCK_BEGIN.match(line[position:]):
            continue
        found.append(line[start : match.end()].strip())
        start = position
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def ends_sentence(line: str) -> bool:
    """Whether a line of running text ends where a sentence may end (a colon counts)."""
    masked = _mask(line).rstrip()
    if re.search(rf":{_CLOSERS}{_CITED}$", masked):
        return True
    for match in _END.finditer(masked):
        if match.end() == len(masked):
            return not _abbreviated(masked, match)
    return False


def _hard_break(line: str) -> bool:
    return line.endswith(("  ", "\\")) or line.rstrip().lower().endswith(("<br>", "<br/>", "<br />"))


def _one_per_line(lines: list[str]) -> Iterator[str]:
    """The running text of a paragraph, one sentence per line."""
    pending = ""
    for line in lines:
        text = line.lstrip()
        pending = f"{pending} {text}" if pending else text
        if _hard_break(pending):
            tail = pending[len(pending.rstrip()) :]
            *others, last = split_sentences(pending)
            yield from others
            yield last + tail
            pending = ""
        elif ends_sentence(pending):
            yield from split_sentences(pending)
            pending = ""
    if pending:
        yield from split_sentences(pending)


def one_sentence_per_line(markdown: str) -> str:
    """The Markdown text with each sentence of its paragraphs and list items on a line of its own.

    Headings, code, tables, HTML blocks, block quotes and formulas on lines of their own stay as they
    are. No word is added, dropped or moved, and a second call changes nothing.
    """
    out: list[str] = []
    paragraph: list[str] = []
    first_prefix = rest_prefix = ""

    def flush() -> None:
        for i, sentence in enumerate(_one_per_line(paragraph)):
            out.append((first_prefix if i == 0 else rest_prefix) + sentence)
        paragraph.clear()

    fence = ""
    verbatim_until_blank = math = in_list = False
    lines = markdown.split("\n")
    for number, line in enumerate(lines):
        blank = not line.strip()
        if fence:
            out.append(line)
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if math:
            out.append(line)
            math = not line.strip().endswith("$$")
            continue
        if verbatim_until_blank and not blank:
            out.append(line)
            continue
        verbatim_until_blank = False
        if blank:
            flush()
            out.append("")
            continue
        opening = _FENCE.match(line)
        if opening:
            flush()
            fence = opening.group(1)
            out.append(line)
            continue
        if line.strip().startswith("$$"):
            flush()
            out.append(line)
            math = not (len(line.strip()) > 2 and line.strip().endswith("$$"))
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if "|" in line and _TABLE_RULE.match(following):
            flush()
            verbatim_until_blank = True
            out.append(line)
            continue
        indent = len(line) - len(line.lstrip())
        code = indent >= 4 and not paragraph and not in_list
        if code or _VERBATIM.match(line) or _QUOTE.match(line):
            flush()
            verbatim_until_blank = line.lstrip().startswith("<")
            in_list = in_list and indent > 0
            out.append(line)
            continue
        item = _ITEM.match(line)
        if item:
            flush()
            in_list = True
            first_prefix, rest_prefix = item.group(), " " * len(item.group())
            paragraph.append(line[item.end() :])
            continue
        if not paragraph:
            in_list = in_list and indent > 0
            first_prefix = rest_prefix = line[:indent]
        paragraph.append(line)
    flush()
    return "\n".join(out)
