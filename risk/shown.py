"""How are a platform and an assessment told on a page, in the reader's language, as rows of summaries and tables?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from organizations.models import in_language
from risk import resting
from risk.models import Assessment, AssessmentVersion, Platform

REVIEW_TONES = {"pre_reviewed": "success", "not_reviewed": "neutral", "withdrawn": "danger"}
LINES_SHOWN = 20


def review_tag(platform: Platform) -> dict[str, str]:
    """Return the status tag of the platform's review."""
    return {"label": platform.get_review_status_display(), "tone": REVIEW_TONES[platform.review_status]}


def standing_tag(assessment: Assessment) -> dict[str, str]:
    """Return the status tag of an assessment: expired, awaiting a signature, or in force."""
    if assessment.is_signed and assessment.is_expired:
        return {"label": _("Expired"), "tone": "danger"}
    if not assessment.is_signed:
        is_written = assessment.record_id is not None
        return {"label": _("Waits for approval") if is_written else _("Not signed"), "tone": "warning"}
    return {"label": pgettext("assessment", "In force"), "tone": "success"}


def names_of_uses(codes: list[str], framework: Any) -> list[str]:
    """Return the names of uses; a code that the framework no longer knows stands for itself."""
    names = {use.code: str(use.name) for use in framework.uses}
    return [names.get(code, code) for code in codes]


def platforms_table(platforms: list[Platform]) -> dict[str, Any]:
    """Return columns and rows of platforms for the `data_table` component."""
    columns = [_("Platform"), _("When it is useful"), _("Review"), _("Next review on")]
    rows = [
        [
            {"text": one.name, "url": one.get_absolute_url(), "sub": one.description},
            one.useful,
            {"tag": review_tag(one)},
            {"date": one.next_review_on} if one.is_pre_reviewed else "",
        ]
        for one in platforms
    ]
    return {"columns": columns, "rows": rows}


def about(platform: Platform) -> list[dict[str, Any]]:
    """Return what the platform is and offers (§4.2(b))."""
    texts = {
        _("When it is useful"): "useful",
        _("Functionality"): "functionality",
        _("Accessibility options"): "accessibility",
        _("Alternative means of access"): "alternatives",
    }
    rows = [{"key": key, "value": in_language(platform, name)} for key, name in texts.items()]
    rows.insert(2, {"key": _("Official languages"), "value": _languages(platform)})
    return rows


def _languages(platform: Platform) -> str:
    if platform.supports_english and platform.supports_french:
        return _("Fully supports English and French")
    if platform.supports_english:
        return _("Fully supports English, but not French")
    return _("Fully supports French, but not English") if platform.supports_french else _("Fully supports neither")


def terms(platform: Platform) -> list[dict[str, Any]]:
    """Return the terms of use and the privacy policy, with the dates of the texts that were read."""
    return [
        {"key": _("Terms of use"), "value": platform.terms_url, "href": platform.terms_url},
        *_version_of(platform.terms_version),
        {"key": _("Terms dated"), "date": platform.terms_dated},
        {"key": _("Privacy policy"), "value": platform.privacy_url, "href": platform.privacy_url},
        *_version_of(platform.privacy_version),
        {"key": _("Privacy policy dated"), "date": platform.privacy_dated},
    ]


def _version_of(named: str) -> list[dict[str, Any]]:
    """Return the row of a version that the platform names, if it names any."""
    return [{"key": _("Version"), "value": named}] if named else []


def limits(platform: Platform) -> list[dict[str, Any]]:
    """Return what to respect when an account is named (App. A, federal identity)."""
    characters = _("At most %(count)d characters")
    username = characters % {"count": platform.handle_max}
    words = platform.handle_words
    return [
        {"key": _("Username"), "value": f"{username}\n{words}" if words else username},
        {"key": _("Display name"), "value": characters % {"count": platform.name_max}},
        {"key": _("Images"), "value": platform.visuals},
        {"key": _("Addresses"), "value": _addresses(platform)},
        {"key": _("Limits checked on"), "date": platform.limits_checked_on},
    ]


def _addresses(platform: Platform) -> str:
    """Return in words which addresses are accounts here."""
    usual = _("An account’s address is %(address)s") % {"address": platform.url_template.replace("{handle}", "…")}
    others = [host for host in platform.hosts if host not in platform.url_template]
    if not others:
        return usual
    return f"{usual}\n" + _("Also recognized: %(hosts)s") % {"hosts": ", ".join(others)}


def review(platform: Platform) -> list[dict[str, Any]]:
    """Return where the entity's review stands."""
    if platform.reviewed_on is None:
        return [{"key": _("Review"), "tag": review_tag(platform)}]
    next_row: dict[str, Any] = {"key": _("Next review on"), "date": platform.next_review_on}
    if platform.is_pre_reviewed:
        next_row["due"] = platform.next_review_on
    rows = [
        {"key": _("Review"), "tag": review_tag(platform)},
        {"key": _("Reviewed on"), "date": platform.reviewed_on},
        {"key": _("Reviewed by"), "value": platform.reviewed_by.name if platform.reviewed_by else ""},
        next_row,
        {"key": _("Policy and risk analysis"), "value": in_language(platform, "analysis")},
    ]
    if platform.review_reason:
        rows.insert(1, {"key": _("Reason"), "value": platform.review_reason})
    return rows


