"""Addresses of platforms and assessments."""

from django.urls import path

from risk import across_pages, change_pages, register_pages, signed_form, views
from risk import assessment_pages as pages

app_name = "risk"
urlpatterns = [
    path("", views.Platforms.as_view(), name="platforms"),
    path("new/", views.PlatformAdd.as_view(), name="platform_add"),
    path("uses/", views.Uses.as_view(), name="uses"),
    path("assessments/", pages.Assessments.as_view(), name="assessments"),
    path("assessments/new/", pages.AssessmentAdd.as_view(), name="assessment_add"),
    path("assessments/<int:pk>/", pages.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<int:pk>/edit/", pages.AssessmentEdit.as_view(), name="assessment_edit"),
    path("assessments/<int:pk>/sign/", pages.AssessmentSign.as_view(), name="assessment_sign"),
    path("assessments/<int:pk>/record/", pages.RecordStart.as_view(), name="record_start"),
    path("assessments/records/<int:pk>/", pages.RecordHome.as_view(), name="record"),
    path("assessments/<int:pk>/share/", pages.AssessmentShare.as_view(), name="assessment_share"),
    path("assessments/<int:pk>/answer/", pages.AssessmentAnswer.as_view(), name="assessment_answer"),
    path("assessments/<int:pk>/take-back/", pages.AssessmentTakeBack.as_view(), name="assessment_take_back"),
    path("assessments/<int:pk>/resting/<slug:kind>/", pages.AssessmentResting.as_view(), name="assessment_resting"),
    path("assessments/versions/<int:pk>/form/", signed_form.SignedForm.as_view(), name="signed_form"),
    path("changes/", change_pages.Changes.as_view(), name="changes"),
    path("changes/<int:pk>/", change_pages.ChangePage.as_view(), name="change"),
    path("changes/<int:pk>/list.csv", change_pages.ChangeCsv.as_view(), name="change_csv"),
    path("changes/<int:pk>/call-off/", change_pages.CallOff.as_view(), name="change_call_off"),
    path("changes/answers/<int:pk>/", change_pages.Answer.as_view(), name="answer_change"),
    path("across/", across_pages.Across.as_view(), name="across"),
    path("across/risks/", across_pages.AcrossRisks.as_view(), name="across_risks"),
    path("across/treatments/", across_pages.AcrossTreatments.as_view(), name="across_treatments"),
    path("registers/<int:pk>/", register_pages.RegisterPage.as_view(), name="register"),
    path("registers/<int:pk>/ask/", register_pages.AcceptanceAsk.as_view(), name="acceptance_ask"),
    path("registers/<int:pk>/accept/", register_pages.AcceptancePage.as_view(), name="acceptance"),
    path("registers/<int:pk>/scale/", register_pages.Rescale.as_view(), name="rescale"),
    path("treatments/<int:pk>/", register_pages.TreatmentReport.as_view(), name="treatment"),
    path("acceptances/<int:pk>/revoke/", register_pages.AcceptanceRevoke.as_view(), name="acceptance_revoke"),
    path("scales/<slug:code>/", register_pages.PreferScale.as_view(), name="prefer_scale"),
    path("<slug:code>/", views.PlatformPage.as_view(), name="platform"),
    path("<slug:code>/edit/", views.PlatformEdit.as_view(), name="platform_edit"),
    path("<slug:code>/changes/new/", change_pages.ChangeAdd.as_view(), name="change_add"),
    path("<slug:code>/review/", views.PlatformReview.as_view(), name="platform_review"),
    path("<slug:code>/withdraw/", views.PlatformWithdraw.as_view(), name="platform_withdraw"),
    path("<slug:code>/restore/", views.PlatformRestore.as_view(), name="platform_restore"),
    path("<slug:code>/resting/<slug:kind>/", views.PlatformResting.as_view(), name="platform_resting"),
]
