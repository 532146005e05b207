"""Is a broken pack refused, with the file and the key of every problem?"""

import json

import pytest

import frameworks
from frameworks import PackError
from frameworks.reading import sha256_of

PLAN = "outlines/plan-1.yaml"
STRATEGY = "outlines/strategy-1.yaml"


def first_field(plan):
    return plan["sections"][0]["fields"][0]


def last_field(plan):
    return plan["sections"][-1]["fields"][-1]


def test_every_pack_that_comes_with_the_product_loads():
    assert [frameworks.get(code).code for code in frameworks.codes()] == list(frameworks.codes())


def test_pack_is_read_once():
    assert frameworks.get("gc-2013") is frameworks.get("gc-2013")


def test_unknown_pack_is_a_key_error():
    with pytest.raises(KeyError):
        frameworks.get("../gc-2013")


def test_copy_of_the_pack_loads(pack):
    assert pack.load().code == "gc-2013"


def test_missing_french_is_refused(pack):
    pack.change(PLAN, lambda plan: first_field(plan)["label"].pop("fr"))

    assert pack.refusals() == [(PLAN, "sections.a.fields.a_mandate.label.fr", "is missing")]


def test_blank_english_is_refused(pack):
    pack.change("areas.yaml", lambda areas: areas[0]["name"].update(en=" "))

    assert pack.refusals() == [("areas.yaml", "accessibility.name.en", "the text is blank")]


def test_forgotten_translation_is_refused(pack):
    pack.change("uses.yaml", lambda uses: uses[1]["description"].update(fr=uses[1]["description"]["en"]))

    [(file, key, problem)] = pack.refusals()
    assert (file, key) == ("uses.yaml", "engaging.description")
    assert "translation was forgotten" in problem


def test_straight_apostrophe_in_french_is_refused(pack):
    pack.change("lists.yaml", lambda lists: lists["functions"][0]["name"].update(fr="Rédaction d'un texte"))

    assert pack.refusals() == [("lists.yaml", "functions.draft.name.fr", "straight apostrophe: write ’")]


def test_missing_no_break_space_is_refused(pack):
    pack.change("pack.yaml", lambda head: head["terms"]["plan"].update(fr="plan : mise en œuvre"))

    assert pack.refusals() == [("pack.yaml", "terms.plan.fr", "no no-break space before a colon")]


def test_unknown_key_is_refused(pack):
    pack.change(PLAN, lambda plan: first_field(plan).update(requierd_at="submit"))

    assert pack.refusals() == [(PLAN, "sections.a.fields.a_mandate.requierd_at", "unknown key")]


def test_wrong_type_is_refused(pack):
    pack.change("uses.yaml", lambda uses: uses[0].update(collects_personal_information="no"))

    [(file, key, problem)] = pack.refusals()
    assert (file, key) == ("uses.yaml", "broadcasting.collects_personal_information")
    assert "boolean" in problem


def test_missing_part_of_pack_yaml_is_refused(pack):
    pack.change("pack.yaml", lambda head: head.pop("jurisdiction"))

    assert pack.refusals() == [("pack.yaml", "jurisdiction", "is missing")]


def test_key_that_stands_twice_in_yaml_is_refused(pack):
    pack.replace("pack.yaml", "code: gc-2013\n", "code: gc-2013\ncode: gc-2013\n")

    [(file, key, problem)] = pack.refusals()
    assert (file, key, problem) == ("pack.yaml", "line 3", "key 'code' appears twice")


def test_yaml_that_cannot_be_read_is_refused(pack):
    (pack.folder / "uses.yaml").write_text("- code: [", encoding="utf-8")

    [(file, key, _problem)] = pack.refusals()
    assert file == "uses.yaml"
    assert key.startswith("line ")


@pytest.mark.parametrize("name", ["areas.yaml", "letters.yaml", "pack.yaml"])
def test_missing_file_is_refused(pack, name):
    (pack.folder / name).unlink()

    assert (name, "", "the file is missing") in pack.refusals()


