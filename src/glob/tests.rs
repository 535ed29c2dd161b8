use globset::GlobBuilder;
use proptest::prelude::*;

use super::*;
use crate::words::Lang;

fn matches(pattern: &str, text: &str) -> bool {
    let glob = Glob::parse(pattern, Subject::Path).expect("a pattern");
    glob.matches(text)
}

#[test]
fn a_star_ends_at_a_slash() {
    assert!(matches("*.LOG", "a.log") && !matches("*.log", "sub/a.log"));
    assert!(matches("**/*.log", "a.log") && matches("**/*.log", "x/y/a.log"));
    assert!(matches("a/**/b", "a/b") && matches("a/**/b", "a/x/y/b") && !matches("a/**/b", "ab"));
    assert!(matches("a/**", "a/x/y") && !matches("a/**", "a"));
    assert!(matches("a**b", "axyb") && !matches("a**b", "ax/yb"));
    assert!(matches("**", "a/b") && matches("**", ""));
    let name = Glob::parse("/api/*", Subject::Name).expect("a pattern");
    assert!(name.matches("/api/a/b") && !name.matches("/API/a"));
}

#[test]
fn classes_and_braces() {
    assert!(matches("[a-c]x", "BX") && !matches("[!a-c]x", "bx") && matches("[]x", "[]x"));
    assert!(matches("[]]x", "]x") && matches("[-a]", "-") && matches("[a-]", "-"));
    assert!(matches("*.{js,t{s,sx}}", "a.tsx") && !matches("*.{js,ts}", "a.jsx"));
    assert!(matches("a\\*", "a*") && !matches("a\\*", "ab"));
}

#[test]
fn what_means_nothing_is_said() {
    let said = |pattern: &str| match Glob::parse(pattern, Subject::Path) {
        Ok(_) => String::new(),
        Err(fault) => fault.words().text(Lang::En).to_owned(),
    };
    assert_eq!(said("a{b"), "a { is not closed");
    assert_eq!(said("a}"), "a } closes nothing");
    assert_eq!(said("[z-a]"), "the range z-a runs backwards");
    assert_eq!(said("a\\"), "nothing follows the last \\");
    assert_eq!(said(&"{".repeat(99)), "too many braces within braces");
}

/// Many stars, and a text that nearly matches, take no longer than anything else.
#[test]
fn no_pattern_takes_long() {
    let pattern = "*a".repeat(200) + "b";
    assert!(!matches(&pattern, &"a".repeat(4000)));
}

#[test]
fn a_pattern_leads_into_folders() {
    let leads = |pattern: &str, folder: &str| {
        let glob = Glob::parse(pattern, Subject::Path).expect("a pattern");
        glob.leads_below(folder)
    };
    assert!(leads("a/b/c", "a") && leads("A/*/c", "a/x") && leads("a/{b/c,d}", "a/b"));
    assert!(leads("**/c", "x/y") && leads("a/**/c", "a/x/y") && leads("a/**", "a"));
    assert!(
        !leads("a/b", "a/b") && !leads("a", "a") && !leads("a/b/c", "a/x") && !leads("a*", "ab")
    );
}

proptest! {
    #[test]
    fn it_leads_into_every_folder_of_what_it_matches(
        pattern in "([ab/*?]|\\*\\*/|/\\*\\*|\\{a/?,b\\}){1,6}",
        text in "[ab]{1,2}(/[ab]{1,2}){1,3}",
    ) {
        let glob = Glob::parse(&pattern, Subject::Path).expect("a pattern");
        if glob.matches(&text) {
            for (end, _) in text.match_indices('/') {
                prop_assert!(glob.leads_below(&text[..end]), "{} {}", pattern, &text[..end]);
            }
        }
    }

    #[test]
    fn it_means_what_globset_makes_of_it(
        pattern in "([ab/*?{},!^é-]|\\*\\*|\\*\\*/|/\\*\\*|\\[|\\]|\\[[a!^]?[-abé/B]{1,3}\\]|\\\\[ab*?\\[]){0,7}",
        texts in prop::collection::vec("[abAB/é*{,\\[-]{0,6}", 8),
    ) {
        for subject in [Subject::Path, Subject::ExactPath, Subject::Name] {
            let theirs = GlobBuilder::new(&pattern)
                .literal_separator(subject != Subject::Name)
                .case_insensitive(subject == Subject::Path)
                .backslash_escape(true)
                .allow_unclosed_class(true)
                .build()
                .map(|glob| glob.compile_matcher());
            let ours = Glob::parse(&pattern, subject);
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", pattern);
            if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                for text in &texts {
                    let same = ours.matches(text) == theirs.is_match(text);
                    prop_assert!(same, "{} {} {:?}", pattern, text, subject);
                }
            }
        }
    }
}
