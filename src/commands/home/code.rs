//! The code that stays online, downloaded beside the local folder or over it: all of it, or the files
//! that a person picks.

mod pick;
mod settled;

use std::collections::BTreeSet;
use std::rc::Rc;

use super::agreed;
use super::view;
use crate::commands::report_file::{keep_out, say_in_code};
use crate::drift::{FileDifference, files};
use crate::error::Result;
use crate::package::{self, CodeFolder, CodeSource, Over};
use crate::ports::Rights;
use crate::project::Project;
use crate::time::rfc3339;
use crate::view::files::{left_out, links_out, list, never, summary, taken};
use crate::view::menu::{Choice, ask};
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;
use crate::write_back::KeptOnline;

/// Downloads the code that stays online. Over the local folder only where a person says so twice.
///
/// # Errors
/// The person interrupted, or the package cannot be downloaded or unpacked.
pub(super) async fn bring(
    project: &Project<'_>,
    kept: &KeptOnline,
    asks: bool,
    folders: Vec<String>,
) -> Result<()> {
    let Some(local) = path(&project.desired.code) else {
        view::elsewhere(project.screen, &project.typed);
        return Ok(());
    };
    let compared = kept.compared.as_deref();
    let home = Home {
        project,
        kept,
        local,
        files: compared.and_then(files).unwrap_or_default(),
        // Where the code folder is the project's own, a package that holds an `s.yaml` must not replace it.
        keep: project.place().path.iter().cloned().collect(),
        folders,
    };
    match asks {
        true => home.asked().await,
        // A flag never overwrites local code: that takes a person who says so twice.
        false => home.beside().await,
    }
}

/// Where the local code is, if it is on this machine at all.
fn path(code: &CodeSource) -> Option<&str> {
    code.path()
}

/// Where the code that is online goes.
#[derive(Clone, Copy)]
enum Where {
    Nowhere,
    Beside,
    Over,
    /// Over ours, but only the files that a person picks.
    FileByFile,
}

/// The code that stays online, on its way home.
struct Home<'a> {
    project: &'a Project<'a>,
    /// What stays online, with what is in both packages where that was looked at.
    kept: &'a KeptOnline,
    /// The local code.
    local: &'a str,
    /// What differs, as far as it is known.
    files: Vec<FileDifference>,
    /// Files of the person's own that no package replaces.
    keep: Vec<String>,
    /// What the resources of the file pack: what is set aside must be in no package of another one.
    folders: Vec<String>,
}

