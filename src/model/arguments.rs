//! Secrets among the words of command lines and addresses: `--password=…`, `TOKEN=… ./run`, `mysql -p…`,
//! `https://user:…@host/?token=…`. It is a guess, like [`secrecy`]: what looks like one is hidden together
//! with the text that it stands in, and the others stay readable.

mod element;
mod names;

use serde_json::{Map, Value};

use self::names::is_count;
pub use self::names::{is_ordinary, is_public, is_said, is_secret};
use super::seal::is_sealed;
use super::secrecy;

/// The properties that are one command line, in the order in which the service puts them together.
const LINE: [&str; 3] = ["entrypoint", "command", "args"];

/// How a program takes a password by a flag of one letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Short {
    /// `-pXXX`: the value stands in the same word.
    Glued(&'static str),
    /// `-p XXX` or `-pXXX`.
    Either(&'static str),
}

/// Programs whose flags for a password are short.
const PROGRAMS: [(&str, Short); 14] = [
    ("curl", Short::Either("-u")),
    ("mariadb", Short::Glued("-p")),
    ("mariadb-dump", Short::Glued("-p")),
    ("mongo", Short::Either("-p")),
    ("mongodump", Short::Either("-p")),
    ("mongorestore", Short::Either("-p")),
    ("mongosh", Short::Either("-p")),
    ("mysql", Short::Glued("-p")),
    ("mysqladmin", Short::Glued("-p")),
    ("mysqldump", Short::Glued("-p")),
    ("mysqlsh", Short::Glued("-p")),
    ("redis-cli", Short::Either("-a")),
    ("redli", Short::Either("-a")),
    ("sshpass", Short::Either("-p")),
];

/// Programs that take a password by `-p` behind the word `login`.
const REGISTRIES: [&str; 4] = ["docker", "helm", "nerdctl", "podman"];

/// Words between `Authorization:` and the secret.
const SCHEMES: [&str; 9] = [
    "apikey",
    "appcode",
    "basic",
    "bearer",
    "digest",
    "key",
    "negotiate",
    "signature",
    "token",
];

/// Words behind which a password stands, without a dash or anything else between the two.
const BARE: [&str; 6] = [
    "basic",
    "bearer",
    "masterauth",
    "passwd",
    "password",
    "requirepass",
];

/// What looks secret in the property of that name, whose values are words of a command line: each with
/// the text that it stands in. The other lists of the same line are read with it, because the flag before
/// a password, or the program that takes it, may stand there.
pub fn secrets<'v>(block: &'v Map<String, Value>, name: &str) -> Vec<(&'v str, &'v str)> {
    let own = block.iter().find(|(key, _)| *key == name);
    let own = own.map(|(_, value)| texts(value)).unwrap_or_default();
    let mut found = of_line(own, CommandLine::default());
    if LINE.iter().any(|part| part.eq_ignore_ascii_case(name)) {
        let mut line: Vec<_> = block
            .iter()
            .filter(|(key, _)| place(key) < LINE.len())
            .collect();
        line.sort_by_key(|(key, _)| place(key));
        let line = line.into_iter().flat_map(|(_, part)| texts(part));
        found.extend(of_line(line.collect(), CommandLine::default()));
    }
    found
}

/// Whether something looks secret in a value that is a command line of its own.
pub fn hold_secret(value: &Value) -> bool {
    !of_line(texts(value), CommandLine::default()).is_empty()
}

/// What looks secret in a text that may be a command line, an address or a sentence: in a sentence, an
/// ordinary word behind `password` is none.
pub fn in_prose(text: &str) -> Vec<&str> {
    let line = CommandLine {
        is_prose: true,
        ..CommandLine::default()
    };
    let found = of_line(vec![Some(text)], line).into_iter();
    found.map(|(_, secret)| secret).collect()
}

/// What looks secret in a list of texts that may be the words of a command line, each with its text.
pub fn in_list(items: &[Value]) -> Vec<(&str, &str)> {
    let line = CommandLine {
        is_prose: true,
        ..CommandLine::default()
    };
    of_line(items.iter().map(Value::as_str).collect(), line)
}

/// The same of a property that is a part of a command line by its name.
pub fn secrets_of_part<'v>(block: &'v Map<String, Value>, name: &str) -> Vec<(&'v str, &'v str)> {
    match place(name) < LINE.len() {
        true => secrets(block, name),
        false => Vec::new(),
    }
}

/// Whether something looks secret in such a text, or in the document that it is.
pub fn tell(text: &str) -> bool {
    match secrecy::document(text) {
        Some(document) => in_document(&document),
        None => !in_prose(text).is_empty(),
    }
}

