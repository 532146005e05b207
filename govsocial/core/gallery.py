"""What does every component look like in every state? The data of `templates/components/gallery.html`."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govsocial.core.access import PUBLIC
from govsocial.core.forms import DateInput, HandleInput, SearchInput, Textarea, TextInput
from govsocial.core.views import Page

TONES = ["neutral", "info", "success", "warning", "danger", "closed"]
FINGERPRINT = hashlib.sha256(b"gallery").hexdigest()
LEVELS = [_("Very low"), _("Low"), _("Medium"), _("High"), _("Very high")]


class SampleForm(forms.Form):
    """One field of each kind, some with errors."""

    name_en = forms.CharField(label=_("Account name in English"), widget=TextInput(lang="en"))
    name_fr = forms.CharField(label=_("Account name in French"), widget=TextInput(lang="fr"))
    address = forms.CharField(label=_("Address or handle"), help_text="https://x.com/ParksCanada", widget=HandleInput())
    review_date = forms.DateField(label=_("Review date"), required=False, widget=DateInput())
    objective = forms.CharField(label=_("Objective"), help_text="G019", widget=Textarea(words=150, lang="en"))
    platform = forms.ChoiceField(label=_("Platform"), choices=[("", "…"), ("x", "X"), ("youtube", "YouTube")])
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("return", _("Return for changes"))],
        widget=forms.RadioSelect,
    )
    uses = forms.MultipleChoiceField(
        label=_("Uses"),
        required=False,
        choices=[("inform", _("Inform")), ("engage", _("Engage")), ("warn", _("Warn"))],
        widget=forms.CheckboxSelectMultiple,
    )
    confirm = forms.BooleanField(label=_("I have read the whole plan"))
    evidence = forms.FileField(label=_("Attachment"), required=False)


class SampleFilter(forms.Form):
    """A filter bar."""

    q = forms.CharField(label=_("Name"), required=False, widget=SearchInput())
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), ("draft", _("Draft"))])


def context() -> dict[str, Any]:
    """Return everything that the gallery shows, with dates that move with today."""
    today = timezone.localdate()
    return {
        "tones": TONES,
        "levels": [{"level": level, "label": label} for level, label in enumerate(LEVELS, start=1)],
        "fingerprint": FINGERPRINT,
        "today": today,
        "now": timezone.now(),
        "dates": [today + datetime.timedelta(days=days) for days in (-3, 0, 9, 90)],
        "empty_form": SampleForm(),
        "wrong_form": SampleForm({"name_en": "Parks Canada", "objective": "word " * 151, "decision": "perhaps"}),
        "filter_form": SampleFilter({"state": "draft"}),
        **_lists(today),
        **_tables(today),
        **_people(),
    }


def _lists(today: datetime.date) -> dict[str, Any]:
    day = datetime.timedelta(days=1)
    now = timezone.now()
    return {
        "breadcrumbs": [{"label": _("Home"), "url": "#"}, {"label": _("Plans"), "url": "#"}, {"label": "@ParksCanada"}],
        "chain": [
            {"label": _("Strategy"), "state": "done", "url": "#", "hint": "v2"},
            {"label": _("Plan"), "state": "done", "url": "#"},
            {"label": _("Approval"), "state": "current", "hint": "Naomi Okafor"},
            {"label": _("Submission"), "state": "todo"},
            {"label": _("Official account"), "state": "todo"},
            {"label": _("Disposition"), "state": "stopped"},
        ],
        "tasks": [
            {"title": "a. Objectives and business drivers", "url": "#", "status": _("Completed")},
            {"title": "b. Choice of platform", "url": "#", "status": _("Completed")},
            {"title": "d. Roles and responsibilities", "url": "#", "status": _("Missing in French"), "tone": "warning"},
            {
                "title": "f. Privacy and security assessments",
                "url": "#",
                "hint": "Two uses are not covered by the government-wide assessment.",
                "status": _("There is a problem"),
                "tone": "danger",
            },
            {"title": "g. Access to the account", "url": "#", "status": _("Not started"), "tone": "neutral"},
            {
                "title": "Send for approval",
                "status": _("Cannot start yet"),
                "hint": "Nine sections of ten are complete.",
            },
        ],
        "summary": [
            {"key": _("Platform"), "value": "X", "url": "#"},
            {"key": _("Account name in French"), "value": "Parcs Canada", "lang": "fr", "url": "#"},
            {"key": _("Address"), "value": "https://x.com/ParksCanada", "href": "#", "url": "#"},
            {"key": _("Prepared by"), "value": "", "url": "#"},
            {"key": _("State"), "tag": {"label": _("In review"), "tone": "info"}},
            {"key": _("Review due"), "date": today + 12 * day, "due": today + 12 * day},
        ],
        "entries": [
            {
                "what": _("Returned for changes"),
                "who": "Naomi Okafor",
                "role": _("head of communications"),
                "at": now - 1 * day,
                "why": "Section e names no owner for the risk of impersonation.\nPlease add one and send it again.",
                "hash": FINGERPRINT,
                "tone": "warning",
            },
            {
                "what": _("Sent for approval"),
                "who": "Luc Tremblay",
                "role": _("author"),
                "at": now - 3 * day,
                "url": "#",
            },
            {"what": _("Approved"), "who": "Naomi Okafor", "at": now - 9 * day, "tone": "success"},
            {"what": _("Refused"), "who": "Naomi Okafor", "at": now - 10 * day, "tone": "danger"},
            {"what": _("Closed"), "who": "Luc Tremblay", "at": now - 12 * day, "tone": "closed"},
        ],
        "waiting": [
            {
                "title": "@ParksCanada and @ParcsCanada: approve the plan",
                "url": "#",
                "hint": "Parks Canada · sent by Luc Tremblay",
                "due": today + 4 * day,
            },
            {
                "title": "Departmental strategy: yearly review",
                "url": "#",
                "hint": "Parks Canada",
                "due": today - 3 * day,
            },
            {"title": "@GCCulture: sign section f", "url": "#", "status": _("Returned"), "tone": "warning"},
        ],
        "changes": [
            {"title": "Plan for @ParksCanada approved", "url": "#", "hint": "Naomi Okafor", "at": now - 1 * day},
            {"title": "Account @CanadaSpace closed", "url": "#", "hint": "Central entity", "at": now - 2 * day},
        ],
        "tiles": [
            {"value": 31, "label": _("Official accounts"), "url": "#"},
            {"value": 4, "label": _("Wait for me"), "url": "#", "tone": "warning"},
            {"value": 1, "label": _("Overdue"), "url": "#", "tone": "danger"},
            {"value": "9 / 10", "label": _("Sections complete")},
        ],
        "tabs": [
            {"label": _("Plan"), "url": "#", "current": True},
            {"label": _("Comments"), "url": "#", "count": 3},
            {"label": _("Versions"), "url": "#"},
            {"label": _("History"), "url": "#"},
        ],
        "pages": [
            {"label": 1, "url": "#"},
            {"label": 2, "url": "#", "current": True},
            {"label": "…"},
            {"label": 9, "url": "#"},
        ],
        "tags": ["Inform", {"label": "Engage", "url": "#"}, "Warn in an emergency"],
        "in_english": "Tell visitors about trails, closures and safety.\n\nAnswer questions within one working day.",
        "in_french": "Informer les visiteurs des sentiers, des fermetures et de la sécurité.",
    }


def _tables(today: datetime.date) -> dict[str, Any]:
    day = datetime.timedelta(days=1)
    active, late = {"label": _("Active"), "tone": "success"}, {"label": _("Review overdue"), "tone": "danger"}
    return {
        "columns": [
            {"label": _("Account"), "sort_url": "#", "sorted": "ascending"},
            {"label": _("Platform"), "sort_url": "#"},
            {"label": _("Followers"), "numeric": True},
            _("Review due"),
            _("State"),
        ],
        "rows": [
            [
                {"text": "@ParksCanada", "url": "#", "sub": "Parks Canada"},
                "X",
                "278 412",
                {"date": today + 200 * day},
                {"tag": active},
            ],
            {
                "tone": "danger",
                "cells": [
                    {"text": "@ParcsCanada", "url": "#", "lang": "fr", "sub": "Parcs Canada"},
                    "X",
                    "31 090",
                    {"date": today - 3 * day, "due": today - 3 * day},
                    {"tag": late},
                ],
            },
        ],
        "matrix": {
            "caption": _("Residual risk"),
            "row_axis": _("Likelihood"),
            "column_axis": _("Impact"),
            "columns": LEVELS,
            "rows": [_matrix_row(likelihood) for likelihood in range(5, 0, -1)],
        },
    }


def _matrix_row(likelihood: int) -> dict[str, Any]:
    cells = []
    for impact in range(1, 6):
        level = (likelihood * impact + 4) // 5
        items = [{"label": "R3", "title": "Impersonation", "url": "#"}] if (likelihood, impact) == (3, 4) else []
        cells.append({"level": level, "label": LEVELS[level - 1], "items": items})
    return {"label": LEVELS[likelihood - 1], "cells": cells}


def _people() -> dict[str, Any]:
    return {
        "people": [
            {"name": "Luc Tremblay", "initials": "LT", "role": _("author"), "organization": "Parks Canada"},
            {
                "name": "Naomi Okafor",
                "initials": "NO",
                "role": _("head of communications"),
                "organization": "Parks Canada",
                "note": _("2 wait for this person"),
            },
        ]
    }


class Gallery(Page):
    """Every component in every state; shown on the demo and while developing only."""

    rule = PUBLIC
    template_name = "components/gallery.html"

    def context(self) -> dict[str, Any]:
        if not (settings.DEMO or settings.DEBUG):
            raise Http404
        return context()
