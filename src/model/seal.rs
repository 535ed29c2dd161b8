//! Secrets without their values: a secret becomes a keyed digest, so that a change of it is visible
//! and the value is not. Everything that is stored, compared or shown has been through here.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::model::arguments;
use crate::model::fields::{Field, Shape, find, sounds_secret, table};
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::model::secrecy;

const MARK: &str = "$sealed";

/// What people see instead of a secret, before its tag.
const MASK: &str = "•••";

/// Letters of a tag.
const TAG: usize = 4;

/// Begins a digest whose key nobody keeps, so that a tag of it would mean nothing to anybody.
const PASSING: &str = "?";

/// Bytes of a digest that are kept: enough that two values never share one by chance.
const DIGEST_BYTES: usize = 16;

/// Makes the digests. Two sealers agree only if they hold the same key, so digests of one project
/// say nothing about another's.
#[derive(Clone)]
pub struct Sealer {
    key: [u8; 32],
    /// Whether the key is only that of this run.
    passing: bool,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.id())
    }
}

impl Sealer {
    pub fn new(key: [u8; 32]) -> Sealer {
        let passing = false;
        Sealer { key, passing }
    }

    /// With a key that is gone when the run ends. What it seals can be compared and is shown without a
    /// tag: a tag would differ in every run although nothing did. One that did not would have to be made
    /// with something that others know, and tell them something of the secret.
    pub fn passing(key: [u8; 32]) -> Sealer {
        let passing = true;
        Sealer { key, passing }
    }

    /// The key, for the file that keeps it.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// A short name of the key, which tells digests of different keys apart.
    pub fn id(&self) -> String {
        self.digest("key", &Value::Null)[..8].to_owned()
    }

    /// The document without the service's own fields and without a single secret in clear. What the
    /// catalogue does not know could be a secret, so it is sealed too.
    pub fn seal(&self, kind: Kind, document: &Value) -> Value {
        match document {
            Value::Object(map) => self.seal_object(table(kind, document), map, &Path::default()),
            _ => Value::Null,
        }
    }

    fn seal_object(&self, fields: &[Field], map: &Map<String, Value>, path: &Path) -> Value {
        let entries = map.iter().filter_map(|(name, value)| {
            let below = path.key(name);
            let sealed = match find(fields, name) {
                Some(field) if field.service => return None,
                Some(field) => self.seal_field(field, value, &below),
                None => self.seal_leaves(value, &below),
            };
            Some((name.clone(), sealed))
        });
        Value::Object(entries.collect())
    }

    fn seal_field(&self, field: &Field, value: &Value, path: &Path) -> Value {
        match (field.shape, value) {
            _ if field.secret && matches!(field.shape, Shape::Map | Shape::Free) => {
                self.seal_leaves(value, path)
            }
            _ if field.arguments => self.seal_arguments(value, path),
            _ if field.suspect && secrecy::value(value) => self.seal_value(value, path),
            _ if field.secret && !field.is_default(value) => self.seal_value(value, path),
            (Shape::Object(fields) | Shape::Json(fields), Value::Object(map)) => {
                self.seal_object(fields, map, path)
            }
            (Shape::Keyed { entry, .. }, Value::Array(items)) => Value::Array(
                items
                    .iter()
                    .map(|item| self.seal_entry(entry, item, path))
                    .collect(),
            ),
            (Shape::Free, _) => self.seal_suspects(value, path),
            _ => value.clone(),
        }
    }

    /// Seals the texts of a command line in which something looks like a secret.
    fn seal_arguments(&self, value: &Value, path: &Path) -> Value {
        match value {
            Value::String(_) if arguments::hold_secret(value) => self.seal_value(value, path),
            Value::Array(items) => {
                let found = arguments::secrets(items.iter().map(Value::as_str));
                let seal = |(number, item): (usize, &Value)| match item {
                    Value::String(_) if found.iter().any(|(at, _)| *at == number) => {
                        self.seal_value(item, path)
                    }
                    Value::String(_) => item.clone(),
                    _ => self.seal_arguments(item, path),
                };
                items.iter().enumerate().map(seal).collect()
            }
            Value::Object(map) if !is_sealed(value) => {
                let entries = map.iter().map(|(name, value)| {
                    let below = path.key(name);
                    let sealed = match secrecy::name(name) {
                        true => self.seal_leaves(value, &below),
                        false => self.seal_arguments(value, &below),
                    };
                    (name.clone(), sealed)
                });
                Value::Object(entries.collect())
            }
            _ => value.clone(),
        }
    }

