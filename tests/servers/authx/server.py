"""FastAPI with AuthX, tokens in headers, and a blocklist, as its documentation shows them."""

import os
import secrets
from datetime import timedelta

import uvicorn
from authx import AuthX, AuthXConfig, TokenPayload
from fastapi import Depends, FastAPI, HTTPException, Request, UploadFile
from pydantic import BaseModel

USERS = {}
REFRESH_TOKENS = {}  # token -> username
BLOCKED = set()
LOG = []

app = FastAPI()
auth = AuthX(
    config=AuthXConfig(
        JWT_SECRET_KEY=secrets.token_hex(32),
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(seconds=int(os.environ["LIFETIME"])),
    )
)
auth.handle_errors(app)


@auth.set_callback_token_blocklist
def blocked(token: str) -> bool:
    return token in BLOCKED


@app.middleware("http")
async def logged(request: Request, call_next):
    response = await call_next(request)
    if not request.url.path.startswith("/control/"):
        LOG.append({"method": request.method, "path": request.url.path, "status": response.status_code})
    return response


class Credentials(BaseModel):
    username: str
    password: str


class User(BaseModel):
    username: str


@app.post("/login")
def login(credentials: Credentials):
    if USERS.get(credentials.username) != credentials.password:
        raise HTTPException(401, detail={"message": "Invalid credentials"})
    refresh_token = auth.create_refresh_token(credentials.username)
    REFRESH_TOKENS[refresh_token] = credentials.username
    return {"access_token": auth.create_access_token(credentials.username), "refresh_token": refresh_token}


@app.post("/refresh")
def refresh(payload: TokenPayload = Depends(auth.refresh_token_required)):
    return {"access_token": auth.create_access_token(payload.sub)}


@app.post("/logout")
async def logout(request: Request, _payload: TokenPayload = Depends(auth.refresh_token_required)):
    token = await auth.get_refresh_token_from_request(request)
    BLOCKED.add(token.token)
    return {"message": "Logged out"}


@app.get("/me")
def me(payload: TokenPayload = Depends(auth.access_token_required)):
    return {"name": payload.sub}


@app.post("/upload", dependencies=[Depends(auth.access_token_required)])
async def upload(file: UploadFile):
    return {"size": len(await file.read())}


def alive(username: str):
    return [token for token, owner in REFRESH_TOKENS.items() if owner == username and token not in BLOCKED]


@app.get("/control/log")
def log():
    return LOG


@app.post("/control/users")
def users(credentials: Credentials):
    USERS[credentials.username] = credentials.password
    return {}


@app.post("/control/revoke")
def revoke(user: User):
    BLOCKED.update(alive(user.username))
    return {}


@app.get("/control/sessions")
def sessions(username: str):
    return len(alive(username))


uvicorn.run(app, port=int(os.environ["PORT"]), log_level="warning")