/// Whether something looks secret in a value whose names anybody may have chosen.
pub fn in_document(value: &Value) -> bool {
    match value {
        Value::String(text) => tell(text),
        Value::Array(items) => !in_list(items).is_empty() || items.iter().any(in_document),
        Value::Object(block) if !is_sealed(value) => block.iter().any(|(name, value)| {
            (is_secret(name) && secrecy::named(name, value))
                || !secrets_of_part(block, name).is_empty()
                || in_document(value)
        }),
        _ => false,
    }
}

/// The names of all lists that are one command line with this one, its own among them.
pub fn line_of(name: &str) -> impl Iterator<Item = &'static str> {
    let is_one = place(name) < LINE.len();
    LINE.into_iter().filter(move |_| is_one)
}

/// Where a property stands in the line; what is no part of it comes after everything else.
fn place(name: &str) -> usize {
    let found = LINE.iter().position(|part| part.eq_ignore_ascii_case(name));
    found.unwrap_or(LINE.len())
}

/// The texts of a value in the order of the command line; `None` for what is no text.
fn texts(value: &Value) -> Vec<Option<&str>> {
    let mut found = Vec::new();
    collect(value, LINE.len(), &mut found);
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, text)| text).collect()
}

/// Each text with its place in the line: that of the property that it stands in, however deep.
fn collect<'v>(value: &'v Value, at: usize, found: &mut Vec<(usize, Option<&'v str>)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, at, found)),
        Value::Object(block) if !is_sealed(value) => {
            for (name, part) in block {
                // A property that is no part of the line stands where the one around it stands.
                let own = Some(place(name)).filter(|own| *own < LINE.len());
                collect(part, own.unwrap_or(at), found);
            }
        }
        _ => found.push((at, value.as_str())),
    }
}

/// What looks secret in these texts, which are one command line: each with its text.
fn of_line(texts: Vec<Option<&str>>, mut line: CommandLine) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for text in texts {
        let Some(text) = text else {
            // Whatever stands there, what comes next is not the value of a flag before it.
            line.expects = false;
            continue;
        };
        if secrecy::value(&text.into()) {
            found.push((text, text));
        }
        found.extend(element::secrets(text).map(|secret| (text, secret)));
        for word in words(text) {
            found.extend(line.take(word).map(|secret| (text, secret)));
        }
    }
    found
}

/// The words of a text, as a shell, an address or a connection string separates them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "\"'`;|()&?,，；。".contains(c);
    text.split(ends).filter(|word| !word.is_empty())
}

/// A command line, read word by word.
#[derive(Default)]
struct CommandLine {
    /// Whether the words may be those of a sentence.
    is_prose: bool,
    /// How the program takes a password.
    program: Option<Short>,
    /// Whether a user was named: then `-pXXX` is the password, whatever the program is.
    has_user: bool,
    /// Whether a scheme and then a password come next: `Authorization: Basic …`.
    authorizes: bool,
    /// Whether the next word is a secret.
    expects: bool,
    /// Whether it is none if it is an ordinary word.
    doubts: bool,
    /// Whether it is none if it is a small number.
    counts: bool,
    /// Whether the next word is a user, and maybe a password behind a colon.
    names_user: bool,
    /// Whether the word before was the name of a secret: then a sign may come, and the value.
    named: bool,
    /// Whether the program before takes a password with the word `login`.
    logs_in: bool,
}

