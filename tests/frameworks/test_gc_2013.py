"""Does the gc-2013 pack hold what the guideline asks for?"""

import re

import pytest

import frameworks

LETTERS = "abcdefghij"
ALL_OBLIGATIONS = {f"G{number:03}" for number in range(1, 166)}


@pytest.fixture(scope="module")
def pack():
    return frameworks.get("gc-2013")


@pytest.mark.obligation("G152")
def test_strategy_has_the_six_elements_of_appendix_b_in_both_languages(pack):
    strategy = pack.outline("strategy")

    assert [section.key for section in strategy.sections] == [
        "overview", "value", "governance", "approach", "success", "lessons"
    ]  # fmt: skip
    assert [section.title.fr for section in strategy.sections] == [
        "Aperçu", "Valeur opérationnelle et objectifs", "Gouvernance et ressources", "Approche stratégique",
        "Définition et mesure de la réussite", "Intégration des leçons retenues",
    ]  # fmt: skip


@pytest.mark.obligation("G154")
def test_plan_has_the_ten_lettered_elements_of_appendix_c(pack):
    plan = pack.outline("plan")

    assert "".join(section.key for section in plan.sections) == LETTERS
    for section in plan.sections:
        assert f"App. C({section.key})" in section.source.en
        assert "G154" in section.obligations
        assert all(field.key.startswith(f"{section.key}_") for field in section.fields)
        assert any(field.required_at == "submit" for field in section.fields)


@pytest.mark.parametrize("kind", ["strategy", "plan"])
def test_required_prose_of_approved_documents_is_bilingual_unless_one_language_is_enough_by_design(pack, kind):
    one_language = {
        field.key
        for field in pack.outline(kind).required_by("approve")
        if field.type in ("text", "short") and field.bilingual != "both"
    }

    assert one_language == {
        "strategy": {"governance_coordinator", "governance_coordinator_contact"},
        "plan": {
            "b_features", "b_terms", "f_rationale", "f_personal_information", "f_authority", "f_retention",
            "f_sensitivity", "f_release_confirmed",
        },
    }[kind]  # fmt: skip


@pytest.mark.obligation("G047")
def test_roles_are_seeded_with_the_six_functions_and_others_may_be_added(pack):
    roles = pack.outline("plan").field("d_roles")

    assert [item.code for item in pack.items(roles.seed_list)] == [
        "draft", "translate_edit", "approve", "publish", "manage", "issues"
    ]  # fmt: skip
    assert roles.min_rows == 6
    assert roles.column("area").bilingual == "both"
    assert roles.column("other_function").label.en == "Other function"


@pytest.mark.obligation("G051")
def test_risks_fall_in_the_six_groups_of_the_guideline(pack):
    group = pack.outline("plan").field("e_risks").column("group")

    assert [item.code for item in pack.items(group.list)] == [
        "policy_legal", "functionality", "security", "reputation", "third_party", "management"
    ]  # fmt: skip
    assert all(item.description for item in pack.items(group.list))


@pytest.mark.obligation("G048")
def test_risks_are_rated_on_the_scale_before_and_after_mitigation(pack):
    risks = pack.outline("plan").field("e_risks")
    ratings = ["likelihood", "impact", "residual_likelihood", "residual_impact"]

    assert [len(pack.items(risks.column(rating).list)) for rating in ratings] == [5, 5, 5, 5]
    assert pack.scale.level("rare", "negligible").code == "low"
    assert pack.scale.level("almost_certain", "severe").code == "very_high"


def test_risk_level_never_falls_when_a_rating_rises(pack):
    order = [level.code for level in pack.scale.levels]
    grid = [[order.index(code) for code in row] for row in pack.scale.grid]

    assert all(row == sorted(row) for row in grid)
    assert all(list(column) == sorted(column) for column in zip(*grid, strict=True))


def test_levels_differ_by_more_than_colour(pack):
    levels = pack.scale.levels

    assert len({level.symbol for level in levels}) == len({level.name.fr for level in levels}) == len(levels)


def test_rating_off_the_scale_is_a_key_error(pack):
    with pytest.raises(KeyError):
        pack.scale.level("sometimes", "severe")


@pytest.mark.obligation("G006")
@pytest.mark.obligation("G010")
def test_nine_policy_areas_say_what_they_look_at_and_whom_to_ask(pack):
    assert [area.code for area in pack.areas] == [
        "accessibility", "communications", "federal_identity", "information_management", "it_security", "legal",
        "official_languages", "privacy", "values_ethics",
    ]  # fmt: skip
    assert all(area.question.fr.endswith("?") and area.contact.fr and area.guidance.fr for area in pack.areas)
    assert {requirement.area for requirement in pack.approval("plan").requirements} == {
        area.code for area in pack.areas
    }


@pytest.mark.obligation("G145")
def test_privacy_sign_off_is_mandatory_and_blocks_a_plan(pack):
    [privacy] = pack.approval("plan").mandatory

    assert (privacy.area, privacy.blocking, privacy.covers) == ("privacy", True, ("a", "f"))
    assert privacy.covers_section("f")


