"""Platforms with the addresses that people really write, and assessments, for tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organizations.models import Organization, User
from risk.actions.naming import Signature, name_version
from risk.models import Assessment, AssessmentVersion, Platform

COVERED = ["broadcasting", "engaging", "account_management", "analytics"]
# Behind the username an address may go on: /about, /featured, ?lang=fr.
TAIL = r"(?:[/?].*)?$"
PLATFORMS: dict[str, dict[str, Any]] = {
    "facebook": {
        "name": "Facebook",
        "hosts": ["facebook.com", "m.facebook.com", "fr-ca.facebook.com", "fb.com"],
        "url_template": "https://www.facebook.com/{handle}",
        "path_pattern": r"^/(?:profile\.php\?(?:.*&)?id=|(?:pages|people)/[^/?]+/|pg/)?"
        r"(?P<handle>(?!(?:profile\.php|pages|people|pg|groups|events|watch|sharer|login)(?:[/?&]|$))[^/?&#\s]{5,100})"
        r"(?:[/?&].*)?$",
        "handle_pattern": r"[\w.\-]{5,100}",
        "handle_max": 100,
        "name_max": 75,
    },
    "flickr": {
        "name": "Flickr",
        "hosts": ["flickr.com"],
        "url_template": "https://www.flickr.com/photos/{handle}/",
        "path_pattern": rf"^/(?:photos|people)/(?P<handle>[A-Za-z0-9_@\-]{{3,50}}){TAIL}",
        "handle_pattern": r"[A-Za-z0-9_@\-]{3,50}",
        "handle_max": 50,
        "name_max": 50,
    },
    "instagram": {
        "name": "Instagram",
        "hosts": ["instagram.com"],
        "url_template": "https://www.instagram.com/{handle}/",
        "path_pattern": rf"^/@?(?!(?:p|reel|reels|stories|explore)(?:[/?]|$))(?P<handle>[A-Za-z0-9._]{{1,30}}){TAIL}",
        "handle_pattern": r"[A-Za-z0-9._]{1,30}",
        "handle_max": 30,
        "name_max": 64,
    },
    "linkedin": {
        "name": "LinkedIn",
        "hosts": ["linkedin.com", "ca.linkedin.com", "fr.linkedin.com"],
        "url_template": "https://www.linkedin.com/company/{handle}",
        "path_pattern": rf"^/(?:company|school|showcase|in)/(?P<handle>[\w\-’'.&]{{2,100}}){TAIL}",
        "handle_pattern": r"[\w\-’'.&]{2,100}",
        "handle_max": 100,
        "name_max": 100,
    },
    "pinterest": {
        "name": "Pinterest",
        "hosts": ["pinterest.ca", "pinterest.com"],
        "url_template": "https://www.pinterest.ca/{handle}/",
        "path_pattern": rf"^/(?!pin(?:[/?]|$))(?P<handle>[A-Za-z0-9_]{{3,30}}){TAIL}",
        "handle_pattern": r"[A-Za-z0-9_]{3,30}",
        "handle_max": 30,
        "name_max": 65,
    },
    "x": {
        "name": "X",
        "hosts": ["x.com", "twitter.com"],
        "url_template": "https://x.com/{handle}",
        "path_pattern": r"^/@?(?!(?:i|intent|share|search|hashtag|home)(?:[/?]|$))"
        rf"(?P<handle>[A-Za-z0-9_]{{1,15}}){TAIL}",
        "handle_pattern": r"[A-Za-z0-9_]{1,15}",
        "handle_max": 15,
        "name_max": 50,
    },
    "youtube": {
        "name": "YouTube",
        "hosts": ["youtube.com"],
        "url_template": "https://www.youtube.com/@{handle}",
        "path_pattern": r"^/(?:(?:channel|c|user)/|@)?"
        r"(?P<handle>(?!(?:watch|playlist|shorts|embed|live|results|feed|channel|c|user)(?:[/?]|$))[\w.\-·]{3,100})"
        rf"{TAIL}",
        "handle_pattern": r"[\w.\-·]{3,100}",
        "handle_max": 100,
        "name_max": 100,
    },
    "tiktok": {
        "name": "TikTok",
        "hosts": ["tiktok.com"],
        "url_template": "https://www.tiktok.com/@{handle}",
        "path_pattern": rf"^/@(?P<handle>[A-Za-z0-9._]{{2,24}}){TAIL}",
        "handle_pattern": r"[A-Za-z0-9._]{2,24}",
        "handle_max": 24,
        "name_max": 30,
    },
    "bluesky": {
        "name": "Bluesky",
        "hosts": ["bsky.app"],
        "url_template": "https://bsky.app/profile/{handle}",
        "path_pattern": rf"^/profile/(?P<handle>[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+){TAIL}",
        "handle_pattern": r"[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
        "handle_max": 253,
        "name_max": 64,
    },
}


def platform(code: str = "x", *, reviewed: bool = True, **fields: Any) -> Platform:
    """Return a platform with its real patterns, pre-reviewed unless told otherwise."""
    status = Platform.Review.PRE_REVIEWED if reviewed else Platform.Review.NOT_REVIEWED
    return Platform.objects.create(code=code, **{**PLATFORMS[code], "review_status": status, **fields})


def unsaved(code: str) -> Platform:
    """Return a platform that no database knows."""
    return Platform(code=code, **PLATFORMS[code])


def assessment(
    kind: str,
    on: Platform,
    of: Organization,
    *,
    by: User | None = None,
    uses: list[str] | None = None,
    ends: date | None = None,
    **fields: Any,
) -> Assessment:
    """Return an assessment of `of`, government-wide if that is the entity, signed a year ago by `by` if anybody."""
    scope = Assessment.Scope.ENTERPRISE if of.is_central_entity else Assessment.Scope.OWN
    name = {"pia": ("PIA", "EFVP"), "tra": ("TRA", "EMR")}[kind]
    plain = {
        "scope": scope,
        "title_en": f"{name[0]}: {on.name}",
        "title_fr": f"{name[1]} : {on.name}",
        "uses": COVERED if uses is None else uses,
        "valid_until": ends,
    }
    signed_on = fields.pop("signed_on", timezone.localdate() - timedelta(days=365))
    made = Assessment.objects.create(kind=kind, platform=on, organization=of, **{**plain, **fields})
    return signed(made, by, signed_on) if by else made


def signed(made: Assessment, by: User, signed_on: date) -> Assessment:
    """Return the assessment, signed outside by `by`, as its next named version."""
    signature = Signature(signed_on, made.valid_until, by.name, by.title_en, by.title_fr, by)
    source = AssessmentVersion.Source.OUTSIDE
    return name_version(made, signature, by=by, source=source, kept_at=made.reference or "File 2026-1")


def government_wide(on: Platform, *, entity: Organization, by: User, **fields: Any) -> list[Assessment]:
    """Return the signed government-wide PIA and TRA of a platform, for the four covered uses."""
    return [assessment(kind, on, entity, by=by, **fields) for kind in ("pia", "tra")]
