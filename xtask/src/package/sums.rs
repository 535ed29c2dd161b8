//! The checksums of what is handed out, in the form that `sha256sum --check` reads.

use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::Result;
use sha2::Digest;
use sha2::Sha256;

/// The file that holds them.
pub(crate) const FILE: &str = "SHA256SUMS";

/// Writes the sums of these files, which lie in that folder, beside them.
pub(crate) fn write(folder: &Path, names: &[String]) -> Result<()> {
    let text = of(folder, names)?;
    fs::write(folder.join(FILE), text).with_context(|| format!("cannot write {FILE}"))
}

fn of(folder: &Path, names: &[String]) -> Result<String> {
    let mut lines = Vec::new();
    for name in names {
        let bytes = fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        lines.push(format!("{digest}  {name}\n"));
    }
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    Ok(lines.concat())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;

    use super::of;

    #[test]
    fn sums_are_those_of_the_known_vectors_and_in_the_order_of_the_names() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("b"), "")?;
        fs::write(folder.path().join("a"), "abc")?;
        let expected = "\
ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b
";
        assert_eq!(
            of(folder.path(), &["b".to_owned(), "a".to_owned()])?,
            expected
        );
        assert!(of(folder.path(), &["c".to_owned()]).is_err());
        Ok(())
    }
}