def test_empty_file_is_refused(pack):
    (pack.folder / "measures.yaml").write_text("", encoding="utf-8")

    assert pack.refusals() == [("measures.yaml", "", "the file is empty")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pack.yaml", b"- a list"),
        ("areas.yaml", b"just words"),
        ("lists.yaml", b"? [a, b]\n: c"),
        ("uses.yaml", b"- \xff\xfe"),
        ("leverage.yaml", b"effective: 2021-13-45"),
        ("scales.yaml", b"[]"),
        ("lists.yaml", b"Bad Name: []"),
        ("published.json", b"[]"),
        (PLAN, b"[]"),
    ],
)
def test_file_of_another_shape_is_refused_by_name(pack, name, content):
    (pack.folder / name).write_bytes(content)

    assert name in {file for file, _key, _problem in pack.refusals()}


def test_code_unlike_the_folder_is_refused(pack):
    pack.change("pack.yaml", lambda head: head.update(code="gc-2025"))

    assert pack.refusals() == [("pack.yaml", "code", "must be the name of the folder, gc-2013")]


@pytest.mark.parametrize(
    ("name", "edit", "key", "problem"),
    [
        (PLAN, lambda plan: first_field(plan).update(type="choice", bilingual="none", list="colours"),
         "sections.a.fields.a_mandate.list", "there is no list colours"),
        (PLAN, lambda plan: plan["sections"][0]["fields"][2]["columns"][1].update(list="goals"),
         "sections.a.fields.a_objectives.columns.strategy_objective.list", "there is no list goals"),
        (PLAN, lambda plan: plan["sections"][0].update(policy_areas=["astrology"]),
         "sections.a.policy_areas", "there is no area astrology"),
        (PLAN, lambda plan: first_field(plan).update(protocol="moderation"),
         "", "protocol moderation is asked for twice"),
        (PLAN, lambda plan: last_field(plan)["required_when"].update(field="j_mood"),
         "sections.j.fields.j_alternatives.required_when.field", "there is no field j_mood"),
        (PLAN, lambda plan: last_field(plan)["required_when"].update(field="j_plan"),
         "sections.j.fields.j_alternatives.required_when.field", "j_plan is a text: a condition asks about a choice"),
        (PLAN, lambda plan: last_field(plan).update(required_when={"field": "j_short_term", "is": ["perhaps"]}),
         "sections.j.fields.j_alternatives.required_when.is", "j_short_term has no answer perhaps"),
        (PLAN, lambda plan: last_field(plan).update(required_when={"field": "b_structure", "is": ["trio"]}),
         "sections.j.fields.j_alternatives.required_when.is", "b_structure has no answer trio"),
        (PLAN, lambda plan: last_field(plan).update(required_when={"field": "f_consulted", "is": ["astrology"]}),
         "sections.j.fields.j_alternatives.required_when.is", "f_consulted has no answer astrology"),
        ("approvals.yaml", lambda approvals: approvals["plan"]["requirements"][0].update(area="astrology"),
         "plan.requirements.astrology.area", "there is no area astrology"),
        ("approvals.yaml", lambda approvals: approvals["plan"]["requirements"][0].update(covers=["z"]),
         "plan.requirements.privacy.covers", "there is no section z"),
        ("approvals.yaml", lambda approvals: approvals.update(memo=approvals["plan"]),
         "memo", "there is no outline of this kind"),
        ("leverage.yaml", lambda leverage: leverage["covered_uses"].append("spying"),
         "covered_uses", "there is no use spying"),
        ("scales.yaml", lambda scales: scales[0]["grid"][0].__setitem__(0, "purple"),
         "gc-5x5.grid", "there is no level purple"),
        ("scales.yaml", lambda scales: scales[0]["grid"].pop(),
         "gc-5x5.grid", "needs a row per likelihood and a column per impact"),
        ("checklists.yaml", lambda lists: lists[0]["checks"][0].update(group="elsewhere"),
         "configuration.plan_approved.group", "there is no group elsewhere"),
        ("letters.yaml", lambda letters: letters[0]["placeholders"].pop("contact"),
         "followers_closing.body", "there is no placeholder contact"),
    ],
)  # fmt: skip
def test_broken_reference_is_refused(pack, name, edit, key, problem):
    pack.change(name, edit)

    assert (name, key, problem) in pack.refusals()