impl Home<'_> {
    /// Asks where it goes, and puts it there.
    async fn asked(&self) -> Result<()> {
        let choices = choices(&self.project.desired.code);
        // Enter alone changes nothing.
        let no = choices.len() - 1;
        let place = ask(self.project.screen, &self.question(), &choices, no).await;
        match place.map_err(|_| super::unanswered(&self.project.typed))? {
            Where::Nowhere => Ok(()),
            Where::Beside => self.beside().await,
            Where::Over => self.over(false).await,
            Where::FileByFile => self.over(true).await,
        }
    }

    /// The question, with how much differs where that is known.
    fn question(&self) -> Words {
        if self.files.is_empty() {
            return words!(
                "The live code was kept and differs from the local code. Download it?",
                "已保留线上的代码，它与本地不同。是否下载？"
            );
        }
        let Words { en, zh } = summary(&self.files);
        words!(
            "The live code was kept and differs from the local code ({en}). Download it?",
            "已保留线上的代码，它与本地不同（{zh}）。是否下载？"
        )
    }

    /// Puts all of it into a new folder beside the local code.
    async fn beside(&self) -> Result<()> {
        let (folder, is_in_code) = self.beside_ours("online")?;
        let bytes = self.online().await?;
        let Project { screen, limits, .. } = self.project;
        let unpacked = package::unpack(
            self.project.world.files,
            &bytes,
            &folder,
            *limits,
            Rights::Usual,
        )?;
        view::beside(*screen, &folder);
        if is_in_code {
            say_in_code(*screen, &folder);
        }
        left_out(*screen, &never(&unpacked.left_out));
        links_out(*screen, &unpacked.links_out);
        Ok(())
    }

    /// Puts it over the local code, all of it or what a person picks, and keeps what it replaces beside.
    ///
    /// # Errors
    /// The person stopped, a link stands in the way, or a file cannot be written.
    async fn over(&self, picks: bool) -> Result<()> {
        let Project { screen, limits, .. } = self.project;
        let files = self.project.world.files;
        let bytes = self.online().await?;
        let folder = match &self.project.desired.code {
            CodeSource::Folder(own) => own.clone(),
            // Nothing else is offered to be written over.
            _ => CodeFolder::new(self.local.to_owned()),
        };
        let mut plan = Over::plan(files, &bytes, &folder, *limits, &self.keep)?;
        let total = plan.files().len();
        if picks {
            let chosen = pick::files(self, &plan).await?;
            plan.only(|path| chosen.iter().any(|one| one == path));
        }
        self.announce(&plan);
        if plan.files().is_empty() {
            screen.say(&words!("no local file was changed", "本地没有任何改动"));
            return Ok(());
        }
        // Named before the question, which says where the local files go.
        let (saved, is_in_code) = self.beside_ours("before")?;
        let question = words!(
            "Overwrite your local code? Changed and removed files are saved in {saved}",
            "确定覆盖本地代码吗？被修改或删除的文件会保存到 {saved}"
        );
        let yes = words!("overwrite it", "覆盖");
        let no = words!("leave it as it is", "保持不变");
        if agreed(self.project, &question, yes, no).await? {
            let touched = plan.files().into_iter();
            // Noted before the plan is carried out, which takes the list with it.
            let touched: BTreeSet<String> = touched.map(|(path, _)| path.to_owned()).collect();
            plan.carry_out(files, &saved)?;
            match touched.len() == total {
                true => view::downloaded(*screen, self.local),
                false => taken(*screen, self.local, &touched),
            }
            if is_in_code {
                say_in_code(*screen, &saved);
            }
            if let Some(compared) = self.kept.compared.as_deref() {
                // What is here now is the work of this run, and no change of the person's.
                settled::note(self.project, compared, &touched).await?;
            }
        }
        Ok(())
    }

    /// Shows what is about to happen, and what will not.
    fn announce(&self, plan: &Over<'_>) {
        let (screen, local) = (self.project.screen, self.local);
        let (changed, added, removed) = plan.counts();
        screen.line("");
        screen.say_in(
            Tone::Title,
            &words!(
                "{local}: {changed} changed, {added} added, {removed} removed",
                "{local}：修改 {changed} 个、新增 {added} 个、删除 {removed} 个文件"
            ),
        );
        list(screen, &plan.files());
        left_out(screen, plan.left_out());
        links_out(screen, &plan.links_out());
    }

    /// The package that was compared, or the one that is online now.
    async fn online(&self) -> Result<Rc<Vec<u8>>> {
        let compared = self.kept.compared.as_ref();
        match compared.and_then(|code| code.online_bytes.clone()) {
            Some(bytes) => Ok(bytes),
            None => Ok(Rc::new(self.project.download("LATEST").await?)),
        }
    }

    /// A folder beside the local code that does not exist yet, named by the time, and whether it lies in
    /// the code of another resource.
    fn beside_ours(&self, what: &str) -> Result<(String, bool)> {
        let time = rfc3339(self.project.world.clock.now());
        // To the second; a number tells folders of the same second apart.
        let stamp: String = time.chars().filter(char::is_ascii_digit).take(14).collect();
        let first = format!("{}.{what}-{stamp}", self.local);
        let others = (2..).map(|number| format!("{first}-{number}"));
        let mut names = std::iter::once(first.clone()).chain(others);
        loop {
            let name = names.next().unwrap_or_default();
            let files = self.project.world.files;
            if files.kind(&name)?.is_none() {
                let is_in_code = keep_out(files, &self.folders, &name, true)?;
                return Ok((name, is_in_code));
            }
        }
    }
}

/// Where it may go. Over the local code only where that is a folder of files.
fn choices(code: &CodeSource) -> Vec<Choice<Where>> {
    let choice = |key, words, value| Choice { key, words, value };
    let mut choices = vec![choice(
        'b',
        words!(
            "into a new folder beside the local code",
            "下载到本地代码旁的新目录"
        ),
        Where::Beside,
    )];
    if matches!(code, CodeSource::Folder(_)) {
        choices.push(choice(
            'o',
            words!(
                "over the local code, all files (asks once more)",
                "覆盖本地代码，所有文件（会再次确认）"
            ),
            Where::Over,
        ));
        choices.push(choice(
            'f',
            words!(
                "over the local code, file by file: files changed online are marked",
                "逐个文件覆盖本地代码：已标出线上有改动的文件"
            ),
            Where::FileByFile,
        ));
    }
    choices.push(choice('n', words!("no", "不下载"), Where::Nowhere));
    choices
}
