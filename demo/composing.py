"""What do the demo's strategies and plans say in full? Each document's own words, completed from shared texts.

A plan takes, for a question that it does not answer itself, the text of its way of working (profile), then of its
platform, then the common one; its risks and uses are its own rows followed by the shared ones.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from demo import content
from demo.content import LANGS, Entry, Written

MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
AND = {"en": " and ", "fr": " et "}
ON = {"en": " on ", "fr": " sur "}
BY_HANDLE = ("x", "instagram", "bluesky")
#: What a risk of the data files says of its treatment, which is a row of its own.
TREATMENT = ("due", "mitigation", "status")
IDENTITY = "uuid"


def strategy_title(strategy: Entry) -> dict[str, str]:
    """Return the title of a strategy in both languages."""
    name = content.organization(strategy["org"])["name"]
    return {
        "en": f"Social media strategy – {name['en']}",
        "fr": f"Stratégie relative aux médias sociaux – {name['fr']}",
    }


def strategy(entry: Entry, outline: Any, today: date) -> Written:
    """Return everything that a strategy says, for `outline`."""
    coordinator = content.holder(entry["org"], "coordinator")
    said = {
        "governance_coordinator": coordinator["name"],
        "governance_coordinator_contact": content.organization(entry["org"])["contact_email"],
        **content.read("strategies")["shared"],
        **entry["fields"],
    }
    return written(said, entry, outline, today)


def plan_title(entry: Entry) -> dict[str, str]:
    """Return the title of a plan: its own, or its accounts and its platform, the reader's language first."""
    if "title" in entry:
        return dict(entry["title"])
    account = content.account(entry["account"])
    platform = content.platform(account["platform"])["name"]
    return {lang: _accounts_named(account, lang) + ON[lang] + platform[lang] for lang in LANGS}


def _accounts_named(account: Entry, lang: str) -> str:
    members = account["members"]
    if account["platform"] in BY_HANDLE:
        first = sorted(members, key=lambda member: member["language"] != lang)
        return AND[lang].join(f"@{member['handle']}" for member in first)
    named = (_name(member, lang) for member in members)
    return next((name for name in named if name), members[0].get("name", ""))


def _name(member: Entry, lang: str) -> str:
    if member["language"] == "bilingual":
        return member[f"name_{lang}"]
    return member["name"] if member["language"] in (lang, "other") else ""


def plan(entry: Entry, outline: Any, today: date) -> Written:
    """Return everything that a plan says, for `outline`, with its dates counted from `today`."""
    account = content.account(entry["account"])
    shared = content.read("fragments")
    platform, common = shared["platforms"][account["platform"]], shared["common"]
    unit = shared["organizations"][account["org"]]
    if "starts_from" in entry:  # What it does not say itself is copied from the other plan.
        return written(_filled(entry["fields"], _names(account, unit, today)), entry, outline, today)
    said = {
        **{key: value for key, value in common.items() if key in {f.key for f in outline.fields}},
        **_of_platform(account),
        **{key: value for key, value in platform.items() if key != "e_risks"},
        **{key: value for key, value in shared["profiles"][entry["profile"]].items() if key != "interval"},
        **_of_coverage(entry, common),
        **entry["fields"],
        **_tables(entry, account, unit, shared, today),
    }
    return written(_filled(said, _names(account, unit, today)), entry, outline, today)


def _of_platform(account: Entry) -> Entry:
    described = content.platform(account["platform"])
    return {"b_accessibility": described["accessibility"], "b_alternatives": described["alternatives"]}


def _of_coverage(entry: Entry, common: Entry) -> Entry:
    said = {"f_applies": entry["coverage"], "f_rationale": common["coverage"]["covered"]}
    own = {"f_own_pia": entry.get("own_pia"), "f_own_tra": entry.get("own_tra")}
    return said | {key: value for key, value in own.items() if value}


def _tables(entry: Entry, account: Entry, unit: Entry, shared: Entry, today: date) -> Entry:
    common, fields = shared["common"], entry["fields"]
    platform = shared["platforms"][account["platform"]]
    units = {**unit["units"], **entry.get("units", {})}
    told = [*fields.get("e_risks", []), *platform["e_risks"], *common["e_risks"]]
    uses = [{"use": use, "description": common["use_texts"][use]} for use in entry.get("uses_also", [])]
    begun = {"days_ago": entry["begun_days_ago"] - 90}
    return {
        "a_uses": [*fields.get("a_uses", []), *uses],
        "c_resources": list(_resources(entry, shared, today)),
        "d_roles": [_role(function, area, unit) for function, area in units.items()],
        **_register(entry["key"], told, units, begun, today),
        "g_access": [{**row, "from_date": {"days_ago": entry["begun_days_ago"] - 30}} for row in common["access"]],
    }


def _role(function: str, area: Entry, unit: Entry) -> Entry:
    return {"function": function, "area": area, "backup_area": unit["backup"]}


