"""What heads a plan (App. C)? Platform, account names in English, French, another language, and who prepared it."""

from collections.abc import Iterator
from dataclasses import dataclass
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
#: How many groups (pairs) of accounts one plan may name.
MOST_GROUPS = 12
NAMES = {
    "en": gettext_lazy("Name of the account in English"),
    "fr": gettext_lazy("Name of the account in French"),
    "bilingual": gettext_lazy("Name of a bilingual account"),
    "other": gettext_lazy("Name of the account in another language"),
}
HANDLES = {
    "en": gettext_lazy("Username of the English account"),
    "fr": gettext_lazy("Username of the French account"),
    "bilingual": gettext_lazy("Username of a bilingual account"),
    "other": gettext_lazy("Username of the account in another language"),
}


@dataclass(frozen=True)
class Group:
    """The inputs of one group of accounts: name and username by language; `has_more` when the unusual ones hold any."""

    number: int
    en: tuple[Any, Any]
    fr: tuple[Any, Any]
    bilingual: tuple[Any, Any]
    other: tuple[Any, Any]

    @property
    def has_more(self) -> bool:
        return any(field.value() or field.errors for field in (*self.bilingual, *self.other))


class HeaderForm(forms.Form):
    """The head of a plan; a name and a username for each language of each group of accounts (§4.2).

    A plan is usually for one pair. `groups` is how many the page shows; those of later groups end in their number.
    """

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
    prepared_by = forms.CharField(
        label=gettext_lazy("Implementation plan prepared by"), max_length=200, widget=TextInput(width="half")
    )

    # A pair, a bilingual account or another language: any of them will do, so none is marked as optional.
    marks_optional = False

    def __init__(self, *args: Any, plan: Plan | None = None, more: int = 0, **kwargs: Any) -> None:
        """Make the form; `more` is how many empty groups to show beyond those that were typed or stored."""
        if plan is not None:
            kwargs["initial"] = {**_of(plan), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.count = min(_groups_in(self.data or self.initial) + more, MOST_GROUPS)
        for number in range(1, self.count + 1):
            for language in LANGUAGES:
                self.fields |= _asked(language, number)
        self.order_fields([*(name for name in self.fields if name != "prepared_by"), "prepared_by"])

    @property
    def groups(self) -> Iterator[Group]:
        """Yield the inputs of each group, in order."""
        for number in range(1, self.count + 1):
            pairs = {lang: (self[_name(lang, number)], self[_handle(lang, number)]) for lang in LANGUAGES}
            yield Group(number, **pairs)

    @property
    def next_group(self) -> int:
        """Return the number of the group that may still be added, or 0."""
        return self.count + 1 if self.count < MOST_GROUPS else 0

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        platform, seen = said.get("platform"), set()
        for number in range(1, self.count + 1):
            for language in LANGUAGES:
                self._check(platform, (_name(language, number), _handle(language, number)), said, seen)
        if not self.errors and not self.accounts:
            raise ValidationError(_("Name at least one account: its name and its username."), code="no_account")
        return said

    def _check(self, platform: Platform | None, asked: tuple[str, str], said: dict[str, Any], seen: set[str]) -> None:
        name, handle = (said.get(one, "") for one in asked)
        if bool(name) != bool(handle):
            self.add_error(
                asked[1 if name else 0], _("Give the account both a name and a username, or leave both empty.")
            )
        if platform and len(name) > platform.name_max:
            words = _("A name on %(platform)s has at most %(count)d characters; this one has %(length)d.")
            counts = {"platform": platform, "count": platform.name_max, "length": len(name)}
            self.add_error(asked[0], words % counts)
        if not (platform and handle):
            return
        if "/" in handle or ("." in handle and not platform.is_handle(handle)):
            handle = said[asked[1]] = platform.handle_in(handle) or handle
        if not platform.is_handle(handle):
            self.add_error(
                asked[1],
                _(
                    "“%(handle)s” is neither a username nor an address on %(platform)s. "
                    "Write the username alone, at most %(count)d characters, or the full address of the account."
                )
                % {"handle": handle, "platform": platform, "count": platform.handle_max},
            )
        elif platform.handle_key(handle) in seen:
            self.add_error(asked[1], _("Two accounts cannot share the username “%(handle)s”.") % {"handle": handle})
        seen.add(platform.handle_key(handle))

    @property
    def accounts(self) -> list[Named]:
        """Return the accounts named, as `plans.actions` takes them; an empty group leaves no gap."""
        said, found, group = self.cleaned_data, [], 0
        for number in range(1, self.count + 1):
            texts = {lang: (said.get(_name(lang, number)), said.get(_handle(lang, number))) for lang in LANGUAGES}
            named = {lang: pair for lang, pair in texts.items() if all(pair)}
            group += bool(named)
            found += [Named(lang, *pair, group=group) for lang, pair in named.items()]
        return found

    @property
    def header(self) -> dict[str, Any]:
        """Return the arguments that starting and changing a plan share."""
        names = ("platform", "title_en", "title_fr", "prepared_by")
        return {**{name: self.cleaned_data[name] for name in names}, "accounts": self.accounts}


def _name(language: str, number: int) -> str:
    return f"name_{language}" + (f"_{number}" if number > 1 else "")


def _handle(language: str, number: int) -> str:
    return f"handle_{language}" + (f"_{number}" if number > 1 else "")


def _asked(language: str, number: int) -> dict[str, forms.Field]:
    """Return the two fields of one account."""
    lang = language if language in {"en", "fr"} else ""
    return {
        _name(language, number): forms.CharField(
            label=NAMES[language], max_length=150, required=False, widget=TextInput(lang=lang)
        ),
        _handle(language, number): forms.CharField(
            label=HANDLES[language], max_length=300, required=False, widget=HandleInput()
        ),
    }


def _groups_in(said: Any) -> int:
    """Return the highest group that `said` (what was sent, or the initial values) has an input for."""
    return max(
        n for n in range(1, MOST_GROUPS + 1) if n == 1 or _name("en", n) in said or _name("bilingual", n) in said
    )


def _of(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {
        "platform": plan.platform,
        "title_en": plan.document.title_en,
        "title_fr": plan.document.title_fr,
        "prepared_by": plan.prepared_by,
    }
    for account in plan.planned_accounts.all():
        # Every group has an English input, also where its only account is bilingual.
        found.setdefault(_name("en", account.group), "")
        found[_name(account.language, account.group)] = account.name
        found[_handle(account.language, account.group)] = account.handle
    return found
