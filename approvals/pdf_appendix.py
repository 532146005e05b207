"""Who advised and who decided on a version? The approval record at the end of its PDF, and the line on its cover."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import conditions, dissent, revoking, rounds, status
from approvals.dissent import Dissent
from approvals.models import Decision, Override, ReviewRound
from documents.models import Version
from documents.pdf import Appendix, appends
from govsocial.core.templatetags.ui import in_words
from organizations.models import in_language

TONES = {Decision.Outcome.APPROVED: "success", Decision.Outcome.RETURNED: "warning", Decision.Outcome.REFUSED: "danger"}

SENTENCES = {
    Decision.Outcome.APPROVED: gettext_lazy("Approved on %(date)s by %(who)s."),
    Decision.Outcome.RETURNED: gettext_lazy("Not approved: returned for changes on %(date)s by %(who)s."),
    Decision.Outcome.REFUSED: gettext_lazy("Not approved: refused on %(date)s by %(who)s."),
}


@dataclass(frozen=True)
class Consultation:
    """One round on the version: what each area said, and the decision that closed it, if one did."""

    round: ReviewRound
    standings: list[rounds.Standing]
    decision: Decision | None
    dissents: list[Dissent]

    @property
    def status_line(self) -> list[status.Said]:
        """Return the line that says of every area whether it answered."""
        return status.line(self.standings)

    @property
    def overrides(self) -> list[Override]:
        """Return why the decision went against each area that does not concur."""
        return list(self.decision.overrides.all()) if self.decision else []

    @property
    def given(self) -> list[rounds.Standing]:
        """Return the areas that gave advice."""
        return [standing for standing in self.standings if standing.sign_off]

    @property
    def silent(self) -> list[rounds.Standing]:
        """Return the areas that were asked and said nothing."""
        return [standing for standing in self.standings if standing.is_asked and not standing.sign_off]


@appends
def approval_record(version: Version) -> Appendix | None:
    """Return the record of every round on `version`, or None when it was never sent for approval."""
    found = version.rounds.select_related("decision__delegation", "amendment").prefetch_related("decision__overrides")
    found = found.order_by("number")
    consultations = [_consultation(version, round_) for round_ in found]
    if not consultations:
        return None
    state, tone = _state(version, consultations[-1])
    return Appendix(
        heading=_("Approval record"),
        template_name="approvals/pdf/record.html",
        context={
            "consultations": consultations,
            "revocation": revoking.of_version(version),
            "attestations": list(version.attestations.select_related("request").order_by("at", "pk")),
            "conditions": conditions.of_document(version.document),
        },
        state=state,
        tone=tone,
    )


def _state(version: Version, last: Consultation) -> tuple[str, str]:
    """Return the sentence for the cover and its tone: revoked, decided, or not yet."""
    revocation = revoking.of_version(version)
    if revocation:
        return _("Not in force: the approval was revoked on %(date)s.") % {"date": in_words(revocation.at)}, "danger"
    if last.decision:
        return _told(last.decision), TONES[last.decision.outcome]
    return _not_approved(last.round), "neutral"


def _consultation(version: Version, round_: ReviewRound) -> Consultation:
    standings = rounds.standings(round_, version.document)
    decision = getattr(round_, "decision", None)
    return Consultation(round_, standings, decision, dissent.of_round(version.document, standings))


def _told(decision: Decision) -> str:
    """Return a decision in one sentence: what, when, who, and in what capacity (§4)."""
    return str(SENTENCES[decision.outcome]) % {"date": in_words(decision.at), "who": _who(decision)}


def _who(decision: Decision) -> str:
    title = in_language(decision, "title")
    named = f"{decision.name}, {title}" if title else decision.name
    return f"{named}, {decision.authority}"


def _not_approved(round_: ReviewRound) -> str:
    if round_.closed_at is None:
        return _("Not approved: under review since %(date)s.") % {"date": in_words(round_.opened_at)}
    return _("Not approved: taken out of review on %(date)s.") % {"date": in_words(round_.closed_at)}
