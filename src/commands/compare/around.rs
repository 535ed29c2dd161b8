//! What stands in a service of FC 2.0 beside what the resources of the file name: functions of others, versions and
//! aliases, and what these have of instances. It is told, and never touched.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::clouds::fc2::InstanceSetting;
use crate::commands::file::ProjectFile;
use crate::commands::left;
use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::project::Project;
use crate::report::Name;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Something of it.
pub(in crate::commands) struct Around {
    /// What reports call it.
    kind: &'static str,
    name: String,
    label: Words,
}

impl Around {
    /// As reports have it.
    pub(super) fn reported(&self) -> Name {
        Name {
            kind: self.kind.to_owned(),
            name: self.name.clone(),
            region: None,
        }
    }
}

/// All of it, told by the first resource of the file that names the service.
///
/// # Errors
/// What is on record cannot be read.
pub(super) async fn read(
    project: &Project<'_>,
    file: &ProjectFile,
    orphans: &[Resource],
) -> Result<Vec<Around>> {
    let root = project.root();
    if root.service().is_none() || !tells(project, file) {
        return Ok(Vec::new());
    }
    let service = root.holder();
    let client = &project.client;
    let inside = match client.inside(&service).await {
        Ok(inside) => inside,
        // It is told beside what the command is about, and must not stop that.
        Err(error) => {
            unread(project.screen, &service, error);
            return Ok(Vec::new());
        }
    };
    let mut found = Vec::new();
    for name in &inside.functions {
        let function = service.sibling(Kind::ServiceFunction, name);
        let is_ours = !project.records.load(&function).await?.is_empty();
        if !(is_ours || orphans.contains(&function) || left::is_named(project, file, &function)) {
            found.push(Around {
                kind: function.kind.spec().name,
                name: name.clone(),
                label: function.label(),
            });
        }
    }
    let Words { en, zh } = service.label();
    found.extend(inside.versions.iter().map(|id| Around {
        kind: "serviceVersion",
        name: id.clone(),
        label: words!("version {id} of {en}", "{zh} 的版本 {id}"),
    }));
    found.extend(inside.aliases.iter().map(|name| Around {
        kind: "serviceAlias",
        name: name.clone(),
        label: words!("alias {name} of {en}", "{zh} 的别名 {name}"),
    }));
    match client.settings_of_instances(&service).await {
        Ok(settings) => found.extend(settings.iter().map(of_instances)),
        Err(failure) => {
            let error = failure.into_error(&service.label());
            unread(project.screen, &service, error);
        }
    }
    Ok(found)
}

/// Of several resources that deploy into one service the first of the file tells of that.
fn tells(project: &Project<'_>, file: &ProjectFile) -> bool {
    let own = project.place().resource.as_deref();
    let service = project.root().holder();
    let mut resources = file.resources().iter().filter(|one| file.guards(one));
    let first = resources.find(|one| {
        let said = one.in_run();
        let text = |steps: &[&str]| said.at(steps).ok().and_then(Value::as_str);
        let place = (text(&["region"]), text(&["service", "name"]));
        place == (Some(&service.region), Some(service.name()))
    });
    first.is_none_or(|first| Some(first.name.as_str()) == own)
}

fn of_instances(setting: &InstanceSetting) -> Around {
    let InstanceSetting {
        function,
        qualifier,
        count,
        is_limit,
    } = setting;
    let name = format!("{function}.{qualifier}");
    match is_limit {
        true => Around {
            kind: "serviceOnDemandConfig",
            name,
            label: words!(
                "limit of on-demand instances of function {function} ({qualifier}): {count}",
                "函数 {function}（{qualifier}）的按量实例上限：{count}"
            ),
        },
        false => Around {
            kind: "serviceProvisionConfig",
            name,
            label: words!(
                "provisioned instances of function {function} ({qualifier}): {count}",
                "函数 {function}（{qualifier}）的预留实例：{count}"
            ),
        },
    }
}

/// Tells of each.
pub(super) fn tell(screen: Screen<'_>, all: &[Around]) {
    let mut told = BTreeSet::new();
    for Around { label, .. } in all {
        let Words { en, zh } = label;
        if told.insert(en) {
            screen.say_in(
                Tone::Faint,
                &words!(
                    "{en} is online, but not in s.yaml and not on record here as deployed; it is left alone",
                    "{zh} 存在于线上，但不在 s.yaml 中，本地也没有部署记录；不会改动它"
                ),
            );
        }
    }
}

/// Says so, and why: what was refused, and where it says more, the first cause.
fn unread(screen: Screen<'_>, service: &Resource, error: Error) {
    let why = error.causes.into_iter().next().unwrap_or(error.what);
    let (Words { en, zh }, why, zh_why) = (service.label(), &why.en, &why.zh);
    screen.say_in(
        Tone::Remote,
        &words!(
            "what else stands in {en} cannot be read: {why}",
            "无法读取{zh} 中的其他内容：{zh_why}"
        ),
    );
}
