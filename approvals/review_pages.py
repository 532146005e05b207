"""The pages on which a frozen version is read by whoever must answer: the briefing, and each area's package."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from approvals import briefing, conditions, offering, rounds
from approvals.contacts import Asked, asked_here
from approvals.views import Reviewed
from documents.quoting import Texts
from documents.reading import Reading
from documents.rules import READ_SENT
from documents.views.reading import with_comments
from documents.views.talk import whole
from govsocial.core.declare import panels_for
from govsocial.core.views import Page
from organizations.models import Role


class Review(Reviewed, Page):
    """The briefing, what may be decided, who has answered, and the frozen version whole (§4; App. C)."""

    rule = READ_SENT
    template_name = "approvals/review.html"

    @cached_property
    def version(self) -> Any:
        return self.round.version if self.round else self.object.effective_version

    def context(self) -> dict[str, Any]:
        version, person = self.version, self.request.user
        reading = Reading(version.content, version.section_hashes) if version else None
        signing = self.signing()
        is_briefed = self.briefing(signing["conditions"])
        return {
            "breadcrumbs": self.crumbs((_("Review"), "")),
            "version": version,
            "reading": reading,
            "sections": reading.sections() if reading else [],
            **signing,
            "briefing": is_briefed,
            "since": self.since_own() if is_briefed else self.since_signed(),
            "offers": [
                one for one in self.offers() if not (is_briefed and one.step.verb in offering.OF_THE_VERSION_IN_FORCE)
            ],
            "own_steps": offering.own_steps(signing["standings"], person),
            "cannot": offering.of_others(self.object, person) if is_briefed else [],
            "package_url": offering.package_url(self.object) if signing["standings"] else "",
            "wrote_it": bool(
                self.round and self.round.closed_at is None and person.pk in self.round.version.contributors
            ),
            "decisions": list(self.decisions()),
            "talk": self.talk(lambda: Texts.of_reading(reading), is_shown=bool(reading)),
            "header_template": self.object.kind_info.header_template,
            "panels": panels_for(f"review:{self.object.kind}", self.object, person),
        }

    def talk(self, texts: Callable[[], Any], *, is_shown: bool) -> Any:
        """Return the comments on the version, as far as this reader may read them."""
        shown = is_shown and with_comments(self.request)
        return whole(self.object, self.request.user, texts, self.request.path, shown=shown, version=self.version)

    def briefing(self, asked: list[conditions.Standing]) -> briefing.Briefing | None:
        """Return what stands at the top while something is under review."""
        if self.round is None:
            return None
        return briefing.of(self.object, self.request.user, self.round, self.standings, self.dissents, asked)


class Package(Reviewed, Page):
    """What a consulted area gets: the proposed uses, the platform and its terms, then the sections that it covers.

    One package for all areas (§3; App. A): only the order of the sections, and what changed since, is the area's own.
    Without an area in the address it is the reader's own one that has not answered, else the first of theirs.
    """

    rule = READ_SENT
    template_name = "approvals/package.html"

    @cached_property
    def standing(self) -> rounds.Standing | None:
        if "area" in self.kwargs:
            found = [one for one in self.standings if one.area.code == self.kwargs["area"]]
            if not found:
                raise Http404(self.kwargs["area"])
            return found[0]
        person, place = self.request.user, self.object.organization_id
        mine = [one for one in self.standings if person.has_role(Role.ADVISOR, place, one.area.code)]
        return next((one for one in mine if one.is_waited_for), mine[0] if mine else None)

    def context(self) -> dict[str, Any]:
        crumbs = self.crumbs((_("Review"), self.review_url()), (_("Consultation package"), ""))
        if self.round is None:
            return {"breadcrumbs": crumbs, "round": None}
        version, standing = self.round.version, self.standing
        version.document = self.object
        reading = Reading(version.content, version.section_hashes)
        covered = set(standing.covers) if standing else set()
        sections = reading.sections()
        return {
            "breadcrumbs": crumbs,
            "round": self.round,
            "version": version,
            "reading": reading,
            "header_template": self.object.kind_info.header_template,
            "standing": standing,
            "row": next((row for row in self.standing_rows() if row["standing"] is standing), None),
            "since": self.since_areas.get(standing.area.code) if standing else None,
            "panels": panels_for(f"package:{self.object.kind}", version, self.request.user),
            "covered": [one for one in sections if "all" in covered or one.key in covered],
            "others": [one for one in sections if not ("all" in covered or one.key in covered)],
            "contacts": self.contacts(),
        }

    def review_url(self) -> str:
        return reverse("approvals:document", args=[self.object.pk])

    def contacts(self) -> list[Asked]:
        """Return the areas that are asked, each with who advises on it here today and its own package."""
        asked = [(one.area, one.mandatory and not one.excused, one.due_on) for one in self.standings if one.is_asked]
        mine = self.standing.area.code if self.standing else ""
        return [
            replace(one, url=offering.package_url(self.object, one.area.code), is_current=one.area.code == mine)
            for one in asked_here(self.object.organization, asked)
        ]
