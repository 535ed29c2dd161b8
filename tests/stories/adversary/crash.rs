//! The process is killed after each effect, in a project of twenty resources.

use super::trace::essence;
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

/// Two functions with eight timers, a domain and a configuration each make twenty-two resources.
fn many() -> Story {
    let story = Story::new();
    let function = |name: &str| {
        let mut more = "      triggers:\n".to_owned();
        for timer in 0..8 {
            more.push_str(&format!(
                "        - triggerName: t{timer}\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every {}m'\n            enable: true\n",
                timer + 1
            ));
        }
        more.push_str("      concurrencyConfig:\n        reservedConcurrency: 5\n");
        Fn::named(name, name).methods(&[]).with(&more)
    };
    story.yaml(&[function("one"), function("two")]);
    story
}

#[test]
fn after_each_effect_the_next_run_goes_on_and_the_third_is_clean() {
    let start = many();
    let whole = start.forked();
    let told = whole.s("deploy").ends("changed");
    let goal = essence(&whole);
    let writes: Vec<usize> = (0..told.sent.len())
        .filter(|at| told.sent[*at].writes())
        .collect();
    assert!(writes.len() >= 20, "{}", told.transcript());
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        for at in &writes {
            let story = start.forked();
            story.fate(*at, fate.clone()).s("deploy").ends("");
            let second = story.s("deploy");
            assert_eq!(second.code, 0, "{fate:?} at {at}\n{}", second.transcript());
            story.s("deploy").ends("clean").writes(&[]);
            assert_eq!(essence(&story), goal, "{fate:?} at {at}");
        }
    }
}
