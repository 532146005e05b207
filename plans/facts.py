"""What does the frozen head of a plan say, in words? Facts that a comparison of two versions can put side by side.

Read from the version's own bytes: the platform, the accounts, the strategy and what covered each use at that time.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.kinds import Fact, Header
from risk.models import Platform


def of_plan(header: Header) -> list[Fact]:
    """Return the facts of a plan's header."""
    found = [*platform(header), *accounts(header)]
    if header.get("prepared_by"):
        found.append(Fact("prepared_by", _("Implementation plan prepared by"), {"": header["prepared_by"]}))
    return [*found, *source("strategy", _("Strategy"), header.get("strategy")), *_coverage(header)]


def platform(header: Header) -> Iterator[Fact]:
    """Yield the platform, and whether it was reviewed for the whole government."""
    if one := header.get("platform"):
        yield Fact("platform", _("Social media platform"), {"": one["name"]})
        is_reviewed = one.get("review") == Platform.Review.PRE_REVIEWED
        words = _("pre-reviewed") if is_reviewed else _("not pre-reviewed")
        yield Fact("platform_review", _("Review of the platform"), {"": words})


def accounts(header: Header) -> Iterator[Fact]:
    """Yield each account with its address. A plan's keep their place from version to version, whatever their name."""
    labels = {"en": _("Account in English"), "fr": _("Account in French"), "bilingual": _("Bilingual account")}
    for one in header.get("accounts", []):
        label = labels.get(one["language"], _("Account in another language"))
        place = f"{one['group']}-{one['language']}" if "group" in one else one["url"]
        yield Fact(f"account-{place}", label, {"": f"{one['name']} – {one['url']}"})


def source(key: str, label: str, one: dict[str, Any] | None) -> Iterator[Fact]:
    """Yield the version of another document that this one rests on."""
    if one:
        words = _("%(title)s, version %(number)d") % {"title": one[_language()], "number": one["version"]}
        yield Fact(key, label, {"": words})


def _coverage(header: Header) -> Iterator[Fact]:
    lang = _language()
    said = header.get("coverage") or {}
    for use in said.get("uses", []):
        label = _("What covers “%(use)s”") % {"use": use["name"][lang]}
        yield Fact(f"coverage-{use['use']}", label, {"": _covered(use, lang)})
    for one in said.get("conditions", []):
        if not one["met_by"]:
            yield Fact(f"condition-{one['key']}", _("Condition: %(words)s") % {"words": one[lang]}, {"": _met(one)})


def _met(one: dict[str, Any]) -> str:
    """Return what was said of a condition, by whom."""
    if one["met"] is None:
        return _("Nobody has said yet")
    told = _("Met (%(name)s)") if one["met"] else _("Not met (%(name)s)")
    return "; ".join(part for part in (told % {"name": one["by"]}, one["how"]) if part)


def _covered(use: dict[str, Any], lang: str) -> str:
    told = [_("Covered") if use["covered"] else _("Not covered")]
    told += [_named(one, lang) for one in (use["pia"], use["tra"]) if one]
    return "; ".join([*told, *(reason[lang] for reason in use["reasons"])])


def _named(one: dict[str, Any], lang: str) -> str:
    if not one.get("version"):
        return one["title"][lang]
    return _("%(title)s, version %(number)d") % {"title": one["title"][lang], "number": one["version"]}


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"
