//! The story of `s restore`: lists what was saved before it was overwritten or removed, and puts one
//! of it back, through the same guard as any deploy.

mod wanted;

use serde_json::{Value, json};

use self::wanted::{Back, wanted};

use crate::apply::{code_part, raced};
use crate::backup::{self, Backup, Listed, Opened};
use crate::cli::{self, RestoreFlags};
use crate::commands::Finish;
use crate::commands::code::{self, Known, Ours};
use crate::commands::guard::{Goods, Guard};
use crate::decide;
use crate::drift::Drift;
use crate::error::{Error, Outcome, Result};
use crate::inputs::Inputs;
use crate::model::document::Leaf;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::package;
use crate::plan::{self, Plan};
use crate::ports::World;
use crate::project::Project;
use crate::snapshot::{Part, Snapshot, Wanted, moved};
use crate::view::amount;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::progress;
use crate::view::report::{self, Detail};
use crate::view::screen::Tone;
use crate::view::work;
use crate::words;
use crate::words::Words;

/// Lists the backups of the function, or puts one of them back.
///
/// # Errors
/// There is no such backup, it cannot be opened, or whatever stops a deploy.
pub async fn restore(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    let flags = cli::restore(&inputs.typed())?;
    let project = Project::open(world, inputs)?;
    match &flags.id {
        None => list(&project, flags.is_read),
        Some(id) => match backup::find(&project, id)? {
            Some(backup) if backup.function == project.function() => {
                put_back(&project, &flags, &backup).await
            }
            Some(backup) => {
                let name = &backup.function.name;
                project.screen.say(&words!(
                    "{id} is a backup of function {name}; nothing is done here",
                    "{id} 是函数 {name} 的备份；此处不做任何操作"
                ));
                Ok(Finish::plain(Value::Null))
            }
            None => {
                let list = project.typed.other("restore");
                Err(
                    Error::usage(words!("there is no backup {id}", "没有备份 {id}")).hint(words!(
                        "'{list}' lists the backups",
                        "可用 '{list}' 列出所有备份"
                    )),
                )
            }
        },
    }
}

fn list(project: &Project<'_>, is_read: bool) -> Result<Finish> {
    let screen = project.screen;
    let Listed {
        backups,
        unreadable,
    } = backup::list(project)?;
    if backups.is_empty() {
        screen.say(&none(project));
    }
    for error in unreadable {
        screen.text_in(Tone::Remote, &error.render(screen.lang));
    }
    for backup in &backups {
        let Backup {
            id, at, command, ..
        } = backup;
        screen.say_in(
            Tone::Title,
            &words!(
                "{id}  saved {at}, before a {command}",
                "{id}  保存于 {at}，{command} 之前"
            ),
        );
        screen.say(&contents(backup));
    }
    if let Some(newest) = backups.first() {
        let restore = project.typed.with(&newest.id);
        screen.say(&words!(
            "'{restore}' shows the difference, asks, and puts it back",
            "可用 '{restore}' 查看差异，确认后恢复"
        ));
    }
    let entry = |backup: &Backup| {
        let names = backup.resources.iter().map(|one| one.label().en);
        json!({
            "id": backup.id,
            "at": backup.at,
            "command": backup.command,
            "resources": names.collect::<Vec<_>>(),
            "changed": backup.changed,
            "code": backup.code,
            "missing": backup.missing,
        })
    };
    // People have read all of it already.
    Ok(Finish::plain(match is_read {
        true => json!({"backups": backups.iter().map(entry).collect::<Vec<_>>()}),
        false => Value::Null,
    }))
}

/// What is true where there is none: backups stay on the machine that made them, and old ones go.
fn none(project: &Project<'_>) -> Words {
    let function = &project.desired.function_name;
    let folder = backup::folder(project);
    words!(
        "there is no backup of function {function} in {folder}; one is made when a deploy or remove from this folder overwrites what others changed online",
        "{folder} 中没有函数 {function} 的备份；从本目录部署或删除时，如会覆盖他人在线上的改动，才会生成备份"
    )
}

fn contents(backup: &Backup) -> Words {
    let labels: Vec<Words> = backup.resources.iter().map(Resource::label).collect();
    let Words { en, zh } = Words::list(&labels);
    let code = backup.code.as_ref().map(|code| {
        let size = amount::size(code.size);
        words!(", with code ({size})", "，含代码（{size}）")
    });
    let Words {
        en: code,
        zh: zh_code,
    } = code.unwrap_or(Words::same(""));
    let changed = backup.changed.join(", ");
    let missing = backup.missing.join(", ");
    match missing.is_empty() {
        true => words!(
            "  {en}{code}; changed by others: {changed}",
            "  {zh}{zh_code}；他人改动：{changed}"
        ),
        false => words!(
            "  {en}{code}; changed by others: {changed}; not in it, because the service does not show it: {missing}",
            "  {zh}{zh_code}；他人改动：{changed}；未包含（服务端不返回该值）：{missing}"
        ),
    }
}

