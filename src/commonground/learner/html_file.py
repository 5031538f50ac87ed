"""A document as one page for a browser: readable without the course, and made to be printed."""

from __future__ import annotations

from html import escape

from commonground.learner.paper import LEFT_OPEN, Paper, one_line, paragraphs

_STYLE = """
:root { color-scheme: light; }
body { background: #fff; color: #1b1b1b; font: 1.06rem/1.55 "Segoe UI", system-ui, sans-serif; margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; color: #123a4a; margin: 0 0 .75rem; }
h2 { font-size: 1.35rem; color: #123a4a; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid #123a4a; }
h3 { font-size: 1.06rem; margin: 1.1rem 0 .25rem; }
p { margin: 0 0 .5rem; white-space: pre-wrap; }
.open { color: #8a3b00; font-style: italic; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid #767676; color: #444; font-size: .95rem; }
@media print {
  @page { margin: 18mm; }
  main { max-width: none; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
}
"""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in paragraphs(text))


def html(paper: Paper) -> bytes:
    """The document as a complete page in UTF-8, with headings, language and print rules."""
    title = escape(one_line(paper.title))
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        _paragraphs(paper.intro),
    ]
    for section in paper.sections:
        parts.append(f"<section>\n<h2>{escape(one_line(section.title))}</h2>\n")
        for label, text in section.rows:
            parts.append(f"<h3>{escape(one_line(label))}</h3>\n")
            parts.append(_paragraphs(text) or f'<p class="open">{LEFT_OPEN}</p>\n')
        parts.append("</section>\n")
    made = f'<p>Made on <time datetime="{paper.made_on.isoformat()}">{paper.made_on.isoformat()}</time> in Common Ground.</p>\n'
    parts.append(f"<footer>\n{_paragraphs(paper.disclaimer)}{_paragraphs(paper.mark)}{made}</footer>\n")
    parts.append("</main>\n</body>\n</html>\n")
    return "".join(parts).encode("utf-8")
