"""Flask-JWT-Extended with tokens in headers, and a blocklist, as its documentation shows them."""

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
)

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
import flask_program as program

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = program.secret()
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(seconds=int(os.environ["LIFETIME"]))
jwt = JWTManager(app)
program.install(app, jwt)


@app.post("/login")
def login():
    username = request.json["username"]
    if not program.accepts(username, request.json["password"]):
        return jsonify({"msg": "Bad username or password"}), 401
    refresh_token = create_refresh_token(identity=username)
    program.issued(refresh_token)
    return jsonify(access_token=create_access_token(identity=username), refresh_token=refresh_token)


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    return jsonify(access_token=create_access_token(identity=get_jwt_identity()))


@app.delete("/logout")
@jwt_required(verify_type=False)
def logout():
    """Revokes the token with which it is called: the refresh token, if the session shall end."""
    program.block(get_jwt()["jti"])
    return jsonify(msg="Token revoked")


program.run(app)
