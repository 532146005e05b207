"""What may be typed about assessments, their signatures and their sharing, and what is asked to be put right?"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import frameworks
from approvals.models import SignOff
from approvals.signing import Outside
from files.fields import UploadField
from govsocial.core.forms import DateInput, LineField, Textarea, TextInput
from organizations.models import Organization, Role, User
from risk import rules
from risk.actions.assessments import IN_THE_RECORD
from risk.forms import Seen
from risk.models import Assessment, Platform


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

    conditions_en = forms.CharField(
        label=gettext_lazy("Conditions on which one may rely on it, in English"),
        required=False,
        widget=Textarea(rows=4, lang="en"),
    )
    conditions_fr = forms.CharField(
        label=gettext_lazy("Conditions on which one may rely on it, in French"),
        required=False,
        widget=Textarea(rows=4, lang="fr"),
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
        for lang in ("en", "fr"):
            lines = [one[lang] for one in self.instance.conditions]
            self.fields[f"conditions_{lang}"].initial = "\n".join(lines)
        if self.instance.record_id is not None:
            self._leave_to_the_record()

    def _leave_to_the_record(self) -> None:
        """Take out what is written in the record."""
        for name in {*IN_THE_RECORD, "conditions_en", "conditions_fr"} & set(self.fields):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        said = [lines_of(values.get(f"conditions_{lang}")) for lang in ("en", "fr")]
        if len(said[0]) != len(said[1]):
            message = _("Write every condition in both languages, one a line, in the same order.")
            self.add_error("conditions_fr", message)
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
        apart = {"organization", "seen", "conditions_en", "conditions_fr"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        if "conditions_en" in self.fields:
            values["conditions"] = self._conditions()
        return values

    def _conditions(self) -> list[dict[str, Any]]:
        """Return the conditions, each of them for the uses that it was for before, or for all."""
        pairs = zip(*(lines_of(self.cleaned_data[f"conditions_{lang}"]) for lang in ("en", "fr")), strict=True)
        before = {(one["en"], one["fr"]): one["uses"] for one in self.instance.conditions}
        return [{"en": en, "fr": fr, "uses": before.get((en, fr), [])} for en, fr in pairs]


def lines_of(text: Any) -> list[str]:
    """Return what stands on each line that is not blank."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


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


class OutsideForm(Seen):
    """A signature on an assessment that was made outside: who, when, on which form, and what proves it."""

    name = LineField(label=gettext_lazy("Signed by"), max_length=200, widget=TextInput())
    title_en = LineField(
        label=gettext_lazy("Title in English"), max_length=200, required=False, widget=TextInput(lang="en")
    )
    title_fr = LineField(
        label=gettext_lazy("Title in French"), max_length=200, required=False, widget=TextInput(lang="fr")
    )
    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DateInput(), initial=timezone.localdate)
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("Leave blank if no end was set. Plans that rest on it are flagged the day after."),
    )
    form = LineField(
        label=gettext_lazy("Official form, and its version"), max_length=200, required=False, widget=TextInput()
    )
    reference = LineField(
        label=gettext_lazy("Where the original is kept"),
        help_text=gettext_lazy("File number or address in your corporate repository."),
        max_length=300,
        widget=TextInput(),
    )
    way = forms.ChoiceField(label=gettext_lazy("How it was signed"), choices=SignOff.Way, initial=SignOff.Way.SCAN)
    evidence = forms.CharField(
        label=gettext_lazy("Text of the e-mail, if it was signed by e-mail"),
        max_length=20000,
        required=False,
        widget=Textarea(rows=5),
    )
    file = UploadField(label=gettext_lazy("File of the signed form"), required=False)
    has_read = forms.BooleanField(
        label=gettext_lazy("I have read the signed assessment, and what is recorded here says what it says.")
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("file") or said.get("evidence") or "file" in self.errors):
            self.add_error("file", _("Choose the file of the signed form, or paste the text of the e-mail."))
        return said

    @property
    def outside(self) -> Outside:
        """Return who signed outside, and what proves it."""
        said = self.cleaned_data
        kept = ("name", "title_en", "title_fr", "way", "evidence", "reference")
        return Outside(**{name: said[name] for name in kept}, given_on=said["signed_on"], file=said["file"])


class AnswerForm(Seen):
    """What the entity says of an assessment that a department shares."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        choices=[
            ("offer", gettext_lazy("Offer it to all departments")),
            ("keep", gettext_lazy("Keep it for the central entity")),
        ],
        error_messages={"required": gettext_lazy("Choose whether others may rely on it.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The department reads it, and so does everybody who relies on the assessment."),
        max_length=4000,
        widget=Textarea(rows=4),
    )


class TakeBackForm(Seen):
    """Why an assessment is no longer shared, or no longer offered."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody who relies on the assessment reads it."),
        max_length=4000,
        widget=Textarea(rows=4),
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
