"""Addresses of home pages, the auditor's workspace, the overview of an organization and the pages about this site."""

from django.urls import path

from reports import records_pages, views

app_name = "reports"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("audit/", views.AuditDocuments.as_view(), name="audit"),
    path("audit/ledger/", views.Ledger.as_view(), name="ledger"),
    path("audit/ledger/verify/", views.LedgerVerify.as_view(), name="ledger_verify"),
    path("audit/ledger/export/", views.LedgerExport.as_view(), name="ledger_export"),
    path("overview/", views.OversightList.as_view(), name="oversight_list"),
    path("overview/<slug:code>/", views.Oversight.as_view(), name="oversight"),
    path("records/", records_pages.RecordsList.as_view(), name="records"),
    path("records/collect/<slug:code>/", records_pages.RecordsAsk.as_view(), name="records_ask"),
    path("records/<int:pk>/", records_pages.RecordsPage.as_view(), name="records_export"),
    path("records/<int:pk>/take/", records_pages.RecordsTake.as_view(), name="records_take"),
    path("about/", views.About.as_view(), name="about"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
]
