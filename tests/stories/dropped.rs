//! What leaves `s.yaml` of the configurations beside a function: what we had set is taken back, and
//! gone where nothing else is left; what others set stays.
//!
//! The emulator guesses here: G15, G16, G17.

use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

/// A block of the file, the name under which the emulator keeps it, and how it is written.
struct Block {
    lines: &'static str,
    kept: &'static str,
    segment: &'static str,
    action: &'static str,
}

const BLOCKS: [Block; 7] = [
    Block {
        lines: "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n",
        kept: "asyncInvokeConfig/LATEST",
        segment: "async-invoke-config",
        action: "AsyncInvokeConfig",
    },
    Block {
        lines: "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 0\n",
        kept: "asyncInvokeConfig/LATEST",
        segment: "async-invoke-config",
        action: "AsyncInvokeConfig",
    },
    Block {
        lines: "      asyncInvokeConfig:\n        destinationConfig:\n          onFailure:\n            destination: acs:mns:cn-hangzhou::/topics/t/messages\n",
        kept: "asyncInvokeConfig/LATEST",
        segment: "async-invoke-config",
        action: "AsyncInvokeConfig",
    },
    Block {
        lines: "      asyncInvokeConfig:\n        asyncTask: true\n        maxAsyncRetryAttempts: 1\n",
        kept: "asyncInvokeConfig/LATEST",
        segment: "async-invoke-config",
        action: "AsyncInvokeConfig",
    },
    Block {
        lines: "      provisionConfig:\n        defaultTarget: 1\n        scheduledActions:\n          - name: morning\n            target: 2\n            scheduleExpression: cron(0 0 4 * * *)\n            startTime: '2023-08-15T02:04:00.000Z'\n            endTime: '2033-08-15T03:04:00.000Z'\n",
        kept: "provisionConfig/LATEST",
        segment: "provision-config",
        action: "ProvisionConfig",
    },
    Block {
        lines: "      scalingConfig:\n        minInstances: 1\n        enableOnDemandScaling: true\n",
        kept: "scalingConfig/LATEST",
        segment: "scaling-config",
        action: "ScalingConfig",
    },
    Block {
        lines: "      concurrencyConfig:\n        reservedConcurrency: 5\n",
        kept: "concurrencyConfig/LATEST",
        segment: "concurrency",
        action: "ConcurrencyConfig",
    },
];

impl Block {
    fn deployed(&self) -> Story {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare().with(self.lines)]);
        story.s("deploy").ends("changed");
        assert!(self.online(&story).is_object(), "{}", self.lines);
        story
    }

    fn online(&self, story: &Story) -> Value {
        story.console().function("demo")["configs"][self.kept].clone()
    }

    fn change(&self, story: &Story, body: Value) {
        let mut all = self.online(story);
        let map = all.as_object_mut().unwrap();
        let service = ["functionArn", "createdTime", "lastModifiedTime"];
        map.retain(|name, _| !service.contains(&name.as_str()));
        for (name, value) in body.as_object().unwrap() {
            all[name] = value.clone();
        }
        let console = story.console();
        console.put_config("demo", self.segment, self.action, all);
    }
}

fn bare() -> Fn {
    Fn::demo().bare()
}

#[test]
fn every_one_is_gone() {
    for block in BLOCKS {
        let story = block.deployed();
        story.yaml(&[bare()]);
        let told = story.s("plan").ends("changed");
        assert!(!told.said.contains("No changes"), "{}", told.transcript());
        let told = story.s("deploy").ends("changed");
        let delete = format!("DELETE functions/demo/{}", block.segment);
        let wrote = told.wrote();
        let [one] = &wrote[..] else {
            panic!("{}", told.transcript());
        };
        assert!(one.starts_with(&delete), "{}", told.transcript());
        assert_eq!(block.online(&story), Value::Null, "{}", block.lines);
        story.s("deploy").ends("clean").writes(&[]);
        story.s("plan").ends("clean");
    }
}

