"""Which pages record a change, show whom it concerns and who has answered, and take an answer? (§4.2(f); App. E)"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core import exports, keyset, spreadsheets
from govsocial.core.views import FormPage, Listing, Page, RuledView
from risk import actions, answers, change_forms, change_kinds, change_shown, concerned, resting, rules
from risk.answers import Tally
from risk.change_shown import Answers
from risk.forms import ReasonForm
from risk.models import Affected, Platform, PlatformChange
from risk.views import Context, Crumbs, link, platform_crumbs

ORDER = ("organization_id", "kind", "pk")
CHUNK = 500


def change_crumbs(*more: dict[str, str]) -> Crumbs:
    """Return the way from the platforms over the list of changes."""
    return platform_crumbs({"label": _("Changes"), "url": reverse("risk:changes")}, *more)


class Changes(Listing):
    """Every change of a platform, the newest first, with who still owes an answer."""

    model, rule, template_name = PlatformChange, rules.SEE, "risk/change_list.html"
    order, page_size = ("-pk",), 25

    def rows(self) -> QuerySet:
        return super().rows().select_related("platform", "assessment", "worked_out", "called_off")

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        table = change_shown.changes_table(extra["rows"], self.request.user, with_platform=True)
        return super().show(status=status, table=table, **extra)

    def context(self) -> Context:
        return {"breadcrumbs": platform_crumbs({"label": _("Changes")})}


class ChangeAdd(FormPage):
    """Record a change of a platform, after seeing what rests on it."""

    model, rule, template_name = Platform, rules.MANAGE_PLATFORMS, "risk/change_form.html"
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    form_class = change_forms.ChangeForm
    done = gettext_lazy("Change recorded. Everybody whom it concerns is told.")

    def context(self) -> Context:
        title = _("Record a change")
        places = resting.by_organization(self.object, self.request.user)
        return {
            "title": title,
            "cancel_url": self.object.get_absolute_url(),
            "resting": resting.counts(self.object, None, self.request.user),
            "departments": len(places),
            "kinds": change_kinds.by_hand(),
            "breadcrumbs": platform_crumbs(link(self.object), {"label": title}),
        }

    def perform(self, form: Any) -> str:
        token = form.cleaned_data["token"]
        return actions.record_change(self.object, form.told(), token=token, by=self.request.user).get_absolute_url()


class OfChange(Page):
    """A page about one change."""

    model, rule = PlatformChange, rules.SEE

    def rows(self) -> QuerySet:
        return super().rows().select_related("platform", "assessment", "worked_out", "called_off")

    @cached_property
    def affected(self) -> QuerySet:
        """Return what the change concerns as far as the reader sees, each with where it stands."""
        found = Affected.objects.visible_to(self.request.user).filter(change=self.object)
        return answers.with_standing(found).select_related("organization", "owner")


class ChangePage(OfChange):
    """What changed, whom it concerns, and who has answered: of all departments for the entity, else of one's own."""

    template_name, page_size = "risk/change.html", 50

    def context(self) -> Context:
        change, user = self.object, self.request.user
        counted = answers.tally(change, user)
        may_manage = rules.MANAGE_PLATFORMS.allows(user, change.platform)
        return {
            "breadcrumbs": change_crumbs({"label": str(change)}),
            "heading": change_shown.heading(change),
            "tag": change_shown.tag(change, counted.owed),
            "advice": change_kinds.advice(change.kind),
            "facts": change_shown.facts(change, user),
            "is_pending": getattr(change, "worked_out", None) is None,
            "called_off": getattr(change, "called_off", None),
            "tally": counted,
            "tiles": change_shown.tiles(counted, is_late=change.is_late),
            "progress": change_shown.progress(counted) if change.due_on and counted.total else None,
            "places": change_shown.places_table(counted) if len(counted.places) > 1 else None,
            "may_call_off": may_manage and change.due_on is not None and not hasattr(change, "called_off"),
            **self.listed(counted),
        }

    def listed(self, counted: Tally) -> Context:
        """Return the page of the list that the address asks for, as it is narrowed."""
        asked = {name: self.request.GET.get(name, "") for name in ("after", "before")}
        form = change_forms.AffectedFilter(self.request.GET, tally=counted)
        page = keyset.page(self.affected.filter(**form.chosen()), order=ORDER, size=self.page_size, **asked)
        return {
            "filter": form,
            "table": change_shown.affected_table(self.object, page.rows, self.request.user),
            "newer_url": self.turned("before", page.newer),
            "older_url": self.turned("after", page.older),
            "clear_url": f"{self.request.path}#list" if self.request.GET else "",
        }

    def turned(self, name: str, cursor: str) -> str:
        """Return this page's address with its filters and another cursor, or "" without one."""
        query = self.request.GET.copy()
        for one in ("after", "before"):
            query.pop(one, None)
        query[name] = cursor
        return f"?{query.urlencode()}#list" if cursor else ""


