"""What did the central entity say of platforms? Their descriptions, reviews and the government-wide assessments."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from demo import content
from demo.agenda import Agenda
from demo.cast import ENTITY, Cast
from risk import actions
from risk.models import Platform

FIRST_REVIEW_DAYS_AGO = 640
RENEWED_AFTER = timedelta(days=365)
PIA, TRA = "pia", "tra"
SIGNED_BY = {PIA: "privacy", TRA: "it_security"}


class Reviews:
    """The platforms of the demo and what was assessed on them."""

    def __init__(self, cast: Cast, today: Any) -> None:
        self.cast, self.today = cast, today

    def plan(self, agenda: Agenda) -> None:
        """Note each platform's first review, new terms, last review; those not reviewed are only described."""
        for entry in content.platforms():
            agenda.note(FIRST_REVIEW_DAYS_AGO + 5, lambda one=entry: self._describe(one))
            if entry["review"]["status"] != "pre_reviewed":
                continue
            agenda.note(FIRST_REVIEW_DAYS_AGO, lambda one=entry: self._review(one, 1))
            for name in ("terms", "privacy"):
                if entry[name]["dated_days_ago"] < FIRST_REVIEW_DAYS_AGO:
                    agenda.note(entry[name]["dated_days_ago"], lambda one=entry, what=name: self._change(one, what))
            agenda.note(entry["review"]["decided_days_ago"], lambda one=entry: self._review(one, 2))

    def _describe(self, entry: content.Entry) -> None:
        actions.add_platform(self._values(entry), by=self.cast.person("marguerite.okafor"))

    def _values(self, entry: content.Entry) -> dict[str, Any]:
        words, address, handle = entry["handle"]["allowed"], entry["address"], entry["handle"]
        values = {
            "code": entry["code"],
            "name": entry["name"]["en"],
            "hosts": address["hosts"],
            "url_template": address["url"],
            "path_pattern": address["path"],
            "handle_pattern": handle["pattern"],
            "handle_max": handle["max"],
            "name_max": entry["display_name_max"],
            "limits_checked_on": self.today - timedelta(days=entry["limits_checked_days_ago"]),
            "terms_url": entry["terms"]["url"],
            "terms_dated": self._dated(entry["terms"]),
            "privacy_url": entry["privacy"]["url"],
            "privacy_dated": self._dated(entry["privacy"]),
        }
        texts = {"description": "what", "useful": "useful_when", "accessibility": "accessibility"}
        for name, source in {**texts, "alternatives": "alternatives"}.items():
            values |= {f"{name}_{lang}": entry[source][lang] for lang in content.LANGS}
        return values | {f"handle_words_{lang}": words[lang] for lang in content.LANGS}

    def _dated(self, document: content.Entry) -> Any:
        """Return the date of terms as it was at the first review: an earlier version, if they changed since."""
        days_ago = document["dated_days_ago"]
        earlier = days_ago if days_ago >= FIRST_REVIEW_DAYS_AGO else days_ago + FIRST_REVIEW_DAYS_AGO
        return self.today - timedelta(days=earlier)

    def _change(self, entry: content.Entry, what: str) -> None:
        dated = self.today - timedelta(days=entry[what]["dated_days_ago"])
        platform = Platform.objects.get(code=entry["code"])
        actions.describe_platform(platform, {f"{what}_dated": dated}, by=self.cast.person("marguerite.okafor"))

    def _review(self, entry: content.Entry, nth: int) -> None:
        first = nth == 1
        reviewer = self.cast.person("marguerite.okafor" if first else entry["review"]["reviewer"])
        platform, day = Platform.objects.get(code=entry["code"]), timezone.localdate()
        coming = self.today + timedelta(days=entry["review"]["next_in_days"])
        analysis = content.read("remarks")["analysis"]
        for kind in (PIA, TRA):
            self._assess(platform, kind, nth, reviewer)
        actions.pre_review(
            platform,
            reviewer=reviewer,
            reviewed_on=day,
            next_review_on=day + RENEWED_AFTER if first else coming,
            analysis_en=analysis["en"],
            analysis_fr=analysis["fr"],
            by=reviewer,
        )

    def _assess(self, platform: Platform, kind: str, nth: int, reviewer: Any) -> None:
        shared = content.enterprise_assessments()
        day, words = timezone.localdate(), shared[kind]
        values = {
            "kind": kind,
            "scope": "enterprise",
            "platform": platform,
            "reference": f"{kind.upper()}-{platform.code.upper()}-{nth}",
            "uses": shared["uses"],
        }
        for lang in content.LANGS:
            values[f"title_{lang}"] = words["title"][lang].replace("{platform}", platform.name)
            values[f"summary_{lang}"] = words["summary"][lang].replace("{platform}", platform.name)
        made = actions.record_assessment(self.cast.organization(ENTITY), values, by=reviewer)
        until = day + timedelta(days=shared["valid_days"])
        actions.sign_assessment(made, signed_on=day, valid_until=until, by=reviewer)


def own_assessments(cast: Cast, entry: content.Entry, uses: list[str]) -> None:
    """Record, sign and share the department’s own PIA and TRA of `uses`, which nothing else covers."""
    account = content.account(entry["account"])
    org, platform = account["org"], Platform.objects.get(code=account["platform"])
    day = timezone.localdate()
    for kind in (PIA, TRA):
        signer = cast.holder(org, "advisor", SIGNED_BY[kind])
        values = _own(entry, kind, platform, uses)
        made = actions.record_assessment(cast.organization(org), values, by=signer)
        made = actions.sign_assessment(made, signed_on=day, valid_until=day + timedelta(days=730), by=signer)
        actions.share_assessment(made, shared=True, by=cast.holder(org, "coordinator"))


def _own(entry: content.Entry, kind: str, platform: Platform, uses: list[str]) -> dict[str, Any]:
    words = content.read("platforms")["own_assessments"][kind]
    rationale = entry["fields"]["f_rationale"]
    values = {"kind": kind, "scope": "own", "platform": platform, "reference": entry[f"own_{kind}"], "uses": uses}
    for lang in content.LANGS:
        values[f"title_{lang}"] = words[lang].replace("{platform}", platform.name)
        values[f"summary_{lang}"] = rationale[lang]
    return values