@pytest.mark.parametrize(
    ("name", "edit", "key", "problem"),
    [
        ("areas.yaml", lambda areas: areas.append(areas[0]), "accessibility", "accessibility appears twice"),
        ("lists.yaml", lambda lists: lists["functions"].append(lists["functions"][0]), "functions",
         "draft appears twice"),
        (PLAN, lambda plan: plan["sections"].append({**plan["sections"][0], "fields": []}), "",
         "section a appears twice"),
        (PLAN, lambda plan: plan["sections"][1]["fields"].append(first_field(plan)), "",
         "field a_mandate appears twice"),
        ("lists.yaml", lambda lists: lists.update(uses=lists["functions"]), "uses",
         "is the name of a list that comes from elsewhere: choose another"),
    ],
)  # fmt: skip
def test_name_used_twice_is_refused(pack, name, edit, key, problem):
    pack.change(name, edit)

    assert (name, key, problem) in pack.refusals()


def roles(plan):
    return plan["sections"][3]["fields"][0]


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda plan: roles(plan).pop("columns"), "a table needs `columns`"),
        (lambda plan: roles(plan).pop("row_label"), "a table needs a `row_label`"),
        (lambda plan: roles(plan)["columns"].append(roles(plan)["columns"][0]), "column function appears twice"),
        (lambda plan: roles(plan).update(row_title_column="x"), "`row_title_column` names x, which is not a column"),
        (lambda plan: roles(plan).pop("seed_column"), "`seed_list` and `seed_column` go together"),
        (lambda plan: roles(plan).update(seed_list="areas"), "must be a choice of areas to be seeded from it"),
        (lambda plan: roles(plan).update(list="areas"), "a table takes no `list`"),
    ],
)
def test_table_that_makes_no_sense_is_refused(pack, edit, problem):
    pack.change(PLAN, edit)

    [(file, key, said)] = pack.refusals()
    assert (file, key) == (PLAN, "sections.d.fields.d_roles")
    assert problem in said


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"type": "choice", "bilingual": "none"}, "a choice needs a `list`"),
        ({"type": "date"}, "`bilingual` must be none"),
        ({"min_rows": 2}, "only a table takes `min_rows`"),
        ({"type": "date", "bilingual": "none", "max_words": None, "carries": "within"}, "`carries` must be never"),
        (
            {"required_at": "never", "required_when": {"field": "j_short_term", "is": [True]}},
            "`required_when` needs a `required_at`",
        ),
        ({"required_when": {"field": "a_mandate", "is": ["yes"]}}, "`required_when` names the question itself"),
    ],
)
def test_question_that_makes_no_sense_is_refused(pack, changes, problem):
    pack.change(PLAN, lambda plan: first_field(plan).update(changes))

    [(file, key, said)] = pack.refusals()
    assert (file, key) == (PLAN, "sections.a.fields.a_mandate")
    assert problem in said


def test_rows_cannot_be_seeded_from_a_list_outside_the_pack(pack):
    pack.change(PLAN, lambda plan: plan["sections"][0]["fields"][2].update(
        seed_list="objectives", seed_column="strategy_objective"))  # fmt: skip

    [(_file, key, problem)] = pack.refusals()
    assert (key, problem) == (
        "sections.a.fields.a_objectives.seed_list", "objectives is not in the pack: no row can be seeded"
    )  # fmt: skip


