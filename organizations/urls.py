"""Addresses of this room, and the few of allauth's that people need: there is no sign-up and no second address."""

from typing import Any

from allauth.account import views as sign_in_views
from django.urls import path, re_path

from govsocial.core.access import PUBLIC, SIGNED_IN
from govsocial.core.routes import ruled
from organizations import forms, views
from organizations.again import Again


def plain(view: Any) -> Any:
    """Return allauth's view with its own form in our look."""
    return view.as_view(form_class=forms.plain(view.form_class))


sign_in = [
    path("", ruled(plain(sign_in_views.LoginView), PUBLIC), name="account_login"),
    path("out/", ruled(sign_in_views.logout, PUBLIC), name="account_logout"),
    path("inactive/", ruled(sign_in_views.account_inactive, PUBLIC), name="account_inactive"),
    # allauth links to sign-up by name; the adapter keeps it closed, and the page says whom to ask.
    path("invited-only/", ruled(sign_in_views.signup, PUBLIC), name="account_signup"),
    path("again/", ruled(plain(Again), SIGNED_IN), name="account_reauthenticate"),
    path("password/", ruled(plain(sign_in_views.PasswordChangeView), SIGNED_IN), name="account_change_password"),
    path("password/first/", ruled(plain(sign_in_views.PasswordSetView), SIGNED_IN), name="account_set_password"),
    path("password/reset/", ruled(plain(sign_in_views.PasswordResetView), PUBLIC), name="account_reset_password"),
    path("password/reset/sent/", ruled(sign_in_views.password_reset_done, PUBLIC), name="account_reset_password_done"),
    path(
        "password/reset/done/",
        ruled(sign_in_views.password_reset_from_key_done, PUBLIC),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ruled(plain(sign_in_views.PasswordResetFromKeyView), PUBLIC),
        name="account_reset_password_from_key",
    ),
]

app_name = "organizations"
urlpatterns = [
    path("profile/", views.ProfilePage.as_view(), name="profile"),
    path("invitation/<str:token>/", views.InvitationAccept.as_view(), name="accept"),
    path("invitations/<int:pk>/resend/", views.InvitationResend.as_view(), name="resend"),
    path("invitations/<int:pk>/withdraw/", views.InvitationWithdraw.as_view(), name="withdraw"),
    path("roles/<int:pk>/end/", views.MembershipEnd.as_view(), name="end_role"),
    path("delegations/<int:pk>/revoke/", views.DelegationRevoke.as_view(), name="revoke"),
    path("organizations/", views.Organizations.as_view(), name="organizations"),
    path("organizations/<slug:code>/", views.OrganizationPage.as_view(), name="organization"),
    path("organizations/<slug:code>/people/", views.Members.as_view(), name="members"),
    path("organizations/<slug:code>/people/add/", views.RoleAdd.as_view(), name="add_role"),
    path("organizations/<slug:code>/people/invite/", views.InvitationNew.as_view(), name="invite"),
    path("organizations/<slug:code>/designate/", views.DelegationNew.as_view(), name="designate"),
]
