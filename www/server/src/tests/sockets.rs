//! What needs a real connection: cutting it, and the page's files.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{Config, Server, start};

async fn server() -> Server {
    start(Config::on_port(0)).await.unwrap()
}

/// Sends one request on a connection of its own; all that comes back.
async fn exchange(server: &Server, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    send(&mut stream, request, body).await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn send(stream: &mut TcpStream, request: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
}

/// Logs alice in at A; the body of her refresh.
async fn refresh_body(server: &Server) -> String {
    let credentials = json!({ "username": "alice", "password": "everfetch" }).to_string();
    let answer = exchange(server, "POST /a/auth/login", &credentials).await;
    let tokens: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    json!({ "refreshToken": tokens["refreshToken"] }).to_string()
}

async fn fault(server: &Server, action: &str) {
    let body = json!({ "action": action }).to_string();
    let answer = exchange(server, "POST /control/alice/refresh", &body).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}

#[tokio::test]
async fn a_dropped_refresh_gets_no_answer_and_keeps_its_token() {
    let server = server().await;
    let body = refresh_body(&server).await;
    fault(&server, "drop").await;
    let torn = exchange(&server, "POST /a/auth/refresh", &body).await;
    let lengths: Vec<_> = torn.matches("content-length").collect();
    assert_eq!(lengths.len(), 2, "a client would take this: {torn}");
    assert!(torn.ends_with("\r\n\r\n"), "{torn}");
    let answer = exchange(&server, "POST /a/auth/refresh", &body).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_body_can_be_cut_in_the_middle() {
    let server = server().await;
    let body = refresh_body(&server).await;
    fault(&server, "drop-body").await;
    let answer = exchange(&server, "POST /a/auth/refresh", &body).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        !answer.ends_with("0\r\n\r\n"),
        "the body ended well: {answer}"
    );
}

#[tokio::test]
async fn a_route_of_the_page_is_the_page_and_a_missing_file_is_missing() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    std::fs::write(folder.join("index.html"), "<title>page</title>").unwrap();
    std::fs::write(folder.join("app.js"), "go()").unwrap();
    let app = folder.join("examples/vue");
    std::fs::create_dir_all(&app).unwrap();
    std::fs::write(app.join("index.html"), "<title>app</title>").unwrap();
    std::fs::create_dir(folder.join("docs")).unwrap();
    for name in ["index", "errors"] {
        let text = format!("<title>{name}</title>");
        std::fs::write(folder.join(format!("docs/{name}.html")), text).unwrap();
    }
    let server = start(Config {
        dist: folder.to_path_buf(),
        ..Config::on_port(0)
    })
    .await
    .unwrap();

    for path in [
        "/",
        "/login",
        "/login?redirect=%2F",
        "/examples",
        "/vue/login",
    ] {
        let answer = exchange(&server, &format!("GET {path}"), "").await;
        assert!(answer.ends_with("<title>page</title>"), "{path}: {answer}");
    }
    for path in ["/examples/vue", "/examples/vue/", "/examples/vue/notes/1"] {
        let answer = exchange(&server, &format!("GET {path}"), "").await;
        assert!(answer.ends_with("<title>app</title>"), "{path}: {answer}");
    }
    for (path, title) in [
        ("/docs/", "index"),
        ("/docs/errors.html", "errors"),
        ("/docs/errors", "errors"),
    ] {
        let answer = exchange(&server, &format!("GET {path}"), "").await;
        let title = format!("<title>{title}</title>");
        assert!(answer.ends_with(&title), "{path}: {answer}");
    }
    let script = exchange(&server, "GET /app.js", "").await;
    assert!(script.contains("content-type: text/javascript"), "{script}");
    for path in [
        "/none.js",
        "/examples/vue/none.js",
        "/a/none",
        "/control/none/none",
        "/../Cargo.toml",
    ] {
        let answer = exchange(&server, &format!("GET {path}"), "").await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn the_database_outlives_the_server_when_its_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("named.sqlite");
    let config = || Config {
        db: Some(db.clone()),
        ..Config::on_port(0)
    };
    let first = start(config()).await.unwrap();
    let body = refresh_body(&first).await;
    drop(first);
    let second = start(config()).await.unwrap();
    let answer = exchange(&second, "POST /a/auth/refresh", &body).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_server_takes_the_next_free_ports_when_its_own_are_in_use() {
    let first = server().await;
    let config = Config::on_port(first.address().port());
    assert!(start(config.clone()).await.is_err(), "unless it may");
    let next = start(Config {
        next_free: true,
        ..config
    });
    let second = next.await.unwrap();
    assert!(second.address().port() > first.address().port());
    assert_eq!(second.cors_address().port(), second.address().port() + 1);
}
