"""Addresses of review and decision."""

from django.urls import path

from approvals import after_pages, evidence, review_pages, signing_pages, views

app_name = "approvals"
urlpatterns = [
    path("<int:pk>/", review_pages.Review.as_view(), name="document"),
    path("<int:pk>/sign-off/<slug:area>/", signing_pages.SignOffPage.as_view(), name="sign_off"),
    path("<int:pk>/package/", review_pages.Package.as_view(), name="package"),
    path("<int:pk>/package/<slug:area>/", review_pages.Package.as_view(), name="package_of"),
    path("<int:pk>/transcribe/<slug:area>/", signing_pages.Transcribe.as_view(), name="transcribe"),
    path("<int:pk>/objection/<slug:area>/", signing_pages.AnswerDissent.as_view(), name="dissent"),
    path("sign-offs/<int:pk>/evidence/", evidence.SignOffEvidence.as_view(), name="sign_off_evidence"),
    path("conditions/steps/<int:pk>/evidence/", evidence.StepEvidence.as_view(), name="step_evidence"),
    path("conditions/<int:pk>/", signing_pages.ConditionPage.as_view(), name="condition"),
    path("conditions/<int:pk>/report/", signing_pages.ReportCondition.as_view(), name="report_condition"),
    path("conditions/<int:pk>/answer/", signing_pages.JudgeCondition.as_view(), name="judge_condition"),
    path("conditions/<int:pk>/withdraw/", signing_pages.WithdrawCondition.as_view(), name="withdraw_condition"),
    path("attestations/<int:pk>/", after_pages.Attest.as_view(), name="attest"),
    path("<int:pk>/attest/", after_pages.AttestReview.as_view(), name="attest_review"),
    path("<int:pk>/keep/<slug:area>/", after_pages.Keep.as_view(), name="keep"),
    path("<int:pk>/share/", views.Share.as_view(), name="share"),
    path("<int:pk>/unshare/", views.Unshare.as_view(), name="unshare"),
    path("<int:pk>/<slug:verb>/", views.MovePage.as_view(), name="move"),
]
