//! Understands the props of a resource that is nothing but a custom domain: the dialect of upstream fc3-domain.
//! What its list names is its own, whichever functions that leads to; whatever else the domain leads to is
//! others'.

mod export;
mod place;
mod result;

use serde_json::{Map, Value};

use crate::dialect::props::domain::{
    self, AUTH, CERT, CORS, NAME, PROTOCOL, ROUTE_METHODS, ROUTE_PATH, ROUTE_QUALIFIER,
    ROUTE_REWRITE, TLS, WAF,
};
use crate::dialect::props::problem::{Fault, Problems, Sort};
use crate::dialect::props::schema::{Prop, PropShape, may, must};
use crate::dialect::props::{form, known, policy, schema, text};
use crate::dialect::{
    Care, Context, Dialect, Exported, Handed, PropStep, Reading, ResultSource, props,
};
use crate::error::Result;
use crate::model::auto::is_auto;
use crate::model::desired::{Desired, Item};
use crate::model::identity::IdentityPath;
use crate::model::path::Path;
use crate::model::reference::is_open;
use crate::model::resource::{Kind, Resource};
use crate::model::routes;
use crate::model::seal::Sealer;
use crate::snapshot::Live;
use crate::words;

/// What tells which one a resource is.
const IDENTITY: [IdentityPath; 2] = [
    IdentityPath::new(&["region"]),
    IdentityPath::new(&["domainName"]),
];

/// The dialect of upstream fc3-domain.
#[derive(Clone, Copy, Debug)]
pub struct Fc3Domain;

/// All properties. Those that are `aside` are no settings of the domain.
pub(super) const TABLE: &[Prop] = &[
    must("region", PropShape::Like(known::region)).aside(),
    NAME,
    PROTOCOL,
    must(routes::CONFIG, PropShape::Block(ROUTES)),
    CERT,
    TLS,
    AUTH,
    WAF,
    CORS,
    may("endpoint", PropShape::Text).aside(),
    // Upstream makes a record of the domain's name service.
    may("autoCName", PropShape::Flag).aside(),
    may(
        "driftPolicy",
        PropShape::List(&PropShape::Block(policy::TABLE)),
    )
    .aside(),
];

const ROUTES: &[Prop] = &[must("routes", PropShape::List(&PropShape::Block(ROUTE)))];

const ROUTE: &[Prop] = &[
    ROUTE_PATH,
    must("functionName", PropShape::Like(form::function_name)),
    ROUTE_METHODS,
    ROUTE_QUALIFIER,
    ROUTE_REWRITE,
];

impl Dialect for Fc3Domain {
    fn read(&self, care: Care, props: &Value, context: &Context<'_>) -> Result<Reading> {
        let Some(props) = props.as_object() else {
            return Err(props::no_block());
        };
        let (props, mut problems) = problems(props, context);
        // Left out as upstream leaves them out. Whoever must not go on with that is stopped below.
        let props = &props::without(&props, problems.left_out(care));
        let document = document(props, context, &mut problems);
        let rules = props::rules(props, &problems);
        let open = problems.concern(&Path::default().key("props").key("domainName"));
        let (mut warnings, refused) = problems.check(care)?;
        warnings.extend(no_records(props));
        let (account, region) = (context.account.to_owned(), text(props, "region").to_owned());
        let name = text(&document, "domainName").to_owned();
        let domain = Resource::of_domain(account, region, name);
        let item = Item::new(domain.clone(), Value::Object(document));
        let desired = Desired {
            endpoint: props::endpoint(props),
            rules,
            auto_domain: props.get("domainName").is_some_and(is_auto),
            open: open.then_some(Kind::CustomDomain).into_iter().collect(),
            ..Desired::of(domain, vec![item])
        };
        Ok(Reading {
            desired,
            warnings,
            refused,
        })
    }

    fn awaits_files(&self, props: &Value, context: &Context<'_>) -> bool {
        let Some(props) = props.as_object() else {
            return false;
        };
        let (props, mut problems) = problems(props, context);
        document(&props, context, &mut problems);
        problems.are_absences()
    }

    fn root(&self, _: &dyn Fn(&str) -> bool) -> Kind {
        Kind::CustomDomain
    }

