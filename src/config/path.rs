//! Paths as `s.yaml` writes them.

/// Whether a path starts at the root of a file system (`/…` or `C:/…`).
pub fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.get(1..3) == Some(":/")
}

/// `path` seen from `base`, without `.` and `..`. Both may be written with `\`, as on Windows.
pub fn join(base: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    let whole = if is_absolute(&path) {
        path
    } else {
        format!("{}/{path}", base.replace('\\', "/"))
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if whole.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_seen_from_the_file() {
        assert_eq!(join("/a/b", "./code"), "/a/b/code");
        assert_eq!(join("/a/b/", "../c/./d/"), "/a/c/d");
        assert_eq!(join("/a", "/abs"), "/abs");
        assert_eq!(join("C:\\a", "b\\c"), "C:/a/b/c");
        assert_eq!(join("/a", "./"), "/a");
    }
}
