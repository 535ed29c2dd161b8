//! Secrets between the tags of a document: `<password>…</password>`.

use super::names::{is_said, is_secret};

/// What stands in elements whose names are those of secrets.
pub(super) fn secrets(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.split('<').skip(1);
    starts
        // Only where the next mark is its own end an element holds nothing but a text.
        .zip(text.split('<').skip(2))
        .filter_map(|(start, end)| {
            let (name, value) = start.split_once('>')?;
            let name = name.split_whitespace().next()?;
            let is_one = is_secret(name) && end.strip_prefix('/')?.starts_with(name);
            (is_one && is_said(value.trim())).then_some(value.trim())
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_stands_in_an_element() {
        let found = |text| super::secrets(text).collect::<Vec<_>>();
        assert_eq!(found("<a><password>x1</password></a>"), ["x1"]);
        assert_eq!(found("usage: run <password> <user>"), [""; 0]);
        assert_eq!(found("<name>x</name><token/>"), [""; 0]);
    }
}