def assessments_table(assessments: list[Assessment], *, with_platform: bool = False) -> dict[str, Any]:
    """Return columns and rows of assessments for the `data_table` component."""
    columns = [_("Assessment"), _("Organization"), _("Assessed uses"), _("Status"), _("Valid until")]
    if with_platform:
        columns.insert(1, _("Platform"))
    rows = []
    for one in assessments:
        cells: list[Any] = [
            {"text": one.title, "url": one.get_absolute_url(), "sub": one.get_kind_display()},
            {"text": one.organization.name, "sub": one.get_scope_display()},
            ", ".join(names_of_uses(one.uses, one.organization.framework)),
            {"tag": standing_tag(one)},
            {"date": one.valid_until} if one.valid_until else _("No end set"),
        ]
        if with_platform:
            cells.insert(1, one.platform.name)
        rows.append(cells)
    return {"columns": columns, "rows": rows}


SHARING_TONES = {"private": "neutral", "shared": "info", "kept": "neutral", "offered": "success"}


def facts(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what is recorded of an assessment, as it is signed where it is."""
    uses = names_of_uses(assessment.uses, assessment.organization.framework)
    end: dict[str, Any] = {"key": _("Valid until"), "date": assessment.valid_until, "missing": _("No end set")}
    if assessment.is_signed and assessment.valid_until:
        end["due"] = assessment.valid_until
    return [
        {"key": _("Status"), "tag": standing_tag(assessment)},
        {"key": _("Kind"), "value": assessment.get_kind_display()},
        {"key": _("Platform"), "value": assessment.platform.name, "href": assessment.platform.get_absolute_url()},
        {"key": _("Organization"), "value": assessment.organization.name},
        *_reach(assessment),
        {"key": _("Assessed uses"), "value": "\n".join(uses)},
        {"key": _("File reference"), "value": assessment.reference},
        *_signature(assessment),
        end,
    ]


def _signature(assessment: Assessment) -> list[dict[str, Any]]:
    version = assessment.effective
    if version is None:
        return [{"key": _("Version in force"), "value": "", "missing": _("None: nothing is signed")}]
    signer = ", ".join(part for part in (version.signer_name, version.signer_title) if part)
    rows: list[dict[str, Any]] = [
        {"key": _("Version in force"), "value": version_named(version)},
        {"key": _("Signed by"), "value": signer},
        {"key": _("Signed on"), "date": version.signed_on},
    ]
    if version.is_from_outside:
        proof = {_("Official form"): version.form, _("Where the original is kept"): version.kept_at}
        rows += [{"key": key, "value": value} for key, value in proof.items() if value]
    return rows


def version_named(version: AssessmentVersion) -> str:
    """Return "Version 2, approved in govsocial" or "Version 1, recorded from outside"."""
    words = (
        _("Version %(number)d, recorded from outside")
        if version.is_from_outside
        else _("Version %(number)d, approved in govsocial")
    )
    return words % {"number": version.number}


def _reach(assessment: Assessment) -> list[dict[str, Any]]:
    if assessment.is_enterprise:
        return [{"key": _("Reach"), "value": assessment.get_scope_display()}]
    tag = {"label": assessment.get_sharing_display(), "tone": SHARING_TONES[assessment.sharing]}
    rows: list[dict[str, Any]] = [{"key": _("Who may rely on it"), "tag": tag}]
    if assessment.sharing_reason:
        rows.append({"key": _("Reason given"), "value": assessment.sharing_reason})
    return rows


def conditions(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the conditions on which one may rely on it, in the reader's language, with the uses that each is for."""
    framework, lang = assessment.organization.framework, (get_language() or "en")[:2]
    return [
        {"text": one["fr" if lang == "fr" else "en"], "uses": names_of_uses(one["uses"], framework)}
        for one in assessment.conditions
    ]


def versions_table(
    assessment: Assessment, versions: list[AssessmentVersion], *, may_open: bool
) -> dict[str, Any] | None:
    """Return columns and rows of the versions that were signed, the newest first, or None when none was.

    `may_open` says whether the reader may open the official forms that were kept.
    """
    if not versions:
        return None
    columns = [_("Version"), _("Signed"), _("Assessed uses"), _("Status"), _("Valid until"), _("Fingerprint")]
    framework = assessment.organization.framework
    rows = [
        [
            _named(one, may_open=may_open),
            {"date": one.signed_on, "sub": one.signer_name},
            ", ".join(names_of_uses(one.uses, framework)),
            {"tag": _version_tag(assessment, one)},
            {"date": one.valid_until} if one.valid_until else _("No end set"),
            {"hash": one.sha256},
        ]
        for one in versions
    ]
    return {"columns": columns, "rows": rows}


def _named(version: AssessmentVersion, *, may_open: bool) -> dict[str, Any]:
    if not (may_open and version.file_id):
        return {"text": version_named(version)}
    words = _("%(version)s (signed form)") % {"version": version_named(version)}
    return {"text": words, "url": reverse("risk:signed_form", args=[version.pk])}


def _version_tag(assessment: Assessment, version: AssessmentVersion) -> dict[str, str]:
    if version.pk != assessment.effective_id:
        return {"label": _("Superseded"), "tone": "closed"}
    return standing_tag(assessment)


def resting_table(places: list[resting.Place]) -> dict[str, Any]:
    """Return what rests on a platform, by organization: a column for each kind of thing."""
    columns = [_("Organization"), *({"label": str(kind.label), "numeric": True} for kind in resting.kinds())]
    rows = [
        [one.organization.name, *(str(one.numbers.get(kind.code, 0)) for kind in resting.kinds())] for one in places
    ]
    return {"columns": columns, "rows": rows}
