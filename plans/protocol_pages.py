"""The pages of protocols: the list, one protocol with its versions and who uses them, its draft, a check."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.words import Segment, segments
from govsocial.core.views import Act, FormPage, Listing, Page
from organizations.models import Organization
from plans import actions, protocols, rules
from plans.actions import StaleProtocol
from plans.models import Protocol, ProtocolVersion
from plans.promises import checklist_of, promises_of
from plans.protocol_forms import CheckForm, ProtocolForm, PublishForm, StartForm

LANGS = {"en": gettext_lazy("English"), "fr": gettext_lazy("French")}
NAMED = ("title", "text")


def crumbs(protocol: Protocol | None = None, *more: str) -> list[dict[str, str]]:
    """Return the way here: plans, protocols, the protocol, and the page."""
    steps = [
        {"label": _("Implementation plans"), "url": reverse("plans:list")},
        {"label": _("Protocols"), "url": reverse("plans:protocols") if protocol else ""},
    ]
    if protocol:
        steps.append({"label": protocol.title, "url": protocol.get_absolute_url() if more else ""})
    return [*steps, *({"label": label, "url": ""} for label in more)]


def changes(before: Any, after: Any) -> list[dict[str, Any]]:
    """Return what changed from one version (or draft) to another, by language and part, in words."""
    found = []
    for name in NAMED:
        for lang, language in LANGS.items():
            was, now = (getattr(one, f"{name}_{lang}") for one in (before, after))
            if was != now:
                label = _("Title") if name == "title" else _("Text")
                parts: list[Segment] = segments(was, now)
                found.append({"label": label, "language": language, "lang": lang, "segments": parts})
    return found


class ProtocolList(Listing):
    """The protocols of this person's organizations, the last changed first."""

    rule = rules.SEE_LIST
    model = Protocol
    template_name = "plans/protocols.html"
    order = ("-updated_at", "-pk")

    def rows(self) -> Any:
        asked = self.request.GET.get("type")
        found = super().rows().select_related("organization", "platform")
        if asked in Protocol.Type.values:
            found = found.filter(type=asked)
        versions = ProtocolVersion.objects.order_by("-number").prefetch_related("checks")
        return found.prefetch_related(Prefetch("versions", versions))

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        rows = extra.pop("rows")
        used = protocols.numbers_used(row.pk for row in rows)
        return super().show(status=status, rows=[_line(row, used.get(row.pk, 0)) for row in rows], **extra)

    def context(self) -> dict[str, Any]:
        person = self.request.user
        mine = Organization.objects.filter(pk__in=person.organization_ids).order_by("name_en")
        return {
            "breadcrumbs": crumbs(),
            "types": Protocol.Type.choices,
            "type": self.request.GET.get("type", ""),
            "may_write": [one for one in mine if rules.WRITE_PROTOCOL.allows(person, one)],
        }


def _line(protocol: Protocol, used: int) -> dict[str, Any]:
    """Return one protocol as the list shows it."""
    newest = next(iter(protocol.versions.all()), None)
    check = protocols.last_check(newest) if newest else None
    where = protocols.platform_of(protocol)
    return {"protocol": protocol, "newest": newest, "check": check, "used": used, "where": where}


class ProtocolStart(FormPage):
    """Begin a protocol."""

    rule = rules.WRITE_PROTOCOL
    model = Organization
    lookup = {"code": "organization"}
    template_name = "plans/protocol_start.html"
    form_class = StartForm

    def form(self, data: Any = None, files: Any = None) -> StartForm:
        return StartForm(data)

    def perform(self, form: StartForm) -> str:
        said = form.cleaned_data
        words = actions.Words(said["title_en"], said["title_fr"])
        protocol = actions.start_protocol(
            organization=self.object, kind=said["type"], platform=said["platform"], words=words, by=self.request.user
        )
        return reverse("plans:protocol_edit", args=[protocol.pk])

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs()[:1], {"label": _("Protocols"), "url": reverse("plans:protocols")}]}


class OfProtocol:
    """Mixed into a page about one protocol."""

    model = Protocol

    def rows(self) -> Any:
        return Protocol.objects.visible_to(self.request.user).select_related("organization", "platform", "updated_by")

    def newest(self) -> ProtocolVersion | None:
        return self.object.versions.order_by("-number").first()


class ProtocolRead(OfProtocol, Page):
    """One protocol: what is in force, what is being written, its versions, and the plans that use them."""

    rule = rules.READ_PROTOCOL
    template_name = "plans/protocol.html"

    def context(self) -> dict[str, Any]:
        protocol, person = self.object, self.request.user
        versions = list(protocols.with_standing(protocol.versions.order_by("-number")))
        newest = versions[0] if versions else None
        is_written = rules.WRITE_PROTOCOL.allows(person, protocol)
        return {
            "breadcrumbs": crumbs(protocol),
            "where": protocols.platform_of(protocol),
            "newest": newest,
            "warning": protocols.warning(newest) if newest else "",
            "versions": [{"version": one, "check": protocols.last_check(one)} for one in versions],
            "uses": protocols.uses(protocol),
            "is_changed": not protocol.says(newest),
            "may_write": is_written and not protocol.retired_at,
            "may_restore": is_written and bool(protocol.retired_at),
            "may_check": rules.CHECK_PROTOCOL.allows(person, protocol),
        }


