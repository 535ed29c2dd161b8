//! Files that hold secrets, told by their names alone.

/// Endings of files that exist to hold a key or a password.
const ENDINGS: [&str; 10] = [
    ".env",
    ".pem",
    ".key",
    ".p8",
    ".p12",
    ".pfx",
    ".jks",
    ".keystore",
    ".ppk",
    ".kdbx",
];

/// Whole names: what tools read credentials from.
const NAMES: [&str; 12] = [
    ".netrc",
    "_netrc",
    ".npmrc",
    ".yarnrc.yml",
    ".pypirc",
    ".htpasswd",
    ".pgpass",
    ".my.cnf",
    ".git-credentials",
    ".dockercfg",
    "id_rsa",
    "id_ed25519",
];

/// Names whose endings differ: `.env.production`, `credentials.json`.
const STEMS: [&str; 6] = [
    ".env",
    "credentials",
    "credential",
    "secrets",
    "secret",
    "id_ecdsa",
];

/// Whether what stands in the file is nobody's business, whoever looks at the page.
pub fn holds_secrets(path: &str) -> bool {
    // Windows and macOS do not tell cases apart, so neither do the names.
    let path = path.to_lowercase();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = |stem: &str| {
        let rest = name.strip_prefix(stem);
        rest.is_some_and(|rest| rest.is_empty() || is_data(rest))
    };
    ENDINGS.iter().any(|ending| name.ends_with(ending))
        || NAMES.contains(&name)
        || STEMS.iter().any(|name| stem(name))
}

/// Whether this ending is one of data: a program that is called `secrets` is only a program.
fn is_data(ending: &str) -> bool {
    // What is written to be read by others, whatever it is called.
    const PROGRAMS: [&str; 12] = [
        ".js", ".mjs", ".cjs", ".ts", ".mts", ".py", ".go", ".java", ".php", ".cs", ".rs", ".md",
    ];
    ending.starts_with('.') && !PROGRAMS.contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for secret in [
            ".env",
            "config/.env.production",
            "prod.env",
            "a/Server.PEM",
            "tls.key",
            "id_rsa",
            ".npmrc",
            "conf/credentials.json",
            "secrets.yaml",
        ] {
            assert!(holds_secrets(secret), "{secret}");
        }
        for plain in [
            "environment.js",
            "key.js",
            "keys/index.py",
            "secrets.py",
            "src/.envoy",
        ] {
            assert!(!holds_secrets(plain), "{plain}");
        }
    }
}
