"""The one page of the ground floor: every component in every state, for people who build pages."""

from django.urls import path

from govsocial.core.gallery import Gallery

app_name = "core"
urlpatterns = [path("components/", Gallery.as_view(), name="gallery")]