    /// Seals what sounds like a secret among free names.
    fn seal_suspects(&self, value: &Value, path: &Path) -> Value {
        let Value::Object(map) = value else {
            return value.clone();
        };
        let entries = map.iter().map(|(name, value)| {
            let below = path.key(name);
            let sealed = match sounds_secret(name) {
                true => self.seal_leaves(value, &below),
                false => self.seal_suspects(value, &below),
            };
            (name.clone(), sealed)
        });
        Value::Object(entries.collect())
    }

    fn seal_entry(&self, entry: &[Field], item: &Value, path: &Path) -> Value {
        match item {
            Value::Object(map) => self.seal_object(entry, map, path),
            _ => self.seal_value(item, path),
        }
    }

    /// Seals every leaf below, keeping the names, which are no secret.
    fn seal_leaves(&self, value: &Value, path: &Path) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Object(map) if !is_sealed(value) => map
                .iter()
                .map(|(name, value)| (name.clone(), self.seal_leaves(value, &path.key(name))))
                .collect::<Map<_, _>>()
                .into(),
            _ => self.seal_value(value, path),
        }
    }

    /// What is sealed already stays as it is.
    fn seal_value(&self, value: &Value, path: &Path) -> Value {
        if is_sealed(value) {
            return value.clone();
        }
        let digest = self.digest(&path.to_string(), value);
        let digest = match self.passing {
            true => format!("{PASSING}{digest}"),
            false => digest,
        };
        json!({ MARK: digest })
    }

    fn digest(&self, path: &str, value: &Value) -> String {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.key);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(path.as_bytes());
        mac.update(&[0]);
        mac.update(value.to_string().as_bytes());
        hex(&mac.finalize().into_bytes()[..DIGEST_BYTES])
    }
}

/// Whether a value is such a digest, or has one in it.
pub fn holds_sealed(value: &Value) -> bool {
    is_sealed(value)
        || match value {
            Value::Array(items) => items.iter().any(holds_sealed),
            Value::Object(map) => map.values().any(holds_sealed),
            _ => false,
        }
}

/// Whether a value is a digest that stands for a secret.
pub fn is_sealed(value: &Value) -> bool {
    tag(value).is_some()
}

/// The first letters of the digest, by which a person sees that two secrets differ; none where its key
/// is kept nowhere.
pub fn tag(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let digest = map.get(MARK)?.as_str()?;
    match digest.starts_with(PASSING) {
        true => Some(""),
        false => digest.get(..TAG),
    }
}

/// Whether a secret in the value is, or was, shown without a tag.
pub fn has_no_tag(value: &Value) -> bool {
    match (tag(value), value) {
        (Some(tag), _) => tag.is_empty(),
        (None, Value::Object(map)) => map.values().any(has_no_tag),
        (None, Value::Array(items)) => items.iter().any(has_no_tag),
        (None, value) => *value == MASK,
    }
}

/// A sealed document with its secrets in their places again, from the document that it was made of.
pub fn unsealed(sealed: &Value, document: &Value) -> Value {
    match (sealed, document) {
        _ if is_sealed(sealed) => document.clone(),
        (Value::Object(map), Value::Object(clear)) => map
            .iter()
            .map(|(name, value)| {
                let clear = clear.get(name).unwrap_or(&Value::Null);
                (name.clone(), unsealed(value, clear))
            })
            .collect(),
        (Value::Array(items), Value::Array(clear)) => items
            .iter()
            .zip(clear)
            .map(|(item, clear)| unsealed(item, clear))
            .collect(),
        _ => sealed.clone(),
    }
}

/// How a secret is shown: the mask with its tag.
pub fn mask(tag: &str) -> String {
    format!("{MASK}{tag}")
}

