"""Addresses of plans."""

from django.urls import path

from plans import protocol_pages, reliance_pages, views

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("start/<slug:organization>/", views.PlanStart.as_view(), name="start"),
    path("sight/<int:pk>/", views.LineOfSight.as_view(), name="sight"),
    path("protocols/", protocol_pages.ProtocolList.as_view(), name="protocols"),
    path("protocols/start/<slug:organization>/", protocol_pages.ProtocolStart.as_view(), name="protocol_start"),
    path("protocols/<int:pk>/", protocol_pages.ProtocolRead.as_view(), name="protocol"),
    path("protocols/<int:pk>/write/", protocol_pages.ProtocolEdit.as_view(), name="protocol_edit"),
    path("protocols/<int:pk>/publish/", protocol_pages.ProtocolPublish.as_view(), name="protocol_publish"),
    path("protocols/<int:pk>/retire/", protocol_pages.ProtocolRetire.as_view(), name="protocol_retire"),
    path("protocols/<int:pk>/restore/", protocol_pages.ProtocolRestore.as_view(), name="protocol_restore"),
    path("protocols/versions/<int:pk>/", protocol_pages.ProtocolVersionRead.as_view(), name="protocol_version"),
    path("protocols/versions/<int:pk>/check/", protocol_pages.ProtocolCheckPage.as_view(), name="protocol_check"),
    path("<int:pk>/", views.PlanHome.as_view(), name="plan"),
    path("<int:pk>/header/", views.PlanHeader.as_view(), name="header"),
    path("<int:pk>/coverage/", reliance_pages.CoveragePage.as_view(), name="coverage"),
    path("<int:pk>/strategy/", views.PlanStrategy.as_view(), name="rest_on_strategy"),
]
