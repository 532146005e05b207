"""Does an outline answer what pages, rules and documents ask of it?"""

import pytest

import frameworks


@pytest.fixture(scope="module")
def plan():
    return frameworks.get("gc-2013").outline("plan", version=1)


def test_field_and_its_section_are_found_by_key(plan):
    assert plan.field("d_roles").is_table
    assert plan.section_of("d_roles") is plan.section("d")
    assert plan.field("d_roles").column("area").required


@pytest.mark.parametrize("look", [lambda plan: plan.field("z"), lambda plan: plan.section("z"),
                                  lambda plan: plan.field("d_roles").column("z"),
                                  lambda plan: plan.section_of("z")])  # fmt: skip
def test_unknown_key_is_a_key_error(plan, look):
    with pytest.raises(KeyError):
        look(plan)


def test_tables_are_the_fields_with_rows(plan):
    assert [table.key for table in plan.tables] == [
        "a_objectives", "a_uses", "a_parties", "b_audiences", "b_scan", "c_resources", "d_roles", "e_risks",
        "e_treatments", "g_access", "h_measures", "i_messages", "j_conditions",
    ]  # fmt: skip
    assert plan.section("d").tables == (plan.field("d_roles"),)


def test_what_is_owed_at_one_gate_is_owed_at_every_later_one():
    disposition = frameworks.get("gc-2013").outline("disposition")
    early, late = disposition.field("reason_text"), disposition.field("records_officer")

    assert [early.is_required_by(stage) for stage in ("submit", "approve", "dispose")] == [True, True, True]
    assert [late.is_required_by(stage) for stage in ("submit", "approve", "dispose")] == [False, False, True]
    assert late not in disposition.required_by("submit")
    assert early in disposition.required_by("submit")


def test_question_that_is_never_required_is_owed_nowhere(plan):
    assert not plan.field("b_scan").is_required_by("dispose")


def test_field_knows_whether_it_is_kept_in_two_languages(plan):
    assert plan.field("a_mandate").is_bilingual
    assert not plan.field("f_applies").is_bilingual
    assert plan.field("f_applies").has_choices


@pytest.mark.parametrize(
    ("key", "answers", "owed"),
    [
        ("j_alternatives", {}, False),
        ("j_alternatives", {"j_short_term": {"": "no"}}, False),
        ("j_alternatives", {"j_short_term": {"": "yes"}}, True),
        ("b_bilingual_reason", {"b_structure": {"": "bilingual"}}, True),
        ("b_bilingual_reason", {"b_structure": {"": "pair"}}, False),
        ("f_bank_other", {"f_banks": {"": ["psu_938", "other"]}}, True),
        ("f_bank_other", {"f_banks": {"": ["psu_938"]}}, False),
    ],
)
def test_what_is_owed_on_a_condition_is_owed_where_the_answers_meet_it(plan, key, answers, owed):
    assert plan.field(key).is_required_by("submit", answers) is owed
    assert not plan.field(key).is_required_by("submit")
    assert plan.field(key) not in plan.required_by("submit")