impl CommandLine {
    /// Reads the next word; returns what of it looks secret. Each form that a word may have is tried in turn,
    /// those first that earlier words have announced.
    fn take<'t>(&mut self, word: &'t str) -> Option<&'t str> {
        // What the word before said holds for this one alone, so it is taken away whatever this one is.
        let authorizes = std::mem::take(&mut self.authorizes);
        let doubts = std::mem::take(&mut self.doubts) && is_ordinary(word);
        let counts = std::mem::take(&mut self.counts) && is_count("", word);
        // The next flag is no value: the one before it had none.
        if std::mem::take(&mut self.expects) && !word.starts_with("--") && !doubts {
            return (is_said(word) && !counts).then_some(word);
        }
        if let Some(found) = self.assigned(word) {
            return found;
        }
        // A program may be called by its path.
        let program = word.rsplit('/').next().unwrap_or_default();
        if std::mem::replace(&mut self.logs_in, REGISTRIES.contains(&program)) && word == "login" {
            (self.program, self.has_user) = (Some(Short::Either("-p")), false);
            return None;
        }
        if let Some((_, short)) = PROGRAMS.iter().find(|(name, _)| *name == program) {
            (self.program, self.has_user) = (Some(*short), false);
            return None;
        }
        if let Some(secret) = self.login(word) {
            return Some(secret);
        }
        // Somebody left the scheme out.
        if authorizes && !is_scheme(word) {
            return is_said(word).then_some(word);
        }
        if BARE.iter().any(|bare| word.eq_ignore_ascii_case(bare)) || authorizes {
            self.expects = true;
            self.doubts = self.is_prose && !authorizes;
            return None;
        }
        if let Some(value) = authorization(word) {
            (self.authorizes, self.expects) = (value.is_empty(), is_scheme(value));
            return (!value.is_empty() && !self.expects).then_some(value);
        }
        if let Some((name, value)) = word.split_once('=') {
            self.expects = value.is_empty() && is_secret(name);
            self.doubts = self.is_prose;
            self.counts = is_count(name, "");
            let is_one = is_secret(name) && is_said(value) && !is_count(name, value);
            return is_one.then_some(value);
        }
        if let Some((name, value)) = pair(word) {
            self.counts = is_count(name, "");
            self.expects = value.is_empty();
            self.doubts = self.is_prose;
            // Digits alone behind a name are rather the port of a host that is called so.
            let is_port = value.bytes().all(|c| c.is_ascii_digit());
            let is_none = is_port || (self.is_prose && is_ordinary(value));
            return (!is_none && is_said(value)).then_some(value);
        }
        let secret = self.short(word);
        if secret.is_none() && word.starts_with('-') {
            // A flag without a sign in it has its value in the next word.
            self.expects |= is_secret(word);
            self.counts = is_count(word, "");
        }
        self.has_user |= ["-u", "--user"].iter().any(|user| word.starts_with(user));
        secret
    }

    /// The value behind a sign that stands by itself, or before the value: `token = X`, `"api_key":"X"`.
    /// `None` where the word is none of this.
    fn assigned<'t>(&mut self, word: &'t str) -> Option<Option<&'t str>> {
        let named = std::mem::take(&mut self.named);
        let rest = word.strip_prefix(['=', ':', '：']).filter(|_| named);
        // Two colons name the method of a class.
        let Some(rest) = rest.filter(|rest| !rest.starts_with(':')) else {
            let is_bare = !word.contains(['=', ':', '：', '/']) && !word.starts_with('-');
            self.named = is_bare && is_secret(word);
            return None;
        };
        self.expects = rest.is_empty();
        self.doubts = self.is_prose;
        let is_none = rest.is_empty() || (self.is_prose && is_ordinary(rest));
        Some((!is_none && is_said(rest)).then_some(rest))
    }

    /// A user with a password: `me:secret@host`, `-u me:secret`, `--user=me:secret`.
    fn login<'t>(&mut self, word: &'t str) -> Option<&'t str> {
        let flagged = std::mem::take(&mut self.names_user);
        let (flag, value) = word.split_once('=').unwrap_or((word, word));
        let is_flag = ["-u", "--user"].contains(&flag);
        self.names_user = is_flag && flag == word;
        let (_, rest) = value
            .split_once(':')
            .filter(|(user, _)| !user.contains('/') && *user != "mailto")?;
        // An image is named by its tag and digest, a process by the numbers of user and group.
        let is_number = |text: &str| text.bytes().all(|one| one.is_ascii_digit());
        let secret = match rest.rsplit_once('@') {
            Some((_, digest)) if digest.starts_with("sha256:") => return None,
            Some((secret, _)) => secret,
            None if flagged || is_flag => rest,
            None => return None,
        };
        // In a sentence this is rather how somebody is reached: `owner:alice@example.com`.
        let is_person = self.is_prose && is_ordinary(secret);
        let is_one = !secret.contains('/') && !is_number(secret) && is_said(secret);
        (is_one && !is_person).then_some(secret)
    }

    /// The password behind a flag of one letter, in the same word.
    fn short<'t>(&mut self, word: &'t str) -> Option<&'t str> {
        let (flag, either) = match self.program {
            Some(Short::Either(flag)) => (flag, true),
            Some(Short::Glued(flag)) => (flag, false),
            None if self.has_user => ("-p", false),
            None => return None,
        };
        let value = word.strip_prefix(flag)?;
        // Of a program that nobody knows it may be a long flag: `-port`.
        let is_word = |value: &str| value.chars().all(|c| c.is_ascii_lowercase());
        if self.program.is_none() && is_word(value) {
            return None;
        }
        self.expects = either && value.is_empty();
        is_said(value).then_some(value)
    }
}

/// What stands behind `Authorization:` in the same word.
fn authorization(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let name = name.to_ascii_lowercase();
    ["authorization", "proxy-authorization"]
        .contains(&name.as_str())
        .then_some(value)
}

/// Whether a word names how somebody proves who they are, so that the proof comes next.
fn is_scheme(word: &str) -> bool {
    SCHEMES
        .iter()
        .any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The value of `password:…`, and not the method of a class, or the tag of an image.
fn pair(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once([':', '：'])?;
    let is_one = is_secret(name) && !name.contains('/') && !value.starts_with(':');
    is_one.then_some((name, value))
}

#[cfg(test)]
mod tests;