async fn put_back(project: &Project<'_>, flags: &RestoreFlags, backup: &Backup) -> Result<Finish> {
    let opened = backup.open(project)?;
    let file = file(project, backup)?;
    let Back { wanted, left } = wanted(project, backup, &opened, &file).await?;
    let mut goods = Saved {
        project,
        wanted,
        opened: &opened,
        backup,
        file,
        shown: Vec::new(),
    };
    let known = Known::default();
    goods.shown = show(project, &goods, &known).await?;
    for words in &left {
        project.screen.say_in(Tone::Remote, words);
    }
    confirm(project, flags, &backup.id).await?;
    let guard = Guard {
        project,
        goods: &goods,
        policy: flags.policy,
        known: &known,
    };
    let ran = guard.run().await?;
    let done = ran.done;
    progress::summary(project.screen, &done);
    if let [home, local] = &decide::ends(&project.typed, ran.stands)[..] {
        project.screen.say(&words!(
            "What was put back stays, although s.yaml says otherwise, until one of these:\n    {home}\n    {local}",
            "恢复的内容会一直保留（即使 s.yaml 与其不同），直到执行以下命令之一：\n    {home}\n    {local}"
        ));
    }
    let wrote = done.iter().any(|done| done.effect.wrote());
    let outcome = if wrote {
        Outcome::Changed
    } else {
        Outcome::Clean
    };
    Ok(Finish::new(outcome, Value::Null))
}

/// What `s.yaml` says of the same resources: the baseline that makes the next deploy keep what is
/// put back.
fn file(project: &Project<'_>, backup: &Backup) -> Result<Wanted> {
    let packed = match backup.code {
        Some(_) => {
            let (code, shelf) = (&project.desired.code, Some(project.shelf(true)));
            work::packing(project.screen, code, |watch| {
                package::pack(project.world.files, code, shelf, watch)
            })?
        }
        None => None,
    };
    Ok(project.wanted(packed.as_ref(), &Scope::whole()))
}

/// Shows what is online against what was saved; returns it.
async fn show(project: &Project<'_>, goods: &Saved<'_>, known: &Known) -> Result<Vec<Part>> {
    progress::reading(project.screen);
    let (mut snapshot, _) = project.read(goods.wanted(), None).await?;
    code::compare(project, known, goods.code(), &mut snapshot, false).await;
    let mut drift = crate::drift::compare(&snapshot, project.store.sealer());
    drift.put_back();
    let id = &goods.backup.id;
    project.screen.line("");
    project.screen.say_in(
        Tone::Title,
        &words!(
            "online against backup {id}, which counts as yours here:",
            "线上与备份 {id} 的差异（此处“本地”指备份）："
        ),
    );
    report::differences(project.screen, &drift, Detail::Everything);
    Ok(snapshot.parts)
}

async fn confirm(project: &Project<'_>, flags: &RestoreFlags, id: &str) -> Result<()> {
    if flags.assume_yes {
        return Ok(());
    }
    let question = words!("Put backup {id} back?", "确定恢复备份 {id} 吗？");
    let choice = |key, words, value| Choice { key, words, value };
    let choices = [
        choice('y', words!("yes, as shown", "是，按上述差异恢复"), true),
        choice('n', words!("no: change nothing", "否：不做任何改动"), false),
    ];
    let (again, sure) = (project.typed.again(), project.typed.with("-y"));
    let stopped = || {
        Error::local(words!(
            "stopped; nothing was written",
            "已停止；没有写入任何内容"
        ))
        .hint(words!(
            "'{again}' asks again",
            "如需恢复，请重新执行 '{again}'"
        ))
    };
    match ask(project.screen, &question, &choices, 1).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(NoAnswer::Interrupted) => Err(stopped().ended(Outcome::Interrupted)),
        Err(NoAnswer::Unattended) => Err(Error::local(words!(
            "nobody can be asked (no terminal, or CI is set); nothing was written",
            "无法提问（没有终端，或设置了 CI）；没有写入任何内容"
        ))
        .hint(words!(
            "'{sure}' puts it back",
            "如确定恢复，请执行 '{sure}'"
        ))),
    }
}