@pytest.mark.parametrize("kind", ["strategy", "plan", "disposition"])
def test_head_of_communications_decides_and_not_on_own_work(pack, kind):
    final = pack.approval(kind).final

    assert (final.role, final.separation) == ("head", ("author", "editor"))


def test_entity_decides_on_submissions(pack):
    assert {pack.approval(kind).final.role for kind in ("submission_create", "submission_close")} == {"reviewer"}


@pytest.mark.parametrize("kind", ["strategy", "plan", "disposition"])
def test_areas_sign_only_for_sections_that_they_must_look_at(pack, kind):
    outline = pack.outline(kind)

    for requirement in pack.approval(kind).requirements:
        for key in requirement.covers:
            assert key == "all" or requirement.area in outline.section(key).policy_areas


@pytest.mark.obligation("G054")
def test_four_uses_are_covered_on_a_pre_reviewed_platform_only(pack):
    covered = [use.code for use in pack.uses if pack.leverage.covers(use.code)]

    assert covered == ["broadcasting", "engaging", "account_management", "analytics"]
    assert pack.leverage.requires_pre_reviewed_platform
    assert [bank.number.en for bank in pack.leverage.banks] == ["PSU 938", "PSU 914"]
    assert {bank.code for bank in pack.leverage.banks} < {item.code for item in pack.items("information_banks")}
    assert [item.code for item in pack.leverage.outcomes] == [item.code for item in pack.items("coverage_answers")]


@pytest.mark.obligation("G037")
def test_proposed_uses_are_chosen_from_the_list_that_assessments_use(pack):
    use = pack.outline("plan").field("a_uses").column("use")

    assert use.required
    assert [item.code for item in pack.items(use.list)] == [use.code for use in pack.uses]
    assert pack.item("uses", "analytics").description == pack.use("analytics").description


@pytest.mark.obligation("G156")
def test_library_of_measures_has_the_six_outcomes_of_appendix_d(pack):
    assert len(pack.measures) == 6
    assert all(outcome.tactics and len(outcome.measures) >= 3 for outcome in pack.measures)


@pytest.mark.obligation("G157")
def test_each_measure_says_whether_it_is_feasible_to_collect(pack):
    feasible = pack.outline("plan").field("h_measures").column("feasible")

    assert (feasible.type, feasible.required) == ("yes_no", True)


@pytest.mark.obligation("G094")
def test_notice_has_every_mandatory_element_of_the_web_standard(pack):
    notice = pack.letter("social_media_notice")

    assert [element.code for element in notice.mandatory] == [
        "content_frequency", "links_advertising", "following", "comments", "consequences", "endorsement",
        "accessibility", "copyright", "privacy", "official_languages",
    ]  # fmt: skip
    covered = {number for element in notice.mandatory for number in re.findall(r"8\((\d)\)", element.source)}
    assert covered == set("1234567")


@pytest.mark.obligation("G129")
def test_notice_says_that_outside_sources_are_not_subject_to_the_official_languages_act(pack):
    [links] = [one for one in pack.letter("social_media_notice").elements if one.code == "links_advertising"]

    assert "not subject to the Official Languages Act" in links.sample.en
    assert "n’est pas assujettie à la Loi sur les langues officielles" in links.sample.fr


@pytest.mark.obligation("G084")
def test_configuration_is_checked_for_design_privacy_security_and_usability(pack):
    checklist = pack.checklist("configuration")

    for group in ("identification", "privacy", "security", "usability"):
        assert any("G084" in check.obligations and check.required for check in checklist.in_group(group))


def test_every_group_of_a_checklist_has_something_to_check(pack):
    for checklist in pack.checklists:
        assert all(checklist.in_group(group.code) for group in checklist.groups)


@pytest.mark.obligation("G020")
def test_strategy_is_reviewed_every_year(pack):
    assert pack.intervals.strategy_review_months == 12
    assert list(pack.intervals.reminder_lead_days) == sorted(pack.intervals.reminder_lead_days, reverse=True)


def test_obligations_that_the_pack_names_exist(pack):
    named = {name for outline in pack.outlines for name in outline.obligations}
    named |= {name for checklist in pack.checklists for check in checklist.checks for name in check.obligations}

    assert named <= ALL_OBLIGATIONS


def test_every_outline_is_published(pack):
    assert all(outline.is_published for outline in pack.outlines)


def test_every_choice_can_be_shown_in_both_languages(pack):
    columns = [column for outline in pack.outlines for table in outline.tables for column in table.columns]
    fields = [field for outline in pack.outlines for field in outline.fields]
    names = {asked.list for asked in [*fields, *columns] if asked.list and asked.type != "rows"} - {"objectives"}

    assert all(item.name.en and item.name.fr for name in names for item in pack.items(name))


@pytest.mark.parametrize("look", ["letter", "checklist", "area", "use", "approval", "outline", "items"])
def test_what_the_pack_does_not_hold_is_a_key_error(pack, look):
    with pytest.raises(KeyError):
        getattr(pack, look)("astrology")
