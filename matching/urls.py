"""Addresses of matching."""

from django.urls import include, path

from matching.views import board, conflicts, directory, estimates, fits, lists, rounds, runs, weights

app_name = "matching"

directory_patterns = [
    path("", directory.directory, name="directory"),
    path("what-others-see/", directory.preview, name="preview"),
    path("<str:public_id>/", directory.profile, name="profile"),
]

matching_patterns = [
    path("needs/<str:public_id>/", lists.need_matches, name="need_matches"),
    path("needs/<str:public_id>/changes/", lists.need_changes, name="need_changes"),
    path("needs/<str:public_id>/estimate/", estimates.estimate, name="estimate"),
    path("needs/<str:public_id>/ask/", lists.ask, name="ask"),
    path("needs/<str:public_id>/compare/", board.compare, name="compare"),
    path("needs/<str:public_id>/shortlist.<slug:kind>", board.export, name="export_shortlist"),
    path("needs/<str:public_id>/run/", lists.start_run, name="start_run"),
    path("needs/<str:public_id>/shortlist/", lists.shortlist, name="shortlist"),
    path("needs/<str:public_id>/set-aside/", lists.dismiss, name="dismiss"),
    path("needs/<str:public_id>/invite/", lists.choose_for_invitation, name="choose_for_invitation"),
    path("needs/<str:public_id>/fit/", fits.why_not, name="why_not"),
    path("pairs/<str:public_id>/", lists.match, name="match"),
    path("pairs/<str:public_id>/restore/", lists.restore, name="restore"),
    path("for-me/", fits.expert_matches, name="expert_matches"),
    path("strength/", fits.strength, name="strength"),
    path("for-me/take-back/", fits.take_back, name="take_back"),
    path("for-me/<slug:public_id>/set-aside/", fits.set_aside, name="set_aside"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/declare/", conflicts.declare, name="conflict_declare"),
    path("conflicts/to-assess/", conflicts.queue, name="conflict_queue"),
    path("conflicts/<str:public_id>/", conflicts.assess, name="conflict"),
    path("conflicts/<str:public_id>/withdraw/", conflicts.withdraw, name="conflict_withdraw"),
    path("ties/<str:public_id>/", board.tie, name="tie"),
    path("weights/", weights.weights_list, name="weights_list"),
    path("weights/<slug:slug>/", weights.weights, name="weights"),
    path("weights/<slug:slug>/publish/", weights.publish, name="publish_weights"),
    path("runs/", runs.run_list, name="run_list"),
    path("runs/<str:public_id>/", runs.run, name="run"),
    path("runs/<str:public_id>/retry/", runs.retry, name="retry"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", rounds.round_new, name="round_new"),
    path("rounds/<str:public_id>/", rounds.round_, name="round"),
    path("rounds/<str:public_id>/compute/", rounds.compute, name="round_compute"),
    path("rounds/<str:public_id>/publish/", rounds.publish, name="round_publish"),
    path("rounds/<str:public_id>/undo/", rounds.undo, name="round_undo"),
]

urlpatterns = [
    path("directory/", include(directory_patterns)),
    path("matching/", include(matching_patterns)),
]
