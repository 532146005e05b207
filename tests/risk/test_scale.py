"""How risks are rated, drawn and told."""

import pytest
from django.utils import translation

import frameworks
from risk import scale

GC = frameworks.get("gc-2013")
RISKS = [
    {
        "group": GC.items("risk_groups")[0].code,
        "statement": {"en": "Somebody takes the account over.", "fr": "Quelqu’un s’empare du compte."},
        "likelihood": "likely",
        "impact": "severe",
        "treatment": GC.items("treatments")[0].code,
        "mitigation": {"en": "Two-step sign-in."},
        "residual_likelihood": "rare",
        "residual_impact": "severe",
        "owner": {"en": "Director"},
        "due_date": "2027-03-01",
    },
    {"statement": {"en": "Not rated yet.", "fr": "Pas encore coté."}},
]


@pytest.mark.obligation("G048")
@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [("rare", "negligible", "low"), ("likely", "severe", "very_high"), ("rare", "severe", "medium")],
)
def test_a_level_follows_from_likelihood_and_impact(likelihood: str, impact: str, level: str) -> None:
    assert scale.level(GC, likelihood, impact).code == level


@pytest.mark.parametrize("rating", [("", ""), ("likely", ""), ("often", "severe")])
def test_half_a_rating_has_no_level(rating: tuple[str, str]) -> None:
    assert scale.level(GC, *rating) is None


def test_every_cell_of_the_scale_has_a_shade_that_grows_with_the_level() -> None:
    assert [scale.shade(GC, level) for level in GC.scale.levels] == [2, 3, 4, 5]


@pytest.mark.obligation("G048", "G049")
def test_the_register_tells_every_risk_in_words() -> None:
    table = scale.table(GC, scale.rated(GC, RISKS))

    first, second = table["rows"]
    assert len(table["columns"]) == len(first)
    assert first[0] == {"text": "R1", "sub": "Somebody takes the account over."}
    assert first[2]["tag"] == {"label": "Very high", "tone": "danger"}
    assert first[4]["tag"]["label"] == "Medium"
    assert first[5] == {"text": "Director", "sub": "1 March 2027"}
    assert second[2]["tag"]["label"] == "Not rated"


def test_the_register_falls_back_to_the_other_language() -> None:
    with translation.override("fr"):
        row = scale.table(GC, scale.rated(GC, RISKS))["rows"][0]

    assert row[0]["sub"] == "Quelqu’un s’empare du compte."
    assert row[3]["sub"] == "Two-step sign-in."


@pytest.mark.obligation("G048")
def test_the_matrix_places_risks_now_and_after_mitigation() -> None:
    risks = scale.rated(GC, RISKS)

    now, then = scale.matrix(GC, risks), scale.matrix(GC, risks, residual=True)

    assert now["rows"][0]["label"] == "Almost certain"
    assert now["rows"][1]["cells"][4]["items"] == [{"label": "R1", "title": "Somebody takes the account over."}]
    assert then["rows"][4]["cells"][4]["items"][0]["label"] == "R1"
    assert sum(len(cell["items"]) for row in now["rows"] for cell in row["cells"]) == 1
