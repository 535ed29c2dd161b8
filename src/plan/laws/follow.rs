//! The laws of what the service moves along with something else.

use serde_json::json;

use super::*;

fn found(name: &str, verdict: Verdict) -> (String, Verdict) {
    (name.to_owned(), verdict)
}

#[test]
fn what_the_service_moved_along_is_no_question_of_its_own() {
    let sent = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512});
    let live = json!({"memorySize": 4096, "cpu": 2, "diskSize": 10240});
    for desired in [
        json!({"memorySize": 4096}),
        json!({"memorySize": 2048}),
        json!({"memorySize": 512}),
    ] {
        let grown = snapshot(Some((&sent, &sent)), Some(&live), &desired);
        let led: Vec<_> = verdicts(&grown)
            .into_iter()
            .filter(|(path, _)| path != "memorySize")
            .collect();
        // A disk has nothing to do with the memory: somebody changed it.
        let moved = [
            found("cpu", Verdict::Along),
            found("diskSize", Verdict::Remote),
        ];
        assert_eq!(led, moved, "{desired}");
        assert!(body(&grown, Side::Remote).is_empty());
    }
}

#[test]
fn it_goes_back_only_together_with_what_it_follows() {
    let sent = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512});
    let live = json!({"memorySize": 4096, "cpu": 2, "diskSize": 512});
    let sends = |desired: Value| {
        let grown = snapshot(Some((&sent, &sent)), Some(&live), &desired);
        Value::Object(body(&grown, Side::Local))
    };
    // The file says by now what stands online.
    assert_eq!(sends(json!({"memorySize": 4096})), json!({}));
    assert_eq!(
        sends(json!({"memorySize": 2048})),
        json!({"memorySize": 2048})
    );
    assert_eq!(
        sends(json!({"memorySize": 512})),
        json!({"memorySize": 512, "cpu": 0.35})
    );
    // What the file says is no longer left to the service.
    assert_eq!(
        sends(json!({"memorySize": 4096, "cpu": 4})),
        json!({"cpu": 4})
    );
}

#[test]
fn an_old_value_is_not_sent_beside_a_new_one() {
    let sent = json!({"memorySize": 512, "cpu": 0.35});
    let live = json!({"memorySize": 512, "cpu": 0.5});
    let mine = snapshot(
        Some((&sent, &sent)),
        Some(&live),
        &json!({"memorySize": 4096}),
    );
    assert!(verdicts(&mine).contains(&found("cpu", Verdict::Remote)));
    assert_eq!(
        Value::Object(body(&mine, Side::Local)),
        json!({"memorySize": 4096})
    );
    // That it was decided and is not done is told; where it goes back, or stays, there is nothing to tell.
    let unfit = |desired: Value, side: Side| {
        let mine = snapshot(Some((&sent, &sent)), Some(&live), &desired);
        let (drift, answers) = (compare(&mine, &sealer()), Answers::by(Policy::all(side)));
        let plan = build(&drift, &answers, &sealer()).expect("a plan");
        let all = plan.steps[0].unfit.iter().map(ToString::to_string);
        all.collect::<Vec<_>>()
    };
    assert_eq!(unfit(json!({"memorySize": 4096}), Side::Local), ["cpu"]);
    assert_eq!(unfit(json!({"memorySize": 512}), Side::Local), [""; 0]);
    assert_eq!(unfit(json!({"memorySize": 4096}), Side::Remote), [""; 0]);
}

#[test]
fn of_several_that_follow_each_other_one_leads() {
    let seen = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512, "runtime": "r"});
    let live = json!({"memorySize": 4096, "cpu": 2, "diskSize": 10240, "runtime": "r"});
    let desired = json!({"runtime": "r"});
    let unsaid = snapshot(Some((&desired, &seen)), Some(&live), &desired);
    let all = [
        found("cpu", Verdict::Along),
        found("diskSize", Verdict::Remote),
        found("memorySize", Verdict::Remote),
    ];
    assert_eq!(verdicts(&unsaid), all);
    let back = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512});
    assert_eq!(Value::Object(body(&unsaid, Side::Local)), back);
    assert!(body(&unsaid, Side::Remote).is_empty());
    // The other way round, too.
    let live = json!({"memorySize": 512, "cpu": 0.5, "diskSize": 10240, "runtime": "r"});
    let unsaid = snapshot(Some((&desired, &seen)), Some(&live), &desired);
    let all = [
        found("cpu", Verdict::Remote),
        found("diskSize", Verdict::Remote),
    ];
    assert_eq!(verdicts(&unsaid), all);
}

#[test]
fn a_gpu_leads() {
    let gpu = |size: i64| json!({"gpuType": "fc.gpu.ada.1", "gpuMemorySize": size});
    let sent = json!({"gpuConfig": gpu(24576)});
    let seen = json!({"gpuConfig": gpu(24576), "memorySize": 32768, "cpu": 8, "diskSize": 512});
    let live = json!({"gpuConfig": gpu(49152), "memorySize": 65536, "cpu": 16, "diskSize": 512});
    let grown = snapshot(Some((&sent, &seen)), Some(&live), &sent);
    let all = [
        found("cpu", Verdict::Along),
        found("gpuConfig.gpuMemorySize", Verdict::Remote),
        found("memorySize", Verdict::Along),
    ];
    assert_eq!(verdicts(&grown), all);
    let mut back = seen.clone();
    back.as_object_mut().expect("an object").remove("diskSize");
    assert_eq!(Value::Object(body(&grown, Side::Local)), back);
}
