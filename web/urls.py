"""Every address of the desk."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from web.api import routes
from web.views import corrections, crops, health, items, mailboxes, pictures, reference, stamps, statistics, tasks, tokens, triage, webhooks

handler500 = "web.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", tasks.listing, name="tasks"),
    path("tasks/<int:task_id>/", tasks.one, name="task"),
    path("tasks/<int:task_id>/done", tasks.close, name="task_done"),
    path("tasks/<int:task_id>/reopen", tasks.reopen, name="task_reopen"),
    path("tasks/<int:task_id>/correct", corrections.ask, name="task_correct"),
    path("tasks/<int:task_id>/correct/now", corrections.correct, name="task_correct_now"),
    path("tasks/<int:task_id>/undo", corrections.undo, name="task_undo"),
    path("tasks/<int:task_id>/undo/ask", corrections.ask_undo, name="task_undo_ask"),
    path("tasks/<int:task_id>/answers/<int:outgoing_id>/form", tasks.form, name="answer_form"),
    path("tasks/<int:task_id>/answers/<int:outgoing_id>/release", tasks.release, name="answer_release"),
    path("tasks/<int:task_id>/stamp", stamps.stamp, name="task_stamp"),
    path("tasks/<int:task_id>/stamp/<int:event_id>/back", stamps.take_back, name="task_stamp_back"),
    path("triage/", triage.listing, name="triage"),
    path("triage/<int:task_id>/", triage.one, name="triage_one"),
    path("triage/<int:task_id>/assign", triage.assign, name="triage_assign"),
    path("triage/<int:task_id>/dismiss", triage.dismiss, name="triage_dismiss"),
    path("items/<int:item_id>/file", items.download, name="item_file"),
    path("items/<int:item_id>/searchable", items.searchable, name="item_searchable"),
    path("items/<int:item_id>/view", items.view, name="item_view"),
    path("items/<int:item_id>/piece/<int:number>", crops.crop, name="item_piece"),
    path("items/<int:item_id>/picture/<int:number>", pictures.picture, name="item_picture"),
    path("items/<int:item_id>/copy", pictures.copy, name="item_copy"),
    path("items/<int:item_id>/reveal", items.reveal, name="item_reveal"),
    path("mails/<int:mail_id>/raw", items.raw, name="mail_raw"),
    path("mailboxes/", mailboxes.listing, name="mailboxes"),
    path("mailboxes/answer/<int:outgoing_id>", mailboxes.note_answer, name="answer_seen"),
    path("mailboxes/retry/<str:kind>/<int:target>", mailboxes.retry, name="retry"),
    path("mailboxes/mismatch/<int:mail_id>", mailboxes.note_mismatch, name="mismatch"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/file.<str:kind>", statistics.file, name="statistics_file"),
    path("tokens/", tokens.listing, name="tokens"),
    path("tokens/add", tokens.add, name="token_add"),
    path("tokens/<int:token_id>/revoke", tokens.revoke, name="token_revoke"),
    path("webhooks/", webhooks.listing, name="webhooks"),
    path("webhooks/add", webhooks.add, name="webhook_add"),
    path("webhooks/<int:target>/<str:what>", webhooks.act, name="webhook_act"),
    path("api/", reference.page, name="api"),
    path("api/openapi.json", reference.openapi, name="openapi"),
    path("api/v1/", include(routes.urls())),
    path("login", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout", LogoutView.as_view(next_page="login"), name="logout"),
    path("language", login_not_required(set_language), name="set_language"),
    path("health", health.health, name="health"),
]
