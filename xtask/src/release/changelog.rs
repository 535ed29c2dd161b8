//! The changelog: `## Unreleased`, then a section a version, `## 1.2.3 (2026-01-31)`, the newest first.

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;

/// The heading under which changes are written down as they are made.
const UNRELEASED: &str = "\n## Unreleased\n";

/// What stands before every heading of a section.
const HEADING: &str = "\n## ";

/// The changelog in which everything unreleased has become a version.
pub(crate) fn dated(text: &str, version: &str, date: &str) -> Result<String> {
    let (_, rest) = text
        .split_once(UNRELEASED)
        .context("CHANGELOG.md has no section `## Unreleased`")?;
    ensure!(
        !until_next(rest).trim().is_empty(),
        "nothing in CHANGELOG.md is unreleased"
    );
    ensure!(
        heading(text, version).is_none(),
        "CHANGELOG.md has a section of {version} already"
    );
    Ok(text.replacen(
        UNRELEASED,
        &format!("{UNRELEASED}\n## {version} ({date})\n"),
        1,
    ))
}

/// What the changelog says of a version. Nothing may have come after it.
pub(crate) fn section<'t>(text: &'t str, version: &str) -> Result<&'t str> {
    let (_, rest) = text
        .split_once(UNRELEASED)
        .context("CHANGELOG.md has no section `## Unreleased`")?;
    ensure!(
        until_next(rest).trim().is_empty(),
        "CHANGELOG.md has unreleased changes: `cargo xtask version` gives them one"
    );
    let start = heading(text, version)
        .with_context(|| format!("CHANGELOG.md has no section `## {version} (DATE)`"))?;
    let said = until_next(&text[start..]).trim();
    ensure!(
        !said.is_empty(),
        "CHANGELOG.md says nothing about {version}"
    );
    Ok(said)
}

/// Where the text below the heading of a version begins, if it has one with a date.
fn heading(text: &str, version: &str) -> Option<usize> {
    let found = format!("{HEADING}{version} (");
    let start = text.find(&found)? + found.len();
    let (date, _) = text[start..].split_once(")\n")?;
    date.parse::<jiff::civil::Date>().ok()?;
    Some(start + date.len() + 2)
}

/// The text up to the next heading.
fn until_next(text: &str) -> &str {
    text.find(HEADING).map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::dated;
    use super::section;

    const CHANGES: &str =
        "# Changelog\n\n## Unreleased\n\n- new\n\n## 0.1.0 (2026-01-31)\n\n- old\n";

    #[test]
    fn unreleased_changes_become_those_of_a_version() -> Result<()> {
        let text = dated(CHANGES, "0.2.0", "2026-02-28")?;
        let expected = "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-02-28)\n\n- new\n\n## 0.1.0 (2026-01-31)\n\n- old\n";
        assert_eq!(text, expected);
        assert_eq!(section(&text, "0.2.0")?, "- new");
        assert_eq!(section(&text, "0.1.0")?, "- old");
        // Nothing is unreleased any more, and no version comes twice.
        assert!(dated(&text, "0.3.0", "2026-03-31").is_err());
        assert!(dated(CHANGES, "0.1.0", "2026-03-31").is_err());
        Ok(())
    }

    #[test]
    fn section_of_a_release_is_there_dated_and_says_something() {
        let says =
            |text: &str| section(&format!("# Changelog\n\n## Unreleased\n{text}"), "0.1.0").is_ok();
        assert!(says("\n## 0.1.0 (2026-01-31)\n\n- new\n"));
        for text in [
            "\n- left\n\n## 0.1.0 (2026-01-31)\n\n- new\n",
            "\n## 0.1.0\n\n- new\n",
            "\n## 0.1.0 (soon)\n\n- new\n",
            "\n## 0.1.0 (2026-01-31)\n\n## 0.0.9 (2025-01-31)\n\n- new\n",
            "\n## 0.1.1 (2026-01-31)\n\n- new\n",
        ] {
            assert!(!says(text), "{text}");
        }
    }
}
