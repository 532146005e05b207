"""Do the pieces of a page say in words, in both languages, what they show?"""

import datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, engines
from django.utils import timezone, translation

from govsocial.core import gallery
from govsocial.core.forms import Textarea, TextInput
from govsocial.core.icons import ICONS, TONE_ICONS

NO_BREAK = "\u00a0"


def drawn(source: str, **context: Any) -> str:
    """Render a piece of template as a page would."""
    return Template("{% load i18n ui %}" + source).render(Context(context)).replace("\n", "")


class Plan(forms.Form):
    """A form with one field of every kind that behaves differently."""

    title_en = forms.CharField(label="Title", widget=TextInput(lang="en"))
    note = forms.CharField(label="Note", required=False, help_text="Short.", widget=Textarea(words=20))
    choice = forms.ChoiceField(label="Choice", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure")
    secret = forms.CharField(widget=forms.HiddenInput)


class Draft(Plan):
    """The same form while nothing is required yet."""

    marks_optional = False


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", datetime.date(2026, 11, 20), "20 November 2026"),
        ("fr", datetime.date(2026, 11, 20), "20 novembre 2026"),
        ("fr", datetime.date(2026, 8, 1), "1er août 2026"),
        ("en", datetime.date(2026, 8, 1), "1 August 2026"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, day: datetime.date, words: str) -> None:
    with translation.override(language):
        assert drawn("{% date_long day %}", day=day) == f'<time datetime="{day.isoformat()}">{words}</time>'


def test_a_missing_date_draws_nothing() -> None:
    assert drawn("{% date_long d %}{% date_iso d %}{% date_time d %}{% due d %}", d=None) == ""


def test_a_moment_shows_local_time_and_keeps_utc_in_its_title() -> None:
    moment = datetime.datetime(2026, 11, 20, 19, 5, tzinfo=datetime.UTC)

    with timezone.override("America/Toronto"), translation.override("fr"):
        html = drawn("{% date_time moment %}", moment=moment)

    assert f"20 novembre 2026, 14{NO_BREAK}h{NO_BREAK}05" in html
    assert 'title="2026-11-20 19:05 UTC"' in html


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-1, "overdue by 1 day<", "overdue"),
        (-3, "overdue by 3 days<", "overdue"),
        (0, "due today<", "soon"),
        (1, "in 1 day<", "soon"),
        (90, "in 90 days<", "later"),
    ],
)
def test_a_due_date_says_how_far_away_it_is(days: int, words: str, state: str) -> None:
    html = drawn("{% due day %}", day=timezone.localdate() + datetime.timedelta(days=days))

    assert words in html
    assert f"due--{state}" in html


def test_the_error_summary_links_each_error_to_the_place_where_it_is_put_right() -> None:
    html = drawn("{% error_summary form %}", form=Plan({"secret": "x"}))

    assert 'href="#id_title_en"' in html
    assert 'href="#id_choice_0"' in html
    assert "Title – This field is required." in html


def test_the_error_summary_of_a_good_or_unsent_form_is_empty() -> None:
    good = Plan({"title_en": "T", "choice": "a", "sure": "on", "secret": "x"})

    assert drawn("{% error_summary good unsent nothing %}", good=good, unsent=Plan(), nothing=None) == ""


def test_the_error_summary_reads_formsets_too() -> None:
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title_en": "", "form-0-note": "n"}
    html = drawn("{% error_summary rows %}", rows=forms.formset_factory(Plan, min_num=2, validate_min=True)(data))

    assert 'href="#id_form-0-title_en"' in html
    assert "Please submit at least 2 forms." in html


def test_an_error_of_a_hidden_field_is_said_without_a_link() -> None:
    html = drawn("{% error_summary form %}", form=Plan({"title_en": "T", "choice": "a", "sure": "on"}))

    assert "This field is required" in html
    assert "href" not in html


def test_what_is_not_required_is_marked_and_nothing_else() -> None:
    assert "(optional)" in Plan()["note"].as_field_group()
    assert "(optional)" not in Plan()["title_en"].as_field_group()
    assert "(optional)" not in Draft()["note"].as_field_group()


def test_a_field_is_described_by_its_hint_its_error_and_its_word_limit() -> None:
    form = Plan({"note": "x"})
    form.add_error("note", "No.")

    html = form["note"].as_field_group()

    assert 'aria-describedby="id_note_helptext id_note_error id_note_words"' in html
    assert 'aria-invalid="true"' in html
    assert "At most 20 words" in html


def test_a_single_box_is_followed_by_its_label() -> None:
    html = Plan()["sure"].as_field_group()

    assert html.index('type="checkbox"') < html.index('<label for="id_sure">')


def test_a_posting_button_carries_the_token_and_its_hidden_fields() -> None:
    html = drawn('{% action_form "/x/" "Approve" version=2 %}', csrf_token="tok")

    assert 'name="csrfmiddlewaretoken" value="tok"' in html
    assert 'name="version" value="2"' in html


def test_a_page_head_shows_its_tags_as_markup_and_escapes_its_words() -> None:
    html = drawn("{% page_head title %}<b>tag</b>{% endpage_head %}", title="<script>")

    assert "<b>tag</b>" in html
    assert "&lt;script&gt;" in html


def test_a_table_names_its_columns_in_every_cell() -> None:
    html = drawn(
        '{% data_table columns rows caption="C" %}', columns=["A", {"label": "N", "numeric": True}], rows=[["x", 1]]
    )

    assert '<th scope="row" data-label="A">x</th>' in html
    assert '<td data-label="N" class="num">1</td>' in html


def test_a_row_of_another_length_than_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        drawn('{% data_table columns rows caption="C" %}', columns=["A", "B"], rows=[["x"]])


def test_every_tone_has_a_symbol_of_its_own() -> None:
    assert set(TONE_ICONS.values()) <= set(ICONS)
    assert len(set(TONE_ICONS.values())) == len(TONE_ICONS)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_gallery_draws_every_component_in_both_languages(language: str) -> None:
    page = engines["django"].get_template("components/gallery.html")

    with translation.override(language):
        html = page.render(gallery.context())

    assert f'<html lang="{language}">' in html
    assert " style=" not in html
    assert html.count("<h1>") == 1


def test_a_text_box_is_as_wide_as_the_style_sheet_says() -> None:
    html = str(Plan()["note"])

    assert "cols" not in html
    assert 'data-words="20"' in html
