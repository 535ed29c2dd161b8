use proptest::prelude::*;

use super::*;
use crate::model::claims::DomainClaim;
use crate::state::record::KeptPath;

const PATHS: [&str; 4] = ["/a", "/b", "/c", "/d"];
const BLOCKS: [&str; 3] = ["authConfig", "corsConfig", "wafConfig"];

/// A document of the domain with these of the paths and blocks, as bits, and something that tells it from others.
fn document((paths, blocks): (u8, u8), mark: &str) -> Value {
    let is_in = |bits: u8, index: usize| bits >> index & 1 == 1;
    let mut document = json!({});
    let listed = PATHS
        .iter()
        .enumerate()
        .filter(|(index, _)| is_in(paths, *index));
    let route = |(_, path): (usize, &&str)| json!({"path": path, "functionName": mark});
    routes::add(&mut document, listed.map(route).collect());
    for (_, block) in BLOCKS
        .iter()
        .enumerate()
        .filter(|(index, _)| is_in(blocks, *index))
    {
        document[block] = json!({"of": mark});
    }
    document
}

fn site() -> Resource {
    Resource::of_domain("1".to_owned(), "r".to_owned(), "a.cn".to_owned())
}

/// The same domain as the property of a function.
fn of_function() -> Resource {
    let function = Resource::of_function("1".to_owned(), "r".to_owned(), "f".to_owned());
    function.sibling(site().kind, "a.cn")
}

fn baseline(sent: Value, at: &str) -> Baseline {
    Baseline {
        seen: Some(sent.clone()),
        sent,
        ..whole(at)
    }
}

fn whole(at: &str) -> Baseline {
    Baseline {
        sent: json!({}),
        seen: Some(json!({})),
        modified: None,
        at: at.to_owned(),
        deployed: None,
        owned: Vec::new(),
        kept: Some(Vec::new()),
        adopted: None,
    }
}

/// What another resource names.
fn claimed(document: &Value) -> Claims {
    Claims {
        all: vec![DomainClaim::new(
            "other".to_owned(),
            ("r", "A.cn"),
            document,
        )],
        ..Claims::default()
    }
}

/// What a document has, in any order.
fn has(document: &Value) -> BTreeMap<String, Value> {
    let routes = routes::of(document).into_iter();
    let routes = routes.map(|route| (route["path"].to_string(), route));
    let tops = blocks(document).map(|name| (name.to_owned(), document[name].clone()));
    routes.chain(tops).collect()
}

/// A resource that has given a part of the domain away, as on record.
fn giver(document: &Value, at: &str) -> Record {
    let mut record = Record::new(site(), "key".to_owned());
    record.baseline = Some(baseline(document.clone(), at));
    record
}

proptest! {
    /// What is handed over is taken out and nothing else, and put in again it is what was there.
    #[test]
    fn what_is_handed_over_is_all_that_goes(
        sent in (0u8..16, 0u8..8), theirs in (0u8..16, 0u8..8), named in (0u8..16, 0u8..8),
    ) {
        let sent = document(sent, "ours");
        let (claims, named) = (claimed(&document(theirs, "theirs")), document(named, "ours"));
        let mut after = baseline(sent.clone(), "2026");
        let gone = handed((&claims, &of_function()), &named, &mut after);
        let mut both = has(&after.sent);
        both.extend(has(&gone.sent));
        prop_assert_eq!(&both, &has(&sent));
        prop_assert_eq!(has(&after.sent).len() + has(&gone.sent).len(), has(&sent).len());
        prop_assert_eq!(has(&gone.with_sent(after.sent.clone())), has(&sent));
        // What others have made of it since is no part of what is on record.
        let now = document((15, 7), "console");
        let stands = has(&gone.with_seen(now.clone()));
        for (name, value) in has(&now) {
            let then = has(&gone.sent).remove(&name).unwrap_or(value);
            prop_assert_eq!(stands.get(&name), Some(&then));
        }
        // What it names itself stays its own, and so does what nobody claims.
        for name in has(&gone.sent).keys() {
            prop_assert!(!has(&named).contains_key(name));
            prop_assert!(has(&document(theirs, "theirs")).contains_key(name));
        }
        // Once it is gone, nothing more goes.
        let again = handed((&claims, &of_function()), &named, &mut after);
        prop_assert!(again.is_empty());
    }

    /// What is newly named and was sent by another one is taken over as that one sent it, once.
    #[test]
    fn what_is_taken_over_is_taken_once(
        own in (0u8..16, 0u8..8), given in (0u8..16, 0u8..8), named in (0u8..16, 0u8..8),
        is_known: bool, may_give: bool,
    ) {
        let (own, given) = (document(own, "own"), document(given, "given"));
        let named = document(named, "named");
        let records = [giver(&given, "2026")];
        let claims = Claims {
            givers: may_give.then(site).into_iter().collect(),
            ..Claims::default()
        };
        let resource = of_function();
        let domain = DomainRecords::new((&claims, &records), (&resource, &named));
        let before = is_known.then(|| baseline(own.clone(), "2025"));
        let (once, _) = domain.taken_over(before.clone());
        let (twice, _) = domain.taken_over(once.clone());
        prop_assert_eq!(&once, &twice);
        let had = before.as_ref().map(|one| has(&one.sent)).unwrap_or_default();
        let mut expected = had.clone();
        for (name, value) in has(&given) {
            if may_give && has(&named).contains_key(&name) && !had.contains_key(&name) {
                expected.insert(name, value);
            }
        }
        let sent = once.as_ref().map(|one| has(&one.sent)).unwrap_or_default();
        prop_assert_eq!(&sent, &expected);
        // What stood there afterwards comes along.
        let seen = once.and_then(|one| one.seen).map(|seen| has(&seen)).unwrap_or_default();
        prop_assert_eq!(&seen, &expected);
    }
}

