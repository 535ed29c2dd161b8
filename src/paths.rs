//! Paths as `s.yaml` writes them, and as the port `Files` takes them: absolute, with `/`.

/// Whether a path starts at the root of a file system (`/…`, or `C:/…` on Windows).
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || drive(path).is_some()
}

/// `path` seen from the folder `base`, without `.` and `..`. On Windows both may be written with
/// `\`; elsewhere that is a letter like any other.
pub fn join(base: &str, path: &str) -> String {
    // By the folder and not by the system: the module in WebAssembly does not know which one it runs on.
    let windows = drive(base).is_some();
    let slashed = |path: &str| match windows {
        true => path.replace('\\', "/"),
        false => path.to_owned(),
    };
    let path = slashed(path);
    if is_absolute(&path) {
        normal(&path)
    } else {
        normal(&format!("{}/{path}", slashed(base)))
    }
}

/// An absolute path without `.`, `..` and doubled slashes. Above the root there is the root.
fn normal(path: &str) -> String {
    let (root, rest) = path.split_at(drive(path).map_or(0, str::len));
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{root}/{}", parts.join("/"))
}

/// The drive (`C:`) that a path starts with.
fn drive(path: &str) -> Option<&str> {
    let bytes = path.as_bytes();
    let fits = bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        // `a:b` is a name like any other; only a slash, or the end, makes a drive of it.
        && matches!(bytes.get(2), Some(b'/' | b'\\') | None);
    fits.then(|| &path[..2])
}

/// Whether a text is an address that can be downloaded from.
pub fn is_address(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    text.starts_with("http://") || text.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::{is_absolute, join};

    #[test]
    fn a_path_is_seen_from_the_file() {
        assert_eq!(join("/a/b", "./code"), "/a/b/code");
        assert_eq!(join("/a/b/", "../c/./d/"), "/a/c/d");
        assert_eq!(join("/a", "/abs//x"), "/abs/x");
        assert_eq!(join("/a", "./"), "/a");
        assert_eq!(join("/", "x"), "/x");
        assert_eq!(
            join("/a", "b\\c"),
            "/a/b\\c",
            "a backslash is a letter here"
        );
    }

    #[test]
    fn a_drive_is_a_root() {
        assert_eq!(join("C:\\a", "b\\c"), "C:/a/b/c");
        assert_eq!(join("C:/a", "D:\\b"), "D:/b");
        assert_eq!(join("C:/a", "../../../x"), "C:/x");
        assert!(is_absolute("c:/") && is_absolute("/"));
        assert!(!is_absolute("a:b") && !is_absolute("1:/x") && !is_absolute("a/b"));
    }

    #[test]
    fn nothing_is_above_the_root() {
        assert_eq!(join("/a", "../../../x"), "/x");
        assert_eq!(join("/a", ".."), "/");
    }
}
