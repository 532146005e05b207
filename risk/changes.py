"""When does the system itself record a change? A pre-review is withdrawn; what others rest on is renewed, or lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core.templatetags.ui import in_words
from organizations.models import User
from risk import change_kinds
from risk.actions import changing
from risk.models import Assessment, AssessmentVersion, Platform, PlatformChange
from risk.news import News

#: So far back a run looks for assessments that expired while no job ran.
LOOKS_BACK = timedelta(days=30)


def withdrawn(platform: Platform, *, number: int, reason: str, by: User) -> PlatformChange:
    """Record that a pre-review was withdrawn; `number` is that of the platform's state in its history before."""
    words = partial(_withdrawn, platform.name, reason)
    cause = f"platform:{platform.pk}:withdrawn:{number}"
    return changing.note(platform, change_kinds.WITHDRAWN, cause=cause, words=words, by=by)


def _withdrawn(name: str, reason: str) -> str:
    return _(
        "The pre-review of %(platform)s was withdrawn. Its accounts are no longer in the public index, and the "
        "government-wide assessments cannot be relied on there. Reason: %(reason)s"
    ) % {"platform": name, "reason": reason}


def restored(platform: Platform, *, number: int, reason: str, by: User) -> PlatformChange:
    """Record that a pre-review was restored, and lift what was asked because it had been withdrawn."""
    asked = PlatformChange.objects.standing().filter(platform=platform, kind=change_kinds.WITHDRAWN)
    for change in asked.order_by("pk"):
        changing.end(change, reason=reason, by=by, tells=False)
    words = partial(_restored, platform.name, reason)
    cause = f"platform:{platform.pk}:restored:{number}"
    return changing.note(platform, change_kinds.RESTORED, cause=cause, words=words, by=by)


def _restored(name: str, reason: str) -> str:
    return _(
        "The pre-review of %(platform)s was restored. Its accounts are in the public index again, and the "
        "government-wide assessments can be relied on as before. Reason: %(reason)s"
    ) % {"platform": name, "reason": reason}


def on_assessment(news: News) -> None:
    """Record what happens to an assessment on which plans may rest: renewed, no longer signed, no longer offered."""
    assessment = news.assessment
    version = assessment.effective
    if news.code == "assessment.named" and version is not None and version.number > 1:
        words = partial(_renewed, assessment, version)
        _note(assessment, change_kinds.VERSION, f"v{version.number}", words, news.by)
    elif news.code == "assessment.unsigned":
        _note(assessment, change_kinds.UNSIGNED, f"h{news.number}", partial(_unsigned, assessment), news.by)
    elif news.code == "assessment.taken_back":
        _note(assessment, change_kinds.TAKEN_BACK, f"h{news.number}", partial(_taken_back, assessment), news.by)


def _note(
    assessment: Assessment, kind: str, mark: str, words: Callable[[], str], by: User | None
) -> PlatformChange | None:
    """Record what became of an assessment, unless nothing rests on it: nobody needs to hear of it then."""
    if not changing.concerns_more_than(PlatformChange(platform=assessment.platform, assessment=assessment), 0):
        return None
    cause = f"assessment:{assessment.pk}:{kind}:{mark}"
    return changing.note(assessment.platform, kind, cause=cause, words=words, by=by, assessment=assessment)


def _renewed(assessment: Assessment, version: AssessmentVersion) -> str:
    return _("Version %(number)d of “%(assessment)s” is in force, signed on %(date)s.") % {
        "number": version.number,
        "assessment": version.title,
        "date": in_words(version.signed_on),
    }


def _unsigned(assessment: Assessment) -> str:
    return _("“%(assessment)s” is not signed any more: it must be signed again before anybody relies on it.") % {
        "assessment": assessment.title
    }


def _taken_back(assessment: Assessment) -> str:
    return _("“%(assessment)s” is no longer offered to other departments. Reason: %(reason)s") % {
        "assessment": assessment.title,
        "reason": assessment.sharing_reason,
    }


def _expired(assessment: Assessment) -> str:
    return _("“%(assessment)s” was valid until %(date)s, and covers no use any more.") % {
        "assessment": assessment.title,
        "date": in_words(assessment.valid_until) if assessment.valid_until else "",
    }


def expire() -> int:
    """Record the assessments in force that have expired and of which nobody was told yet; return how many."""
    today = timezone.localdate()
    ended = Assessment.objects.filter(
        effective__isnull=False, valid_until__lt=today, valid_until__gte=today - LOOKS_BACK
    )
    told = PlatformChange.objects.filter(kind=change_kinds.EXPIRED, assessment__in=ended)
    known = set(told.values_list("cause", flat=True))
    noticed = 0
    for one in ended.select_related("platform").order_by("pk"):
        mark = one.valid_until.isoformat()
        if f"assessment:{one.pk}:{change_kinds.EXPIRED}:{mark}" not in known:
            made = _note(one, change_kinds.EXPIRED, mark, partial(_expired, one), None)
            noticed += made is not None
    return noticed
