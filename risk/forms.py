"""What may be typed about platforms, and what is asked to be put right?"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.forms import DateInput, Textarea, TextInput
from organizations.models import Membership, Role, User
from risk.models import Platform

BILINGUAL = ("description", "useful", "functionality", "accessibility", "alternatives", "visuals", "guidelines")
FIELDS = [
    "code", "name", "supports_english", "supports_french", "terms_url", "terms_version",
    "terms_dated", "privacy_url", "privacy_version", "privacy_dated",
    "hosts", "url_template", "path_pattern", "handle_pattern", "handle_max", "handle_words_en", "handle_words_fr",
    "name_max", "limits_checked_on", *(f"{name}_{lang}" for name in BILINGUAL for lang in ("en", "fr")),
]  # fmt: skip
#: Addresses under /platforms/ that no platform may have.
TAKEN = {"new", "assessments", "uses", "changes", "across", "registers", "acceptances", "scales"}
DATES = ("terms_dated", "privacy_dated", "limits_checked_on")


class Seen(forms.Form):
    """The state that the page had shown, so that a stale page is noticed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class HostsField(forms.CharField):
    """Host names, separated by spaces, commas or new lines."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [host.lower() for host in re.split(r"[\s,;]+", super().clean(value)) if host]


class PlatformForm(forms.ModelForm, Seen):
    """Everything that the entity records of a platform, except its review."""

    hosts = HostsField(
        label=gettext_lazy("Host names"), help_text=gettext_lazy("The first one is the usual one: x.com twitter.com")
    )

    class Meta:
        model = Platform
        fields = FIELDS
        widgets = {
            **{f"{name}_{lang}": Textarea(rows=4, lang=lang) for name in BILINGUAL for lang in ("en", "fr")},
            **{name: DateInput() for name in DATES},
            **{f"handle_words_{lang}": TextInput(lang=lang) for lang in ("en", "fr")},
        }
        help_texts = {
            "url_template": gettext_lazy("With {handle} where the username goes: https://x.com/{handle}"),
            "path_pattern": gettext_lazy(
                "A regular expression with a group called handle, for the part after the host name."
            ),
            "handle_pattern": gettext_lazy("A regular expression for the whole username, without @."),
            "code": gettext_lazy("Small letters, for addresses and exports: it does not change afterwards."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        for name in ("terms", "privacy"):
            # A new text is recorded as a change, so that everybody whom it concerns is told and the old one is kept.
            if getattr(self.instance, f"{name}_dated"):
                del self.fields[f"{name}_version"], self.fields[f"{name}_dated"]
                self.fields[f"{name}_url"].help_text = _(
                    "Only to put the address right: record a new text as a change of the platform."
                )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].lower()
        if code in TAKEN:
            raise forms.ValidationError(_("This word is taken by a page: choose another one."))
        return code

    def clean_url_template(self) -> str:
        template = self.cleaned_data["url_template"]
        rest = template.replace("{handle}", "", 1)
        if rest == template or "{" in rest or "}" in rest:
            raise forms.ValidationError(_("Write {handle} exactly once, and no other braces."))
        return template

    def clean_path_pattern(self) -> str:
        pattern = _compiled(self.cleaned_data["path_pattern"])
        if "handle" not in pattern.groupindex:
            raise forms.ValidationError(_("The pattern needs a group called handle: (?P<handle>…)."))
        return pattern.pattern

    def clean_handle_pattern(self) -> str:
        return _compiled(self.cleaned_data["handle_pattern"]).pattern


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise forms.ValidationError(
            _("This is not a regular expression: %(problem)s.") % {"problem": error.msg}
        ) from error


class ReviewForm(forms.Form):
    """A pre-review: the analysis, who reviewed, when, and when next."""

    analysis_en = forms.CharField(
        label=gettext_lazy("Policy and risk analysis, in English"), widget=Textarea(rows=8, lang="en")
    )
    analysis_fr = forms.CharField(
        label=gettext_lazy("Policy and risk analysis, in French"), widget=Textarea(rows=8, lang="fr")
    )
    reviewer = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Reviewed by"))
    reviewed_on = forms.DateField(label=gettext_lazy("Reviewed on"), widget=DateInput())
    next_review_on = forms.DateField(label=gettext_lazy("Next review on"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = Membership.objects.current().filter(role=Role.REVIEWER, organization__is_central_entity=True)
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=reviewers.values("user")).order_by("name")


class ReasonForm(forms.Form):
    """Why a pre-review is withdrawn or restored."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=Textarea(rows=4))
