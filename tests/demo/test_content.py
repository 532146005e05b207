"""Is the demo's content whole: keys known, both languages there, choices on their lists, complete where it must be?"""

import re
from datetime import date

import pytest

import frameworks
from demo import composing, content

TODAY = date(2026, 11, 20)
PACK = frameworks.get("gc-2013")
UNFINISHED = {"drafting"}
OUTSIDE = {"objectives"}
STATES = {"drafting", "consultation", "final_approval", "returned", "approved", "refused", "withdrawn"}
STRATEGY, PLAN = PACK.outline("strategy"), PACK.outline("plan")

STRATEGIES = [(entry, STRATEGY, composing.strategy(entry, STRATEGY, TODAY)) for entry in content.strategies()]
PLANS = [(entry, PLAN, composing.plan(entry, PLAN, TODAY)) for entry in content.plans()]
DOCUMENTS = [pytest.param(*found, id=found[0].get("key") or found[0]["org"]) for found in STRATEGIES + PLANS]
EVERYBODY = [("author", ""), ("coordinator", ""), ("head", ""), ("administrator", ""), ("advisor", "privacy")]
FILES = sorted(content.DATA.rglob("*.yaml"))


def codes(name):
    return {item.code for item in PACK.items(name)}


def strategy_of(plan):
    org = content.account(plan["account"])["org"]
    return next(written for entry, _outline, written in STRATEGIES if entry["org"] == org)


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_fields_named_in_the_files_are_in_the_outline(entry, outline, written):
    assert set(entry["fields"]) <= {field.key for field in outline.fields}


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_cells_are_columns_of_their_tables(entry, outline, written):
    unknown = [
        (table, key)
        for table, rows in written.tables.items()
        for row in rows
        for key in row
        if key not in {column.key for column in outline.field(table).columns}
    ]

    assert unknown == []


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_choices_are_on_their_lists(entry, outline, written):
    chosen = [(outline.field(key), value) for (key, _lang), value in written.answers.items()]
    chosen += [
        (outline.field(table).column(key), value)
        for table, rows in written.tables.items()
        for row in rows
        for key, value in row.items()
    ]

    astray = [
        (asked.key, value)
        for asked, value in chosen
        if asked.has_choices and asked.type != "rows" and asked.list not in OUTSIDE
        if not set(value if isinstance(value, list) else [value]) <= codes(asked.list)
    ]

    assert astray == []


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_prose_keeps_within_its_limits(entry, outline, written):
    said = [(outline.field(key), value) for (key, _lang), value in written.answers.items()]
    said += [
        (outline.field(table).column(key), text)
        for table, rows in written.tables.items()
        for row in rows
        for key, value in row.items()
        for text in (value.values() if isinstance(value, dict) else [value])
    ]

    assert [(a.key, len(v.split())) for a, v in said if a.max_words and len(v.split()) > a.max_words] == []


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_bilingual_cells_have_both_languages_and_others_none(entry, outline, written):
    odd = [
        (table, column.key)
        for table, rows in written.tables.items()
        for row in rows
        for column in outline.field(table).columns
        if column.key in row and _is_bilingual(row[column.key]) != column.is_bilingual
    ]

    assert odd == []


def _is_bilingual(cell):
    return isinstance(cell, dict) and set(cell) == {"en", "fr"}


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_documents_past_drafting_have_all_that_submission_requires(entry, outline, written):
    if entry["state"] in UNFINISHED:
        pytest.skip("a draft may be incomplete")

    owed = [gap for field in outline.fields for gap in _owed(field, written)]

    assert owed == []


def _owed(field, written):
    if field.is_table:
        rows = written.tables.get(field.key, [])
        if field.is_required_by("submit") and len(rows) < max(field.min_rows, 1):
            yield field.key
        yield from ((field.key, c.key) for row in rows for c in field.columns if c.required and not row.get(c.key))
    elif field.is_required_by("submit", said_in(written)):
        wanted = {"both": ("en", "fr"), "either": ("en",), "none": ("",)}[field.bilingual]
        yield from ((field.key, lang) for lang in wanted if not written.answers.get((field.key, lang)))


def said_in(written):
    found = {}
    for (key, lang), value in written.answers.items():
        found.setdefault(key, {})[lang] = value
    return found


@pytest.mark.parametrize(("entry", "outline", "written"), DOCUMENTS)
def test_no_brace_is_left_unfilled(entry, outline, written):
    assert re.findall(r"\{\w+\}", repr(written.answers) + repr(written.tables)) == []


@pytest.mark.parametrize("entry", content.plans(), ids=lambda entry: entry["key"])
def test_plan_objectives_are_objectives_of_the_strategy(entry):
    known = {row["code"] for row in strategy_of(entry).tables["value_objectives"]}
    tables = [entry["fields"].get(table, []) for table in ("a_objectives", "h_measures")]
    named = {row["strategy_objective"] for rows in tables for row in rows}

    assert named <= known


