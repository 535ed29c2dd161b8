//! What never goes into a package and never comes out of one: our own state, and git's. Both decide
//! what runs on this machine, so a package from elsewhere must not reach them under any spelling that
//! some file system takes for theirs.

/// Never packed, at any depth and whatever they are (a worktree's `.git` is a file that holds a path
/// of this machine).
pub(super) const NEVER: [&str; 2] = [".s", ".git"];

/// Whether a path is one that is never packed here. What is only spelled like it is code as any other.
pub(super) fn is_never_packed(path: &str) -> bool {
    path.split('/').any(|step| NEVER.contains(&step))
}

/// The names under which Windows keeps them for old programs: `GIT~1`, `S~1`.
const SHORT: [&str; 2] = ["git~", "s~"];

/// Whether any step of a path is a name that some file system takes for one of them.
pub fn is_never(path: &str) -> bool {
    path.split(['/', '\\']).any(is_name)
}

/// Whether one step of a path is such a name.
fn is_name(step: &str) -> bool {
    // Folded first: the letters that leave no trace may stand in the middle of `.git` or of the short name.
    let step = folded(step);
    // Windows keeps a stream of a file behind a colon, and drops dots and spaces at the end.
    let name = step.split(':').next().unwrap_or_default();
    let name = name.trim_end_matches(['.', ' ']);
    let short = |stem: &str| {
        let number = name.strip_prefix(stem).unwrap_or_default();
        !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
    };
    NEVER.contains(&name) || SHORT.iter().any(|stem| short(stem))
}

/// A name as the least distinguishing of file systems sees it: without regard to case, and without
/// the letters that leave no trace (macOS ignores them). Upper case comes first, because some letters
/// meet only there (`ſ` and `s`).
pub(super) fn folded(name: &str) -> String {
    let seen = name.chars().filter(|letter| !is_ignored(*letter));
    let upper: String = seen.flat_map(char::to_uppercase).collect();
    upper.to_lowercase()
}

/// Marks of direction and joiners, and the mark that begins a file.
fn is_ignored(letter: char) -> bool {
    matches!(letter, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_known() {
        for path in [
            ".git",
            ".git/config",
            "a/b/.git/hooks/post-checkout",
            ".GIT/config",
            ".Git ./config",
            ".git./config",
            ".git. . /config",
            ".git\\config",
            "a\\.GIT\\config",
            ".g\u{200c}it/config",
            ".git::$INDEX_ALLOCATION/config",
            "git~1/config",
            "GIT~12",
            ".s/fc-guard/key",
            ".S/fc-guard/key",
            ".ſ/fc-guard/key",
            "lib/.s",
            "S~1/fc-guard/key",
        ] {
            assert!(is_never(path), "{path:?}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_code() {
        for path in [
            ".gitignore",
            ".github/workflows/x.yml",
            "git/config",
            "s/key",
            ".ssh/config",
            "x.s",
            "boot.s",
            "a.git/x",
            "git~/x",
            "s~x",
            "...",
        ] {
            assert!(!is_never(path), "{path:?}");
        }
    }
}
