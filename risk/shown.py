"""How are a platform and an assessment told on a page, in the reader's language, as rows of summaries and tables?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.models import in_language
from risk.models import Assessment, Platform

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
        return {"label": _("Not signed"), "tone": "warning"}
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
        _("What it is"): "description",
        _("When it is useful"): "useful",
        _("Functionality"): "functionality",
        _("Accessibility options"): "accessibility",
        _("Alternative means of access"): "alternatives",
    }
    rows = [{"key": key, "value": in_language(platform, name)} for key, name in texts.items()]
    rows.insert(3, {"key": _("Official languages"), "value": _languages(platform)})
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
        {"key": _("Terms dated"), "date": platform.terms_dated},
        {"key": _("Privacy policy"), "value": platform.privacy_url, "href": platform.privacy_url},
        {"key": _("Privacy policy dated"), "date": platform.privacy_dated},
    ]


def limits(platform: Platform) -> list[dict[str, Any]]:
    """Return what to respect when an account is named (App. A, federal identity)."""
    characters = _("At most %(count)d characters")
    username = characters % {"count": platform.handle_max}
    words = platform.handle_words
    return [
        {"key": _("Username"), "value": f"{username}\n{words}" if words else username},
        {"key": _("Display name"), "value": characters % {"count": platform.name_max}},
        {"key": _("Images"), "value": platform.visuals},
        {"key": _("Addresses"), "value": "\n".join([platform.url_template.replace("{handle}", "…"), *platform.hosts])},
        {"key": _("Limits checked on"), "date": platform.limits_checked_on},
    ]


def review(platform: Platform) -> list[dict[str, Any]]:
    """Return where the entity's review stands."""
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


def facts(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what is recorded of an assessment."""
    uses = names_of_uses(assessment.uses, assessment.organization.framework)
    signer = assessment.signed_by
    end: dict[str, Any] = {"key": _("Valid until"), "date": assessment.valid_until, "missing": _("No end set")}
    if assessment.is_signed and assessment.valid_until:
        end["due"] = assessment.valid_until
    return [
        {"key": _("Status"), "tag": standing_tag(assessment)},
        {"key": _("Kind"), "value": assessment.get_kind_display()},
        {"key": _("Platform"), "value": assessment.platform.name, "href": assessment.platform.get_absolute_url()},
        {"key": _("Organization"), "value": assessment.organization.name},
        {"key": _("Reach"), "value": _reach(assessment)},
        {"key": _("Assessed uses"), "value": "\n".join(uses)},
        {"key": _("File reference"), "value": assessment.reference},
        {"key": _("Signed by"), "value": signer.name if signer else "", "missing": _("Not signed")},
        {"key": _("Signed on"), "date": assessment.signed_on, "missing": _("Not signed")},
        end,
    ]


def _reach(assessment: Assessment) -> str:
    if assessment.is_enterprise:
        return str(assessment.get_scope_display())
    return _("Shared with other organizations") if assessment.is_shared else _("The department and the central entity")
