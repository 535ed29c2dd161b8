use serde_json::json;

use super::*;

/// The texts in which something is hidden.
fn hidden<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let found = of_line(
        texts.iter().map(|text| Some(*text)).collect(),
        CommandLine::default(),
    );
    let mut found: Vec<&str> = found.into_iter().map(|(text, _)| text).collect();
    found.dedup();
    found
}

#[test]
fn what_looks_like_a_secret_is_found() {
    for text in [
        "--password=hunter2",
        "-password=hunter2",
        "DB_PASSWORD=hunter2",
        "TOKEN=hunter2 ./run --fast",
        "sh -c 'export API_KEY=hunter2; ./run'",
        "mysql -uroot -phunter2 shop",
        "/usr/bin/mysqldump -phunter2",
        "sshpass -p hunter2 ssh host",
        "redis-cli -a hunter2 ping",
        "curl -u me:hunter2 https://example.com",
        "curl -H 'Authorization: Bearer hunter2' https://example.com",
        "curl -H 'Authorization: Basic aHVudGVyMg' https://example.com",
        "curl -H 'X-Api-Key: hunter2' https://example.com",
        "http://me:hunter2@localhost/health",
        "/health?token=hunter2",
        "http://localhost/health?a=1&access_token=hunter2",
        "host=db;user=me;password=hunter2",
        "password: hunter2",
        "LTAI5tAbCdEfGhIjKlMn",
        "me:hunter2@tcp(db:3306)/shop",
        "serve --user=me:hunter2",
        "serve -u me:hunter2",
        "redis-server --port 1 requirepass hunter2",
        "run Basic aHVudGVyMg",
        "run --pw hunter2",
        r#"{"password": "hunter2"}"#,
        "curl -H 'Authorization: hunter2' https://example.com",
        "curl -H Authorization:hunter2 https://example.com",
        "curl -H 'Authorization: Token hunter2' https://example.com",
        "curl -H 'Authorization:Bearer hunter2' https://example.com",
        r#"curl -d '{"api_key":"hunter2"}' https://example.com"#,
        r#"{'token': 'hunter2'}"#,
        r#"-H "X-Api-Key": "hunter2""#,
        r#"token="hunter2""#,
        "token = hunter2",
        "--token= hunter2",
        "token :hunter2",
        "docker login -u me -p hunter2",
        "密码=hunter2",
        "数据库密码：hunter2，请保密",
        "https://h/x?sig=hunter2",
        "https://h/x?a=b&sign=hunter2",
        "<password>hunter2</password>",
        "xoxb-1234-hunter2abc",
    ] {
        assert_eq!(hidden(&[text]), [text]);
    }
}

#[test]
fn what_follows_a_flag_is_hidden_by_itself() {
    let line = ["./serve", "--password", "hunter2", "--port", "9000"];
    assert_eq!(hidden(&line), ["hunter2"]);
    assert_eq!(
        hidden(&["mysql", "-uroot", "-phunter2", "shop"]),
        ["-phunter2"]
    );
    assert_eq!(hidden(&["-u", "root", "-phunter2"]), ["-phunter2"]);
    assert_eq!(hidden(&["mongosh", "-p", "hunter2", "db"]), ["hunter2"]);
    assert_eq!(hidden(&["--token", "--verbose", "on"]), [""; 0]);
}

#[test]
fn everything_else_stays_readable() {
    for text in [
        "python3 -m http.server --bind 0.0.0.0 -p 9000",
        "java -jar app.jar --server.port=9000 -Xmx512m",
        "node /code/index.js --log-level=debug",
        "mkdir -p /tmp/a && ./bootstrap",
        "--password-file=/run/secrets/db --token-ttl=3600 --no-password",
        "--auth=true --password=$DB_PASSWORD --token ${TOKEN}",
        "--key-name ours --keyboard=us --author me",
        "mysql --host=db -P 3306",
        "http://localhost:9000/health?deep=1",
        "docker run -p 8080:80 -u 1000:1000 nginx:1.27@sha256:0123abcd",
        "git clone git@example.com:a/b.git",
        "echo done",
        "",
        "--max-tokens=500 --tokenizer=llama --auth=none",
        "max_tokens: 4096",
        "sort_key=date partition_key=userId secretary=Anna",
        "-u root -port 80",
        "docker run -p 8080:80",
        "build-2026-11-29T12-00-00Z",
        "tokens=5 primary-key=id",
    ] {
        assert_eq!(hidden(&[text]), [""; 0], "{text}");
    }
}

#[test]
fn what_is_hidden_already_is_no_text() {
    let line = vec![Some("--password"), None, Some("serve")];
    assert!(of_line(line, CommandLine::default()).is_empty());
}

#[test]
fn lists_of_one_line_are_read_together() {
    let found = |block: Value, name: &str| -> Vec<String> {
        let block = block.as_object().expect("a block");
        let mut found: Vec<String> = secrets(block, name)
            .into_iter()
            .map(|(text, _)| text.to_owned())
            .collect();
        found.dedup();
        found
    };
    let split = json!({"args": ["-pX", "shop"], "command": ["-uroot"], "entrypoint": ["mysql"]});
    assert_eq!(found(split.clone(), "args"), ["-pX"]);
    let split = json!({"args": "-pX", "Command": "mysql -uroot"});
    assert_eq!(found(split, "args"), ["-pX"]);
    let split = json!({"command": ["run", ["--password"]], "args": [["X"]], "more": "shown"});
    assert_eq!(found(split.clone(), "args"), ["X"]);
    assert_eq!(found(split, "more"), [""; 0]);
    // A free block is one command, however deep its parts stand.
    let nested =
        json!({"start": {"args": ["-pX"], "exec": {"command": ["ls"]}, "command": ["mysql"]}});
    assert_eq!(found(nested, "start"), ["-pX"]);
    // What stands beside a line is no part of it.
    let beside = json!({"command": ["run", "--password"], "url": ["/ok"]});
    assert_eq!(found(beside, "url"), [""; 0]);
}

#[test]
fn a_sentence_only_speaks_of_secrets() {
    for text in [
        "a basic function",
        "Resets the password of users",
        "Password: required. Token: yes",
        "a key:value store, 1 key: 3",
        "com.example.TokenHandler::handle",
        "registry.example.com/token-service:v1.2",
        "用户 password: 必填",
        r#"{"password":""}"#,
        r#"{"text":"a basic function"}"#,
        r#"{"fields":["password","email"]}"#,
        "owner:alice@corp.com, mailto:ops@corp.com",
        "密钥轮换。密码：请联系管理员",
        "the token = required, the key : value",
    ] {
        assert!(!tell(text), "{text}");
    }
    for text in [
        "login with password: hunter2",
        "the password is in TOKEN=hunter2",
        "run mysql -uroot -phunter2 shop",
        "curl -u admin:hunter2 http://h",
        "Bearer eyJ0hunter2",
        r#"{"cmd":"curl -u admin:hunter2 http://h"}"#,
        r#"["TOKEN=hunter2"]"#,
        r#"{"cmd":["mysql","-uroot","-phunter2"]}"#,
        r#"{"run":["deploy","--password","Hx7f3a"]}"#,
        r#"{"command":["mysql","-uroot"],"args":["-phunter2"]}"#,
        "口令 token：Abc123",
        r#"{"a":{"db_password":"hunter"}}"#,
    ] {
        assert!(tell(text), "{text}");
    }
}
