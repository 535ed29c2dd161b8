//! What keeps one deployer of a team from writing while another one does, with real processes: it is given back when a
//! signal ends its run, and of many who deploy at once each comes to its turn.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::project::{Door, Props, Ran, ran};
use crate::signal::{Way, signal};
use crate::team::Team;

/// After this a run that does not end is killed, and the test fails.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits for the end of a run.
#[track_caller]
fn end(team: &Team, clone: &str, child: &mut Child) -> Ran {
    let patience = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return team.ended(clone, status.code());
        }
        if Instant::now() > patience {
            kill(child);
            panic!("{clone} does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// `kill -9` of a run with all that it started.
fn kill(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill").args(["-9", "--", &group]).status();
    let _ = child.wait();
}

const FUNCTION: &str = "/2023-03-30/functions/demo";

/// How many updates of the function have arrived.
fn updates(team: &Team) -> usize {
    let requests = team.project.emulator.requests();
    let is_update = |method: &str, path: &str| method == "PUT" && path == FUNCTION;
    let of = |one: &serde_json::Value| {
        is_update(
            one["method"].as_str().unwrap_or_default(),
            one["path"].as_str().unwrap_or_default(),
        )
    };
    requests.iter().filter(|one| of(one)).count()
}

fn timeout(seconds: u32) -> Props {
    Props {
        timeout: seconds,
        ..Props::default()
    }
}

/// How a deploy of a clone is started.
type Deploy = fn(&Team, &str, &[&str]) -> Command;

/// Somebody stops a run whose write is under way, and so who holds the claim: its answer comes a little later. The
/// colleague's run begins at once, and does not wait.
fn given_back(way: Way) {
    let (team, deploy) = match way {
        Way::Cli(door) => (Team::new(door), Team::command as Deploy),
        Way::Alone => (Team::new(Door::Native), Team::alone as Deploy),
    };
    let deploy = |team: &Team, clone: &str| deploy(team, clone, &["deploy"]);
    let deployed = |clone: &str| {
        let inputs = team.inputs(clone).to_string();
        ran(deploy(&team, clone), Some(inputs)).ok()
    };
    deployed("app");
    team.clones("bert", "Bert", &[]);
    for (seconds, name) in [(20, "INT"), (30, "TERM")] {
        team.yaml("app", &timeout(seconds));
        team.commits("app", name);
        team.git("app", &["push", "-q"]);
        team.git("bert", &["pull", "-q"]);
        let before = updates(&team);
        let late =
            json!({"kind": "delay", "ms": 1500, "method": "PUT", "path": FUNCTION, "times": 1});
        team.project.emulator.fault(&late);
        let mut child = team.starts("app", deploy(&team, "app"));
        let patience = Instant::now() + PATIENCE;
        while updates(&team) == before {
            assert!(Instant::now() < patience, "it does not write");
            assert!(child.try_wait().unwrap().is_none(), "it has ended");
            std::thread::sleep(Duration::from_millis(10));
        }
        signal(child.id(), name);
        let stopped = end(&team, "app", &mut child).ends_with(130);
        stopped.says(&["interrupted"]);
        team.is_unlocked("app");
        let next = deployed("bert");
        let waited = next.text().contains("another run of the team");
        assert!(!waited, "{}", next.text());
        assert_eq!(team.project.function()["timeout"], seconds);
        deployed("app");
    }
}

#[test]
fn a_signal_gives_the_claim_back_through_s() {
    given_back(Way::Cli(Door::Wasm));
}

#[test]
fn and_so_it_does_through_the_native_program_alone() {
    given_back(Way::Alone);
}

/// How many deploy at once.
const MANY: usize = 10;

/// A run of one of many.
struct Deployer {
    clone: String,
    child: Child,
    tries: usize,
}

/// Ten clones deploy at once, half of them with the native core, and each adds something of its own: whoever comes later keeps
/// what the others added. Some are killed at a moment that nobody chose, and begin anew.
#[test]
fn ten_who_deploy_at_once_lose_nothing() {
    let team = Team::new(Door::Wasm);
    team.s("app", &["deploy"]).ends(0, "changed");
    let clones: Vec<String> = (0..MANY).map(|one| format!("c{one}")).collect();
    for clone in &clones {
        team.clones(clone, clone, &[]);
    }
    let start = |clone: &str| {
        let mut command = team.command(clone, &["deploy", "--merge"]);
        if clone.ends_with(['1', '3', '5', '7', '9']) {
            command.env("FC_GUARD_CORE", "native");
        }
        team.starts(clone, command)
    };
    for round in 0..2 {
        for clone in &clones {
            let props = (0..=round).fold(Props::default(), |props, round| {
                props.variable(&format!("{clone}_{round}"), "1")
            });
            team.yaml(clone, &props);
            team.commits(clone, &format!("round {round}"));
        }
        let deployer = |clone: &String| Deployer {
            clone: clone.clone(),
            child: start(clone),
            tries: 1,
        };
        let mut running: Vec<Deployer> = clones.iter().map(deployer).collect();
        let before = updates(&team);
        let patience = Instant::now() + 4 * PATIENCE;
        let mut killed = 0;
        while !running.is_empty() {
            if Instant::now() > patience {
                running.iter_mut().for_each(|one| kill(&mut one.child));
                panic!("they do not end");
            }
            // Each time that somebody has written, one is killed wherever it is, and begins anew.
            if killed < 3 && updates(&team) > before + killed * 2 {
                let at = (killed * 7 + round * 3) % running.len();
                kill(&mut running[at].child);
                killed += 1;
            }
            running.retain_mut(|one| {
                let Some(status) = one.child.try_wait().unwrap() else {
                    return true;
                };
                let ran = team.ended(&one.clone, status.code());
                if ran.code == 0 {
                    return false;
                }
                // Killed, or others were too many to wait for.
                let is_busy = ran.text().contains("another run of the team");
                let was_killed = status.code().is_none();
                assert!((is_busy || was_killed) && one.tries < 6, "{}", ran.text());
                one.tries += 1;
                one.child = start(&one.clone);
                true
            });
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(killed > 0, "nobody was killed");
        let online = team.project.function()["environmentVariables"].clone();
        for clone in &clones {
            for round in 0..=round {
                let name = format!("{clone}_{round}");
                assert_eq!(online[&name], "1", "{name} is lost: {online}");
            }
        }
    }
    one_winner_each(&team);
    // Nobody holds anything any more.
    let told = team
        .only_looks("c0", &["deploy", "--merge"])
        .ends(0, "clean");
    assert!(!told.text().contains("another run"), "{}", told.text());
}

/// Each revision was created once: the bucket has told everybody else so.
#[track_caller]
fn one_winner_each(team: &Team) {
    let requests = team.project.emulator.requests();
    let mut created: Vec<String> = Vec::new();
    let mut refused = 0;
    for one in &requests {
        let path = one["path"].as_str().unwrap_or_default();
        if one["method"] != "PUT" || !path.contains("cn-hangzhou.demo/") {
            continue;
        }
        match one["status"].as_u64() {
            Some(200) => {
                assert!(!created.contains(&path.to_owned()), "{path} came twice");
                created.push(path.to_owned());
            }
            _ => refused += 1,
        }
    }
    assert!(created.len() > 2 * MANY, "{}", created.len());
    assert!(refused > 0, "nobody ever met another one");
}
