//! Functions on record that a resource of the file may still mean, because only a run tells its name: the
//! turn of that resource decides whether one of them can be taken away by its name.

use super::is_called;
use super::names::NamedFunctions;
use super::stated::is_of_a_stage;
use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::reference::Identified;
use crate::model::resource::Resource;
use crate::project::Project;
use crate::turn::CliRun;
use crate::words;

/// One of them.
pub(super) struct OpenFunction {
    pub(super) function: Resource,
    /// The resources that may mean it.
    by: Vec<String>,
}

/// Those which were deployed from this file.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) async fn open(project: &Project<'_>, file: &ProjectFile) -> Result<Vec<OpenFunction>> {
    let names = NamedFunctions::new(project, file);
    if !file.is_read || (file.has_envs && project.place().typed_env.is_none()) {
        return Ok(Vec::new());
    }
    let functions = project.records.roots().await?.into_iter();
    let open = functions.filter_map(|(function, origin)| {
        // A record without an origin proves nothing about a resource.
        let origin = origin.filter(|origin| names.is_of_this_file(origin))?;
        let is_candidate = function.account == project.desired.root.account
            && !names.state(&function)
            && !names.others_may_name(&function);
        let by = names.who_may_mean(&function, &origin.resource);
        (is_candidate && !by.is_empty()).then_some(OpenFunction { function, by })
    });
    Ok(open.collect())
}

/// Why a function on record cannot be taken away by that name: another file of the folder may name it now.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) async fn moved(
    project: &Project<'_>,
    file: &ProjectFile,
    name: &str,
) -> Result<Option<Error>> {
    let names = NamedFunctions::new(project, file);
    let functions = project.records.roots().await?.into_iter();
    let mut found = None;
    for (function, _) in functions.filter(|(function, _)| is_called(function, name)) {
        found = found.or(names.other_file_of(&function)?);
    }
    let typed = project.typed.over_file();
    Ok(found.map(|other| {
        let command = typed.in_file("remove", &other, None);
        let hint = match typed.is_by_hand() {
            true => words!(
                "with the inputs of a resource of {other}, '{command}' removes what that file names; if that file names another function, move the file out of this folder first",
                "传入 {other} 中资源的输入并执行 '{command}'，可删除该文件指向的函数；如该文件与此无关，请先将其移出本目录"
            ),
            false => words!(
                "'{command}' removes what that file names; if that file names another function, move the file out of this folder first",
                "可用 '{command}' 删除该文件指向的函数；如该文件与此无关，请先将其移出本目录"
            ),
        };
        Error::usage(words!(
            "--orphan {name}: {other} may name that function; nothing was deleted",
            "--orphan {name}：该函数可能由 {other} 指向；没有删除任何内容"
        ))
        .hint(hint)
    }))
}

impl OpenFunction {
    /// Whether no resource can mean it now, as far as can be told before the turn of the one that may: that
    /// is another function in this turn, or was deployed as another one since. Where names change with the
    /// environment variables of a run it may be that of another stage.
    ///
    /// # Errors
    /// What is on record cannot be read.
    pub(super) async fn has_left(&self, project: &Project<'_>, file: &ProjectFile) -> Result<bool> {
        // Of several that may mean it none can be asked in its turn.
        let [by] = &self.by[..] else {
            return Ok(false);
        };
        if is_of_a_stage(project.world.files, (file, project.place()), by) {
            return Ok(false);
        }
        if project.place().is_of(by) && project.naming == Identified::Said {
            return Ok(project.root() != self.function);
        }
        // What was deployed last as the same resource is what that is now, as far as records tell.
        let own_at = project.records.load(&self.function).await?;
        for (function, origin) in project.records.roots().await? {
            if origin.is_some_and(|origin| origin.resource == *by)
                && project.records.load(&function).await?.at() > own_at.at()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The project about it, if the resource whose turn it is is the one that decides, and is another
    /// function; `None` where the turn of another one decides.
    ///
    /// # Errors
    /// It is the function of this resource, or more than one may mean it.
    pub(super) fn settled<'a>(
        &self,
        project: Project<'a>,
        run: CliRun,
    ) -> Result<Option<Project<'a>>> {
        match &self.by[..] {
            [one] if project.place().is_of(one) => {
                // What is on record says what it was, and not what it is now.
                let is_known = project.naming != Identified::Recorded;
                match is_known && project.root() == self.function {
                    true => Err(self.is_meant(&project, one)),
                    false => project.about_left(&self.function).map(Some),
                }
            }
            // The turn of that resource comes, or has been.
            [_] if run.is_over_file => Ok(None),
            [one, ..] => Err(self.is_not_known(&project, one)),
            [] => Ok(None),
        }
    }

    /// It is the very function that the resource whose turn it is means now.
    fn is_meant(&self, project: &Project<'_>, resource: &str) -> Error {
        let name = self.function.root_name();
        let command = project.typed.on(resource).other("remove");
        Error::usage(words!(
            "--orphan {name}: resource {resource} of s.yaml is that function; nothing was deleted",
            "--orphan {name}：该函数就是 s.yaml 中的资源 {resource}；没有删除任何内容"
        ))
        .hint(words!(
            "'{command}' deletes it",
            "如需删除，请执行 '{command}'"
        ))
    }

    /// This command cannot tell whether one of the resources means it.
    fn is_not_known(&self, project: &Project<'_>, resource: &str) -> Error {
        let name = self.function.root_name();
        let by = self.by.join(", ");
        let command = project.typed.on(resource).again();
        let hint = match &self.by[..] {
            [_] => words!(
                "this is known only when it is that resource's turn: run '{command}'",
                "轮到该资源时才能确定，请执行 '{command}'"
            ),
            _ => words!(
                "write their function names into s.yaml literally, then run the command again",
                "请在 s.yaml 中直接写出它们的函数名称，然后重新执行该命令"
            ),
        };
        Error::usage(words!(
            "--orphan {name}: it may still be the function of {by} in s.yaml, whose name is known only during a run; nothing was deleted",
            "--orphan {name}：它可能仍是 s.yaml 中 {by} 的函数，其名称在执行时才能确定；没有删除任何内容"
        ))
        .hint(hint)
    }
}