#[test]
fn what_stands_kept_comes_along() {
    let given = document((0b11, 0b1), "given");
    let mut record = giver(&given, "2026");
    let path = |path: &str| KeptPath {
        path: path.to_owned(),
        since: None,
        by: None,
        deploy: None,
    };
    let kept = [
        "routeConfig.routes[/a].methods",
        "routeConfig.routes[/b].methods",
        "authConfig",
    ];
    record.baseline.as_mut().unwrap().kept = Some(kept.map(path).to_vec());
    let records = [record];
    let claims = Claims {
        givers: vec![site()],
        ..Claims::default()
    };
    let (resource, named) = (of_function(), document((0b1, 0b1), "named"));
    let domain = DomainRecords::new((&claims, &records), (&resource, &named));
    let taken = domain.taken_over(None).0.unwrap();
    assert_eq!(taken.kept.unwrap(), [path(kept[0]), path(kept[2])]);
    assert_eq!(taken.at, "2026");
}

/// What is claimed by a third one is that one's, whoever sent it.
#[test]
fn what_another_one_claims_is_not_taken_over() {
    let given = document((0b11, 0b11), "given");
    let records = [giver(&given, "2026")];
    let claims = Claims {
        givers: vec![site()],
        ..claimed(&document((0b1, 0b1), "third"))
    };
    let (resource, named) = (of_function(), document((0b11, 0b11), "named"));
    let domain = DomainRecords::new((&claims, &records), (&resource, &named));
    let taken = domain.taken_over(None).0.unwrap();
    let names: Vec<String> = has(&taken.sent).into_keys().collect();
    assert_eq!(names, ["\"/b\"", "corsConfig"]);
}

/// What stays deleted by a decision takes nothing over, and is handed on as that.
#[test]
fn what_is_not_whole_is_left_alone() {
    let named = document((0b1, 0), "named");
    let claims = Claims {
        givers: vec![site()],
        ..Claims::default()
    };
    let resource = of_function();
    let whole = [giver(&document((0b1, 0), "given"), "2026")];
    let domain = DomainRecords::new((&claims, &whole), (&resource, &named));
    let deleted = Baseline {
        seen: None,
        ..baseline(json!({}), "2025")
    };
    assert_eq!(domain.taken_over(Some(deleted.clone())).0, Some(deleted));
    let mut gone = whole.clone();
    gone[0].baseline.as_mut().unwrap().seen = None;
    let domain = DomainRecords::new((&claims, &gone), (&resource, &named));
    let taken = domain.taken_over(None).0.expect("a baseline");
    assert_eq!(taken.seen, None);
    assert_eq!(has(&taken.sent), has(&document((0b1, 0), "given")));
    // In a domain that is there by now, what was to stay away is kept so.
    let (taken, _) = domain.taken_over(Some(baseline(json!({}), "2025")));
    let taken = taken.expect("a baseline");
    let kept: Vec<String> = taken
        .kept
        .unwrap()
        .into_iter()
        .map(|one| one.path)
        .collect();
    assert!(
        kept.iter().any(|path| path.contains("routes[/a]")),
        "{kept:?}"
    );
    assert_eq!(taken.seen, Some(json!({})));
}
