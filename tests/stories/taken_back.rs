//! What becomes of a block that leaves `s.yaml`: the rule that README states, for every block.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

/// A block of the file, and what somebody else makes of it online.
struct Block {
    /// The property, which is what reports call it, too.
    name: &'static str,
    value: &'static str,
    theirs: Value,
    place: Place,
}

/// Where a block stands online.
#[derive(Clone, Copy)]
enum Place {
    /// Among the settings of the function.
    Function,
    /// Beside it, under that segment of the address and that name of the call.
    Beside(&'static str, &'static str),
    /// A network that may call it.
    Binding,
}

fn of_function(name: &'static str, value: &'static str, theirs: Value) -> Block {
    Block {
        name,
        value,
        theirs,
        place: Place::Function,
    }
}

fn beside(
    name: &'static str,
    value: &'static str,
    theirs: Value,
    (segment, call): (&'static str, &'static str),
) -> Block {
    Block {
        name,
        value,
        theirs,
        place: Place::Beside(segment, call),
    }
}

fn blocks() -> Vec<Block> {
    vec![
        of_function("description", "ours", json!("theirs")),
        of_function("environmentVariables", "{A: '1'}", json!({"A": "2"})),
        of_function(
            "layers",
            "['acs:fc:cn-hangzhou:official:layers/a/versions/1']",
            json!(["acs:fc:cn-hangzhou:official:layers/a/versions/2"]),
        ),
        of_function(
            "role",
            "'acs:ram::1234567890123456:role/ours'",
            json!("acs:ram::1234567890123456:role/theirs"),
        ),
        of_function(
            "logConfig",
            "{project: p, logstore: l}",
            json!({"project": "q", "logstore": "l"}),
        ),
        of_function(
            "vpcConfig",
            "{vpcId: v, securityGroupId: s, vSwitchIds: [w]}",
            json!({"vpcId": "v", "securityGroupId": "s", "vSwitchIds": ["x"]}),
        ),
        of_function(
            "nasConfig",
            "{userId: 1, groupId: 1, mountPoints: [{serverAddr: 'a:/x', mountDir: /mnt/x}]}",
            json!({"userId": 2, "groupId": 1, "mountPoints": [{"serverAddr": "a:/x", "mountDir": "/mnt/x"}]}),
        ),
        of_function(
            "ossMountConfig",
            "{mountPoints: [{bucketName: b, endpoint: e, mountDir: /mnt/b}]}",
            json!({"mountPoints": [{"bucketName": "c", "endpoint": "e", "mountDir": "/mnt/b"}]}),
        ),
        of_function(
            "customDNS",
            "{nameServers: [1.1.1.1]}",
            json!({"nameServers": ["2.2.2.2"]}),
        ),
        of_function(
            "tracingConfig",
            "{type: Jaeger, params: {endpoint: e}}",
            json!({"type": "Jaeger", "params": {"endpoint": "f"}}),
        ),
        of_function(
            "instanceLifecycleConfig",
            "{initializer: {handler: index.a, timeout: 10}}",
            json!({"initializer": {"handler": "index.b", "timeout": 10}}),
        ),
        of_function("sessionAffinity", "HEADER_FIELD", json!("MCP_SSE")),
        of_function("instanceConcurrency", "20", json!(30)),
        beside(
            "asyncInvokeConfig",
            "{maxAsyncRetryAttempts: 1}",
            json!({"maxAsyncRetryAttempts": 2}),
            ("async-invoke-config", "AsyncInvokeConfig"),
        ),
        beside(
            "provisionConfig",
            "{defaultTarget: 1}",
            json!({"defaultTarget": 2}),
            ("provision-config", "ProvisionConfig"),
        ),
        beside(
            "scalingConfig",
            "{minInstances: 1}",
            json!({"minInstances": 2}),
            ("scaling-config", "ScalingConfig"),
        ),
        beside(
            "concurrencyConfig",
            "{reservedConcurrency: 5}",
            json!({"reservedConcurrency": 6}),
            ("concurrency", "ConcurrencyConfig"),
        ),
        Block {
            name: "vpcBinding",
            value: "{vpcIds: [vpc-1]}",
            theirs: json!("vpc-2"),
            place: Place::Binding,
        },
    ]
}

fn bare() -> Fn {
    let mut bare = Fn::demo().bare();
    bare.variables.clear();
    bare
}

impl Block {
    fn file(&self) -> Fn {
        bare().with(&format!("      {}: {}\n", self.name, self.value))
    }

    /// Deployed with the block.
    fn deployed(&self) -> Story {
        let story = Story::new();
        story.yaml(&[self.file()]);
        story.s("deploy").ends("changed");
        story
    }

