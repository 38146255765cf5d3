"""Surveys and feedback: /surveys/, /feedback/, /needs/."""

from django.urls import path

from programmes.views.surveys import answering, needs_said, showing, writing

ONE = "surveys/<int:survey_id>/"

urlpatterns = [
    path("surveys/", showing.survey_list, name="survey_list"),
    path("surveys/new/", writing.new_survey, name="new_survey"),
    path(ONE, showing.survey_detail, name="survey_detail"),
    path(f"{ONE}answers.csv", showing.export_answers, name="export_answers"),
    path(f"{ONE}edit/", writing.edit_survey, name="edit_survey"),
    path(f"{ONE}questions/", writing.add_question, name="add_question"),
    path(f"{ONE}questions/<int:number>/remove/", writing.remove_question, name="remove_question"),
    path(f"{ONE}move/", writing.move_survey, name="move_survey"),
    path("feedback/<str:token>/", answering.answer, name="answer"),
    path("events/<int:event_id>/feedback/", answering.event_feedback, name="event_feedback"),
    path("needs/", needs_said.need_list, name="need_list"),
    path("needs/new/", needs_said.note_need, name="note_need"),
    path("needs/<int:need_id>/", needs_said.answer_need, name="answer_need"),
]
