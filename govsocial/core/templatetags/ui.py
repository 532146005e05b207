"""Which template tags draw the interface: notices, panels, dates, buttons that post, error summaries, tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from govsocial.core.icons import ICONS, TONE_ICONS

register = template.Library()

MESSAGE_TONES = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}
DUE_SOON_DAYS = 14


def component(name: str, **context: Any) -> SafeString:
    """Render `templates/components/<name>.html` with this context and nothing else."""
    return render_to_string(f"components/{name}.html", context)


# --- symbols -------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A decorative symbol in the colour of the text around it; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(ICONS[name]),
    )


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The symbol of a tone, so that colour is never the only sign."""
    return icon(TONE_ICONS.get(tone, "ring"))


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a Django message level."""
    return MESSAGE_TONES.get(level_tag, "info")


# --- wrappers with content -----------------------------------------------------------------------------------------


@register.simple_block_tag
def page_head(content: str, title: str, over: str = "", lead: str = "") -> SafeString:
    """The one `h1` of a page, with a line over it, a lead under it, and tags or buttons as content."""
    inside = mark_safe(content.strip())  # already rendered: only strip() forgets that it is safe
    return component("page_head", content=inside, title=title, over=over, lead=lead)


@register.simple_block_tag
def notice(content: str, tone: str = "info", heading: str = "", level: int = 2) -> SafeString:
    """A message about this page: info, success, warning or danger."""
    return component("notice", content=content, tone=tone, heading=heading, level=level)


@register.simple_block_tag
def panel(content: str, heading: str = "", level: int = 2, tone: str = "", anchor: str = "") -> SafeString:
    """A bordered box with its own heading."""
    return component("panel", content=content, heading=heading, level=level, tone=tone, anchor=anchor)


@register.simple_block_tag
def callout(content: str, heading: str = "", level: int = 2) -> SafeString:
    """A tinted box for guidance that must not be missed but is no warning."""
    return component("callout", content=content, heading=heading, level=level)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Text set apart by a line: a quotation, a reason, an example."""
    return format_html('<div class="inset">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """Something most readers can skip, behind a summary."""
    return component("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def decision_box(content: str, heading: str, level: int = 2) -> SafeString:
    """Where a person decides: the forms and buttons of a decision, set apart from what is being decided on."""
    return component("decision_box", content=content, heading=heading, level=level)


@register.simple_block_tag
def verdict(content: str, answer: str, heading: str) -> SafeString:
    """The answer to "Is this account official?": yes, no, was, or unknown."""
    tone, symbol = {
        "yes": ("success", "check-circle"),
        "no": ("danger", "cross-circle"),
        "was": ("closed", "stop"),
    }.get(answer, ("info", "question"))
    return component("verdict", content=content, tone=tone, symbol=symbol, heading=heading)


@register.simple_block_tag
def button_group(content: str) -> SafeString:
    """Buttons and links side by side, stacked on a phone."""
    return format_html('<div class="button-group">{}</div>', content)


# --- forms ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def error_summary(*forms: BaseForm | BaseFormSet[Any] | list[BaseForm] | str | None) -> SafeString:
    """The list of what must be put right, each line linked to its field; nothing when there is nothing.

    Takes forms, formsets and lists of forms; a name that the page did not give is passed over.
    """
    flat: list[Any] = [form for one in forms if one for form in (one if isinstance(one, list) else [one])]
    errors = [error for form in flat for error in _errors(form)]
    return component("error_summary", errors=errors) if errors else SafeString("")


def _errors(form: BaseForm | BaseFormSet[Any]) -> Iterable[dict[str, Any]]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from ({"text": text} for text in form.non_form_errors())
        for member in form.forms:
            yield from _errors(member)
        return
    for name, texts in form.errors.items():
        field = form[name] if name in form.fields else None
        label = field.label if field and not field.is_hidden else ""
        target = _target(field) if field else ""
        yield from ({"text": text, "label": label, "target": target} for text in texts)


def _target(field: Any) -> str:
    """The id that a link can move focus to: the first choice of a group, or the field itself."""
    if field.is_hidden:
        return ""
    if getattr(field.field.widget, "input_type", "") in {"radio", "checkbox"} and field.use_fieldset:
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.simple_tag(takes_context=True)
def action_form(
    context: Mapping[str, Any],
    url: str,
    label: str,
    tone: str = "secondary",
    describe: str = "",
    **hidden: Any,
) -> SafeString:
    """One button that posts: its own small form, with the token and any hidden fields."""
    token = context.get("csrf_token")
    return component("action_form", url=url, label=label, tone=tone, describe=describe, hidden=hidden, csrf_token=token)


@register.simple_tag(takes_context=True)
def sign_in_card(context: Mapping[str, Any], person: Mapping[str, Any], url: str, **hidden: Any) -> SafeString:
    """One demonstration person, with the button that signs in as that person."""
    token = context.get("csrf_token")
    return component("sign_in_card", person=person, url=url, hidden=hidden, csrf_token=token)


# --- tables --------------------------------------------------------------------------------------------------------


@register.simple_tag
def data_table(columns: list[Any], rows: list[Any], caption: str, hide_caption: bool = False) -> SafeString:
    """A table that becomes a stack of cards on a phone.

    `columns` are labels or `{label, numeric, sort_url, sorted}`; `rows` are lists of cells (or `{cells, tone}`); a cell
    is a text or `{text, url, sub, tag, date, due, lang, hash}`. The first cell of a row names the row.
    """
    plain = {"numeric": False, "sort_url": "", "sorted": ""}
    heads = [plain | (column if isinstance(column, dict) else {"label": column}) for column in columns]
    body = [_row(heads, row) for row in rows]
    return component("data_table", columns=heads, rows=body, caption=caption, hide_caption=hide_caption)


def _row(heads: list[dict[str, Any]], row: Any) -> dict[str, Any]:
    cells, tone = (row["cells"], row.get("tone", "")) if isinstance(row, dict) else (row, "")
    pairs = zip(heads, cells, strict=True)
    return {"cells": [(head["label"], head["numeric"], _cell(cell)) for head, cell in pairs], "tone": tone}


def _cell(cell: Any) -> SafeString:
    """One cell, drawn here and not by an include: a list has hundreds, and this is several times as fast."""
    if not isinstance(cell, dict):
        return conditional_escape("" if cell is None else cell)
    return format_html_join(" ", "{}", ((part,) for part in _parts(cell) if part))


def _parts(cell: dict[str, Any]) -> Iterable[str]:
    if tag := cell.get("tag"):
        yield component("status_tag", **tag)
    yield _words(cell.get("text"), cell.get("url"), cell.get("lang"))
    yield date_long(cell.get("date"))
    yield due(cell.get("due"))
    if fingerprint := cell.get("hash"):
        yield component("hash_chip", value=fingerprint)
    if sub := cell.get("sub"):
        yield format_html('<span class="sub">{}</span>', sub)


def _words(text: Any, url: str | None, lang: str | None) -> SafeString:
    language = format_html(' lang="{}"', lang) if lang else ""
    if url:
        return format_html('<a href="{}"{}>{}</a>', url, language, text)
    return (
        format_html("<span{}>{}</span>", language, text) if lang else conditional_escape("" if text is None else text)
    )


# --- dates ---------------------------------------------------------------------------------------------------------


def _day(value: datetime.date | datetime.datetime) -> datetime.date:
    if not isinstance(value, datetime.datetime):
        return value
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


def in_words(value: datetime.date | datetime.datetime) -> str:
    """A date as both languages write it: 20 November 2026, 20 novembre 2026, 1er novembre 2026."""
    day = _day(value)
    is_french_first = day.day == 1 and (get_language() or "").startswith("fr")
    return f"{'1er' if is_french_first else day.day} {dateformat.format(day, 'F Y')}"


@register.simple_tag
def date_long(value: datetime.date | datetime.datetime | None) -> str:
    """`<time>` with the date in words; nothing for no date."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', _day(value).isoformat(), in_words(value))


@register.simple_tag
def date_iso(value: datetime.date | datetime.datetime | None) -> str:
    """`<time>` with the date as 2026-11-20, for tables of figures and the foot of a page."""
    if not value:
        return ""
    return format_html('<time datetime="{0}">{0}</time>', _day(value).isoformat())


@register.simple_tag
def date_time(value: datetime.datetime | None) -> str:
    """`<time>` with date and local time in words; the moment in UTC is its title."""
    if not value:
        return ""
    is_aware = timezone.is_aware(value)
    local = timezone.localtime(value) if is_aware else value
    clock = dateformat.format(local, r"G \h i" if (get_language() or "").startswith("fr") else "H:i")
    utc = value.astimezone(datetime.UTC) if is_aware else value
    return format_html(
        '<time datetime="{}" title="{} UTC">{}, {}</time>',
        local.isoformat(timespec="seconds"),
        utc.strftime("%Y-%m-%d %H:%M"),
        in_words(value),
        clock.replace(" ", "\u00a0"),
    )


@register.simple_tag
def due(value: datetime.date | datetime.datetime | None) -> str:
    """How far away a due date is: "in 12 days", "due today", "overdue by 3 days"."""
    if not value:
        return ""
    days = (_day(value) - timezone.localdate()).days
    state = "overdue" if days < 0 else "soon" if days <= DUE_SOON_DAYS else "later"
    symbol = icon({"overdue": "alert", "soon": "clock", "later": "calendar"}[state])
    return format_html(
        '<time class="due due--{}" datetime="{}">{}{}</time>', state, _day(value).isoformat(), symbol, _distance(days)
    )


def _distance(days: int) -> str:
    if days < 0:
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", -days) % {"days": -days}
    if days == 0:
        return _("due today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
