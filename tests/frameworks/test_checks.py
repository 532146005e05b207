"""Does a broken pack stop the start, and does publishing an outline close it?"""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from frameworks import checks, loader
from frameworks.reading import sha256_of


@pytest.fixture
def installed(pack, monkeypatch):
    """The copy of the pack, installed in the place of the product's own."""
    monkeypatch.setattr(loader, "PACKS", pack.folder.parent)
    loader.get.cache_clear()
    yield pack
    loader.get.cache_clear()


def test_whole_pack_lets_the_application_start(installed):
    assert checks.packs_are_whole() == []


def test_broken_pack_stops_the_start_with_an_error_per_problem(installed):
    installed.change("areas.yaml", lambda areas: [area["name"].pop("fr") for area in areas[:2]])

    errors = checks.packs_are_whole()

    assert [error.msg for error in errors] == [
        "areas.yaml: accessibility.name.fr: is missing",
        "areas.yaml: communications.name.fr: is missing",
    ]
    assert {(error.id, error.obj) for error in errors} == {("frameworks.E001", "gc-2013")}


def test_installation_without_a_pack_does_not_start(installed):
    (installed.folder / "pack.yaml").unlink()

    assert [error.id for error in checks.packs_are_whole()] == ["frameworks.E002"]


def test_publishing_closes_every_draft_and_a_second_time_changes_nothing(installed):
    first, second = io.StringIO(), io.StringIO()

    call_command("publish_outlines", "gc-2013", stdout=first)
    call_command("publish_outlines", "gc-2013", stdout=second)

    published = json.loads((installed.folder / "published.json").read_text(encoding="utf-8"))
    assert published["plan-1.yaml"] == sha256_of(installed.folder / "outlines/plan-1.yaml")
    assert "Published plan-1.yaml" in first.getvalue()
    assert second.getvalue() == "Nothing to publish.\n"


def test_broken_pack_cannot_publish(installed):
    installed.change("areas.yaml", lambda areas: areas[0]["name"].pop("fr"))

    with pytest.raises(CommandError, match=r"areas\.yaml: accessibility\.name\.fr"):
        call_command("publish_outlines", "gc-2013")