def _register(plan: str, told: list[Entry], units: Entry, due: Entry, today: date) -> Entry:
    """Return the register of a plan: its risks, and for each what is done about it, by whom and by when."""
    affected, risks, treatments = content.read("risks")["affected"], [], []
    for number, one in enumerate(told):
        uuid = str(uuid5(NAMESPACE_URL, f"govsocial/demo/{plan}/{number}"))
        row = {key: value for key, value in one.items() if key not in TREATMENT}
        owner = {"owner": units["approve"], **row}["owner"]
        risks.append({"affected": affected[one["group"]], "owner": owner, **row, IDENTITY: uuid})
        due_on = content.day(today, one.get("due", due))
        status = one.get("status", "done" if due_on < today else "under_way")
        treatments.append(
            {"risks": [uuid], "action": one["mitigation"], "owner": owner, "due_date": due_on, "status": status}
        )
    return {"e_risks": risks, "e_treatments": treatments}


def _resources(entry: Entry, shared: Entry, today: date) -> Iterator[Entry]:
    words, interval = shared["common"]["resources"], shared["profiles"][entry["profile"]]["interval"]
    rows = entry.get("resources")
    if rows is None and "staffing" in entry:
        english, french, money, training = entry["staffing"]
        rows = [
            {"kind": "staff", "purpose": words["english"], "full_time_equivalents": english, "language": "en"},
            {"kind": "staff", "purpose": words["french"], "full_time_equivalents": french, "language": "fr"},
            {"kind": "financial", "purpose": words["content"], "amount": money, "language": "bilingual"},
            {"kind": "training", "purpose": words["training"], "amount": training, "language": "bilingual"},
        ]
    for row in rows or []:
        hours = {"interval": interval} if row["kind"] == "staff" else {}
        yield {"period": fiscal_year(today), **hours, **row}


def fiscal_year(today: date) -> str:
    """Return the government's fiscal year, April to March, of a day: "2026-2027"."""
    first = today.year if today.month > 3 else today.year - 1
    return f"{first}-{first + 1}"


def _names(account: Entry, unit: Entry, today: date) -> dict[str, dict[str, str]]:
    platform = content.platform(account["platform"])
    read_on = today - timedelta(days=platform["terms"]["dated_days_ago"])
    handles = {member["language"]: member["handle"] for member in account["members"]}
    only = account["members"][0]["handle"]
    return {
        lang: {
            "platform": platform["name"][lang],
            "site": unit["site"],
            "authority": unit["authority"][lang],
            "terms_url": platform["terms"]["url"],
            "terms_date": long_date(read_on, lang),
            "handle_en": handles.get("en", only),
            "handle_fr": handles.get("fr", only),
        }
        for lang in LANGS
    }


def long_date(when: date, lang: str) -> str:
    """Return a date as people write it: November 20, 2026; 20 novembre 2026."""
    month = MONTHS[lang][when.month - 1]
    return f"{month} {when.day}, {when.year}" if lang == "en" else f"{when.day} {month} {when.year}"


def _filled(said: Any, names: dict[str, dict[str, str]], lang: str = "en") -> Any:
    if isinstance(said, dict):
        return {key: _filled(value, names, key if key in LANGS else lang) for key, value in said.items()}
    if isinstance(said, list):
        return [_filled(value, names, lang) for value in said]
    if isinstance(said, str):
        for name, value in names[lang].items():
            said = said.replace("{" + name + "}", value)
    return said


def written(said: Entry, entry: Entry, outline: Any, today: date) -> Written:
    """Return what `said` answers of `outline`, less what the entry leaves out (`sections`, `missing_en` or `_fr`)."""
    kept = entry.get("sections") or [section.key for section in outline.sections]
    missing = {(key, lang) for lang in LANGS for key in entry.get(f"missing_{lang}", [])}
    result = Written()
    for asked in (field for key in kept for field in outline.section(key).fields if field.key in said):
        if asked.is_table:
            if rows := said[asked.key]:
                result.tables[asked.key] = [_cells(row, today) for row in rows]
                result.identities[asked.key] = [row[IDENTITY] for row in rows if IDENTITY in row]
        else:
            given = _answers(asked, said[asked.key], today)
            result.answers |= {place: value for place, value in given if place not in missing}
    return result


def _answers(asked: Any, value: Any, today: date) -> Iterator[tuple[tuple[str, str], Any]]:
    if asked.is_bilingual:
        yield from (((asked.key, lang), value[lang]) for lang in LANGS if lang in value)
    else:
        yield (asked.key, ""), plain(value, today)


def _cells(row: Entry, today: date) -> Entry:
    return {key: plain(value, today) for key, value in row.items() if key != IDENTITY}


def plain(value: Any, today: date) -> Any:
    """Return a value as documents store it: yes/no as words, a relative day as an ISO date."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict) and {"days_ago", "in_days"} & set(value):
        return content.day(today, value).isoformat()
    return value
