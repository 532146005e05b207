"""What did the central entity say of platforms? Their descriptions, reviews and the government-wide assessments."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from approvals.signing import Outside
from demo import content
from demo.agenda import Agenda
from demo.cast import ENTITY, Cast
from organizations.models import User
from risk import actions
from risk.models import Assessment, Platform

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
        return values | _toolkit(entry) | {f"handle_words_{lang}": words[lang] for lang in content.LANGS}

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
        """Record the government-wide assessment of a platform; the second time, only its newer signature."""
        shared = content.enterprise_assessments()
        words, until = shared[kind], timezone.localdate() + timedelta(days=shared["valid_days"])
        made = Assessment.objects.filter(platform=platform, kind=kind, scope=Assessment.Scope.ENTERPRISE).first()
        if made is None:
            values = {
                "kind": kind,
                "scope": "enterprise",
                "platform": platform,
                "reference": f"{kind.upper()}-{platform.code.upper()}",
                "uses": shared["uses"],
                "conditions": [{**one, "uses": []} for one in words["conditions"]],
            }
            for lang in content.LANGS:
                values[f"title_{lang}"] = words["title"][lang].replace("{platform}", platform.name)
                values[f"summary_{lang}"] = words["summary"][lang].replace("{platform}", platform.name)
            made = actions.record_assessment(self.cast.organization(ENTITY), values, by=reviewer)
        kept = f"{kind.upper()}-{platform.code.upper()}-{nth}"
        _sign(made, shared["signed_by"][kind], kept=kept, until=until, by=reviewer)


def _toolkit(entry: content.Entry) -> dict[str, str]:
    """Return what the platform offers, the limits of its images, and the guidelines and toolkit for it."""
    said = content.read("toolkits")
    mine = said["platforms"][entry["code"]]
    texts = {f"{name}_{lang}": mine[name][lang] for name in mine for lang in content.LANGS}
    if entry["review"]["status"] == "pre_reviewed":
        for lang in content.LANGS:
            texts[f"guidelines_{lang}"] += "\n\n" + said["common"][lang].strip()
    return texts


def own_assessments(cast: Cast, entry: content.Entry, uses: list[str]) -> None:
    """Record, sign and share the department’s own PIA and TRA of `uses`, which nothing else covers."""
    account = content.account(entry["account"])
    org, platform = account["org"], Platform.objects.get(code=account["platform"])
    day = timezone.localdate()
    for kind in (PIA, TRA):
        signer = cast.holder(org, "advisor", SIGNED_BY[kind])
        values = _own(entry, kind, platform, uses)
        made = actions.record_assessment(cast.organization(org), values, by=signer)
        named = {"name": signer.name, "title": {"en": signer.title_en, "fr": signer.title_fr}}
        made = _sign(made, named, kept=values["reference"], until=day + timedelta(days=730), by=signer)
        made = actions.share(made, by=cast.holder(org, "coordinator"))
        if (said := entry.get("offered")) is not None:
            reviewer = cast.person(said["by"])
            actions.answer(made, offer=said["offer"], reason=said["reason"][reviewer.language], by=reviewer)


def _sign(made: Assessment, signer: content.Entry, *, kept: str, until: date, by: User) -> Assessment:
    """Record that `signer` signed `made` today on the official form, which stays in their files."""
    proof = {"way": "scan", "reference": f"GCdocs {kept}", "sha256": hashlib.sha256(kept.encode()).hexdigest()}
    outside = Outside(
        signer["name"], signer["title"]["en"], signer["title"]["fr"], given_on=timezone.localdate(), **proof
    )
    form = content.enterprise_assessments()["form"][by.language][made.kind]
    return actions.record_from_outside(made, outside, valid_until=until, form=form, by=by)


def _own(entry: content.Entry, kind: str, platform: Platform, uses: list[str]) -> dict[str, Any]:
    words = content.read("platforms")["own_assessments"][kind]
    rationale = entry["fields"]["f_rationale"]
    values = {"kind": kind, "scope": "own", "platform": platform, "reference": entry[f"own_{kind}"], "uses": uses}
    for lang in content.LANGS:
        values[f"title_{lang}"] = words[lang].replace("{platform}", platform.name)
        values[f"summary_{lang}"] = rationale[lang]
    return values