@pytest.mark.parametrize("entry", content.plans(), ids=lambda entry: entry["key"])
def test_plans_rest_on_an_earlier_approved_strategy(entry):
    org = content.account(entry["account"])["org"]
    strategy = next(found for found in content.strategies() if found["org"] == org)

    assert strategy["state"] == "approved"
    assert strategy["approved_days_ago"] > entry["begun_days_ago"]


@pytest.mark.parametrize("entry", content.plans(), ids=lambda entry: entry["key"])
def test_coverage_says_what_the_uses_and_the_platform_say(entry):
    written = next(found for plan, _outline, found in PLANS if plan["key"] == entry["key"])
    platform = content.platform(content.account(entry["account"])["platform"])
    uses = {row["use"] for row in written.tables["a_uses"]} if "a_uses" in written.tables else set()
    assessed = uses & set(PACK.leverage.covered_uses) if platform["review"]["status"] == "pre_reviewed" else set()

    expected = "covered" if assessed == uses else "covered_with_supplement" if assessed else "own_assessment"

    assert entry["coverage"] == expected


@pytest.mark.parametrize("entry", content.plans(), ids=lambda entry: entry["key"])
def test_nobody_decides_on_what_they_wrote(entry):
    decided = {entry.get("approved_by"), entry.get("returned_by"), entry.get("decided_by")} - {None}

    assert entry["prepared_by"] not in decided


def test_every_state_of_a_document_is_in_the_demo():
    seen = {entry["state"] for entry in content.plans()} | {entry["state"] for entry in content.strategies()}

    assert seen == STATES


def test_one_strategy_is_overdue_and_one_is_due_within_a_month():
    ages = {s["org"]: 365 - s["approved_days_ago"] for s in content.strategies() if s["state"] == "approved"}

    assert [org for org, left in ages.items() if left < 0] == ["tc"]
    assert [org for org, left in ages.items() if 0 <= left <= 30] == ["tbs"]


def test_accounts_show_every_stage_of_their_life():
    states = {account["state"] for account in content.accounts()}

    assert states == {"none", "submitted", "information_requested", "configuring", "official", "disposition", "closed"}
    assert len(content.accounts()) >= 30


def test_only_accounts_on_pre_reviewed_platforms_are_in_the_index():
    shown = {account["platform"] for account in content.accounts() if account["in_index"]}

    assert {content.platform(code)["review"]["status"] for code in shown} == {"pre_reviewed"}


@pytest.mark.parametrize("account", content.accounts(), ids=lambda account: account["key"])
def test_handles_and_addresses_are_of_their_platform(account):
    platform = content.platform(account["platform"])

    for member in account["members"]:
        host, path = re.match(r"https://(?:www\.)?([^/]+)(/.*)$", member["url"]).groups()
        assert host in platform["address"]["hosts"]
        assert re.match(platform["address"]["path"], path)["handle"] == member["handle"]
        assert re.fullmatch(platform["handle"]["pattern"], member["handle"])
        assert platform["address"]["url"].format(handle=member["handle"]) == member["url"]
        names = [member.get("name"), member.get("name_en"), member.get("name_fr")]
        assert all(len(name) <= platform["display_name_max"] for name in names if name)


def test_seven_platforms_are_pre_reviewed_and_two_are_not():
    statuses = [platform["review"]["status"] for platform in content.platforms()]

    assert statuses.count("pre_reviewed") == 7
    assert len(statuses) == 9


def test_addresses_of_people_are_reserved_and_their_own():
    emails = [person["email"] for person in content.people()]

    assert len(set(emails)) == len(emails)
    assert all(re.fullmatch(r"[a-z.-]+@[a-z-]+\.example", email) for email in emails)


@pytest.mark.parametrize("org", [entry["code"] for entry in content.organizations()])
@pytest.mark.parametrize(("role", "area"), EVERYBODY)
def test_every_organization_has_its_people(org, role, area):
    assert content.holder(org, role, area)


def test_three_organizations_have_advisors_of_all_areas():
    areas = {area.code for area in PACK.areas}
    held = {org["code"]: set() for org in content.organizations()}
    for person in content.people():
        held[person["org"]] |= {role["area"] for role in person["roles"] if role["role"] == "advisor"}

    assert sorted(org for org, found in held.items() if found == areas) == ["csa", "pc", "statcan"]


def test_people_named_in_documents_exist_and_hold_the_role():
    for entry in [*content.plans(), *content.strategies()]:
        for name in ("prepared_by", "approved_by", "returned_by", "decided_by"):
            if name in entry:
                assert content.person(entry[name])
        for sign in entry.get("sign_offs", []):
            roles = content.person(sign["by"])["roles"]
            assert sign["area"] in {role.get("area") for role in roles}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_are_written_with_the_right_marks(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not re.match(r"\s*(#|path:|handle:)", line))

    assert re.findall(r".{20}\w'\w.{20}", text) == []
    assert re.findall(r".{20}« |.{20} »", text) == []
    assert re.findall(r"[^\W\d_] : \w.{20}", text) == []