/// Whether a text is such a mask, or holds one.
pub fn has_mask(text: &str) -> bool {
    let tagged = |rest: &str| {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        rest.chars().take(TAG).filter(|c| hex(*c)).count() == TAG
    };
    text.trim() == MASK || text.split(MASK).skip(1).any(tagged)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARY: &str = "canary-7f3a";

    #[test]
    fn no_secret_survives() {
        let sealer = Sealer::new([7; 32]);
        let function = json!({
            "environmentVariables": {"TOKEN": CANARY},
            "tracingConfig": {"type": "Jaeger", "params": {"endpoint": CANARY}},
            "customContainerConfig": {"registryConfig": {"authConfig": {"password": CANARY}}},
            "juiceFsConfig": {"mountPoints": [{"token": CANARY}]},
            "fieldOfTomorrow": {"deep": [CANARY]},
            "customRuntimeConfig": {"command": ["./serve", "--password", CANARY], "args": [format!("TOKEN={CANARY}")],
                "healthCheckConfig": {"httpGetUrl": format!("/ok?token={CANARY}")}},
            "instanceLifecycleConfig": {"preStop": {"command": ["sh", "-c", format!("mysql -uroot -p{CANARY}")]}},
            "microSandboxConfig": {"startCommand": ["run", format!("--secret={CANARY}")],
                "readyCommand": {"exec": {"command": format!("curl -u me:{CANARY} localhost"), "token": CANARY}}},
        });
        let domain =
            json!({"certConfig": {"certName": "c", "certificate": CANARY, "privateKey": CANARY}});
        let trigger = json!({"triggerType": "eventbridge", "triggerConfig": {"eventSourceConfig":
        {"eventSourceParameters": {
            "sourceDTSParameters": {"Password": CANARY},
            "sourceMQTTParameters": {"InstanceId": "shown", "SaslPassword": CANARY},
        }}}});
        let timer = json!({"triggerType": "timer", "triggerConfig":
            {"payload": json!({"db": {"password": CANARY}}).to_string()}});
        for (kind, document) in [
            (Kind::Function, function),
            (Kind::CustomDomain, domain),
            (Kind::Trigger, trigger),
            (Kind::Trigger, timer),
        ] {
            let sealed = sealer.seal(kind, &document).to_string();
            assert!(!sealed.contains(CANARY), "{sealed}");
            let once: Value = serde_json::from_str(&sealed).expect("JSON");
            assert_eq!(sealer.seal(kind, &once), once);
        }
    }

    #[test]
    fn of_a_command_only_the_secret_is_hidden() {
        let command = json!(["./serve", "--port", "9000", "--password", CANARY, "--fast"]);
        let document = json!({"customRuntimeConfig": {"command": command}});
        let sealer = Sealer::new([7; 32]);
        let sealed = sealer.seal(Kind::Function, &document);
        let items = &sealed["customRuntimeConfig"]["command"];
        assert!(is_sealed(&items[4]) && holds_sealed(items), "{items}");
        for index in [0, 1, 2, 3, 5] {
            assert_eq!(items[index], command[index]);
        }
        assert_eq!(sealer.seal(Kind::Function, &sealed), sealed);
        assert_eq!(unsealed(&sealed, &document), document);
        let plain = json!({"customRuntimeConfig": {"command": ["./serve", "--port", "9000"]}});
        assert_eq!(sealer.seal(Kind::Function, &plain), plain);
    }

    #[test]
    fn a_key_that_passes_gives_no_tag() {
        let document = json!({"environmentVariables": {"A": "x", "B": "y"}});
        let [kept, passing] = [Sealer::new([7; 32]), Sealer::passing([7; 32])]
            .map(|sealer| sealer.seal(Kind::Function, &document)["environmentVariables"].clone());
        assert!(is_sealed(&passing["A"]) && is_sealed(&kept["A"]));
        assert_ne!(passing["A"], passing["B"], "they are compared all the same");
        assert_eq!(tag(&passing["A"]).map(mask), Some("•••".to_owned()));
        assert_eq!(tag(&kept["A"]).map(str::len), Some(TAG));
        assert!(has_no_tag(&passing) && !has_no_tag(&kept));
        assert!(has_no_tag(&json!(["•••"])) && !has_no_tag(&json!(["•••5a2e", "x"])));
    }

    #[test]
    fn a_mask_is_known_wherever_it_stands() {
        for mask in ["•••5a2e", "•••", "redis://:•••5a2e@host", " ••• "] {
            assert!(has_mask(mask), "{mask}");
        }
        for plain in ["", "5a2e", "•• •", "wait •••", "•••5A2E", "••• 12"] {
            assert!(!has_mask(plain), "{plain}");
        }
    }

    #[test]
    fn what_was_sealed_can_be_put_back() {
        let document = json!({"memorySize": 5, "environmentVariables": {"A": "x", "B": ""},
            "juiceFsConfig": {"mountPoints": [{"token": CANARY}]}});
        let sealed = Sealer::new([7; 32]).seal(Kind::Function, &document);
        assert_ne!(sealed, document);
        assert_eq!(unsealed(&sealed, &document), document);
    }

    #[test]
    fn the_same_secret_is_recognised_and_another_is_not() {
        let sealer = Sealer::new([7; 32]);
        let seal = |value: &str| {
            sealer.seal(
                Kind::Function,
                &json!({"environmentVariables": {"A": value}}),
            )
        };
        assert_eq!(seal("x"), seal("x"));
        assert_ne!(seal("x"), seal("y"));
        assert_ne!(
            seal("x"),
            Sealer::new([8; 32]).seal(Kind::Function, &json!({"environmentVariables": {"A": "x"}}))
        );
    }
}
