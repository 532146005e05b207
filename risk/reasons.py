"""Why is a use covered or not, in words? Reasons and the conditions of assessments, in both languages."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Why(StrEnum):
    """Why something is not covered."""

    NOT_REVIEWED = "not_reviewed"
    WITHDRAWN = "withdrawn"
    USE_NOT_ASSESSED = "use_not_assessed"
    CONDITION_NOT_MET = "condition_not_met"
    PIA_MISSING = "pia_missing"
    TRA_MISSING = "tra_missing"
    PIA_EXPIRED = "pia_expired"
    TRA_EXPIRED = "tra_expired"
    PIA_UNSIGNED = "pia_unsigned"
    TRA_UNSIGNED = "tra_unsigned"
    PIA_CONDITION = "pia_condition"
    TRA_CONDITION = "tra_condition"


@dataclass(frozen=True)
class Condition:
    """A condition for relying on an assessment, or (`assessment` None) on the government-wide ones at all.

    `key` stands for its words: the same words are the same condition, whichever version sets them. One that an area's
    sign-off meets names the area as `met_by`, and is asked of nobody.
    """

    key: str
    en: str
    fr: str
    met_by: str = ""
    assessment: Any = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.fr if (get_language() or "en").startswith("fr") else self.en


def key_of(en: str, fr: str) -> str:
    """Return what stands for the words of a condition that an assessment sets."""
    return "c_" + hashlib.sha256(f"{en}\n{fr}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Reason:
    """One reason, with the assessment that would have covered the use but for it (expired, unsigned, a condition)."""

    why: Why
    assessment: Any = None
    condition: Condition | None = None

    def __str__(self) -> str:
        """Return the reason in the reader's language."""
        title = str(self.assessment.title) if self.assessment is not None else ""
        names = {"title": title, "condition": str(self.condition or "")}
        return {
            Why.CONDITION_NOT_MET: _(
                "The government-wide assessments apply only on this condition, which is not met: %(condition)s"
            )
            % names,
            Why.PIA_CONDITION: _(
                "The privacy impact assessment “%(title)s” applies only on this condition, which is not met: "
                "%(condition)s"
            )
            % names,
            Why.TRA_CONDITION: _(
                "The threat and risk assessment “%(title)s” applies only on this condition, which is not met: "
                "%(condition)s"
            )
            % names,
            Why.NOT_REVIEWED: _("The platform is not pre-reviewed, so the government-wide assessments do not apply."),
            Why.WITHDRAWN: _(
                "The platform’s pre-review was withdrawn, so the government-wide assessments no longer apply."
            ),
            Why.USE_NOT_ASSESSED: _("This use was not assessed for the whole government."),
            Why.PIA_MISSING: _("No privacy impact assessment covers this use here."),
            Why.TRA_MISSING: _("No threat and risk assessment covers this use here."),
            Why.PIA_EXPIRED: _("The privacy impact assessment “%(title)s” has expired.") % {"title": title},
            Why.TRA_EXPIRED: _("The threat and risk assessment “%(title)s” has expired.") % {"title": title},
            Why.PIA_UNSIGNED: _("The privacy impact assessment “%(title)s” is not signed yet.") % {"title": title},
            Why.TRA_UNSIGNED: _("The threat and risk assessment “%(title)s” is not signed yet.") % {"title": title},
        }[self.why]
