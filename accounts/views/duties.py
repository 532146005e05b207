"""On which pages are duties acknowledged before access, and technical specifications signed off as applied? (App. A)"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rules, specifications, spokespersons
from accounts.actions import acknowledging, specifying
from accounts.forms import AcknowledgeForm, SpecificationForm, TranscribeForm
from accounts.models import Acknowledgement
from accounts.views.frame import OfAccount, crumbs
from govsocial.core.views import FormPage, Page
from organizations.models import Organization, Role
from risk import shown


class OfDepartment:
    """Mixed into a page about the people who speak for one organization."""

    model = Organization
    lookup = {"code": "code"}
    object: Organization

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way here: the list of accounts, the organization's people, and `more`."""
        people = reverse("accounts:spokespersons", args=[self.object.code]) if more else ""
        return crumbs((_("Who may speak for %(organization)s") % {"organization": self.object.name}, people), *more)


class MyDuties(OfDepartment, FormPage):
    """The texts that somebody reads and acknowledges before they get access, and those that they did."""

    rule = rules.ACKNOWLEDGE
    template_name = "accounts/my_duties.html"
    done = gettext_lazy("Acknowledged. Thank you.")

    @cached_property
    def owed(self) -> list[Any]:
        return spokespersons.owed_by(self.object, self.request.user.email)

    def form(self, data: Any = None, files: Any = None) -> AcknowledgeForm:
        return AcknowledgeForm(data, owed=self.owed)

    def perform(self, form: AcknowledgeForm) -> str:
        acknowledging.acknowledge(self.object, by=self.request.user)
        return reverse("accounts:my_duties", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        me = spokespersons.key(self.request.user.email)
        mine = Acknowledgement.objects.by(me).filter(organization=self.object)
        return {
            "breadcrumbs": crumbs((_("Your duties"), "")),
            "owed": self.owed,
            "is_named": bool(spokespersons.people([], mine=[self.object.pk], email=me)),
            "done_before": list(mine.order_by("-given_on", "-pk")),
        }


class Spokespersons(OfDepartment, Page):
    """Everybody who may speak for an organization through its accounts, and what they acknowledged when."""

    rule = rules.SEE_SPOKESPERSONS
    template_name = "accounts/spokespersons.html"

    def context(self) -> dict[str, Any]:
        people = spokespersons.of_organization(self.object)
        return {
            "breadcrumbs": self.crumbs(),
            "people": people,
            "owing": sum(bool(person.owes) for person in people),
            "may_transcribe": rules.TRANSCRIBE_DUTIES.allows(self.request.user, self.object)
            and any(person.owes and person.user is None for person in people),
        }


class TranscribeDuties(OfDepartment, FormPage):
    """Record that somebody without a sign-in signed, with the evidence."""

    rule = rules.TRANSCRIBE_DUTIES
    template_name = "accounts/transcribe_duties.html"
    done = gettext_lazy("Recorded, with your name as the person who transcribed it.")

    @cached_property
    def people(self) -> list[spokespersons.Person]:
        found = spokespersons.of_organization(self.object)
        return [person for person in found if person.owes and person.user is None]

    def form(self, data: Any = None, files: Any = None) -> TranscribeForm:
        return TranscribeForm(data, files, people=self.people, initial={"email": self.request.GET.get("who", "")})

    def perform(self, form: TranscribeForm) -> str:
        acknowledging.transcribe(self.object, form.signed, by=self.request.user)
        return reverse("accounts:spokespersons", args=[self.object.code])

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((_("Transcribe a signature"), "")),
            "people": self.people,
            "undertakings": self.object.framework.undertakings,
        }


class Specifications(OfAccount, FormPage):
    """What was applied to an account, line by line, and what the area says of it."""

    rule = rules.SEE
    template_name = "accounts/specifications.html"
    done = gettext_lazy("Signed off.")

    @cached_property
    def standing(self) -> specifications.Standing:
        found = (one for one in specifications.standings(self.object) if one.group.code == self.kwargs["code"])
        standing = next(found, None)
        if standing is None:
            raise Http404
        return standing

    @property
    def may_sign(self) -> bool:
        person, area = self.request.user, self.standing.area.code
        return self.object.state != "closed" and person.has_role(Role.ADVISOR, self.object.organization_id, area)

    def limits(self) -> list[dict[str, Any]]:
        """Return the name and username in use, beside what the platform allows."""
        allowed = [
            {**row, "key": _("Allowed: %(what)s") % {"what": row["key"]}}
            for row in shown.limits(self.object.platform)[:3]
        ]
        used = {"key": _("Display name"), "value": self.object.name}
        return [used, {"key": _("Username in use"), "value": f"@{self.object.handle}"}, *allowed]

    def form(self, data: Any = None, files: Any = None) -> SpecificationForm:
        if data is not None and not self.may_sign:
            raise PermissionDenied("accounts.sign_specifications")
        return SpecificationForm(data, initial={"seen": self.standing.fingerprint})

    def perform(self, form: SpecificationForm) -> str:
        said = form.cleaned_data
        specifying.sign(self.object, self.kwargs["code"], by=self.request.user, **said)
        return reverse("accounts:specifications", args=[self.object.pk, self.kwargs["code"]])

    def context(self) -> dict[str, Any]:
        answers = self.object.specification_sign_offs.filter(group=self.kwargs["code"])
        return {
            "breadcrumbs": self.crumbs((_("Technical specifications as applied"), "")),
            "standing": self.standing,
            "limits": self.limits(),
            "may_sign": self.may_sign,
            "answers": list(answers.order_by("-at", "-pk")),
        }
