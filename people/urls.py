"""The pages of the door and of the administrator, below /staff/."""

from django.urls import path

from people import own, signing, staffing

app_name = "people"
urlpatterns = [
    path("login/code/", signing.code, name="code"),
    path("stay/", signing.stay, name="stay"),
    path("password/", own.ChangePassword.as_view(), name="password"),
    path("second-step/", own.second_step, name="second-step"),
    path("second-step/picture.svg", own.qr, name="picture"),
    path("people/", staffing.people, name="people"),
    path("people/add/", staffing.add, name="add"),
    path("people/<int:person_id>/", staffing.person, name="person"),
    path("people/<int:person_id>/grant/", staffing.grant, name="grant"),
    path("people/<int:person_id>/reset/", staffing.reset, name="reset"),
    path("people/<int:person_id>/unlock/", staffing.unlock, name="unlock"),
    path("people/<int:person_id>/forget/", staffing.forget, name="forget"),
    path("people/<int:person_id>/close/", staffing.close, name="close"),
    path("assignments/<int:assignment_id>/end/", staffing.end, name="end"),
    path("happenings/", staffing.happenings, name="happenings"),
]
