"""Addresses of platforms and assessments."""

from django.urls import path

from risk import views

app_name = "risk"
urlpatterns = [
    path("", views.Platforms.as_view(), name="platforms"),
    path("new/", views.PlatformAdd.as_view(), name="platform_add"),
    path("assessments/", views.Assessments.as_view(), name="assessments"),
    path("assessments/new/", views.AssessmentAdd.as_view(), name="assessment_add"),
    path("assessments/<int:pk>/", views.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<int:pk>/edit/", views.AssessmentEdit.as_view(), name="assessment_edit"),
    path("assessments/<int:pk>/sign/", views.AssessmentSign.as_view(), name="assessment_sign"),
    path("assessments/<int:pk>/record/", views.RecordStart.as_view(), name="record_start"),
    path("assessments/records/<int:pk>/", views.RecordHome.as_view(), name="record"),
    path("assessments/<int:pk>/share/", views.AssessmentShare.as_view(), name="assessment_share"),
    path("assessments/<int:pk>/unshare/", views.AssessmentUnshare.as_view(), name="assessment_unshare"),
    path("assessments/<int:pk>/resting/<slug:kind>/", views.AssessmentResting.as_view(), name="assessment_resting"),
    path("<slug:code>/", views.PlatformPage.as_view(), name="platform"),
    path("<slug:code>/edit/", views.PlatformEdit.as_view(), name="platform_edit"),
    path("<slug:code>/review/", views.PlatformReview.as_view(), name="platform_review"),
    path("<slug:code>/withdraw/", views.PlatformWithdraw.as_view(), name="platform_withdraw"),
    path("<slug:code>/restore/", views.PlatformRestore.as_view(), name="platform_restore"),
    path("<slug:code>/resting/<slug:kind>/", views.PlatformResting.as_view(), name="platform_resting"),
]
