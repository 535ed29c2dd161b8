//! `.fcignore` says what the crate `ignore` makes of it.

use ignore::gitignore::GitignoreBuilder;
use proptest::prelude::*;

use crate::package::ignore::{parse, said};

fn theirs(text: &str, path: &str, is_folder: bool) -> Result<Option<bool>, ignore::Error> {
    let mut builder = GitignoreBuilder::new("");
    builder.case_insensitive(true)?;
    for line in text.lines() {
        builder.add_line(None, line)?;
    }
    let found = builder.build()?;
    let found = found.matched(path, is_folder);
    Ok((!found.is_none()).then_some(found.is_ignore()))
}

proptest! {
    #[test]
    fn it_means_what_ignore_makes_of_it(
        lines in prop::collection::vec("(#|!|\\\\!|\\\\#|/)?(a|b|\\*|\\?|/|\\*\\*|\\[ab\\]|\\[|\\{|\\{a,b\\}|\\\\a|#| ){0,5}(/|\\\\/|/\\*\\*|\\\\ | )?", 1..4),
        paths in prop::collection::vec(("[abA!# ]{1,2}(/[abB ]{1,2}){0,3}", any::<bool>()), 8),
    ) {
        let text = lines.join("\n");
        let rules = parse("", text.as_bytes());
        for (path, is_folder) in &paths {
            let theirs = theirs(&text, path, *is_folder);
            match (&rules, theirs) {
                (Ok(rules), Ok(theirs)) => {
                    let ours = said(rules, path, *is_folder);
                    prop_assert_eq!(ours, theirs, "{:?} {}", text, path);
                }
                (Err(_), Err(_)) => {}
                (ours, theirs) => {
                    let verdicts = (ours.is_ok(), theirs.is_ok());
                    prop_assert!(false, "{:?} {:?}", text, verdicts);
                }
            }
        }
    }
}
