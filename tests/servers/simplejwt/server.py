"""Django REST framework with simplejwt, as its documentation configures it. ROTATION=on rotates and blacklists."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import django_program

ROTATION = os.environ["ROTATION"] == "on"

django_program.configure(
    apps=["rest_framework", "rest_framework_simplejwt.token_blacklist"],
    rest_framework={"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"]},
    simple_jwt={"ROTATE_REFRESH_TOKENS": ROTATION, "BLACKLIST_AFTER_ROTATION": ROTATION},
)

from django.urls import path  # noqa: E402
from rest_framework_simplejwt.views import TokenBlacklistView, TokenObtainPairView, TokenRefreshView  # noqa: E402

urlpatterns = [
    path("token/", TokenObtainPairView.as_view()),
    path("token/refresh/", TokenRefreshView.as_view()),
    path("token/blacklist/", TokenBlacklistView.as_view()),
]

if __name__ == "__main__":
    django_program.run(urlpatterns)