    fn identity(&self) -> &'static [IdentityPath] {
        &IDENTITY
    }

    fn way(&self, _: &Value, _: &Resource, path: &Path) -> Option<Vec<PropStep>> {
        place::way(path)
    }

    fn export(&self, online: &[(Resource, Live)], _: Option<&str>) -> Exported {
        export::props(online)
    }

    fn result(&self, told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
        result::handed(told, sealer)
    }
}

/// The domain as the API names its fields. The table has been checked.
fn document(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut domain = props.clone();
    let is_setting = |name: &str| TABLE.iter().any(|prop| prop.name == name && !prop.aside);
    domain.retain(|name, _| is_setting(name));
    domain::read(
        &mut domain,
        &Path::default().key("props"),
        context,
        problems,
    );
    if domain.get("domainName").is_some_and(is_auto) {
        let function = first_function(props);
        // Nothing is called after what nobody knows yet.
        match function.is_empty() || is_open(&function.into()) {
            true => problems.add(
                &Path::default().key("props").key("domainName"),
                nameless(function),
            ),
            false => {
                let name = domain::auto_name(function, props, context);
                domain.insert("domainName".to_owned(), name.into());
            }
        }
    }
    let list = domain.get_mut(routes::CONFIG);
    let list = list.and_then(|config| config.get_mut("routes")?.as_array_mut());
    for route in list.into_iter().flatten() {
        // What nobody could resolve is left as it stands.
        if let Value::Object(map) = route {
            *route = domain::route(map.clone());
        }
    }
    domain
}

/// That the domain has no name as long as the function of its first route has none.
fn nameless(function: &str) -> Fault {
    let wrong = words!(
        "auto is called after the function of the first route, and which that is is not known",
        "auto 以第一条路由的函数命名，而该函数尚不确定"
    );
    let remedy = words!(
        "deploy the resource first of which functionName speaks, or write the name of the function there",
        "请先部署 functionName 所引用的资源，或在那里直接填写函数名"
    );
    let fault = Fault::new(wrong, remedy);
    match function.is_empty() {
        true => fault,
        false => fault.of(Sort::Unresolved),
    }
}

/// The function of the first route, after which upstream names a domain that has no name of its own.
fn first_function(props: &Map<String, Value>) -> &str {
    let config = props.get(routes::CONFIG);
    let function = config.and_then(|config| config["routes"][0]["functionName"].as_str());
    function.unwrap_or_default()
}

/// The props in the one form that everything below knows, and what is wrong with them.
fn problems(given: &Map<String, Value>, context: &Context<'_>) -> (Map<String, Value>, Problems) {
    let mut problems = Problems::new(context.lets_slips);
    let root = Path::default().key("props");
    let given = &props::without_place(given);
    props::check_values(given, context, &mut problems);
    let props = schema::settled(TABLE, given);
    schema::block(TABLE, &props, &root, &mut problems);
    policy::check(&props, &root.key("driftPolicy"), &mut problems);
    paths(&props, &root, &mut problems);
    (props, problems)
}

/// Two routes of one path: the service has one of each.
fn paths(props: &Map<String, Value>, root: &Path, problems: &mut Problems) {
    let config = props.get(routes::CONFIG);
    let list = config.and_then(|config| config["routes"].as_array());
    let mut known: Vec<&str> = Vec::new();
    for (index, route) in list.into_iter().flatten().enumerate() {
        let Some(path) = route["path"].as_str() else {
            continue;
        };
        if known.contains(&path) {
            let at = root.key(routes::CONFIG).key("routes");
            problems.add(&at.item(&index.to_string()).key("path"), twice());
        }
        known.push(path);
    }
}

fn twice() -> Fault {
    Fault::new(
        words!("stands in more than one route", "在多条路由中重复出现"),
        words!(
            "give each route a path of its own",
            "请为每条路由设置不同的 path"
        ),
    )
}

/// That no record of a name service is made.
fn no_records(props: &Map<String, Value>) -> Option<words::Words> {
    let asks = props.get("autoCName").is_some_and(|value| value == true);
    asks.then(|| {
        words!(
            "props.autoCName: fc-guard makes no DNS records; where the CNAME of the domain is missing, the service refuses the domain",
            "props.autoCName：fc-guard 不会创建 DNS 记录；如果该域名缺少 CNAME 记录，服务端会拒绝该域名"
        )
    })
}

#[cfg(test)]
mod tests;
