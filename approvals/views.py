"""The pages of a document's life: its home with sections and next steps, its review, a move, a sign-off."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import (
    actions,
    attesting,
    conditions,
    contacts,
    dissent,
    flags,
    move_fields,
    offering,
    rounds,
    rules,
    since,
    status,
    versions,
    waiting,
)
from approvals.forms import MoveForm
from approvals.models import Decision
from documents import carrying, comments, completeness, moving
from documents.models import Comment
from documents.rules import COMMENT, INVITE, READ, READ_SENT
from documents.translation_words import Tally
from documents.views.frame import OfDocument
from govsocial.core import transitions
from govsocial.core.confirming import Confirming, confirmed
from govsocial.core.declare import panels_for
from govsocial.core.models import Event
from govsocial.core.transitions import Transition, TransitionError
from govsocial.core.views import Act, FormPage, Page
from organizations import told
from organizations.models import Role

STATUS = {
    "empty": (gettext_lazy("Not started"), "neutral"),
    "progress": (gettext_lazy("In progress"), "info"),
    "problem": (gettext_lazy("There is a problem"), "danger"),
    "complete": (gettext_lazy("Completed"), ""),
}


class Reviewed(OfDocument):
    """Mixed into pages that show where a document stands in its review."""

    @cached_property
    def round(self) -> Any:
        return rounds.asked(self.object)

    @property
    def takes_answers(self) -> bool:
        """Say whether areas may answer now: in consultation, or after an emergency approval."""
        return self.round is not None and rounds.takes_answers(self.round, self.object)

    @cached_property
    def standings(self) -> list[rounds.Standing]:
        return rounds.standings(self.round, self.object) if self.round else []

    @cached_property
    def since_areas(self) -> dict[str, since.Since]:
        return since.of_areas(self.object, self.round) if self.round else {}

    def since_own(self) -> since.Since | None:
        """Return what changed since this reader last signed, or None if they never did."""
        return since.own(self.object, self.request.user, self.round.version) if self.round else None

    def since_signed(self) -> since.Since | None:
        """Return what changed since this reader last signed; if they never did, since the version in force."""
        if self.round is None:
            return None
        return self.since_own() or since.in_force(self.object, self.round.version)

    @cached_property
    def dissents(self) -> list[dissent.Dissent]:
        return dissent.of_round(self.object, self.standings)

    def standing_rows(self) -> list[dict[str, Any]]:
        """Return one line an area: what is asked, what was said, and whether this reader may say it now."""
        person, document = self.request.user, self.object
        may_transcribe = rules.TRANSCRIBE.allows(person, document)
        answers = {one.standing.area.code: one.responses for one in self.dissents}
        rows = []
        for standing in self.standings:
            area = standing.area.code
            is_theirs = person.has_role(Role.ADVISOR, document.organization_id, area)
            signable = self.takes_answers and standing.is_asked
            by_hand = signable and may_transcribe and standing.may_transcribe and not is_theirs
            row = {
                "standing": standing,
                "since": None if standing.sign_off else self.since_areas.get(area),
                "url": reverse("approvals:sign_off", args=[document.pk, area]) if signable and is_theirs else "",
                "transcribe_url": reverse("approvals:transcribe", args=[document.pk, area]) if by_hand else "",
                "responses": answers.get(area, ()),
                "answer_url": self.answer_url(standing),
            }
            rows.append(row)
        return rows

    def answer_url(self, standing: rounds.Standing) -> str:
        """Return where this reader answers the area's objection, or "" where there is none or it is not theirs."""
        document = self.object
        may = self.takes_answers and standing.is_dissent
        if not (may and rules.ANSWER_DISSENT.allows(self.request.user, document)):
            return ""
        return reverse("approvals:dissent", args=[document.pk, standing.area.code])

    def signing(self) -> dict[str, Any]:
        """Return what every page about the review shows of sign-offs: who said what, in a line and whole."""
        return {
            "round": self.round,
            "status_line": status.line(self.standings),
            "standings": self.standing_rows(),
            "conditions": conditions.of_document(self.object),
        }

    def offers(self) -> list[transitions.Offer]:
        return transitions.offered(self.object, self.request.user)

    def history(self) -> list[dict[str, Any]]:
        """Return the ledger's lines about this document, newest first, for the timeline."""
        return told.history(self.object, self.object.machine)

    def returned(self) -> dict[str, Any] | None:
        """Return who returned the document last, why, and for which areas, while it is with its authors."""
        if self.object.state != "returned":
            return None
        event = Event.objects.about(self.object).filter(verb="document.return").first()
        if event is None:
            return None
        areas = [str(self.object.framework.area(area).name) for area in event.details.get("areas", ())]
        return {**told.told(event), "areas": areas}

    def decisions(self) -> Any:
        found = Decision.objects.filter(round__document=self.object)
        found = found.select_related("round__version", "round__document", "round__amendment", "delegation")
        return found.prefetch_related("overrides").order_by("-at", "-pk")


