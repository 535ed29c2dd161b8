//! What is overwritten of others' is saved first, stays saved, and comes back as it was.

use serde_json::json;

use crate::memory::Node;
use crate::story::{HOME, Story, together};
use crate::told::Told;
use crate::yaml::Fn;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The names that were announced: `'s <resource> restore <name>' brings it back`.
pub(crate) fn announced(told: &Told) -> Vec<String> {
    let ends = told.said.split("' brings it back");
    let names = ends.filter_map(|piece| piece.rsplit_once(" restore "));
    // Flags may stand around it, but no other words.
    let name = |(_, line): (&str, &str)| {
        let mut words = line.split(' ').filter(|word| !word.starts_with('-'));
        let name = words.next()?;
        words.next().is_none().then(|| name.to_owned())
    };
    names.filter_map(name).collect()
}

/// The names of the backups on disk, as the file system sorts them.
fn on_disk(story: &Story) -> Vec<String> {
    let folder = format!("{HOME}/.s/fc-guard/backups/");
    let files = story.files.all();
    let names = files.keys().filter_map(|path| path.strip_prefix(&folder));
    let names = names.filter_map(|name| name.strip_suffix(".json"));
    names.map(str::to_owned).collect()
}

fn many(count: usize) -> Vec<Fn> {
    let one = |index| Fn::named(&format!("r{index:02}"), &format!("f{index:02}")).bare();
    (0..count).map(one).collect()
}

#[test]
fn one_run_over_25_changed_functions_keeps_25_backups_that_can_be_restored() {
    let story = Story::new();
    story.yaml(&many(25));
    story.s("deploy").ends("changed");
    let memory = |index: usize| json!({"memorySize": 1024 + 64 * index});
    for index in 0..25 {
        story
            .console()
            .change(&format!("f{index:02}"), memory(index));
    }
    let told = story.s("deploy --use-local").ends("changed");
    let names = announced(&told);
    assert_eq!(names.len(), 25, "{}", told.transcript());
    assert_eq!(on_disk(&story), names, "they sort by time");
    for (index, name) in names.iter().enumerate() {
        let function = format!("f{index:02}");
        assert_eq!(story.console().function(&function)["memorySize"], 512);
        story
            .s(&format!("r{index:02} restore {name} -y"))
            .ends("changed");
        let online = story.console().function(&function);
        assert_eq!(online["memorySize"], memory(index)["memorySize"]);
    }
}

#[test]
fn backups_of_one_function_push_out_no_others_and_none_of_the_last_days() {
    let story = Story::new();
    story.yaml(&many(2));
    story.s("deploy").ends("changed");
    story.console().change("f00", json!({"timeout": 99}));
    story.s("r00 deploy --use-local").ends("changed");
    let first = on_disk(&story);
    story.cloud.pass(10 * DAY);
    for round in 0..25 {
        story
            .console()
            .change("f01", json!({"timeout": 100 + round}));
        story.s("r01 deploy --use-local").ends("changed");
        story.cloud.pass(DAY / 10);
    }
    assert_eq!(on_disk(&story).len(), 26);
    // When they are no longer of the last days, the newest 20 of each function stay.
    story.cloud.pass(10 * DAY);
    story.console().change("f01", json!({"timeout": 200}));
    story.s("r01 deploy --use-local").ends("changed");
    let left = on_disk(&story);
    assert_eq!(left.len(), 1 + 20);
    assert_eq!(left[..1], first);
    story
        .s(&format!("r00 restore {} -y", first[0]))
        .ends("changed");
    assert_eq!(story.console().function("f00")["timeout"], 99);
}

#[test]
fn two_first_runs_at_once_can_open_each_others_backups() {
    for delay in [0, 10, 25, 30, 60, 100] {
        let story = Story::new();
        story.yaml(&many(2));
        story.s("deploy").ends("changed");
        story.forget();
        for (index, function) in ["f00", "f01"].into_iter().enumerate() {
            let change = json!({"memorySize": 1024 + 64 * index});
            story.console().change(function, change);
        }
        let told = together(vec![
            (0, story.stage("r00 deploy --use-local")),
            (delay, story.stage("r01 deploy --use-local")),
        ]);
        for (index, told) in told.into_iter().enumerate() {
            let told = told.ends("changed");
            let [name] = announced(&told).try_into().unwrap();
            story
                .s(&format!("r0{index} restore {name} -y"))
                .ends("changed");
            let online = story.console().function(&format!("f0{index}"));
            assert_eq!(online["memorySize"], json!(1024 + 64 * index));
        }
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn what_was_compared_is_saved_without_another_download() {
    let story = Story::deployed();
    story.console().hot_fix("demo");
    let hot = story.console().code("demo");
    let told = story.s("deploy --use-local").ends("changed");
    let downloads = told
        .sent
        .iter()
        .filter(|line| line.is("GET", "functions/demo/code"));
    assert_eq!(downloads.count(), 1, "{}", told.transcript());
    let name = story.newest_backup();
    story.s(&format!("restore {name} -y")).ends("changed");
    assert_eq!(story.console().code("demo"), hot);
}

#[test]
fn a_backup_names_the_command_that_made_it() {
    let story = Story::deployed();
    let change = |timeout: u32| story.console().change("demo", json!({"timeout": timeout}));
    change(60);
    story.s("deploy --use-local").ends("changed");
    change(70);
    let name = story.newest_backup();
    story
        .s(&format!("restore {name} -y --use-local"))
        .ends("changed");
    change(80);
    story.s("remove -y").ends("changed");
    let told = story.s("restore");
    let made = |command: &str| {
        told.said
            .matches(&format!(", before a {command}\n"))
            .count()
    };
    assert_eq!(
        ["deploy", "restore", "remove"].map(made),
        [1, 1, 1],
        "{}",
        told.transcript()
    );
}

#[test]
fn without_backups_only_what_is_true_is_said() {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 99}));
    story.s("deploy --use-local").ends("changed");
    let clone = story.cloned();
    clone
        .s("restore")
        .ends("clean")
        .says(&["there is no backup of function demo in /home/a/app/.s/fc-guard/backups"])
        .never_says(&["nothing that others changed"]);
}