def test_a_choice_of_the_departments_own_list_does_not_travel_to_another_department(pack):
    pack.change(PLAN, lambda plan: plan["sections"][0]["fields"][2]["columns"][1].pop("carries"))

    [(_file, key, problem)] = pack.refusals()
    assert key == "sections.a.fields.a_objectives.columns.strategy_objective.carries"
    assert problem == "objectives are the department’s own: `carries` must be within or never"


def test_all_problems_are_told_at_once_in_one_message(pack):
    pack.change("areas.yaml", lambda areas: areas[1]["name"].pop("fr"))
    pack.change(PLAN, lambda plan: first_field(plan)["label"].update(fr="l'avis"))
    pack.change(STRATEGY, lambda strategy: strategy["sections"][0]["fields"][0].update(colour="blue"))
    pack.change("leverage.yaml", lambda leverage: leverage["covered_uses"].append("spying"))

    with pytest.raises(PackError) as refusal:
        pack.load()

    assert [problem[:2] for problem in refusal.value.problems] == [
        ("areas.yaml", "communications.name.fr"),
        (PLAN, "sections.a.fields.a_mandate.label.fr"),
        (STRATEGY, "sections.overview.fields.overview_presence.colour"),
        ("leverage.yaml", "covered_uses"),
    ]
    assert "areas.yaml: communications.name.fr: is missing" in str(refusal.value)


def publish(pack, **fingerprints):
    (pack.folder / "published.json").write_text(json.dumps(fingerprints), encoding="utf-8")


def test_published_outline_that_was_edited_is_refused(pack):
    publish(pack, **{"plan-1.yaml": "0" * 64})

    assert pack.refusals() == [
        (PLAN, "", "was published and may not be edited: copy it to a file with the next version number")
    ]


def test_published_outline_that_is_gone_is_refused(pack):
    publish(pack, **{"plan-7.yaml": "0" * 64})

    assert pack.refusals() == [("outlines/plan-7.yaml", "", "was published and is gone: documents are pinned to it")]


def test_list_of_published_outlines_that_is_not_json_is_refused(pack):
    (pack.folder / "published.json").write_text("{", encoding="utf-8")

    [(file, _key, problem)] = pack.refusals()
    assert file == "published.json"
    assert problem.startswith("is not JSON")


def test_outline_whose_file_has_another_name_is_refused(pack):
    (pack.folder / PLAN).rename(pack.folder / "outlines/plan-2.yaml")

    assert pack.refusals() == [("outlines/plan-2.yaml", "kind", "says plan-1, unlike the file's name")]


def test_newest_published_outline_is_given_and_a_draft_only_when_asked_for(pack):
    draft = (pack.folder / PLAN).read_text(encoding="utf-8").replace("version: 1\n", "version: 2\n", 1)
    (pack.folder / "outlines/plan-2.yaml").write_text(draft, encoding="utf-8")
    publish(pack, **{"plan-1.yaml": sha256_of(pack.folder / PLAN)})

    framework = pack.load()

    assert framework.outline("plan").version == 1
    assert framework.outline("plan", version=2).is_published is False
    with pytest.raises(KeyError):
        framework.outline("plan", version=3)
    with pytest.raises(KeyError):
        framework.outline("strategy")


def test_yes_without_quotes_is_understood_in_a_condition(pack):
    pack.change(PLAN, lambda plan: last_field(plan)["required_when"].update({"is": [True]}))

    assert pack.load().outline("plan", 1).field("j_alternatives").required_when.codes == ("yes",)


@pytest.mark.parametrize("codes", [[], [["yes"]], "yes", [3]])
def test_condition_of_another_shape_is_refused(pack, codes):
    pack.change(PLAN, lambda plan: last_field(plan)["required_when"].update({"is": codes}))

    assert {key for _file, key, _problem in pack.refusals()} <= {
        f"sections.j.fields.j_alternatives.required_when.is{tail}" for tail in ("", ".0", ".yes", ".3")
    }


def test_outline_cannot_call_itself_published(pack):
    pack.change(PLAN, lambda plan: plan.update(is_published=True))

    assert pack.refusals() == [(PLAN, "is_published", "unknown key")]