class DocumentHome(Reviewed, Page):
    """A document's home: its task list, what can be done now and what stands against it, who answered, what happened.

    Rooms subclass it for their kind: `kind` is the code, and the template may extend `approvals/home.html`.
    """

    rule = READ_SENT
    template_name = "approvals/home.html"
    kind = ""

    def rows(self) -> Any:
        return super().rows().filter(kind=self.kind)

    def context(self) -> dict[str, Any]:
        progress = completeness.progress(self.draft)
        person, signing = self.request.user, self.signing()
        return {
            "breadcrumbs": self.crumbs(),
            "tasks": [self.task(section, progress[section.key]) for section in self.object.outline.sections],
            "done": sum(one.status == "complete" for one in progress.values()),
            "total": len(progress),
            "offers": self.offers(),
            **signing,
            "own_steps": offering.own_steps(signing["standings"], person),
            "waits": waiting.of(self.object, self.round, self.standings),
            "flags": flags.of(self.object, person),
            "may_attest_review": self.may_attest_review(),
            "decisions": list(self.decisions()),
            "history": self.history(),
            "returned": self.returned(),
            "versions": versions.listed(self.object),
            "panels": [
                *panels_for(self.kind, self.object, person),
                *panels_for("document", self.object, person),
            ],
            "open_comments": Comment.objects.visible_to(person).open().filter(document=self.object).count(),
            "may_comment": COMMENT.allows(person, self.object),
            "may_write": self.may_write,
            "may_invite": INVITE.allows(person, self.object) and self.object.is_editable,
            "may_share": self.may_share(),
            "header": self.object.kind_info.header(self.object),
            "header_template": self.object.kind_info.header_template,
            "may_read_draft": READ.allows(person, self.object),
            "translation": Tally.of(self.draft.translations.values()),
            "newer_outline": self.may_write and moving.target(self.object) is not None,
            "unplaced": len(self.draft.unplaced),
        }

    def may_attest_review(self) -> bool:
        """Say whether this person may end the review that is due by stating that nothing changes."""
        document = self.object
        may = attesting.may_end_review(document) and rules.ATTEST.allows(self.request.user, document)
        return may and not attesting.review_against(document)

    def may_share(self) -> bool:
        """Say whether this person may offer the approved version to others as an example."""
        document = self.object
        is_fit = document.kind_info.is_living and document.effective_version_id is not None
        return is_fit and rules.SHARE.allows(self.request.user, document)

    @cached_property
    def carried(self) -> dict[str, int]:
        """Return {section: how many answers and rows were copied and not reviewed}."""
        found: dict[str, int] = {}
        for one in carrying.waiting(self.draft):
            found[one.section] = found.get(one.section, 0) + one.count
        return found

    def unread(self, section: str) -> str:
        """Return “, 3 carried over and not reviewed”, or "" when everything was."""
        count = self.carried.get(section, 0)
        return _(", %(count)d carried over and not reviewed") % {"count": count} if count else ""

    def task(self, section: Any, progress: completeness.Progress) -> dict[str, Any]:
        """Return one row of the task list, with an honest status."""
        label, tone = STATUS[progress.status]
        return {
            "title": section.heading,
            "url": reverse("documents:section", args=[self.object.pk, section.key]),
            "hint": completeness.in_words(progress) + self.unread(section.key),
            "status": label,
            "tone": tone,
        }


class MovePage(Confirming, Reviewed, FormPage):
    """One move: what it means, what stands against it, and the reason where one is asked.

    A final decision is taken only by who proved shortly before that it is still them.
    """

    rule = READ_SENT
    template_name = "approvals/move.html"

    @cached_property
    def step(self) -> Transition:
        try:
            return self.object.machine.step_for(self.kwargs["verb"], self.object, self.request.user)
        except TransitionError as error:
            raise Http404 from error

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Gone:
            return self.moved_on()

    def must_confirm(self) -> bool:
        """Ask for the proof where the decision is this person's to take, and still there to be taken."""
        step = self.step
        is_theirs = step.confirms and step.rule.allows(self.request.user, self.object)
        return is_theirs and step.starts_from(self.object)

    def moved_on(self) -> HttpResponse:
        """Say that the step is no longer there; what was typed stays on the page to copy."""
        form = MoveForm(self.step, self.request.POST or None, initial=self.seen())
        return self.show(form=form, is_gone=True, status=409)

    def seen(self) -> dict[str, Any]:
        sha = self.round.version.sha256 if self.round else ""
        return {"revision": self.object.revision, "seen_sha": sha}

    def form(self, data: Any = None, files: Any = None) -> MoveForm:
        if not self.step.rule.allows(self.request.user, self.object):
            raise PermissionDenied(self.step.rule.name)
        if not self.step.starts_from(self.object):
            raise Gone
        more = move_fields.asked(self.object, self.step, self.dissents)
        return MoveForm(self.step, data, initial=self.seen(), more=more)

    def perform(self, form: MoveForm) -> str:
        said = form.cleaned_data
        transitions.perform(
            self.object,
            self.step.verb,
            by=self.request.user,
            reason=said.get("reason", ""),
            expected_revision=said["revision"],
            seen_sha=said["seen_sha"],
            confirmed=confirmed(self.request) if self.step.confirms else None,
            **move_fields.said(said),
        )
        self.done = self.step.done
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        offers = [offer for offer in self.offers() if offer.step is self.step]
        asked = contacts.before_sending(self.object) if self.step.verb == "consult" else []
        return {
            "breadcrumbs": self.crumbs((str(self.step.label), "")),
            "step": self.step,
            "problems": offers[0].problems if offers else (),
            "round": self.round,
            "since": self.since_signed(),
            "title": self.step.label,
            "dissents": self.dissents if self.step.verb == "approve" else [],
            "contacts": asked,
            "unheld": [one for one in asked if not one.people],
            "must_fixes": len(list(comments.must_fixes(self.object))) if self.step.verb == "return" else 0,
        }


class Gone(Exception):
    """The step of the page no longer starts from where the document is: somebody was faster."""


class Share(OfDocument, Act):
    """Let other organizations read the approved version as an example."""

    rule = rules.SHARE
    done = gettext_lazy("Other organizations can now read the approved version as an example.")
    shared = True

    def perform(self) -> None:
        actions.share_as_example(self.object, shared=self.shared, by=self.request.user)


class Unshare(Share):
    """Stop letting other organizations read it."""

    done = gettext_lazy("No longer shared.")
    shared = False
