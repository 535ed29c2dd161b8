use super::*;

#[test]
#[cfg(unix)]
fn a_rewritten_file_keeps_its_rights_and_its_link() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (
        folder.path().join("real.yaml"),
        folder.path().join("s.yaml"),
    );
    fs::write(&real, "one").expect("written");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("set");
    std::os::unix::fs::symlink("real.yaml", &link).expect("linked");
    Disk.rewrite(link.to_str().expect("UTF-8"), b"two")
        .expect("rewritten");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::read(&real).expect("there"), b"two");
    let mode = fs::metadata(&real).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_file_is_replaced_whole_and_for_its_owner_only() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a/b.json");
    let path = path.to_str().expect("UTF-8");
    assert_eq!(Disk.read(path), Ok(None));
    Disk.replace(path, b"one").expect("written");
    Disk.replace(path, b"two").expect("written");
    assert_eq!(Disk.read(path), Ok(Some(b"two".to_vec())));
    let names = Disk
        .list(folder.path().join("a").to_str().expect("UTF-8"))
        .expect("listed");
    assert_eq!(names.expect("there").len(), 1, "no temporary file is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn of_several_who_claim_a_file_one_gets_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a/key");
    let path = path.to_str().expect("UTF-8");
    let claims: Vec<bool> = std::thread::scope(|scope| {
        let claim = |number: u8| scope.spawn(move || Disk.claim(path, &[number; 64]));
        let threads: Vec<_> = (0..8).map(claim).collect();
        let end = |thread: std::thread::ScopedJoinHandle<'_, Result<bool, FileError>>| {
            thread.join().expect("ended").expect("claimed")
        };
        threads.into_iter().map(end).collect()
    });
    assert_eq!(claims.iter().filter(|claimed| **claimed).count(), 1);
    let winner = claims.iter().position(|claimed| *claimed).expect("one");
    let bytes = Disk.read(path).expect("read").expect("there");
    assert_eq!(bytes, [u8::try_from(winner).expect("small"); 64]);
    let names = Disk.list(folder.path().join("a").to_str().expect("UTF-8"));
    assert_eq!(names.expect("listed").expect("there").len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_an_error_and_not_waited_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let socket = folder.path().join("socket");
    let _socket = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("started").success());
    for path in [&socket, &pipe, &PathBuf::from("/dev/zero"), folder.path()] {
        let path = path.to_str().expect("UTF-8");
        let error = Disk.read(path).expect_err(path);
        assert_eq!(
            (error.path.as_str(), error.cause.as_str()),
            (path, "not a regular file")
        );
    }
}

#[test]
#[cfg(unix)]
fn what_is_for_its_owner_only_is_so_with_the_folders_around_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let file = |executable| New::File {
        bytes: b"x",
        executable,
    };
    let put = |name: &str, new, rights| {
        let path = folder.path().join(name);
        let path = path.to_str().expect("UTF-8");
        Disk.create(path, new, rights).expect("created");
    };
    let mode = |name: &str| {
        let metadata = fs::symlink_metadata(folder.path().join(name)).expect("there");
        metadata.permissions().mode() & 0o777
    };
    put("own/code/index.py", file(false), Rights::OwnerOnly);
    put("own/code/bin/run.sh", file(true), Rights::OwnerOnly);
    put("own/code/empty", New::Folder, Rights::OwnerOnly);
    for name in ["own", "own/code", "own/code/bin", "own/code/empty"] {
        assert_eq!(mode(name), 0o700, "{name}");
    }
    assert_eq!(mode("own/code/index.py"), 0o600);
    assert_eq!(mode("own/code/bin/run.sh"), 0o700);
    put("usual/run.sh", file(true), Rights::Usual);
    assert_eq!(mode("usual/run.sh") & 0o700, 0o700);
    assert_ne!(mode("usual/run.sh") & 0o077, 0, "as the mask allows");
}

#[test]
fn a_folder_that_cannot_be_read_is_not_an_absent_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    let below = file.join("below");
    assert!(Disk.read(below.to_str().expect("UTF-8")).is_err());
}

/// What cannot be named here is told with its folder, so that a rule may leave it out.
#[test]
#[cfg(target_os = "linux")]
fn a_name_that_is_not_utf8_is_an_entry_of_its_own_kind() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.py");
    fs::write(folder.path().join(name), "x").expect("written");
    fs::write(folder.path().join("good.py"), "x").expect("written");
    let listed = Disk.list(folder.path().to_str().expect("UTF-8"));
    let mut entries = listed.expect("listed").expect("there");
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(entries[0].name, "bad\u{fffd}.py");
    assert_eq!(entries[0].kind, EntryKind::Unnameable);
    assert!(matches!(entries[1].kind, EntryKind::File { .. }));
}
