"""Does a person who installs govsocial find every setting, with its secret's file form, where they would look?"""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"')
OFFERED = re.compile(r"^#? ?([A-Z_]+)=", re.MULTILINE)


@pytest.fixture(scope="module")
def settings() -> set[str]:
    return set(READ.findall((ROOT / "govsocial" / "settings.py").read_text(encoding="utf-8")))


def test_every_setting_is_in_the_example(settings: set[str]) -> None:
    offered = set(OFFERED.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    assert settings - offered == set()


def test_the_example_offers_nothing_that_nobody_reads(settings: set[str]) -> None:
    offered = set(OFFERED.findall((ROOT / ".env.example").read_text(encoding="utf-8")))

    # The supervisor and docker-compose.yml read these two.
    assert offered - settings == {"HOST", "POSTGRES_PASSWORD"}


def test_every_setting_is_in_the_operations_manual(settings: set[str]) -> None:
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert {name for name in settings if f"`{name}`" not in manual} == set()


def test_every_lasting_service_is_watched_and_waits_for_the_migration() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    lasting = {name for name in services if name != "migrate"}

    assert {name for name in lasting if "healthcheck" not in services[name]} == set()
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
