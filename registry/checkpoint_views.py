"""What does the public get to hold the ledger to? The signed checkpoints, as a page and as data."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from govsocial.core import checkpoints
from govsocial.core.access import PUBLIC
from govsocial.core.models import Checkpoint
from govsocial.core.views import Listing, RuledView


class Checkpoints(Listing):
    """Every day's checkpoint, newest first, with the key's fingerprint and how to verify a copy of the ledger."""

    rule = PUBLIC
    model = Checkpoint
    template_name = "registry/checkpoints.html"
    order = ("-number",)

    def rows(self) -> Any:
        return Checkpoint.objects.all()

    def context(self) -> dict[str, Any]:
        last = Checkpoint.objects.order_by("-number").first()
        return {"last": last, "fingerprint": checkpoints.fingerprint_of(last) if last else ""}


class CheckpointsJson(RuledView):
    """All checkpoints, oldest first, as the verifier reads them: one a day, so ten years are a small file."""

    rule = PUBLIC

    def get(self, request: HttpRequest) -> JsonResponse:
        points = [checkpoints.as_json(point) for point in Checkpoint.objects.order_by("number")]
        response = JsonResponse({"checkpoints": points})
        response["Access-Control-Allow-Origin"] = "*"
        return response