    /// Deployed without it.
    fn without(&self) -> Story {
        let story = Story::new();
        story.yaml(&[bare()]);
        story.s("deploy").ends("changed");
        story
    }

    /// Somebody else sets it online.
    fn change(&self, story: &Story) {
        let console = story.console();
        match self.place {
            Place::Function => console.change("demo", json!({self.name: self.theirs})),
            Place::Beside(segment, call) => {
                console.put_config("demo", segment, call, self.theirs.clone());
            }
            Place::Binding => console.bind_vpc("demo", self.theirs.as_str().unwrap()),
        }
    }

    /// What stands online, as text.
    fn online(&self, story: &Story) -> String {
        let function = story.console().function("demo");
        match self.place {
            Place::Function => function[self.name].to_string(),
            Place::Beside(..) => {
                let configs = function["configs"].as_object().cloned().unwrap_or_default();
                let mut own = configs
                    .iter()
                    .filter(|(name, _)| name.starts_with(self.name));
                own.next()
                    .map(|(_, value)| value.to_string())
                    .unwrap_or_default()
            }
            Place::Binding => function["vpcIds"].to_string(),
        }
    }
}

/// What was deployed from here goes: it is shown before it is done, and nobody is asked.
#[test]
fn what_was_ours_goes() {
    for block in blocks() {
        let story = block.deployed();
        story.yaml(&[bare()]);
        story.s("plan").ends("changed").says(&[block.name]);
        let told = story.s("deploy").ends("changed");
        let (before, _) = told
            .said
            .split_once("ing function demo: ")
            .unwrap_or((&told.said, ""));
        let (before, _) = before.split_once("deleting").unwrap_or((before, ""));
        let line = before
            .lines()
            .find(|line| line.contains("taken back online"));
        let line = line.unwrap_or_else(|| panic!("{}", told.transcript()));
        assert!(line.contains(block.name), "{}", told.transcript());
        // Whoever has no record finds nothing online that the file does not say.
        for story in [&story, &story.cloned()] {
            let told = story.s("deploy").ends("clean").writes(&[]);
            told.never_says(&[block.name]);
        }
    }
}

/// What somebody else has changed of it since is asked about, and stays until then.
#[test]
fn what_has_drifted_is_asked_about() {
    // Each network is a setting of its own, which is there or not.
    let drifts = |block: &Block| !matches!(block.place, Place::Binding);
    for block in blocks().into_iter().filter(drifts) {
        let story = block.deployed();
        block.change(&story);
        let theirs = block.online(&story);
        story.yaml(&[bare()]);
        for command in ["plan", "deploy"] {
            let told = story
                .s(command)
                .ends_one_of(&["drift", "conflict", "clean"]);
            told.writes(&[]).says(&[block.name]);
        }
        assert_eq!(block.online(&story), theirs, "{}", block.name);
    }
}

/// What others let in beside it is none of ours.
#[test]
fn of_the_networks_only_ours_goes() {
    let block = blocks().pop().unwrap();
    let story = block.deployed();
    block.change(&story);
    story.yaml(&[bare()]);
    story
        .s("deploy --use-remote")
        .ends_one_of(&["changed", "clean"]);
    let online = block.online(&story);
    assert!(online.contains("vpc-2"), "{online}");
}

/// What was never deployed from here is not taken away without a word, with a record or without.
#[test]
fn what_was_never_ours_stays() {
    for block in blocks() {
        let story = block.without();
        block.change(&story);
        let theirs = block.online(&story);
        for story in [story.forked(), story.cloned()] {
            let told = story.s("deploy").writes(&[]);
            match block.place {
                // It is a change of the function, and so a question.
                Place::Function => told.ends("drift").says(&[block.name]),
                // It stands by itself: nobody asks, and whoever looks is told.
                Place::Beside(..) | Place::Binding => {
                    told.ends("clean");
                    story.s("plan").says(&[block.name]);
                    story.s("drift").says(&[block.name])
                }
            };
            assert_eq!(block.online(&story), theirs, "{}", block.name);
        }
    }
}

/// A trigger, a domain and a function are told with the command that deletes them, and stay.
#[test]
fn what_is_made_by_itself_is_told_and_stays() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().bare()]);
    for command in ["plan", "deploy"] {
        let told = story.s(command).writes(&[]).ends("clean");
        told.says(&["demo/http", "demo.example.com"]);
    }
    assert!(!story.console().trigger("demo", "http").is_null());
    assert!(!story.console().domain("demo.example.com").is_null());
}
