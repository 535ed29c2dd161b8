//! Where all that is open is of a part that a flag names, the deploy of that part alone decides it too.

use crate::model::kind::Section;
use crate::plan::Asked;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

/// The flags that overwrite that part alone, and what they do. A run over several resources takes no
/// name of a part: each of them would have to have it.
pub(super) fn flags(open: &[Asked], typed: &Typed) -> Option<(String, Words)> {
    // A command that names a part already has nothing narrower.
    if typed.names_part() || !typed.is_of_one() {
        return None;
    }
    let mut kinds = open.iter().map(|asked| asked.question.resource.kind);
    let part = kinds.next()?.spec().section;
    match part {
        _ if !kinds.all(|kind| kind.spec().section == part) => None,
        Section::Triggers => triggers(open),
        Section::AsyncInvoke => Some((
            "--async-invoke-config --use-local".to_owned(),
            words!(
                "deploy only asyncInvokeConfig, and overwrite the live one with the local one",
                "只部署 asyncInvokeConfig，并用本地覆盖线上"
            ),
        )),
        Section::Service | Section::Function | Section::Rest => None,
    }
}

/// The flags for triggers by their names; `None` where a name cannot stand on a command line as it is.
fn triggers(open: &[Asked]) -> Option<(String, Words)> {
    let mut names: Vec<&str> = open
        .iter()
        .map(|asked| asked.question.resource.name())
        .collect();
    names.dedup();
    // With any other sign a name might be several words to a shell, or several names to the flag.
    let is_plain = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    let list = names.iter().all(is_plain).then(|| names.join(","))?;
    let words = match names.len() {
        1 => words!(
            "deploy only trigger {list}, and overwrite the live one with the local one",
            "只部署触发器 {list}，并用本地覆盖线上"
        ),
        _ => words!(
            "deploy only triggers {list}, and overwrite the live ones with the local ones",
            "只部署触发器 {list}，并用本地覆盖线上"
        ),
    };
    Some((format!("--trigger {list} --use-local"), words))
}