#[test]
fn what_others_put_beside_it_stays() {
    let [block, ..] = BLOCKS;
    let destination =
        json!({"onSuccess": {"destination": "acs:mns:cn-hangzhou::/topics/x/messages"}});
    let story = block.deployed();
    block.change(&story, json!({"destinationConfig": destination}));
    story.yaml(&[bare()]);
    story.s("deploy").ends("drift").writes(&[]);
    let gone = story.forked();
    gone.s("deploy --use-local").ends("changed");
    assert_eq!(block.online(&gone), Value::Null);
    story.s("deploy --use-remote").ends("changed");
    let online = block.online(&story);
    assert_eq!(online["destinationConfig"], destination);
    // Of what we had set the service has its own value again.
    assert_eq!(online["maxAsyncEventAgeInSeconds"], 86400, "{online}");
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.says(&["destinationConfig.onSuccess.destination: live"])
        .never_says(&["maxAsync"]);
}

/// A value of ours that others changed is not taken back without a question.
#[test]
fn what_others_changed_is_asked_about() {
    for block in &BLOCKS[..2] {
        let story = block.deployed();
        block.change(&story, json!({"maxAsyncRetryAttempts": 8}));
        let kept = story.forked();
        story.yaml(&[bare()]);
        let told = story.s("deploy").ends("conflict").writes(&[]);
        told.says(&["maxAsyncRetryAttempts"]);
        story.s("deploy --use-local").ends("changed");
        assert_eq!(block.online(&story), Value::Null);
        story.s("deploy").ends("clean").writes(&[]);

        // Kept before it left the file, and kept again.
        kept.s("deploy --use-remote").ends("clean").writes(&[]);
        kept.yaml(&[bare()]);
        kept.s("deploy").ends("conflict").writes(&[]);
        kept.s("deploy --use-remote")
            .ends_one_of(&["clean", "changed"]);
        assert_eq!(block.online(&kept)["maxAsyncRetryAttempts"], 8);
        let told = kept.s("deploy").ends("clean").writes(&[]);
        told.says(&["maxAsyncRetryAttempts: live 8"]);
        kept.s("deploy --use-local").ends("changed");
        assert_eq!(block.online(&kept), Value::Null);
        kept.s("deploy").ends("clean").writes(&[]);
    }
}

/// A setting that leaves a block that stays is left to the service.
#[test]
fn a_part_of_a_block_is_left_to_the_service() {
    let [block, ..] = BLOCKS;
    let story = block.deployed();
    story.yaml(&[bare().with("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 3\n")]);
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(block.online(&story)["maxAsyncEventAgeInSeconds"], 360);
}

/// What belongs to the console is no reason to keep what was ours, and does not go with it.
#[test]
fn what_belongs_to_the_console_stays() {
    let rule = "      driftPolicy: [{path: asyncInvokeConfig.maxAsyncEventAgeInSeconds, owner: console, reason: ops}]\n";
    let age = "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n";
    let retries = "        maxAsyncRetryAttempts: 2\n";
    let [block, ..] = BLOCKS;
    let story = Story::new();
    let destination = "        destinationConfig: {onFailure: {destination: 'acs:mns:cn-hangzhou::/topics/t/messages'}}\n";
    story.yaml(&[bare().with(age).with(retries).with(destination).with(rule)]);
    story.s("deploy").ends("changed");
    block.change(&story, json!({"maxAsyncEventAgeInSeconds": 1000}));
    story.s("deploy").ends("clean").writes(&[]);
    // Of all that is ours nothing is left, and the block is still there.
    story.yaml(&[bare().with(age).with(rule)]);
    story.s("deploy").ends("changed");
    let online = block.online(&story);
    assert_eq!(online["maxAsyncEventAgeInSeconds"], 1000, "{online}");
    assert!(!online.to_string().contains("topics/t"), "{online}");
    story.s("deploy").ends("clean").writes(&[]);
    // Even where the block leaves the file, nobody here takes it away.
    story.yaml(&[bare().with(rule)]);
    story.s("deploy").ok();
    assert_eq!(block.online(&story)["maxAsyncEventAgeInSeconds"], 1000);
}
