"""Around a Flask application: users, a blocklist, what the tests request, and what they ask the server."""

import os
import secrets

from flask import jsonify, request
from flask_jwt_extended import decode_token, get_jwt_identity, jwt_required

USERS = {}
REFRESH_TOKENS = {}  # jti -> username
BLOCKED = set()
LOG = []


def secret():
    return secrets.token_hex(32)


def accepts(username, password):
    return USERS.get(username) == password


def issued(refresh_token):
    claims = decode_token(refresh_token)
    REFRESH_TOKENS[claims["jti"]] = claims["sub"]


def block(jti):
    BLOCKED.add(jti)


def alive(username):
    return [jti for jti, owner in REFRESH_TOKENS.items() if owner == username and jti not in BLOCKED]


def install(app, jwt):
    @jwt.token_in_blocklist_loader
    def blocked(_header, claims):
        return claims["jti"] in BLOCKED

    @app.after_request
    def logged(response):
        if not request.path.startswith("/control/"):
            LOG.append({"method": request.method, "path": request.path, "status": response.status_code})
        return response

    @app.get("/me")
    @jwt_required()
    def me():
        return jsonify(name=get_jwt_identity())

    @app.post("/upload")
    @jwt_required()
    def upload():
        return jsonify(size=len(request.files["file"].read()))

    @app.get("/control/log")
    def log():
        return jsonify(LOG)

    @app.post("/control/users")
    def users():
        USERS[request.json["username"]] = request.json["password"]
        return jsonify({})

    @app.post("/control/revoke")
    def revoke():
        BLOCKED.update(alive(request.json["username"]))
        return jsonify({})

    @app.get("/control/sessions")
    def sessions():
        return jsonify(len(alive(request.args["username"])))


def run(app):
    app.run(port=int(os.environ["PORT"]), threaded=True)