#[test]
fn a_damaged_backup_hides_no_other() {
    let story = Story::deployed();
    for timeout in [99, 98] {
        story.console().change("demo", json!({"timeout": timeout}));
        story.s("deploy --use-local").ends("changed");
    }
    let [older, newer] = on_disk(&story).try_into().unwrap();
    let path = format!("{HOME}/.s/fc-guard/backups/{older}.json");
    story.files.write(&path, b"{", true);
    story
        .s("restore")
        .ends("clean")
        .says(&[&newer, &path, "cannot be read"]);
    story
        .s(&format!("restore {older} -y"))
        .fails()
        .says(&[&path]);
    story.s(&format!("restore {newer} -y")).ends("changed");
    assert_eq!(story.console().function("demo")["timeout"], 98);
}

#[test]
fn where_it_cannot_be_saved_nothing_is_overwritten() {
    let mut refused = 0;
    for writes in 0..4 {
        let story = Story::deployed();
        story.console().change("demo", json!({"timeout": 99}));
        story.files.fill_after(writes);
        let told = story.s("deploy --use-local").fails();
        if told.wrote().is_empty() {
            assert_eq!(story.console().function("demo")["timeout"], 99);
            refused += 1;
        } else {
            let [name] = announced(&told).try_into().unwrap();
            story.files.empty();
            story.s(&format!("restore {name} -y")).ends("changed");
            assert_eq!(story.console().function("demo")["timeout"], 99);
        }
    }
    assert_eq!(refused, 3, "the lock, the backup, and what is intended");
}

#[test]
fn what_is_no_file_is_named_and_waited_for_by_nobody() {
    let story = Story::deployed();
    let records: Vec<String> = story.files.all().into_keys().collect();
    let records = records.iter().filter(|path| path.ends_with(".json"));
    let records: Vec<&String> = records
        .filter(|path| path.contains(".s/fc-guard"))
        .collect();
    assert_eq!(records.len(), 3);
    let key = format!("{HOME}/.s/fc-guard/key");
    for path in records.into_iter().chain([&key]) {
        for node in [Node::Other, Node::Folder] {
            let odd = story.copied();
            odd.files.put(path, node);
            odd.console().change("demo", json!({"timeout": 99}));
            odd.s("deploy --use-local")
                .fails()
                .says(&[path])
                .writes(&[]);
        }
    }
}

#[test]
fn a_record_of_no_known_format_is_named() {
    let story = Story::deployed();
    let files = story.files.all();
    let is_record = |path: &&String| path.contains(".s/fc-guard/cn-") && path.ends_with(".json");
    for path in files.keys().filter(is_record) {
        let name = path.strip_prefix(&format!("{HOME}/")).unwrap();
        for version in ["0", "1", "3", "-1", "1.5", "null"] {
            let odd = story.copied();
            let text =
                odd.read(name)
                    .replacen("\"version\": 2", &format!("\"version\": {version}"), 1);
            odd.files.write(path, text.as_bytes(), true);
            odd.s("deploy --use-local")
                .fails()
                .says(&[path])
                .writes(&[]);
        }
    }
}

/// What the key that is here cannot open is not offered.
#[test]
fn a_backup_of_another_key_is_listed_as_one_that_cannot_be_opened() {
    let saved = || {
        let story = Story::deployed();
        story.console().change("demo", json!({"timeout": 77}));
        story.s("deploy --use-local").ends("changed");
        story
    };
    const LINE: &str = "cannot be opened";
    let story = saved();
    let old = story.newest_backup();
    story
        .s("fn restore")
        .ok()
        .never_says(&[LINE])
        .says(&["puts it back"]);
    story.files.delete(&format!("{HOME}/.s/fc-guard/key"));
    let told = story.s("fn restore").ok().says(&[&old, LINE]);
    told.never_says(&["puts it back", &format!("restore {old}'")]);
    let listed = |story: &Story| {
        let told = story.s("fn restore -o json").ok();
        let backups = told.result()["backups"].as_array().unwrap().clone();
        let one = |one: &serde_json::Value| {
            (one["id"].as_str().unwrap().to_owned(), one["opens"] == true)
        };
        backups.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(listed(&story), [(old.clone(), false)]);
    // With the new key there are others, and one of them is offered.
    story.console().change("demo", json!({"timeout": 78}));
    story.s("deploy --use-local").ends("changed");
    let new = story.newest_backup();
    assert_ne!(new, old);
    let told = story.s("fn restore").ok();
    told.says(&[LINE, &format!("restore {new}'")])
        .never_says(&[&format!("restore {old}'")]);
    assert_eq!(listed(&story), [(new, true), (old, false)]);
}
