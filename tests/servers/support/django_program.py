"""A Django project in one process: its settings, what the tests request, and what they ask the server."""

import json
import os
import secrets
import tempfile
from datetime import timedelta

import django
from django.conf import settings

LIFETIME = int(os.environ["LIFETIME"])
LOG = []


def configure(apps, rest_framework, simple_jwt, middleware=(), **more):
    """The settings that are not of the library."""
    database = os.path.join(tempfile.mkdtemp(), "database.sqlite3")
    settings.configure(
        SECRET_KEY=secrets.token_hex(32),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps],
        MIDDLEWARE=[f"{__name__}.logged", *middleware],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": database,
                "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
            }
        },
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        REST_FRAMEWORK=rest_framework,
        SIMPLE_JWT={"ACCESS_TOKEN_LIFETIME": timedelta(seconds=LIFETIME), **simple_jwt},
        **more,
    )
    django.setup()


def logged(get_response):
    """A middleware: the log of requests."""

    def answer(request):
        response = get_response(request)
        if not request.path.startswith("/control/"):
            LOG.append({"method": request.method, "path": request.path, "status": response.status_code})
        return response

    return answer


urlpatterns = []


def run(patterns):
    """Serves these paths and those of the tests."""
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    urlpatterns.extend([*patterns, *_tests()])
    call_command("migrate", verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", int(os.environ["PORT"])), WSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    server.serve_forever()


def _tests():
    from django.contrib.auth.models import User
    from django.http import JsonResponse
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt
    from rest_framework.decorators import api_view, permission_classes
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.response import Response
    from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

    @api_view(["GET"])
    @permission_classes([IsAuthenticated])
    def me(request):
        return Response({"name": request.user.username})

    @api_view(["POST"])
    @permission_classes([IsAuthenticated])
    def upload(request):
        return Response({"size": request.FILES["file"].size})

    def log(_):
        return JsonResponse(LOG, safe=False)

    def users(request):
        user = json.loads(request.body)
        User.objects.create_user(user["username"], password=user["password"])
        return JsonResponse({})

    def alive(username):
        return OutstandingToken.objects.filter(user__username=username, blacklistedtoken=None)

    def revoke(request):
        for token in alive(json.loads(request.body)["username"]):
            BlacklistedToken.objects.get_or_create(token=token)
        return JsonResponse({})

    def sessions(request):
        return JsonResponse(alive(request.GET["username"]).count(), safe=False)

    return [
        path("me/", me),
        path("upload/", upload),
        path("control/log", log),
        path("control/users", csrf_exempt(users)),
        path("control/revoke", csrf_exempt(revoke)),
        path("control/sessions", sessions),
    ]
