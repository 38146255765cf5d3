"""Addresses of calls: the public list, one call, its questions; the office's pages."""

from django.urls import URLPattern, URLResolver, include, path

from bids.views.calls import listing, preparing, questions, running

# One call for office and clerk, behind /bids/office/calls/<slug>/
of_a_call: list[URLPattern] = [
    path("", running.office_call, name="office_call"),
    path("words/", preparing.call_words, name="call_words"),
    path("dates/", preparing.call_dates, name="call_dates"),
    path("decision/", preparing.call_decision, name="call_decision"),
    path("terms/", preparing.call_terms, name="call_terms"),
    path("criteria/", preparing.call_criteria, name="call_criteria"),
    path("sentences/", preparing.call_sentences, name="call_sentences"),
    path("sentences/<slug:kind>/", preparing.call_criterion, name="call_criterion"),
    path("open/", running.open_call, name="open_call"),
    path("extend/", running.extend_call, name="extend_call"),
    path("late/", running.grant_exception, name="grant_exception"),
    path("open-early/", running.open_early, name="open_early"),
    path("call-off/", running.cancel_call, name="cancel_call"),
    path("again/", running.call_again, name="call_again"),
    path("note/", questions.add_note, name="add_note"),
]
of_a_priority: list[URLPattern] = [
    path("", preparing.priority_detail, name="priority_detail"),
    path("change/", preparing.change_priority, name="change_priority"),
    path("call/", preparing.start_call, name="start_call"),
]
office: list[URLPattern | URLResolver] = [
    path("", running.office, name="office"),
    path("priorities/new/", preparing.add_priority, name="add_priority"),
    path("priorities/<int:priority_id>/", include(of_a_priority)),
    path("questions/<int:question_id>/", questions.answer_question, name="answer_question"),
    path("calls/<slug:slug>/", include(of_a_call)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.call_list, name="call_list"),
    path("office/", include(office)),
    path("<slug:slug>/", listing.call_detail, name="call_detail"),
    path("<slug:slug>/questions/", questions.call_questions, name="call_questions"),
    path("<slug:slug>/questions/ask/", questions.ask_question, name="ask_question"),
]
