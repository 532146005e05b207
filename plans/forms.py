"""What heads a plan (App. C)? Platform, account names in English, French, another language, and who prepared it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.forms import HandleInput, TextInput
from plans.actions import Named
from plans.models import Plan, PlannedAccount
from risk.models import Platform

LANGUAGES = [code for code, _label in PlannedAccount.Language.choices]


class HeaderForm(forms.Form):
    """The head of a plan; a name and a username for each language of the group."""

    platform = forms.ModelChoiceField(
        label=gettext_lazy("Social media platform"),
        queryset=Platform.objects.order_by("name"),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose the platform.")},
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title of the plan in English"), max_length=200, widget=TextInput(lang="en")
    )
    title_fr = forms.CharField(
        label=gettext_lazy("Title of the plan in French"), max_length=200, widget=TextInput(lang="fr")
    )
    name_en = forms.CharField(label=gettext_lazy("Name of the account in English"), max_length=150, required=False)
    handle_en = forms.CharField(
        label=gettext_lazy("Username of the English account"), max_length=300, required=False, widget=HandleInput()
    )
    name_fr = forms.CharField(
        label=gettext_lazy("Name of the account in French"), max_length=150, required=False, widget=TextInput(lang="fr")
    )
    handle_fr = forms.CharField(
        label=gettext_lazy("Username of the French account"), max_length=300, required=False, widget=HandleInput()
    )
    name_bilingual = forms.CharField(label=gettext_lazy("Name of a bilingual account"), max_length=150, required=False)
    handle_bilingual = forms.CharField(
        label=gettext_lazy("Username of a bilingual account"), max_length=300, required=False, widget=HandleInput()
    )
    name_other = forms.CharField(
        label=gettext_lazy("Name of the account in another language"), max_length=150, required=False
    )
    handle_other = forms.CharField(
        label=gettext_lazy("Username of the account in another language"),
        max_length=300,
        required=False,
        widget=HandleInput(),
    )
    prepared_by = forms.CharField(
        label=gettext_lazy("Implementation plan prepared by"), max_length=200, widget=TextInput(width="half")
    )

    # A pair, a bilingual account or another language: any of them will do, so none is marked as optional.
    marks_optional = False

    def __init__(self, *args: Any, plan: Plan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            kwargs["initial"] = {**_of(plan), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        platform = said.get("platform")
        for language in LANGUAGES:
            self._check(platform, language, said)
        if not self.errors and not self.accounts:
            raise ValidationError(_("Name at least one account: its name and its username."), code="no_account")
        return said

    def _check(self, platform: Platform | None, language: str, said: dict[str, Any]) -> None:
        name, handle = said.get(f"name_{language}", ""), said.get(f"handle_{language}", "")
        if bool(name) != bool(handle):
            missing = f"handle_{language}" if name else f"name_{language}"
            self.add_error(missing, _("Give the account both a name and a username, or leave both empty."))
        if not (platform and handle):
            return
        if "/" in handle or ("." in handle and not platform.is_handle(handle)):
            handle = said[f"handle_{language}"] = platform.handle_in(handle) or handle
        if not platform.is_handle(handle):
            self.add_error(
                f"handle_{language}",
                _(
                    "“%(handle)s” is neither a username nor an address on %(platform)s. "
                    "Write the username alone, at most %(count)d characters, or the full address of the account."
                )
                % {"handle": handle, "platform": platform, "count": platform.handle_max},
            )

    @property
    def accounts(self) -> list[Named]:
        """Return the accounts named, as `plans.actions` takes them."""
        said = self.cleaned_data
        return [
            Named(language, said[f"name_{language}"], said[f"handle_{language}"])
            for language in LANGUAGES
            if said.get(f"name_{language}") and said.get(f"handle_{language}")
        ]

    @property
    def header(self) -> dict[str, Any]:
        """Return the arguments that starting and changing a plan share."""
        names = ("platform", "title_en", "title_fr", "prepared_by")
        return {**{name: self.cleaned_data[name] for name in names}, "accounts": self.accounts}


def _of(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {
        "platform": plan.platform,
        "title_en": plan.document.title_en,
        "title_fr": plan.document.title_fr,
        "prepared_by": plan.prepared_by,
    }
    for account in plan.planned_accounts.all():
        found[f"name_{account.language}"] = account.name
        found[f"handle_{account.language}"] = account.handle
    return found
