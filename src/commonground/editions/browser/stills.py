"""Still pictures of widgets: the HTML that stands in a page before its kernel, and without JavaScript.

A still has the elements and classes that ipywidgets 8 draws in the page (its views in
`@jupyter-widgets/controls` 5), so that one style sheet serves both and the page keeps its heights when
the live widget takes the still's place. `still.css`, beside this module, holds what ipywidgets' own
style sheet, which comes with its script, would say about them.

A still is to be read: each control is disabled, carries its state and its name, and cannot be focused.
Links and folded parts within texts work as everywhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from .pictures import picture

# A widget that holds nothing but the course's style sheet: a page has that in its head.
STYLE_CLASS = "cg-style"

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>"']+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_BUTTON_STYLES = {style: f"mod-{style}" for style in ("primary", "success", "info", "warning", "danger")}


def still(widget: widgets.Widget, *, anchors: bool = False) -> str:
    """HTML of a widget and all that it holds, in its present state; what is hidden is left out.

    Without `anchors`, ids within texts are left out too, so that a still and the live widget may stand
    in one page at the same time. Raises TypeError, naming the type, for a widget without a still.
    """
    drawn = _draw(widget)
    return drawn if anchors else _TAG.sub(lambda tag: _ATTRIBUTE.sub(_unless_id, tag[0]), drawn)


def _unless_id(attribute: re.Match[str]) -> str:
    return "" if attribute[1].lower() == "id" else attribute[0]


def style_sheet() -> str:
    """What a page needs besides the course's style sheet, to be put before it.

    Both are linked in the body: the code of the widgets puts their own style sheet at the end of the
    head, and of rules with equal weight the later one holds, so that nothing moves when it arrives.
    """
    return (Path(__file__).parent / "still.css").read_text(encoding="utf-8")


def _draw(widget: widgets.Widget) -> str:
    if _hidden(widget):
        return ""
    name = widget._view_name
    drawer = DRAWERS.get(name) if isinstance(name, str) else None
    if drawer is None:
        raise _no_still(widget)
    return drawer(widget)


def _no_still(widget: widgets.Widget) -> TypeError:
    kind = f"{type(widget).__module__}.{type(widget).__name__}"
    return TypeError(f"There is no still for {kind}. Add a drawer for {widget._view_name!r} to DRAWERS in {__name__}.")


def _hidden(widget: Any) -> bool:
    layout = getattr(widget, "layout", None)
    return (layout is not None and layout.display == "none") or STYLE_CLASS in getattr(widget, "_dom_classes", ())


def element(tag: str, attributes: Mapping[str, str | bool | None], content: str = "") -> str:
    """An HTML element. Attributes that are None or False are left out; `content` is HTML already."""
    written = "".join(
        f" {name}" if value is True else f' {name}="{html.escape(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{tag}{written}>" if tag == "input" else f"<{tag}{written}>{content}</{tag}>"


def frame(widget: Any, tag: str, css: str, content: str, **attributes: str | bool | None) -> str:
    """The outermost element of a widget, with its classes and the layout that was set in Python."""
    names = " ".join(filter(None, ("lm-Widget", css, *widget._dom_classes)))
    return element(tag, {**attributes, "class": names, "style": _style(widget.layout)}, content)


def _style(layout: Any) -> str | None:
    kept = {
        name: value for name, value in layout.get_state().items() if value not in (None, "") and not name.startswith("_")
    }
    return "; ".join(f"{name.replace('_', '-')}: {value}" for name, value in sorted(kept.items())) or None


def _label(widget: Any) -> str:
    """The words beside a control; the control carries them as its name too."""
    if not widget.description:
        return ""
    words = widget.description if widget.description_allow_html else html.escape(widget.description)
    return element("span", {"class": "widget-label"}, words)


def _name(widget: Any) -> str | None:
    """The name of a control for assistive technology."""
    return widget.description or widget.tooltip or getattr(widget, "placeholder", "").strip("\u200b") or None


def _box(kind: str) -> Callable[[Any], str]:
    css = " ".join(("lm-Panel jupyter-widgets widget-container widget-box", kind)).rstrip()

    def draw(widget: Any) -> str:
        return frame(widget, "div", css, "".join(map(_draw, widget.children)))

    return draw


def _html(widget: Any) -> str:
    content = _label(widget) + element("div", {"class": "widget-html-content"}, widget.value)
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-html", content)


def _icon(name: str) -> str:
    return element("i", {"class": f"fa fa-{name}", "aria-hidden": "true"}) if name else ""


def _push(widget: Any, kind: str, words: str, **attributes: str | bool | None) -> str:
    css = " ".join(filter(None, ("jupyter-widgets jupyter-button", kind, _BUTTON_STYLES.get(widget.button_style))))
    return frame(
        widget, "button", css, _icon(widget.icon) + html.escape(words), type="button", disabled=True, **attributes
    )


def _button(widget: Any) -> str:
    return _push(widget, "widget-button", widget.description)


def _toggle(widget: Any) -> str:
    kind = "widget-toggle-button mod-active" if widget.value else "widget-toggle-button"
    return _push(widget, kind, widget.description, **{"aria-pressed": str(widget.value).lower()})


def _upload(widget: Any) -> str:
    return _push(widget, "widget-upload", f"{widget.description} ({len(widget.value)})")


def _radios(widget: Any) -> str:
    choices = "".join(
        element(
            "label", {},
            html.escape(text) + element("input", {"type": "radio", "disabled": True, "checked": i == widget.index}),
        )
        for i, text in enumerate(widget._options_labels)
    )
    css = f"widget-radio-box widget-radio-box-{widget.orientation}"
    group = element("div", {"class": css, "role": "radiogroup", "aria-label": _name(widget)}, choices)
    return frame(widget, "div", "widget-radio", _label(widget) + group)


def _toggles(widget: Any) -> str:
    icons = [*widget.icons, *[""] * len(widget._options_labels)]
    buttons = "".join(
        element(
            "button",
            {
                "type": "button", "disabled": True, "aria-pressed": str(i == widget.index).lower(),
                "class": " ".join(
                    filter(None, (
                        "widget-toggle-button jupyter-button", _BUTTON_STYLES.get(widget.button_style),
                        "mod-active" if i == widget.index else "",
                    ))
                ),
            },
            html.escape(text) + _icon(icons[i]),
        )
        for i, text in enumerate(widget._options_labels)
    )
    group = element("div", {"role": "group", "aria-label": _name(widget)}, buttons)
    return frame(widget, "div", "widget-toggle-buttons", _label(widget) + group)


def _checkbox(widget: Any) -> str:
    indent = element("span", {"class": "widget-label"}, "\u200b") if widget.indent else ""
    words = widget.description if widget.description_allow_html else html.escape(widget.description)
    box = element("input", {"type": "checkbox", "disabled": True, "checked": widget.value})
    content = indent + element("label", {"class": "widget-label-basic"}, box + element("span", {}, words))
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-checkbox", content)


def _text(widget: Any) -> str:
    field = element(
        "input",
        {
            "type": "text", "class": "widget-input", "disabled": True, "value": widget.value,
            "placeholder": widget.placeholder, "aria-label": _name(widget),
        },
    )
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-text", _label(widget) + field)


def _textarea(widget: Any) -> str:
    field = element(
        "textarea",
        {
            "class": "widget-input", "disabled": True, "rows": None if widget.rows is None else str(widget.rows),
            "placeholder": widget.placeholder, "aria-label": _name(widget),
        },
        # A line break right after the start tag would be dropped.
        ("\n" if widget.value.startswith("\n") else "") + html.escape(widget.value),
    )
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-textarea", _label(widget) + field)


def _dropdown(widget: Any) -> str:
    options = "".join(
        element("option", {"selected": i == widget.index}, html.escape(text))
        for i, text in enumerate(widget._options_labels)
    )
    field = element("select", {"disabled": True, "aria-label": _name(widget)}, options)
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-dropdown", _label(widget) + field)


def _slider(widget: Any) -> str:
    track = element(
        "input",
        {
            "type": "range", "class": "still-range", "disabled": True, "min": str(widget.min), "max": str(widget.max),
            "step": str(widget.step), "value": str(widget.value), "aria-label": _name(widget),
        },
    )
    readout = element("div", {"class": "widget-readout"}, str(widget.value)) if widget.readout else ""
    content = _label(widget) + element("div", {"class": "slider-container"}, track) + readout
    return frame(widget, "div", "jupyter-widgets widget-inline-hbox widget-slider widget-hslider", content)


def _figure(widget: Any) -> str:
    from commonground.charts.widget import Plot

    if not isinstance(widget, Plot):
        raise _no_still(widget)
    return frame(widget, "div", "", picture(widget.looks, widget.shown))


DRAWERS: dict[str, Callable[[Any], str]] = {
    "BoxView": _box(""),
    "VBoxView": _box("widget-vbox"),
    "HBoxView": _box("widget-hbox"),
    "HTMLView": _html,
    "ButtonView": _button,
    "ToggleButtonView": _toggle,
    "FileUploadView": _upload,
    "RadioButtonsView": _radios,
    "ToggleButtonsView": _toggles,
    "CheckboxView": _checkbox,
    "TextView": _text,
    "TextareaView": _textarea,
    "DropdownView": _dropdown,
    "IntSliderView": _slider,
    "AnyView": _figure,
}
"""How each kind of widget is drawn, by the name of its view in the page."""
