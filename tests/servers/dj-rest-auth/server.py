"""dj-rest-auth with JWT: the access token in the answer, the refresh token in an HttpOnly cookie that rotates."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import django_program

django_program.configure(
    apps=["rest_framework", "rest_framework_simplejwt.token_blacklist", "dj_rest_auth"],
    rest_framework={"DEFAULT_AUTHENTICATION_CLASSES": ["dj_rest_auth.jwt_auth.JWTCookieAuthentication"]},
    simple_jwt={"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True},
    REST_AUTH={
        "USE_JWT": True,
        "JWT_AUTH_HTTPONLY": True,
        "JWT_AUTH_REFRESH_COOKIE": "refresh-token",
        "SESSION_LOGIN": False,
        "TOKEN_MODEL": None,
    },
)

from dj_rest_auth.jwt_auth import get_refresh_view  # noqa: E402
from dj_rest_auth.views import LoginView, LogoutView  # noqa: E402
from django.urls import path  # noqa: E402

urlpatterns = [
    path("auth/login/", LoginView.as_view()),
    path("auth/logout/", LogoutView.as_view()),
    path("auth/token/refresh/", get_refresh_view().as_view()),
]

if __name__ == "__main__":
    django_program.run(urlpatterns)
