//! What of a request or a reply no message shows.

use serde_json::{Value, json};

use crate::clouds::fc3::FC3;
use crate::wire::fake::Fake;

/// What a client knows that was shown a document.
struct Secrets {
    document: Value,
    spared: Vec<&'static str>,
}

impl Secrets {
    fn spare(&mut self, names: impl IntoIterator<Item = &'static str>) {
        self.spared.extend(names);
    }

    fn mask(&self, text: &str) -> String {
        let fake = Fake::new();
        let client = fake.client();
        client.hide(&self.document);
        client.spare(self.spared.iter().copied());
        client.mask(text)
    }
}

fn secrets_in(document: &Value) -> Secrets {
    Secrets {
        document: document.clone(),
        spared: Vec::new(),
    }
}

#[test]
fn masks_what_is_quoted_as_json() {
    let secrets = secrets_in(&json!({"environmentVariables": {"A": "one\"two\\three"}}));
    assert_eq!(secrets.mask(r#"{"A":"one\"two\\three"}"#), r#"{"A":"•••"}"#);
    assert_eq!(secrets.mask(r#"one"two\three"#), "•••");
}

#[test]
fn knows_every_secret_of_the_catalogue() {
    for name in crate::model::fields::secret_names() {
        assert!(FC3.vocabulary.is_secret(name), "{name}");
    }
}

/// Of what lets callers in only the keys are secret: a word such as `function` stands in most messages.
#[test]
fn leaves_the_words_of_an_authorization_where_they_are() {
    let jwks = json!({"keys": [{"kty": "oct", "k": "canary-one"}]});
    let auth = json!({"authType": "function", "jwks": jwks, "whitelist": ["/login/here"], "authInfo": "canary-two"});
    let secrets = secrets_in(&json!({"authConfig": auth}));
    let masked = secrets.mask("function demo: /login/here canary-one canary-two");
    assert_eq!(masked, "function demo: /login/here ••• •••");
    let registry = json!({"authConfig": {"userName": "ci", "password": "canary-one"}});
    let registry = secrets_in(&json!({"customContainerConfig": {"registryConfig": registry}}));
    assert_eq!(registry.mask("ci canary-one"), "ci •••");
}

#[test]
fn ordinary_words_are_left_where_they_are_no_value() {
    let mut secrets = secrets_in(&json!({"environmentVariables": {
        "LEVEL": "info", "REGION": "cn-hangzhou", "TOKEN": "abcd", "URL": "pg://u:pw-7f3a@db"}}));
    secrets.spare(["cn-hangzhou"]);
    let mask = |text| secrets.mask(text);
    assert_eq!(mask("getaddrinfo ENOTFOUND"), "getaddrinfo ENOTFOUND");
    assert_eq!(mask("infoinfo is 'info'"), "infoinfo is '•••'");
    assert_eq!(
        mask("fcv3.cn-hangzhou.aliyuncs.com"),
        "fcv3.cn-hangzhou.aliyuncs.com"
    );
    // What is secret for sure is found within a word.
    assert_eq!(mask("xabcdx pg://u:pw-7f3a@dbx"), "x•••x •••x");
}

#[test]
fn knows_the_secrets_of_a_command() {
    let command = ["./serve", "--port=9000", "--password=hunter22"];
    let secrets = secrets_in(&json!({"customRuntimeConfig": {"command": command,
        "healthCheckConfig": {"httpGetUrl": "/ok?token=canary7"}}}));
    let masked =
        secrets.mask("./serve --port=9000 --password=hunter22 is no 'hunter22' at canary7");
    assert_eq!(masked, "./serve --port=9000 ••• is no '•••' at •••");
}

#[test]
fn masks_the_longest_first() {
    let body = json!({
        "description": "shown",
        "environmentVariables": {"A": "pass", "B": "password", "C": "on"},
        "customContainerConfig": {"registryConfig": {"authConfig": {"password": "hunter22"}}},
        "certConfig": {"privateKey": "-----BEGIN\nMIIabc\n-----END"},
    });
    let trigger = json!({"triggerConfig": json!({"Password": "dts-pass"}).to_string()});
    let inside = secrets_in(&trigger);
    assert_eq!(inside.mask("dts-pass is wrong"), "••• is wrong");
    let secrets = secrets_in(&body);
    let masked = secrets.mask("shown password pass on hunter22 MIIabc");
    assert_eq!(masked, "shown ••• ••• on ••• •••");
}

/// A service may quote the request as it came, or the text that it was in.
#[test]
fn masks_every_spelling_as_a_whole() {
    let secret = "user=app\npassword=Hx7!kq\tq\"w\\e é𝄞";
    let secrets = secrets_in(&json!({"environmentVariables": {"CREDS": secret}}));
    let once = json!({"CREDS": secret}).to_string();
    let twice = json!({ "body": once }).to_string();
    let thrice = json!([twice]).to_string();
    assert_eq!(secrets.mask(&once), r#"{"CREDS":"•••"}"#);
    assert_eq!(secrets.mask(&twice), r#"{"body":"{\"CREDS\":\"•••\"}"}"#);
    assert!(!secrets.mask(&thrice).contains("Hx7"));
    let ascii = r#"user=app\u000apassword=Hx7!kq\u0009q\"w\\e \u00E9\ud834\udd1e"#;
    assert_eq!(secrets.mask(ascii), "•••");
    let percent = crate::spelled::encode(secret);
    assert_eq!(secrets.mask(&format!("?q={percent}&x")), "?q=•••&x");
    let small = percent.replace("%0A", "%0a").replace("%3D", "%3d");
    assert_eq!(secrets.mask(&small), "•••");
    let form = percent.replace("%20", "+").replace("%21", "!");
    assert_eq!(secrets.mask(&form), "•••");
}

/// Where only a line of it is quoted, the letter of an escape is not part of a word.
#[test]
fn an_escape_ends_a_word() {
    let secrets = secrets_in(&json!({"environmentVariables": {"CREDS": "user=app\npass Hx7!kq"}}));
    for before in ["\\n", "\\t", "\\r", "\\\\n", "\\u000a", "%0A", "%0d"] {
        let quoted = format!("other{before}pass Hx7!kq");
        assert_eq!(secrets.mask(&quoted), format!("other{before}•••"));
    }
    assert_eq!(secrets.mask("xpass Hx7!kqx"), "xpass Hx7!kqx");
}

#[test]
fn what_overlaps_is_hidden_to_its_end() {
    let secrets =
        secrets_in(&json!({"environmentVariables": {"TOKEN": "abcd", "SECRET": "cdefgh"}}));
    assert_eq!(secrets.mask("-abcdefgh-"), "-•••-");
}

/// What a person wrote into a text of any other setting is one, too.
#[test]
fn guesses_in_every_text() {
    let request = json!({
        "functionName": "OrderServiceForPeople2024",
        "description": "mysql://u:Qx7f3a@h/db",
        "tags": [{"Key": "db_password", "Value": "Qx9b2"}, {"Key": "team", "Value": "shop"}],
        "triggerConfig": json!({"payload": "curl -u admin:Qx4c1 http://h", "enable": true}).to_string(),
        "notes": json!({
            "cmd": ["mysql", "-uroot", "-pQx5d2"],
            "run": {"command": ["mysql", "-uroot"], "args": ["-pQx6e3"]},
        })
        .to_string(),
    });
    let secrets = secrets_in(&request);
    let masked = secrets.mask(&request.to_string());
    assert!(!masked.contains("Qx"), "{masked}");
    for shown in [
        "OrderServiceForPeople2024",
        "db_password",
        "team",
        "shop",
        "enable",
    ] {
        assert!(masked.contains(shown), "{masked}");
    }
}

/// However a server spells what it quotes.
#[test]
fn a_secret_is_known_in_every_spelling() {
    let secret = "Qz\"a&b<c>'d@9";
    let secrets = secrets_in(&json!({"customRuntimeConfig": {}, "token": secret}));
    let coded = {
        use base64::Engine as _;
        use base64::engine::general_purpose::{STANDARD, URL_SAFE};
        [STANDARD.encode(secret), URL_SAFE.encode(secret)]
    };
    for spelled in [
        "Qz&quot;a&amp;b&lt;c&gt;&apos;d@9",
        "Qz&#34;a&#38;b&#x3c;c&#x3E;&#39;d&#64;9",
        "Qz%22a%26b%3Cc%3E%27d%409",
        "Qz%2522a%2526b%253Cc%253E%2527d%25409",
        &coded[0],
        &coded[1],
    ] {
        let masked = secrets.mask(&format!("bad {spelled} there"));
        assert_eq!(masked.replace('=', ""), "bad ••• there", "{spelled}");
    }
}

#[test]
fn the_beginning_of_a_secret_is_known_where_a_message_is_cut() {
    let secrets = secrets_in(&json!({"token": "QzSecretOne7andMore"}));
    for (text, shown) in [
        ("no: QzSecretOne7...", "no: •••..."),
        ("no: QzSecretOne", "no: •••"),
        ("no: QzSecretOne7… (cut)", "no: •••… (cut)"),
        ("no: QzSec...", "no: QzSec..."),
        ("no: QzSecretOther is fine", "no: QzSecretOther is fine"),
    ] {
        assert_eq!(secrets.mask(text), shown);
    }
}

#[test]
fn what_stands_within_a_text_is_known_by_itself() {
    let secrets = secrets_in(&json!({
        "triggerConfig": json!({"payload": json!({"password": 98_765_432}).to_string()}).to_string(),
        "corsConfig": {"allowOrigins": ["https://u:QzOrigin1@h"]},
        "authInfo": json!({"user": "me", "inner": {"x": "QzAuth7"}}).to_string(),
        "nasConfig": {"mountPoints": [{"serverAddr": "a.nas:/x?token=QzNas77"}]},
    }));
    let text = "98765432 QzOrigin1 QzAuth7 QzNas77";
    assert_eq!(secrets.mask(text), "••• ••• ••• •••");
}
