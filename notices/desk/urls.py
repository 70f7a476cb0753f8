"""The staff desk."""

from django.urls import path, register_converter

from notices.desk import (
    approving,
    correcting,
    entering,
    ground,
    home,
    printing,
    saving,
    searching,
    together,
)
from notices.desk.ground_forms import PlaceDeedConverter

register_converter(PlaceDeedConverter, "place_deed")

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("todo/<str:kind>/", home.todo, name="todo"),
    path("drafts/", entering.paste, name="paste"),
    path("drafts/<uuid:draft_id>/", entering.draft, name="draft"),
    path("drafts/<uuid:draft_id>/submit/", entering.submit, name="submit"),
    path("drafts/<uuid:draft_id>/publish/", approving.publish, name="publish"),
    path("drafts/<uuid:draft_id>/return/", approving.send_back, name="return"),
    path("drafts/<uuid:draft_id>/save/", saving.save, name="save"),
    path("drafts/<uuid:draft_id>/state/", saving.state, name="state"),
    path("drafts/<uuid:draft_id>/places/", searching.places, name="places"),
    path("drafts/<uuid:draft_id>/buildings/", searching.buildings, name="buildings"),
    path("drafts/<uuid:draft_id>/comparison/", searching.comparison, name="comparison"),
    path("drafts/<uuid:draft_id>/discard/", entering.discard, name="discard"),
    path("drafts/<uuid:draft_id>/ask/", together.ask, name="ask"),
    path("drafts/<uuid:draft_id>/take/", together.take, name="take"),
    path("drafts/<uuid:draft_id>/parts/<str:code>/", together.answer, name="answer"),
    path("corrections/", correcting.corrections, name="corrections"),
    path("corrections/entry/<uuid:entry_id>/", correcting.correct_entry, name="correct"),
    path("corrections/notice/<uuid:notice_id>/", correcting.add_forgotten, name="forgotten"),
    path("orders/new/", correcting.order, name="order"),
    path("proposals/<uuid:proposal_id>/", correcting.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/record/", correcting.record, name="record"),
    path("proposals/<uuid:proposal_id>/return/", correcting.send_back, name="return-proposal"),
    path("proposals/<uuid:proposal_id>/withdraw/", correcting.withdraw, name="withdraw"),
    path("aliases/", ground.aliases, name="aliases"),
    path("aliases/<int:proposal_id>/", ground.decide, name="decide"),
    path("notices/<uuid:notice_id>/print/", printing.notice_page, name="notice-print"),
    path("notices/<uuid:notice_id>/notice.pdf", printing.notice_pdf, name="notice-pdf"),
    path("drafts/<uuid:draft_id>/print/", printing.draft_page, name="draft-print"),
    path("drafts/<uuid:draft_id>/draft.pdf", printing.draft_pdf, name="draft-pdf"),
    path("places/", ground.places, name="ground"),
    path("places/<uuid:place_id>/", ground.place, name="place"),
    path("places/<uuid:place_id>/<place_deed:deed>/", ground.change, name="change-place"),
]