/// What was saved, on its way back.
struct Saved<'a> {
    project: &'a Project<'a>,
    wanted: Wanted,
    opened: &'a Opened,
    backup: &'a Backup,
    file: Wanted,
    /// What was online when it was shown and agreed to.
    shown: Vec<Part>,
}

impl Goods for Saved<'_> {
    fn wanted(&self) -> Wanted {
        self.wanted.clone()
    }

    fn check(&self, snapshot: &Snapshot) -> Result<()> {
        self.unmoved(snapshot)?;
        let function = self.wanted.document(&self.wanted.function).is_some();
        let online = snapshot.has_function;
        if online || (function && (self.opened.code.is_some() || self.is_image())) {
            return Ok(());
        }
        let id = &self.backup.id;
        let name = &self.wanted.function.name;
        let typed = &self.project.typed;
        let (deploy, again) = (typed.other("deploy"), typed.again());
        Err(Error::local(words!(
            "function {name} is not online any more, and backup {id} does not hold all of it; nothing was written",
            "函数 {name} 已不在线上，而备份 {id} 不含其全部内容；没有写入任何内容"
        ))
        .hint(words!(
            "'{deploy}' creates it; after that, '{again}'",
            "请先执行 '{deploy}' 创建函数，再执行 '{again}'"
        )))
    }

    fn puts_back(&self) -> bool {
        true
    }

    fn code(&self) -> Ours<'_> {
        let saved = self.opened.code.as_deref();
        saved.map_or(Ours::Elsewhere, Ours::Saved)
    }

    /// What is put back is what others had changed, so it stands kept against what the file says.
    fn revise(&self, snapshot: &Snapshot, drift: &Drift, plan: &mut Plan) {
        let sealer = self.project.store.sealer();
        for step in &mut plan.steps {
            let part = snapshot.part(&step.resource);
            let mut all = drift.resources.iter();
            let drift = all.find(|one| one.resource == step.resource);
            let document = self.in_file(&step.resource);
            if self.is_stranger(&step.resource) {
                step.is_stranger = true;
                step.sent = json!({});
                step.kept.clear();
                continue;
            }
            let (Some(part), Some(drift), Some(document)) = (part, drift, document) else {
                continue;
            };
            let ours = self.wanted.rules.ours(&step.resource, &document, true);
            step.sent = sealer.seal(step.resource.kind, &ours);
            step.kept = plan::kept_of_everything(part, drift, step);
        }
    }

    async fn upload(&self) -> Result<Option<Value>> {
        let (Some(bytes), Some(code)) = (&self.opened.code, &self.backup.code) else {
            return Ok(None);
        };
        let object = self.project.upload(bytes, &code.checksum).await?;
        let part = code_part(&object.bucket, &object.object, Some(&code.checksum));
        Ok(Some(part))
    }

    async fn push(&self) -> Result<()> {
        Ok(())
    }

    async fn digest(&self) -> Option<String> {
        None
    }
}

impl Saved<'_> {
    /// What the file says of a resource; a configuration that it does not have is one without
    /// settings, and of anything else that it does not have it says nothing.
    fn in_file(&self, resource: &Resource) -> Option<Value> {
        let found = self.file.document(resource);
        let found = found.map(|document| self.file.said(resource, document));
        found.or_else(|| resource.kind.is_config().then(|| json!({})))
    }

    /// Whether the file never had it: whoever put it there is still the one whose it is.
    fn is_stranger(&self, resource: &Resource) -> bool {
        self.file.document(resource).is_none() && self.backup.is_stranger(resource).unwrap_or(true)
    }

    /// What was agreed to must still be so.
    fn unmoved(&self, snapshot: &Snapshot) -> Result<()> {
        for now in &snapshot.parts {
            let shown = self.shown.iter().find(|one| one.resource == now.resource);
            let document = |part: &Part| part.live.as_ref().map(|live| live.document.clone());
            // What was not shown at all was not agreed to.
            let (before, after) = (shown.and_then(document), document(now));
            let known = |_: &Path, leaf: &Leaf| leaf.field.is_some();
            let moved = moved(&now.resource, before.as_ref(), after.as_ref(), known);
            if !moved.is_empty() {
                return Err(raced(&now.resource.label(), &moved));
            }
        }
        Ok(())
    }

    /// Whether the function's code is an image, which its registry keeps.
    fn is_image(&self) -> bool {
        let image =
            |(_, document): &(Resource, Value)| document["customContainerConfig"].is_object();
        self.wanted.items.iter().any(image)
    }
}
