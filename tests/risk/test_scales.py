"""Does every scale give a level for every rating, never a lower one for a worse risk, and never another one later?"""

import json
from collections import Counter
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import PermissionDenied, ValidationError

import frameworks
from documents.models import Document, Row
from frameworks import loader
from frameworks.reading import sha256_of
from frameworks.scales import Product
from organizations.models import Organization, User
from risk import actions as risks
from risk import register, scale
from risk.actions import rescaling
from tests.factories import documents as make
from tests.factories import packs
from tests.factories import risk as assess

GC = frameworks.get("gc-2013")


@pytest.mark.parametrize("one", GC.scales, ids=lambda one: one.pin)
def test_every_attainable_rating_has_a_level_and_a_worse_one_never_a_lower(one: Any) -> None:
    ranks = {rating: one.rank(one.level(*rating)) for rating in one.ratings()}

    steps = [[step.code for step in axis] for axis in one.axes.values()]
    assert set(ranks) == set(product(*steps))
    for rating, rank in ranks.items():
        for axis, codes in enumerate(steps):
            for less, more in pairwise(codes):
                if rating[axis] == less:
                    assert ranks[(*rating[:axis], more, *rating[axis + 1 :])] >= rank
    assert set(ranks.values()) == set(range(1, len(one.levels) + 1))
    assert all(level.name.en and level.name.fr and level.symbol for level in one.levels)


@pytest.mark.obligation("G048")
def test_the_product_scale_counts_as_the_harmonized_method_does() -> None:
    htra = GC.scale_at("gc-htra/1")
    assert isinstance(htra, Product)

    counted = Counter(htra.level(*rating).code for rating in htra.ratings())

    assert counted == {"very_low": 13, "low": 34, "medium": 43, "high": 28, "very_high": 7}
    grades = {"".join(pair): htra.grade(*pair).code for pair in product(("low", "medium", "high"), repeat=2)}
    assert (grades["highhigh"], grades["highmedium"], grades["mediummedium"]) == ("v5", "v4", "v3")
    assert (grades["highlow"], grades["lowmedium"], grades["lowlow"]) == ("v3", "v2", "v1")


def changed(folder: Path, change: Any) -> list[str]:
    """Return what the loader says of gc-2013 with its scales changed."""
    pack = packs.with_second(folder, "strategy", lambda outline: None) / "gc-2013"
    published = json.loads((loader.PACKS / "gc-2013" / "published.json").read_text(encoding="utf-8"))
    published["strategy-2.yaml"] = sha256_of(pack / "outlines" / "strategy-2.yaml")
    (pack / "published.json").write_text(json.dumps(published), encoding="utf-8")
    path = pack / "scales.yaml"
    scales = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    change(scales)
    path.write_text(yaml.dump(scales, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        loader.load(pack)
    except loader.PackError as refusal:
        return [str(problem) for problem in refusal.problems]
    return []


def test_a_gap_a_fall_and_a_changed_published_scale_are_refused(tmp_path: Path) -> None:
    def spoil(scales: list[dict[str, Any]]) -> None:
        scales[0]["grid"][4][4] = "low"
        scales[2]["bands"][1]["to"] = 10

    said = "\n".join(changed(tmp_path, spoil))

    assert "gc-5x5.grid: a likelier or a worse risk may never be at a lower level" in said
    assert "gc-htra.bands: no level for the product 12" in said
    assert "gc-5x5/1: was published and may not be edited" in said


def test_a_next_version_stands_beside_the_published_one(tmp_path: Path) -> None:
    def renew(scales: list[dict[str, Any]]) -> None:
        scales.append({**scales[0], "version": 2})

    assert changed(tmp_path, renew) == []


@pytest.fixture
def plan(department: Organization, coordinator: User, head: User) -> Document:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    return make.draft_plan(strategy, make.platform(), by=coordinator).document


@pytest.mark.obligation("G050")
def test_an_organization_chooses_its_scale_and_what_was_begun_keeps_its_own(
    plan: Document, department: Organization, coordinator: User, author: User
) -> None:
    with pytest.raises(PermissionDenied):
        rescaling.prefer(department, kind="matrix", code="gc-3x3", by=author)
    with pytest.raises(ValidationError, match="no such scale"):
        rescaling.prefer(department, kind="matrix", code="gc-htra", by=coordinator)
    rescaling.prefer(department, kind="matrix", code="gc-3x3", by=coordinator)

    assessment = assess.assessment("tra", plan.plan.platform, department)
    record = risks.start_record(assessment, by=coordinator)
    pia = risks.start_record(assess.assessment("pia", plan.plan.platform, department), by=coordinator)

    assert Document.objects.get(pk=plan.pk).risk_scale == "gc-5x5/1"
    assert (pia.risk_scale, record.risk_scale) == ("gc-3x3/1", "gc-htra/1")
    assert len(pia.framework.items("likelihood")) == 3


def test_another_scale_takes_every_rating_off_and_says_so_before(
    plan: Document, coordinator: User, author: User, as_user: Any
) -> None:
    make.complete(plan, coordinator)
    url = f"/en/platforms/registers/{plan.pk}/scale/"
    client = as_user(coordinator)
    page = client.get(url).content.decode()
    assert "every rating is taken off" in page
    assert client.post(url, {"scale": "gc-3x3/1"}).status_code == 422

    client.post(url, {"scale": "gc-3x3/1", "sure": "on"})

    document = Document.objects.get(pk=plan.pk)
    assert document.risk_scale == "gc-3x3/1"
    [risk] = register.of_draft(document)[0].risks
    assert set(risk.levels.values()) == {None}
    assert risk.statement
    assert Row.objects.of(document, "e_treatments").count() == 1


def test_a_level_is_never_typed(plan: Document, coordinator: User, as_user: Any) -> None:
    make.complete(plan, coordinator, e_risks=[{"residual_likelihood": "likely", "residual_impact": "severe"}])
    row = Row.objects.get(document=plan, table="e_risks")
    url = f"/en/documents/{plan.pk}/sections/e/"
    page = as_user(coordinator).get(f"{url}?row={row.uuid}").content.decode()
    name = f"row-e_risks-{row.uuid.hex}-residual_level"
    assert name not in page

    as_user(coordinator).post(url, {"page": "answers", "revision": "99", "then": "stay", name: "low"})

    [risk] = register.of_draft(Document.objects.get(pk=plan.pk))[0].risks
    assert risk.residual is not None
    assert risk.residual.code == "very_high"
    assert "residual_level" not in Row.objects.get(pk=row.pk).cells


def test_a_register_is_read_as_matrix_and_in_words(plan: Document, coordinator: User) -> None:
    make.complete(plan, coordinator, e_risks=[{"likelihood": "likely", "impact": "severe"}, {"likelihood": "rare"}])

    found = register.of_draft(plan)[0]
    drawn, table = scale.matrix(found, "current"), scale.table(found)

    assert next(row["label"] for row in drawn["rows"]) == "Almost certain"
    assert [one["label"] for one in drawn["rows"][1]["cells"][4]["items"]] == ["R1"]
    assert sum(len(cell["items"]) for row in drawn["rows"] for cell in row["cells"]) == 2
    assert len(table["columns"]) == len(table["rows"][0])
    assert table["rows"][0][3]["tag"] == {"label": "Very high", "tone": "danger"}
