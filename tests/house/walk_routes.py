"""Which addresses does the walk visit? Of every route: the thing, a missing one, and a wrong part."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

from govsocial.core.routes import walk
from tests.house.walk_world import TOKEN, World

MISSING_PK, MISSING_CODE = 9_999_999, "no-such-place"
Kwargs = dict[str, Any]

#: route -> {case: (the thing that `pk` names, the rest of the address)}. "code" and "token" stand for themselves.
TARGETS: dict[str, dict[str, tuple[str, Kwargs]]] = {
    "account_reset_password_from_key": {"": ("", {"uidb36": "1", "key": "made-up"})},
    "accounts:account": {"": ("account", {})},
    "accounts:link_plan": {"": ("account", {})},
    "accounts:configure": {"": ("creating", {})},
    "accounts:details": {"": ("creating", {})},
    "accounts:checklist": {
        "creating": ("creating", {"code": "configuration"}),
        "active": ("account", {"code": "configuration"}),
    },
    "accounts:terms": {"": ("creating", {})},
    "accounts:remove_terms": {"": ("creating", {"line": "terms"})},
    "accounts:provider": {"": ("creating", {})},
    "accounts:remove_provider": {"": ("creating", {"line": "provider"})},
    "accounts:closing_note": {"": ("account", {})},
    "accounts:start_disposition": {"": ("account", {})},
    "accounts:move": {
        "activate": ("creating", {"verb": "activate"}),
        "close": ("account", {"verb": "close"}),
    },
    "accounts:specifications": {"": ("account", {"code": "identification"})},
    "accounts:my_duties": {"": ("", {"code": "parks"})},
    "accounts:spokespersons": {"": ("", {"code": "parks"})},
    "accounts:transcribe_duties": {"": ("", {"code": "parks"})},
    "accounts:start_submission": {"": ("plan", {})},
    "accounts:submission": {"accepted": ("submission", {}), "waiting": ("waiting", {})},
    "accounts:rest_on_current": {"": ("waiting", {})},
    "accounts:disposition": {"": ("disposition", {})},
    "accounts:start_closing_submission": {"": ("disposition", {})},
    "approvals:document": {"draft": ("draft", {}), "decided": ("decided", {}), "submission": ("waiting", {})},
    "approvals:sign_off": {"": ("consulted", {"area": "privacy"})},
    "approvals:package": {"": ("consulted", {}), "decided": ("decided", {})},
    "approvals:package_of": {"": ("consulted", {"area": "privacy"})},
    "approvals:transcribe": {"": ("consulted", {"area": "communications"})},
    "approvals:dissent": {"": ("consulted", {"area": "communications"})},
    "approvals:condition": {"": ("condition", {})},
    "approvals:report_condition": {"": ("condition", {})},
    "approvals:judge_condition": {"": ("condition", {})},
    "approvals:withdraw_condition": {"": ("condition", {})},
    "approvals:attest": {"": ("attestation", {})},
    "approvals:attest_review": {"": ("plan", {})},
    "approvals:keep": {"": ("plan", {"area": "privacy"})},
    "approvals:sign_off_evidence": {"": ("sign-off with a file", {})},
    "approvals:step_evidence": {"": ("step with a file", {})},
    "approvals:share": {"": ("plan", {})},
    "approvals:unshare": {"": ("plan", {})},
    "approvals:move": {
        "consult": ("draft", {"verb": "consult"}),
        "submit": ("consulted", {"verb": "submit"}),
        "approve": ("decided", {"verb": "approve"}),
        "return": ("decided", {"verb": "return"}),
        "return from consultation": ("consulted", {"verb": "return"}),
        "recall": ("decided", {"verb": "recall"}),
        "revise": ("plan", {"verb": "revise"}),
        "close": ("plan", {"verb": "close"}),
        "revoke": ("plan", {"verb": "revoke"}),
        "take": ("waiting", {"verb": "take"}),
    },
    "demo:sign_in": {"demo": ("demo person", {}), "other": ("role", {})},
    "documents:read": {"draft": ("draft", {}), "submission": ("waiting", {})},
    "documents:translation": {"draft": ("draft", {}), "decided": ("decided", {})},
    "documents:translate": {
        "draft": ("draft", {"target": "fr", "key": "a"}),
        "decided": ("decided", {"target": "fr", "key": "f"}),
    },
    "documents:compare": {"draft": ("draft", {}), "submission": ("waiting", {})},
    "documents:mark_read": {"": ("draft", {})},
    "documents:writers": {"": ("draft", {})},
    "documents:writer_remove": {"": ("draft", {"person": "invited writer"})},
    "documents:section": {
        "draft": ("draft", {"key": "a"}),
        "decided": ("decided", {"key": "f"}),
        "submission": ("waiting", {"key": "identification"}),
    },
    "documents:copy": {"": ("draft", {"key": "a"})},
    "documents:comment": {"": ("draft", {"key": "a"})},
    "documents:paste": {"": ("draft", {"table": "h_measures"})},
    "documents:library": {"": ("draft", {"table": "h_measures"})},
    "documents:attach": {"": ("draft", {})},
    "documents:attachment": {"": ("attachment", {})},
    "documents:detach": {"": ("attachment", {})},
    "documents:autosave": {"": ("draft", {"key": "a"})},
    "documents:pulse": {"": ("draft", {"key": "a"})},
    "documents:undo": {"": ("draft", {"key": "a"})},
    "documents:comment_answer": {"": ("comment", {})},
    "documents:comment_reopen": {"": ("comment", {})},
    "documents:comments": {"draft": ("draft", {}), "submission": ("waiting", {})},
    "documents:thread": {"": ("comment", {}), "kept": ("kept comment", {})},
    "documents:outline": {"": ("draft", {})},
    "documents:unplaced": {"": ("draft", {})},
    "documents:own_outlines": {"": ("", {"organization": "parks"})},
    "documents:own_outline": {"": ("", {"organization": "parks", "kind": "plan"})},
    "documents:own_add": {"": ("", {"organization": "parks", "kind": "plan", "section": "a"})},
    "documents:own_keep": {"": ("", {"organization": "parks", "kind": "plan"})},
    "documents:own_publish": {"": ("", {"organization": "parks", "kind": "plan"})},
    "documents:own_question": {"": ("own question", {})},
    "documents:own_move": {"": ("own question", {})},
    "documents:own_remove": {"": ("own question", {})},
    "documents:version": {"": ("version", {})},
    "documents:pdf": {"": ("version", {"language": "en"})},
    "organizations:accept": {"": ("", {"token": TOKEN})},
    "organizations:resend": {"": ("invitation", {})},
    "organizations:withdraw": {"": ("invitation", {})},
    "organizations:end_role": {"": ("role", {})},
    "organizations:revoke": {"": ("delegation", {})},
    "organizations:organization": {"": ("", {"code": "parks"})},
    "organizations:members": {"": ("", {"code": "parks"})},
    "organizations:add_role": {"": ("", {"code": "parks"})},
    "organizations:invite": {"": ("", {"code": "parks"})},
    "organizations:designate": {"": ("", {"code": "parks"})},
    "plans:start": {"": ("", {"organization": "parks"})},
    "plans:plan": {"draft": ("draft", {}), "approved": ("plan", {})},
    "plans:header": {"": ("draft", {})},
    "plans:rest_on_strategy": {"": ("draft", {})},
    "plans:coverage": {"": ("draft", {})},
    "plans:protocol_start": {"": ("", {"organization": "parks"})},
    "plans:protocol": {"": ("protocol", {})},
    "plans:protocol_edit": {"": ("protocol", {})},
    "plans:protocol_publish": {"": ("protocol", {})},
    "plans:protocol_retire": {"": ("protocol", {})},
    "plans:protocol_restore": {"": ("protocol", {})},
    "plans:protocol_version": {"": ("protocol version", {})},
    "plans:protocol_check": {"": ("protocol version", {})},
    "plans:sight": {"": ("strategy", {})},
    "registry:account": {"active": ("account", {}), "creating": ("creating", {})},
    "reminders:read": {"": ("notice", {})},
    "reminders:send_again": {"": ("mail", {})},
    "reports:records_ask": {"": ("", {"code": "parks"})},
    "reports:records_export": {"": ("records", {})},
    "reports:records_take": {"": ("records", {})},
    "reports:oversight": {"": ("", {"code": "parks"})},
    "risk:assessment": {"": ("assessment", {})},
    "risk:signed_form": {"": ("signed form", {})},
    "risk:assessment_edit": {"": ("assessment", {})},
    "risk:assessment_sign": {"": ("assessment", {})},
    "risk:record_start": {"": ("assessment", {})},
    "risk:record": {"": ("record", {})},
    "risk:assessment_share": {"": ("assessment", {})},
    "risk:assessment_answer": {"": ("assessment", {})},
    "risk:assessment_take_back": {"": ("assessment", {})},
    "risk:assessment_resting": {"": ("assessment", {"kind": "plans"})},
    "risk:acceptance": {"": ("plan", {})},
    "risk:acceptance_ask": {"": ("plan", {})},
    "risk:acceptance_revoke": {"": ("acceptance", {})},
    "risk:prefer_scale": {"": ("", {"code": "parks"})},
    "risk:register": {"": ("plan", {}), "draft": ("draft", {})},
    "risk:rescale": {"": ("draft", {})},
    "risk:treatment": {"": ("treatment", {})},
    "risk:change": {"": ("change", {})},
    "risk:change_csv": {"": ("change", {})},
    "risk:change_call_off": {"": ("change", {})},
    "risk:answer_change": {"": ("affected", {})},
    "risk:change_add": {"": ("", {"code": "x"})},
    "risk:platform": {"": ("", {"code": "x"})},
    "risk:platform_edit": {"": ("", {"code": "x"})},
    "risk:platform_review": {"": ("", {"code": "x"})},
    "risk:platform_withdraw": {"": ("", {"code": "x"})},
    "risk:platform_restore": {"": ("", {"code": "x"})},
    "risk:platform_resting": {"": ("", {"code": "x", "kind": "plans"})},
    "strategy:start": {"": ("", {"organization": "parks"})},
    "strategy:strategy": {"": ("strategy", {})},
}
#: Parts of an address that name the thing itself; every other part belongs to the thing.
NAMES_IT = ("pk", "code", "organization", "token")
#: Second parts of an address that name a thing by its number.
NUMBERED = ("line", "person", "row")


@dataclass(frozen=True)
class Stop:
    """One address of the walk: the route, which case of it, and whether the thing is there."""

    route: str
    case: str
    kind: str
    address: str

    @property
    def title(self) -> str:
        return f"{self.route} {self.case}".strip()


def routes() -> dict[str, str]:
    """Return every route of the site with its path."""
    return {name: path for name, path, _view in walk(get_resolver().url_patterns)}


def stops(world: World) -> Iterator[Stop]:
    """Yield every address: the thing itself, a missing one, and the thing with a part that makes no sense.

    Raises KeyError for a route that names something which nobody declared above, NoReverseMatch for a wrong part.
    """
    for route, path in routes().items():
        if "<" not in path:
            yield Stop(route, "", "plain", reverse(route))
            continue
        for case, (thing, rest) in TARGETS[route].items():
            kwargs = {**({"pk": world.pk(thing)} if thing else {}), **numbered(world, rest)}
            yield Stop(route, case, "there", reverse(route, kwargs=kwargs))
            yield Stop(route, case, "missing", reverse(route, kwargs={**kwargs, **missing(kwargs)}))
            odd = nonsense(kwargs)
            if odd:
                yield Stop(route, case, "odd", reverse(route, kwargs={**kwargs, **odd}))


def numbered(world: World, rest: Kwargs) -> Kwargs:
    """Return the rest of an address with the names of things replaced by their numbers."""
    found = {**world.things, **world.people}
    return {part: found[value].pk if part in NUMBERED else value for part, value in rest.items()}


def missing(kwargs: Kwargs) -> Kwargs:
    """Return parts that name a thing that does not exist."""
    if "pk" in kwargs:
        return {"pk": MISSING_PK}
    return {part: MISSING_CODE for part in NAMES_IT if part in kwargs} or {"uidb36": "zzz"}


def nonsense(kwargs: Kwargs) -> Kwargs:
    """Return parts that make no sense for a thing that exists."""
    own = ("pk",) if "pk" in kwargs else NAMES_IT
    return {part: MISSING_PK if part in NUMBERED else "nonsense" for part in kwargs if part not in (*own, "uidb36")}
