"""Addresses of official accounts, submissions and requests to close."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.AccountList.as_view(), name="accounts"),
    path("without-plan/", views.WithoutPlan.as_view(), name="without_plan"),
    path("register/", views.Register.as_view(), name="register"),
    path("<int:pk>/", views.AccountPage.as_view(), name="account"),
    path("<int:pk>/plan/", views.LinkPlan.as_view(), name="link_plan"),
    path("<int:pk>/configure/", views.Configure.as_view(), name="configure"),
    path("<int:pk>/details/", views.Details.as_view(), name="details"),
    path("<int:pk>/checklists/<slug:code>/", views.ChecklistPage.as_view(), name="checklist"),
    path("<int:pk>/terms/", views.TermsRecord.as_view(), name="terms"),
    path("<int:pk>/terms/<int:line>/remove/", views.RemoveTerms.as_view(), name="remove_terms"),
    path("<int:pk>/provider/", views.ProviderRecord.as_view(), name="provider"),
    path("<int:pk>/provider/<int:line>/remove/", views.RemoveProvider.as_view(), name="remove_provider"),
    path("<int:pk>/closing-note/", views.ClosingNote.as_view(), name="closing_note"),
    path("<int:pk>/close/", views.StartDisposition.as_view(), name="start_disposition"),
    path("<int:pk>/moves/<slug:verb>/", views.MoveAccount.as_view(), name="move"),
    path("<int:pk>/specifications/<slug:code>/", views.Specifications.as_view(), name="specifications"),
    path("duties/<slug:code>/", views.MyDuties.as_view(), name="my_duties"),
    path("duties/<slug:code>/people/", views.Spokespersons.as_view(), name="spokespersons"),
    path("duties/<slug:code>/transcribe/", views.TranscribeDuties.as_view(), name="transcribe_duties"),
    path("submissions/", views.SubmissionList.as_view(), name="submissions"),
    path("submissions/start/<int:pk>/", views.StartSubmission.as_view(), name="start_submission"),
    path("submissions/<int:pk>/", views.SubmissionPage.as_view(), name="submission"),
    path("submissions/<int:pk>/version/", views.RestOnCurrent.as_view(), name="rest_on_current"),
    path("closing/<int:pk>/", views.DispositionPage.as_view(), name="disposition"),
    path("closing/<int:pk>/submit/", views.StartClosingSubmission.as_view(), name="start_closing_submission"),
]
