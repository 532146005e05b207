"""Every shape of address in the government's index is read, and what is not an account's address is refused."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.factories.risk import PLATFORMS, unsaved

#: One address of every shape (host, path, query) that stood in the government's index on 2025-06-30.
SHAPES = Path(__file__).with_name("real_addresses.txt")


@pytest.mark.parametrize(
    ("code", "address", "handle"),
    [
        ("x", "https://twitter.com/ParksCanada", "ParksCanada"),
        ("x", "https://x.com/@ParksCanada", "ParksCanada"),
        ("x", "https://twitter.com/ParcsCanada?lang=fr", "ParcsCanada"),
        ("x", "https://mobile.twitter.com/SCHL_ca/", "SCHL_ca"),
        ("x", "www.twitter.com/RCAF_ARC", "RCAF_ARC"),
        ("x", " https://X.com/csa_asc ", "csa_asc"),
        ("youtube", "https://www.youtube.com/channel/UCtxiKfqipXuHjwFHSIKSH8w/featured", "UCtxiKfqipXuHjwFHSIKSH8w"),
        ("youtube", "https://www.youtube.com/c/Lasciencesimplifi%C3%A9eRNCan", "LasciencesimplifiéeRNCan"),
        ("youtube", "https://www.youtube.com/user/agencespatialecan", "agencespatialecan"),
        ("youtube", "https://m.youtube.com/@otccta/featured", "otccta"),
        ("youtube", "https://youtube.com/FedDevOntario/", "FedDevOntario"),
        ("facebook", "https://www.facebook.com/profile.php?id=100072520562001", "100072520562001"),
        ("facebook", "https://www.facebook.com/pages/Embassy-of-Canada-to-Libya/146269735565828", "146269735565828"),
        ("facebook", "https://facebook.com/pg/CanadaBusiness/about/?ref=page_internal", "CanadaBusiness"),
        ("facebook", "https://m.facebook.com/LHNCapSpear", "LHNCapSpear"),
        ("linkedin", "https://ca.linkedin.com/company/parks-canada/about/", "parks-canada"),
        ("linkedin", "https://www.linkedin.com/showcase/pensez-cybers%C3%A9curit%C3%A9/", "pensez-cybersécurité"),
        ("instagram", "https://www.instagram.com/parks.canada/?hl=fr", "parks.canada"),
        ("flickr", "https://www.flickr.com/photos/66821901@N06/", "66821901@N06"),
        ("flickr", "https://flickr.com/people/tsbcanada/", "tsbcanada"),
        ("pinterest", "https://www.pinterest.ca/parcscanada/", "parcscanada"),
        ("tiktok", "https://www.tiktok.com/@somebody?lang=en", "somebody"),
        ("bluesky", "https://bsky.app/profile/ec.gc.ca", "ec.gc.ca"),
    ],
)
def test_the_username_is_found_in_an_address(code: str, address: str, handle: str) -> None:
    found = unsaved(code).handle_in(address)

    assert found == handle
    assert unsaved(code).is_handle(found)


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("x", "https://example.com/ParksCanada"),
        ("x", "https://x.com.example.com/ParksCanada"),
        ("x", "https://x.com@example.com/ParksCanada"),
        ("x", "https://x.com/"),
        ("x", "https://x.com/this_name_is_far_too_long"),
        ("x", "https://x.com/hashtag/Banff"),
        ("facebook", "https://www.facebook.com/profile.php"),
        ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("linkedin", "https://www.linkedin.com/feed/"),
        ("tiktok", "https://www.tiktok.com/foryou"),
        ("x", "not an address at all"),
        ("x", "https://[broken/ParksCanada"),
        ("x", ""),
    ],
)
def test_what_is_not_an_accounts_address_is_refused(code: str, address: str) -> None:
    assert unsaved(code).handle_in(address) == ""


@pytest.mark.parametrize("code", PLATFORMS)
def test_an_address_made_from_a_username_is_read_back(code: str) -> None:
    handle = "parks.gc.ca" if code == "bluesky" else "ParksCanada"

    assert unsaved(code).handle_in(unsaved(code).url_for(f"@{handle}")) == handle


def test_accents_typed_in_either_form_make_one_key() -> None:
    composed, decomposed = "s\u00e9curit\u00e9", "se\u0301curite\u0301"

    assert unsaved("linkedin").handle_key(f"@{decomposed.upper()}") == unsaved("linkedin").handle_key(composed)


def test_every_shape_of_address_in_the_real_index_is_read() -> None:
    platforms = [unsaved(code) for code in PLATFORMS]
    unread = []
    for address in SHAPES.read_text(encoding="utf-8").splitlines():
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")
        platform = next(one for one in platforms if host in one.hosts)
        if not platform.is_handle(platform.handle_in(address)):
            unread.append(address)

    assert unread == ["https://www.linkedin.com/company/equ ipe-impact-canada-team/"]
