//! What is said when something is brought home.

use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::view::value::show;
use crate::words;
use crate::words::Words;
use crate::write_back::{EditByHand, Proposal, Setting};

/// Nobody can be asked: how it is done with a flag.
pub(super) fn advise(screen: Screen<'_>, typed: &Typed) {
    let write_back = typed.undecided().with("--write-back");
    screen.say_in(
        Tone::Faint,
        &words!(
            "the kept live values are not in s.yaml; '{write_back}' writes them there",
            "保留的线上值还不在 s.yaml 中；可用 '{write_back}' 写入"
        ),
    );
}

/// What stays online is a colleague's deploy.
pub(super) fn pull(screen: Screen<'_>) {
    screen.say_in(
        Tone::Faint,
        &words!(
            "what others deployed stays online until your commit contains theirs: 'git pull' brings it home",
            "他人部署的内容会保留在线上，直到你的提交包含他们的提交：可执行 'git pull' 取得"
        ),
    );
}

/// The values that would be written.
pub(super) fn proposed(screen: Screen<'_>, proposal: &Proposal) {
    screen.line("");
    for setting in &proposal.written {
        let text = change(screen, setting);
        screen.text_in(Tone::Remote, &format!("  {text}"));
    }
}

/// The files that would change, for a question. One that `s.yaml` extends may serve others, too.
pub(super) fn files(proposal: &Proposal, main: Option<&str>) -> Words {
    let is_main = |path: &str| Some(path) == main;
    let name = |path: &str| match is_main(path) {
        true => Words::same("s.yaml"),
        false => words!(
            "{path} (other projects may extend it, too)",
            "{path}（可能也被其他项目 extend）"
        ),
    };
    let names: Vec<Words> = proposal.files.iter().map(|(path, ..)| name(path)).collect();
    Words::list(&names)
}

/// One line about a setting: the value that stays online, or that it is taken out.
fn change(screen: Screen<'_>, setting: &Setting) -> String {
    let address = setting.resource.address(&setting.path);
    // A function has no path, and its address would be empty.
    if setting.is_whole_root() {
        let Words { en, zh } = setting.resource.label();
        return words!("- {en} (stays deleted)", "- {zh}（保持删除）")
            .text(screen.lang)
            .to_owned();
    }
    if setting.path.0.is_empty() {
        return words!("- {address} (stays deleted)", "- {address}（保持删除）")
            .text(screen.lang)
            .to_owned();
    }
    match setting.shown() {
        Some(value) => format!(
            "{address}: {}",
            show(Some(value), None, screen.lang, Some(60))
        ),
        None => words!("- {address} (removed)", "- {address}（删除）")
            .text(screen.lang)
            .to_owned(),
    }
}

/// What looks like a secret, without its values.
pub(super) fn secret(screen: Screen<'_>, settings: &[Setting]) {
    screen.line("");
    for setting in settings {
        let text = change(screen, setting);
        screen.text_in(Tone::Remote, &format!("  {text}"));
    }
}

/// What was not written, and what can stand instead, in the file or at the place that is named.
pub(super) fn withheld(screen: Screen<'_>, (file, typed): (&Words, &Typed), settings: &[&Setting]) {
    let Words { en, zh } = file;
    screen.say(&words!(
        "not written in plain text, because it looks like a secret. Put the value into an environment variable, and write into {en}:",
        "未以明文写入：这些值疑似机密。请把值放入环境变量，并写入 {zh}："
    ));
    for setting in settings {
        screen.line(&format!("    {}", setting.by_hand(typed)));
    }
}

/// What the file takes from variables of the environment: they have another value here than online.
pub(super) fn taken_from_environment(screen: Screen<'_>, settings: &[(String, &str)]) {
    for (address, variable) in settings {
        screen.say(&words!(
            "{address} already comes from the environment: set {variable} there to the live value, so that both are the same",
            "{address} 已取自环境变量：请把 {variable} 设为线上的值，使两者一致"
        ));
    }
}

/// A file was written.
pub(super) fn written(screen: Screen<'_>, path: &str) {
    screen.say_in(Tone::Local, &words!("written: {path}", "已写入：{path}"));
}

/// Code was downloaded.
pub(super) fn downloaded(screen: Screen<'_>, folder: &str) {
    screen.say_in(
        Tone::Local,
        &words!(
            "the live code is now in {folder}",
            "线上的代码已下载到 {folder}"
        ),
    );
}

/// Code was put into a folder beside the local one, which changes nothing yet.
pub(super) fn beside(screen: Screen<'_>, folder: &str) {
    screen.say_in(
        Tone::Local,
        &words!(
            "the live code is now in {folder}; it stands kept until the local code is like it: copy over what you want of it",
            "线上的代码已下载到 {folder}；在本地代码与其一致之前，它会一直被保留：请把需要的内容复制到本地代码中"
        ),
    );
}

/// The project's code is not on this machine.
pub(super) fn elsewhere(screen: Screen<'_>, typed: &Typed) {
    let sync = typed.in_project("sync").named();
    screen.say_in(
        Tone::Faint,
        &words!(
            "the kept live code was not written back: s.yaml takes the code from elsewhere, so change it there ('{sync}' downloads the live code)",
            "保留的线上代码未写回：s.yaml 中的代码来自其他位置，请在那里修改（'{sync}' 可下载线上代码）"
        ),
    );
}

/// What a person has to edit, and where.
pub(super) fn by_hand(screen: Screen<'_>, proposal: &Proposal) {
    if proposal.by_hand.is_empty() {
        return;
    }
    screen.line("");
    screen.say_in(
        Tone::Title,
        &words!(
            "To edit by hand, so that the project's files match the kept live values:",
            "请手动修改以下内容，使项目文件与保留的线上值一致："
        ),
    );
    for EditByHand { setting, at, why } in &proposal.by_hand {
        let place = match at {
            Some((path, line)) => format!("{path}:{line}: "),
            None => String::new(),
        };
        let text = change(screen, setting);
        screen.text_in(Tone::Remote, &format!("  {place}{text}"));
        let why = why.text(screen.lang);
        screen.text_in(Tone::Plain, &format!("  → {why}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_extended_is_named() {
        let file = |path: &str| (path.to_owned(), String::new(), String::new());
        let named = |paths: &[&str]| {
            let proposal = Proposal {
                files: paths.iter().map(|path| file(path)).collect(),
                ..Proposal::default()
            };
            files(&proposal, Some("/p/s.yaml")).en
        };
        assert_eq!(named(&["/p/s.yaml"]), "s.yaml");
        let base = "/p/base.yaml (other projects may extend it, too)";
        assert_eq!(named(&["/p/base.yaml"]), base);
        assert_eq!(
            named(&["/p/s.yaml", "/p/base.yaml"]),
            format!("s.yaml, {base}")
        );
    }
}
