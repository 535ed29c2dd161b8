//! The laws of what the service does not show, on random containers.

use proptest::prelude::*;

use super::*;

/// An image, and the user of its registry with a password.
#[derive(Clone, Debug)]
struct Container {
    image: &'static str,
    user: Option<&'static str>,
    password: Option<&'static str>,
}

impl Container {
    fn document(&self, shown: bool) -> Value {
        let mut auth = Map::new();
        let password = self.password.filter(|_| shown);
        for (name, value) in [("userName", self.user), ("password", password)] {
            auth.extend(value.map(|value| (name.to_owned(), json!(value))));
        }
        json!({"functionName": "f", "customContainerConfig": {
            "image": self.image, "registryConfig": {"authConfig": auth},
        }})
    }
}

fn container() -> impl Strategy<Value = Container> {
    let one = |names: &'static [&'static str]| {
        proptest::option::of(proptest::sample::select(names).boxed())
    };
    let image = proptest::sample::select(&["a:1", "a:2"][..]);
    (image, one(&["u", "v"]), one(&["p", "q"])).prop_map(|(image, user, password)| Container {
        image,
        user,
        // Nobody sets a password without a user.
        password: password.filter(|_| user.is_some()),
    })
}

fn answers() -> impl Strategy<Value = Policy> {
    let side = proptest::option::of(proptest::bool::ANY);
    (proptest::bool::ANY, side).prop_map(|(merge, local)| {
        let side = local.map(|local| if local { Side::Local } else { Side::Remote });
        let side = side.or((!merge).then_some(Side::Remote));
        let stance = Stance { merge, side };
        Policy {
            config: stance,
            code: stance,
            rollback: false,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A request that carries a top carries the file's secrets of it, wherever it carries what they
    /// belong to; and none goes without one that stands there, unless a flag says so.
    #[test]
    fn a_write_takes_along_what_is_not_shown(
        (sent, live, desired) in (proptest::option::of(container()), container(), container()),
        shown in proptest::bool::ANY,
        policy in answers(),
    ) {
        let (file, online) = (desired.document(true), live.document(shown));
        let before = sent.map(|sent| (sent.document(true), sent.document(shown)));
        let before = before.as_ref().map(|(sent, seen)| (sent, seen));
        let snapshot = snapshot(before, Some(&online), &file);
        let drift = compare(&snapshot, &sealer());
        let answers = Answers::by(policy);
        if !open(&drift, &answers).is_empty() {
            return Ok(());
        }
        let Ok(plan) = build(&drift, &answers, &sealer()) else {
            // Refused: what stands there is known to nobody here.
            prop_assert!(!shown || live.password.is_none());
            return Ok(());
        };
        let Change::Write(writes) = &plan.steps[0].action else {
            return Ok(());
        };
        let WriteCall::Update { body, .. } = &writes[0].call else {
            panic!("{:?}", writes[0].call);
        };
        let auth = &body["customContainerConfig"]["registryConfig"]["authConfig"];
        let (user, password) = (auth["userName"].as_str(), auth["password"].as_str());
        if user.is_some() && user == desired.user && desired.password.is_some() {
            prop_assert!(password.is_some());
            prop_assert!(shown || password == desired.password);
        }
        let local = policy.config.side == Some(Side::Local);
        if user.is_some() && user == live.user && live.password.is_some() {
            // What is shown was decided about like any other setting.
            prop_assert!(password.is_some() || local || shown);
        }
    }
}