class ChangeCsv(RuledView):
    """What a change concerns, and who answered what, for a spreadsheet; who takes it along is on the record."""

    model, rule = PlatformChange, rules.SEE

    def rows(self) -> QuerySet:
        return super().rows().select_related("platform", "assessment")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        exports.note(request, self.object, form="csv", language=request.LANGUAGE_CODE)
        columns = [_("What"), _("Name"), _("Organization"), _("Owner"), _("Answer"), _("Reason given")]
        # Made here and now, in the reader's language: the words of a stream would be looked up when that is over.
        content = "".join(spreadsheets.as_csv([*columns, _("By"), _("Answered on")], self.lines()))
        named = {"Content-Disposition": f'attachment; filename="change-{pk}.csv"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=named)

    def lines(self) -> Iterator[list[str]]:
        """Yield a line for each thing that the reader sees, in batches: a list of any length takes little memory."""
        found = Affected.objects.visible_to(self.request.user).filter(change=self.object)
        rows = answers.with_standing(found).select_related("organization", "owner").order_by(*ORDER)
        for some in _batches(rows):
            told = Answers(self.object, some, self.request.user)
            for row in some:
                said = told.said(row)
                by = [said.text, said.name, said.at.date().isoformat()] if said else ["", "", ""]
                owner = row.owner.name if row.owner else ""
                standing = answers.tag(row.standing, is_late=self.object.is_late)["label"]
                name = told.name(row).name
                yield [str(concerned.get(row.kind).one), name, row.organization.name, owner, standing, *by]


def _batches(rows: QuerySet) -> Iterator[list[Affected]]:
    batch: list[Affected] = []
    for row in rows.iterator(chunk_size=CHUNK):
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


class CallOff(FormPage):
    """Say that nobody needs to answer a change any more, and why."""

    model, rule, template_name = PlatformChange, rules.MANAGE_PLATFORMS, "risk/change_call_off.html"
    form_class, done = ReasonForm, gettext_lazy("Called off: nobody needs to answer any more.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("platform", "assessment")

    def context(self) -> Context:
        title, here = _("Call the change off"), {"label": str(self.object), "url": self.object.get_absolute_url()}
        return {
            "title": title,
            "heading": change_shown.heading(self.object),
            "owed": answers.tally(self.object, self.request.user).owed,
            "cancel_url": self.object.get_absolute_url(),
            "breadcrumbs": change_crumbs(here, {"label": title}),
        }

    def perform(self, form: Any) -> str:
        actions.call_off(self.object, by=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class Answer(FormPage):
    """State of a thing that no approved document answers for that the change alters nothing of it."""

    model, rule, template_name = Affected, rules.ANSWER_CHANGE, "risk/change_answer.html"
    form_class, done = change_forms.AnswerForm, gettext_lazy("Recorded: nothing changes.")

    def rows(self) -> QuerySet:
        found = answers.with_standing(super().rows())
        return found.select_related("change__platform", "change__assessment", "organization")

    def context(self) -> Context:
        change, row = self.object.change, self.object
        here = {"label": str(change), "url": change.get_absolute_url()}
        return {
            "change": change,
            "heading": change_shown.heading(change),
            "advice": change_kinds.advice(change.kind),
            "thing": Answers(change, [row], self.request.user).name(row),
            "kind": concerned.get(row.kind),
            "is_owed": row.document_id is None and row.standing in answers.OPEN,
            "tag": answers.tag(row.standing, is_late=change.is_late),
            "breadcrumbs": change_crumbs(here, {"label": _("Does it still hold?")}),
        }

    def perform(self, form: Any) -> str:
        actions.answer_change(self.object, text=form.cleaned_data["text"], by=self.request.user)
        return self.object.change.get_absolute_url()
