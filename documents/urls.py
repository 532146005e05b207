"""Addresses of writing and reading."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("examples/", views.Examples.as_view(), name="examples"),
    path("<int:pk>/", views.DocumentRead.as_view(), name="read"),
    path("<int:pk>/translation/", views.Translation.as_view(), name="translation"),
    path("<int:pk>/translation/<slug:target>/<slug:key>/", views.Translate.as_view(), name="translate"),
    path("<int:pk>/compare/", views.Compare.as_view(), name="compare"),
    path("<int:pk>/read/", views.MarkRead.as_view(), name="mark_read"),
    path("<int:pk>/writers/", views.Writers.as_view(), name="writers"),
    path("<int:pk>/writers/<int:person>/remove/", views.WriterRemove.as_view(), name="writer_remove"),
    path("<int:pk>/attachments/add/", views.Attach.as_view(), name="attach"),
    path("attachments/<int:pk>/", views.AttachmentDownload.as_view(), name="attachment"),
    path("attachments/<int:pk>/remove/", views.Detach.as_view(), name="detach"),
    path("<int:pk>/sections/<slug:key>/", views.SectionEdit.as_view(), name="section"),
    path("<int:pk>/sections/<slug:key>/autosave/", views.Autosave.as_view(), name="autosave"),
    path("<int:pk>/sections/<slug:key>/pulse/", views.Pulse.as_view(), name="pulse"),
    path("<int:pk>/sections/<slug:key>/undo/", views.Undo.as_view(), name="undo"),
    path("<int:pk>/sections/<slug:key>/copy/", views.CopyInto.as_view(), name="copy"),
    path("<int:pk>/sections/<slug:key>/comment/", views.CommentAdd.as_view(), name="comment"),
    path("<int:pk>/tables/<slug:table>/paste/", views.Paste.as_view(), name="paste"),
    path("<int:pk>/tables/<slug:table>/library/", views.Library.as_view(), name="library"),
    path("<int:pk>/outline/", views.NewerOutline.as_view(), name="outline"),
    path("<int:pk>/unplaced/", views.AnswersWithoutQuestion.as_view(), name="unplaced"),
    path("outlines/<slug:organization>/", views.OwnOutlines.as_view(), name="own_outlines"),
    path("outlines/<slug:organization>/<slug:kind>/", views.OwnOutline.as_view(), name="own_outline"),
    path("outlines/<slug:organization>/<slug:kind>/add/<slug:section>/", views.OwnAdd.as_view(), name="own_add"),
    path("outlines/<slug:organization>/<slug:kind>/keep/", views.OwnKeep.as_view(), name="own_keep"),
    path("outlines/<slug:organization>/<slug:kind>/publish/", views.OwnPublish.as_view(), name="own_publish"),
    path("questions/<int:pk>/", views.OwnChange.as_view(), name="own_question"),
    path("questions/<int:pk>/move/", views.OwnMove.as_view(), name="own_move"),
    path("questions/<int:pk>/remove/", views.OwnRemove.as_view(), name="own_remove"),
    path("<int:pk>/comments/", views.Comments.as_view(), name="comments"),
    path("comments/<int:pk>/", views.CommentThread.as_view(), name="thread"),
    path("comments/<int:pk>/reopen/", views.CommentReopen.as_view(), name="comment_reopen"),
    path("comments/<int:pk>/answer/", views.CommentAnswer.as_view(), name="comment_answer"),
    path("versions/<int:pk>/", views.VersionRead.as_view(), name="version"),
    path("versions/<int:pk>/<str:language>.pdf", views.VersionPdf.as_view(), name="pdf"),
]
