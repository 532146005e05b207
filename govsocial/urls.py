"""Where everything is: every page under /en/ and /fr/, each under a named rule."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import set_language

from govsocial.core.access import PUBLIC
from govsocial.core.routes import ruled
from organizations.urls import sign_in
from registry.views import Root

handler400 = "django.views.defaults.bad_request"

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("language/", ruled(set_language, PUBLIC), name="set_language"),
    *i18n_patterns(
        path("sign-in/", include(sign_in)),
        path("people/", include("organizations.urls")),
        path("documents/", include("documents.urls")),
        path("approvals/", include("approvals.urls")),
        path("strategies/", include("strategy.urls")),
        path("platforms/", include("risk.urls")),
        path("plans/", include("plans.urls")),
        path("accounts/", include("accounts.urls")),
        path("", include("registry.urls")),
        path("notices/", include("reminders.urls")),
        path("home/", include("reports.urls")),
        path("demo/", include("demo.urls")),
        path("govsocial/", include("govsocial.core.urls")),
    ),
]
