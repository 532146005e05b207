"""What may be typed about platforms and assessments, and what is asked to be put right?"""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import frameworks
from govsocial.core.forms import DateInput, Textarea, TextInput
from organizations.models import Membership, Organization, Role, User
from risk import rules
from risk.models import Assessment, Platform

BILINGUAL = ("description", "useful", "functionality", "accessibility", "alternatives", "visuals", "guidelines")
FIELDS = [
    "code", "name", "supports_english", "supports_french", "terms_url", "terms_dated", "privacy_url", "privacy_dated",
    "hosts", "url_template", "path_pattern", "handle_pattern", "handle_max", "handle_words_en", "handle_words_fr",
    "name_max", "limits_checked_on", *(f"{name}_{lang}" for name in BILINGUAL for lang in ("en", "fr")),
]  # fmt: skip
#: Addresses under /platforms/ that no platform may have.
TAKEN = {"new", "assessments"}
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


class AssessmentForm(forms.ModelForm, Seen):
    """A PIA or a TRA: which uses of which platform it assessed, in which file, until when."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Organization"), empty_label=None
    )
    uses = forms.MultipleChoiceField(
        label=gettext_lazy("Assessed uses"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the assessment looked at."),
    )

    class Meta:
        model = Assessment
        fields = [
            "organization", "kind", "platform", "title_en", "title_fr", "reference", "uses", "summary_en", "summary_fr",
            "valid_until",
        ]  # fmt: skip
        widgets = {
            "title_en": TextInput(lang="en"),
            "title_fr": TextInput(lang="fr"),
            "summary_en": Textarea(rows=6, lang="en"),
            "summary_fr": Textarea(rows=6, lang="fr"),
            "valid_until": DateInput(),
            "kind": forms.RadioSelect,
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = Platform.objects.order_by("name")
        self.fields["kind"].choices = Assessment.Kind.choices
        organizations = organizations_of(by)
        if self.instance.pk:
            del self.fields["organization"]
        else:
            self.fields["organization"].queryset = organizations
            self.fields["organization"].initial = organizations.first()
        self.fields["uses"].choices = [(use.code, str(use.name)) for use in _framework(self.instance, by).uses]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        organization = values.get("organization") or (self.instance.pk and self.instance.organization)
        if organization and values.get("kind") and not rules.KEEP_ASSESSMENT.allows(self.by, self.place(organization)):
            self.add_error(
                "kind",
                _(
                    "You may not record this kind here: a PIA is recorded by a coordinator or the privacy advisor, "
                    "a TRA by a coordinator or the IT security advisor."
                ),
            )
        return values

    def place(self, organization: Organization) -> rules.Place:
        """Return what the rule is asked about."""
        return rules.Place(self.cleaned_data["kind"], scope_of(organization), organization.pk)

    def values(self) -> dict[str, Any]:
        """Return what the action writes: the fields without the organization and the page's own state."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"organization", "seen"}}


def scope_of(organization: Organization) -> str:
    """Return the reach of an assessment of `organization`: the central entity keeps the government-wide ones."""
    return Assessment.Scope.ENTERPRISE if organization.is_central_entity else Assessment.Scope.OWN


def organizations_of(user: User) -> Any:
    """Return the organizations for which `user` may record assessments of some kind."""
    kept = [
        hat.organization_id
        for hat in user.hats
        if hat.role in {Role.COORDINATOR, Role.REVIEWER}
        or (hat.role == Role.ADVISOR and hat.area in rules.SIGNING_AREA.values())
    ]
    return Organization.objects.filter(pk__in=kept).order_by("name_en")


def _framework(assessment: Assessment, user: User) -> frameworks.Framework:
    if assessment.pk:
        return assessment.organization.framework
    first = organizations_of(user).first()
    return first.framework if first else frameworks.get("gc-2013")


class SignForm(Seen):
    """A signature on an assessment, and how long it holds."""

    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DateInput(), initial=timezone.localdate)
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("Leave blank if no end was set. Plans that rest on it are flagged the day after."),
    )
    has_read = forms.BooleanField(
        label=gettext_lazy("I have read the assessment and I sign it as it is recorded here.")
    )


class AssessmentFilter(forms.Form):
    """Which assessments to list."""

    platform = forms.ModelChoiceField(
        Platform.objects.none(), label=gettext_lazy("Platform"), required=False, to_field_name="code"
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].queryset = Platform.objects.order_by("name")
        self.fields["platform"].empty_label = _("All platforms")
        self.fields["kind"].choices = [("", _("Both kinds")), *Assessment.Kind.choices]
