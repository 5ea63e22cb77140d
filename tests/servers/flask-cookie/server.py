"""Flask-JWT-Extended with both tokens in HttpOnly cookies and its double submit, as its documentation shows them."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
)

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import flask_program as program

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = program.secret()
app.config["JWT_TOKEN_LOCATION"] = ["cookies"]
app.config["JWT_COOKIE_CSRF_PROTECT"] = True
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(seconds=int(os.environ["LIFETIME"]))
jwt = JWTManager(app)
program.install(app, jwt)


@app.post("/login")
def login():
    username = request.json["username"]
    if not program.accepts(username, request.json["password"]):
        return jsonify({"msg": "Bad username or password"}), 401
    response = jsonify(login=True)
    refresh_token = create_refresh_token(identity=username)
    program.issued(refresh_token)
    set_access_cookies(response, create_access_token(identity=username))
    set_refresh_cookies(response, refresh_token)
    return response


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    """Rotates: the old refresh token is revoked, and the marks of the double submit change."""
    username = get_jwt_identity()
    program.block(get_jwt()["jti"])
    refresh_token = create_refresh_token(identity=username)
    program.issued(refresh_token)
    response = jsonify(refresh=True)
    set_access_cookies(response, create_access_token(identity=username))
    set_refresh_cookies(response, refresh_token)
    return response


@app.post("/logout")
@jwt_required(refresh=True)
def logout():
    program.block(get_jwt()["jti"])
    response = jsonify(logout=True)
    unset_jwt_cookies(response)
    return response


program.run(app)