class ProtocolEdit(OfProtocol, FormPage):
    """The draft of the next version. When somebody else saved it meanwhile, both are shown, and nothing is lost."""

    rule = rules.WRITE_PROTOCOL
    template_name = "plans/protocol_edit.html"
    done = gettext_lazy("Saved.")
    is_stale = False

    def form(self, data: Any = None, files: Any = None) -> ProtocolForm:
        return ProtocolForm(self.object, data)

    def perform(self, form: ProtocolForm) -> str:
        try:
            actions.write_protocol(self.object, form.words, seen=form.seen, by=self.request.user)
        except StaleProtocol:
            self.is_stale = True
            self.object = self.load()
            form.data = form.data.copy()
            form.data["revision"] = self.object.revision
            raise
        then = "protocol_publish" if self.request.POST.get("then") == "publish" else "protocol"
        return reverse(f"plans:{then}", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(self.object, _("Write")),
            "where": protocols.platform_of(self.object),
            "theirs": self.object if self.is_stale else None,
        }


class ProtocolPublish(OfProtocol, FormPage):
    """Look at what is about to be published, say what changed, and publish it."""

    rule = rules.WRITE_PROTOCOL
    template_name = "plans/protocol_publish.html"
    done = gettext_lazy("Published. Plans keep the version that they use until somebody takes this one over.")

    def form(self, data: Any = None, files: Any = None) -> PublishForm:
        return PublishForm(data)

    def perform(self, form: PublishForm) -> str:
        actions.publish_protocol(self.object, note=form.cleaned_data["note"], by=self.request.user)
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        last = self.newest()
        found = changes(last, self.object) if last else []
        return {
            "breadcrumbs": crumbs(self.object, _("Publish")),
            "last": last,
            "number": last.number + 1 if last else 1,
            "changes": found,
            "is_lopsided": len({one["lang"] for one in found}) == 1,
            "is_changed": not self.object.says(last),
            "uses": [use for use in protocols.uses(self.object) if not use.is_in_force] if last else [],
        }


class OfVersion:
    """Mixed into a page about one published version."""

    model = ProtocolVersion

    def rows(self) -> Any:
        return protocols.with_standing(ProtocolVersion.objects.visible_to(self.request.user))


class ProtocolVersionRead(OfVersion, Page):
    """A version as it was published, what changed since an earlier one, and how it was checked."""

    rule = rules.READ_PROTOCOL
    template_name = "plans/protocol_version.html"

    def context(self) -> dict[str, Any]:
        version = self.object
        earlier = self.earlier()
        checklist = checklist_of(version)
        return {
            "breadcrumbs": crumbs(version.protocol, _("Version %(number)d") % {"number": version.number}),
            "where": protocols.platform_of(version.protocol),
            "earlier": earlier,
            "changes": changes(earlier, version) if earlier else [],
            "warning": protocols.warning(version),
            "checks": [_told(one, checklist) for one in reversed(version.checks.all())],
            "may_check": rules.CHECK_PROTOCOL.allows(self.request.user, version),
        }

    def earlier(self) -> ProtocolVersion | None:
        """Return the version to compare with: the one that was asked for, else the one before."""
        asked = self.request.GET.get("since", "")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else self.object.number - 1
        return self.object.protocol.versions.filter(number=number, number__lt=self.object.number).first()


def _told(check: Any, checklist: Any) -> dict[str, Any]:
    """Return a check with its lines in words; a line that the pack has no more stands under its key."""
    labels = {line.key: str(line.label) for line in checklist.checks}
    lines = [{"label": labels.get(key, key), "is_kept": kept} for key, kept in check.promises.items()]
    return {"check": check, "lines": sorted(lines, key=lambda line: line["is_kept"])}


class ProtocolCheckPage(OfVersion, FormPage):
    """Check a version against the social media notice, promise by promise (G068)."""

    rule = rules.CHECK_PROTOCOL
    template_name = "plans/protocol_check.html"
    done = gettext_lazy("The check is recorded.")

    def form(self, data: Any = None, files: Any = None) -> CheckForm:
        return CheckForm(promises_of(self.object), data)

    def perform(self, form: CheckForm) -> str:
        actions.check_protocol(self.object, promises=form.said, note=form.cleaned_data["note"], by=self.request.user)
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        checklist = checklist_of(self.object)
        return {"breadcrumbs": crumbs(self.object.protocol, _("Check")), "checklist": checklist}


class ProtocolRetire(OfProtocol, Act):
    """Stop offering a protocol."""

    rule = rules.WRITE_PROTOCOL
    done = gettext_lazy("Retired: it is not offered any more. Plans that use it keep it.")

    def perform(self) -> None:
        actions.retire_protocol(self.object, by=self.request.user)


class ProtocolRestore(OfProtocol, Act):
    """Offer a retired protocol again."""

    rule = rules.WRITE_PROTOCOL
    done = gettext_lazy("The protocol is offered again.")

    def perform(self) -> None:
        actions.restore_protocol(self.object, by=self.request.user)
