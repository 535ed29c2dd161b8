//! Random walks: the file and the cloud are edited as they come, and deployed with any flag. Whatever
//! happens, what others set online is overwritten only where a flag says so, and is saved then; and
//! nobody is told that both sides are equal while they are not.

use serde_json::{Value, json};

use crate::console::Console;
use crate::story::Story;
use crate::yaml::Fn;

const SETTINGS: usize = 6;
const WALKS: u64 = 40;
const STEPS: usize = 12;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// What each setting is; 0 stands for a setting that is not there.
type Values = [usize; SETTINGS];

fn file(values: &Values) -> Fn {
    let mut file = Fn::demo().bare();
    file.variables.clear();
    file.memory = 512 + 64 * u32::try_from(values[0]).unwrap();
    file.timeout = 10 + u32::try_from(values[1]).unwrap();
    for (index, name) in [(2, "A"), (3, "B")] {
        if values[index] > 0 {
            file = file.variable(name, &format!("v{}", values[index]));
        }
    }
    if values[4] > 0 {
        file = file.with(&format!("      description: v{}\n", values[4]));
    }
    if values[5] > 0 {
        let value = values[5];
        file = file.with(&format!(
            "      tags:\n        - key: t\n          value: v{value}\n"
        ));
    }
    file
}

fn online(console: &Console) -> Values {
    let function = console.function("demo");
    let number = |name: &str| usize::try_from(function[name].as_u64().unwrap()).unwrap();
    let text = |value: &Value| {
        let text = value.as_str().unwrap_or_default().trim_start_matches('v');
        text.parse().unwrap_or(0)
    };
    let tags = function["tags"].as_array().cloned().unwrap_or_default();
    let tag = tags.iter().find(|tag| tag["Key"] == "t");
    [
        (number("memorySize") - 512) / 64,
        number("timeout") - 10,
        text(&function["environmentVariables"]["A"]),
        text(&function["environmentVariables"]["B"]),
        text(&function["description"]),
        tag.map_or(0, |tag| text(&tag["Value"])),
    ]
}

fn change(console: &Console, index: usize, value: usize) {
    let text = format!("v{value}");
    match index {
        0 => console.change("demo", json!({"memorySize": 512 + 64 * value})),
        1 => console.change("demo", json!({"timeout": 10 + value})),
        2 => console.set_variable("demo", "A", &text),
        3 => console.set_variable("demo", "B", &text),
        4 => console.change("demo", json!({"description": text})),
        _ => console.tag("demo", "t", &text),
    }
}

const FLAGS: [&str; 7] = [
    "",
    "--use-remote",
    "--merge",
    "--merge --use-remote",
    "--merge --use-local",
    "--config local",
    "--use-local",
];

fn walk(seed: u64) {
    let mut dice = Dice(seed);
    let mut here: Values = [0, 0, 1, 0, 1, 1];
    let story = Story::new();
    story.yaml(&[file(&here)]);
    story.s("deploy").ends("changed");
    let console = story.console();
    // What we left there ourselves; anything else is others'.
    let mut ours = here;
    let mut course = format!("seed {seed}");
    for _ in 0..STEPS {
        let index = dice.throw(SETTINGS);
        match dice.throw(3) {
            0 => {
                here[index] = dice.throw(4);
                course += &format!("; file {index}={}", here[index]);
                story.yaml(&[file(&here)]);
                continue;
            }
            1 => {
                let value = 1 + dice.throw(5);
                course += &format!("; online {index}={value}");
                change(&console, index, value);
                continue;
            }
            _ => {}
        }
        let flags = FLAGS[dice.throw(FLAGS.len())];
        course += &format!("; deploy {flags}");
        let before = online(&console);
        let told = story.s(&format!("deploy {flags}"));
        let after = online(&console);
        let is_lost =
            |index: &usize| before[*index] != ours[*index] && before[*index] != after[*index];
        let lost: Vec<usize> = (0..SETTINGS).filter(is_lost).collect();
        let said = told.transcript();
        if flags.contains("local") {
            let saved = told.said.contains("'s fn restore ");
            assert!(lost.is_empty() || saved, "{lost:?} {course}\n{said}");
        } else {
            assert!(lost.is_empty(), "{lost:?} {course}\n{said}");
        }
        if told.code != 0 {
            assert_eq!(before, after, "{course}\n{said}");
            continue;
        }
        if flags.ends_with("--use-local") && !flags.contains("merge") || flags == "--config local" {
            assert_eq!(after, here, "{course}\n{said}");
        }
        for index in 0..SETTINGS {
            if after[index] == here[index] {
                ours[index] = after[index];
            }
        }
        let told = story.s("plan").ends("clean");
        let equal = told.said.contains("the live configuration matches s.yaml");
        assert_eq!(equal, after == here, "{course}\n{}", told.transcript());
    }
}

#[test]
fn whatever_happens_nothing_is_lost_and_nothing_is_taken_for_equal() {
    (1..=WALKS).for_each(walk);
}
