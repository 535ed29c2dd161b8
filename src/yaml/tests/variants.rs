//! Real ways to write one and the same project, each by each edit: only the meant lines differ and
//! the document is the meant one, or nothing differs and the place is named.

use super::cases::{Case, DRESSES, PROJECTS, cases, path};
use super::lines::{bare, comments, differing};
use super::oracle;
use crate::yaml::{Edit, Source, rewrite};

/// Whether an edit was made; every other outcome than a right one is a text.
fn outcome(texts: &[&str], case: &Case) -> Result<bool, String> {
    let (_, below, value, words) = case;
    let (path, value) = (path(below), (!value.is_null()).then(|| value.clone()));
    let sources: Vec<Source> = texts
        .iter()
        .map(|text| Source {
            path: "s.yaml",
            text,
        })
        .collect();
    let edit = Edit {
        path: path.clone(),
        value: value.clone(),
    };
    let result = rewrite(&sources, &[edit]).map_err(|unreadable| format!("{unreadable:?}"))?;
    if let Some(place) = result.by_hand.first() {
        let line = texts[place.file]
            .lines()
            .nth(place.line - 1)
            .unwrap_or_default();
        return match result.files.is_empty() && has(line, words) {
            true => Ok(false),
            false => Err(format!("{place:?} names {line:?}")),
        };
    }
    let mut new: Vec<&str> = texts.to_vec();
    for (file, text) in &result.files {
        new[*file] = text;
        as_meant(texts[*file], text, case)?;
    }
    let mut wanted = oracle::resolved(texts);
    oracle::change(&mut wanted, &path[1..], value.as_ref());
    match oracle::resolved(&new) == wanted && !result.files.is_empty() {
        true => Ok(true),
        false => Err(format!("another document:\n{}", new[0])),
    }
}

fn has(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.to_lowercase().contains(word))
}

/// Whether nothing but the meant lines differs and every comment is still there.
fn as_meant(old: &str, new: &str, (_, below, value, words): &Case) -> Result<(), String> {
    let (gone, came) = differing(old, new);
    let told = |what: &str| {
        Err(format!(
            "{what}\n- {}\n+ {}",
            gone.join("- "),
            came.join("+ ")
        ))
    };
    let is_beside = |line: &str| came.iter().any(|other| bare(line) == bare(other));
    // Blank lines and comments inside of what goes, or of a text of several lines, go with it.
    let goes = value.is_null() || below.ends_with("SCRIPT");
    let is_meant = |line: &str| has(line, words) || (goes && line.trim().is_empty());
    if let Some(line) = gone.iter().find(|line| !is_meant(line) && !is_beside(line)) {
        return told(&format!("this line went: {line:?}"));
    }
    let lost = gone.concat();
    let has_fewer = value.is_null() || below.ends_with("methods");
    let may_go = if has_fewer {
        comments(&lost)
    } else {
        Vec::new()
    };
    let mut left = comments(new).into_iter().peekable();
    for mark in comments(old) {
        if left.next_if_eq(&mark).is_none() && !may_go.contains(&mark) {
            return told(&format!("the comment {mark} went"));
        }
    }
    if old.ends_with('\n') != new.ends_with('\n') || old.contains('\r') != new.contains('\r') {
        return told("other line ends");
    }
    let mixed = old.contains('\r') && new.replace("\r\n", "").contains('\n');
    if mixed || old.starts_with('\u{feff}') != new.starts_with('\u{feff}') {
        return told("mixed line ends, or no byte order mark");
    }
    Ok(())
}

#[test]
fn all_are_one_project() {
    let hello = |texts: &[&str]| oracle::resolved(texts)["hello"]["props"].clone();
    for (name, texts) in PROJECTS {
        assert_eq!(hello(texts), hello(PROJECTS[0].1), "{name}");
    }
}

#[test]
fn every_edit_is_right_or_by_hand() {
    let (mut all, mut edited, mut wrong) = (0, 0, Vec::new());
    for (project, texts) in PROJECTS {
        for (dress, put_on) in DRESSES {
            let dressed: Vec<String> = texts.iter().map(|text| put_on(text)).collect();
            let dressed: Vec<&str> = dressed.iter().map(String::as_str).collect();
            for case in cases() {
                all += 1;
                match outcome(&dressed, &case) {
                    Ok(is_edited) => {
                        edited += usize::from(is_edited);
                        if !is_edited {
                            println!("by hand: {project} / {dress} / {}", case.0);
                        }
                    }
                    Err(why) => wrong.push(format!("{project} / {dress} / {}: {why}", case.0)),
                }
            }
        }
    }
    println!("{edited} of {all} edited");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(all > 1000 && edited > 900, "{edited} of {all}");
}
