//! What cannot be done in place, said before anything is written.

use serde_json::Value;

use crate::drift::Difference;
use crate::error::{Error, Result};
use crate::model::document::leaves;
use crate::model::edit::get;
use crate::model::fields::{Field, find};
use crate::model::https;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes;
use crate::snapshot::Part;
use crate::words;
use crate::words::Words;

/// Refuses to change a setting that the API cannot change in place.
pub(super) fn check(resource: &Resource, desired: &Value, difference: &Difference) -> Result<()> {
    let wanted = leaves(resource.kind, desired);
    let leaf = wanted.get(&difference.path);
    // A part of a setting that is fixed as a whole is as fixed as that.
    let top = find(resource.kind.fields(desired), difference.path.top());
    let is_fixed = |field: Option<&Field>| field.is_some_and(|field| field.fixed);
    if !is_fixed(leaf.and_then(|leaf| leaf.field)) && !is_fixed(top) {
        return Ok(());
    }
    let (path, label) = (&difference.path, resource.label());
    let (en, zh) = (&label.en, &label.zh);
    Err(Error::template(words!(
        "{en}: {path} cannot be changed in place; nothing was written",
        "{zh}：{path} 不支持原地修改；没有写入任何内容"
    ))
    .because((resource.kind.spec().replacing)())
    .hint(words!(
        "give it another name in s.yaml, or delete the live one first, then deploy again",
        "请在 s.yaml 中换一个名称，或先删除线上的资源再重新部署"
    )))
}

/// What no deploy of these can be made for, whatever is decided.
pub fn refused<'p>(parts: impl Iterator<Item = &'p Part>) -> Option<Error> {
    let domains = parts.filter(|part| part.resource.kind.is_shared());
    domains.map(without_certificate).find_map(Result::err)
}

/// The same of one domain.
fn without_certificate(part: &Part) -> Result<()> {
    let live = part
        .live
        .as_ref()
        .map(|live| &live.document[https::CERTIFICATE]);
    let mut intended = part.desired.clone();
    if let (None, Some(live)) = (intended.get(https::CERTIFICATE), live) {
        intended[https::CERTIFICATE] = live.clone();
    }
    check_certificate(part, &intended)
}

/// Refuses a domain that would answer HTTPS without a certificate: neither the file nor the domain has one.
pub(super) fn check_certificate(part: &Part, intended: &Value) -> Result<()> {
    let resource = &part.resource;
    if !https::answers(intended) || intended[https::CERTIFICATE].is_object() {
        return Ok(());
    }
    let Words { en, zh } = resource.label();
    let by = part.shares.left.get(https::CERTIFICATE);
    if let Some(by) = by.filter(|by| !by.is_empty()) {
        return Err(Error::template(words!(
            "{en}: protocol HTTPS needs a certificate, and resource {by}, which has it, is not deployed yet; nothing was written",
            "{zh}：protocol 包含 HTTPS 时需要证书，而提供证书的资源 {by} 尚未部署；没有写入任何内容"
        ))
        .hint(words!(
            "deploy resource {by} first, and put it before this one in s.yaml",
            "请先部署资源 {by}，并在 s.yaml 中将其写在本资源之前"
        )));
    }
    let place = resource.address(&Path::default().key(https::CERTIFICATE));
    // In the console only a domain that is there can be given one.
    let hint = match part.live.is_some() {
        true => words!(
            "add {place} with certId, or with certName, certificate and privateKey, give the domain a certificate in the console, or write protocol: HTTP",
            "请在 {place} 中填写 certId，或填写 certName、certificate 和 privateKey，或先在控制台为该域名配置证书，或改为 protocol: HTTP"
        ),
        false => words!(
            "add {place} with certId, or with certName, certificate and privateKey; or, if the console is to have the certificate, deploy once with protocol: HTTP, add the certificate to the domain in the console, then write HTTPS here and deploy again",
            "请在 {place} 中填写 certId，或填写 certName、certificate 和 privateKey；若证书只在控制台管理，请先用 protocol: HTTP 部署一次，再在控制台为该域名添加证书，然后改回 HTTPS 并重新部署"
        ),
    };
    Err(Error::template(words!(
        "{en}: protocol HTTPS needs a certificate, and neither s.yaml nor the live domain has one; nothing was written",
        "{zh}：protocol 包含 HTTPS 时需要证书，而 s.yaml 和线上域名都没有证书；没有写入任何内容"
    ))
    .hint(hint))
}

/// Refuses to take a route of a shared domain that leads to another function, unless it was ours
/// once.
pub(super) fn check_route(part: &Part, online: &Value, difference: &Difference) -> Result<()> {
    // A domain that belongs to no function has a path by listing it: whoever else led it elsewhere is asked
    // about.
    let route = routes::route_of(&difference.path).zip(part.resource.lead());
    let Some((route, function)) = route else {
        return Ok(());
    };
    let owner = routes::owner_of(&route);
    let kind = part.resource.kind;
    let owner_in = |document: &Value| {
        get(kind, document, &owner)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    // A route that was ours before somebody led it elsewhere may be taken back: that was asked about.
    let ours = part
        .baseline
        .as_ref()
        .and_then(|baseline| owner_in(&baseline.sent));
    match owner_in(online) {
        Some(other) if ours.is_none() && other != *function => {
            let label = part.resource.label();
            let (en, zh) = (&label.en, &label.zh);
            Err(Error::template(words!(
                "{en}: {route} already leads to function {other}; nothing was written",
                "{zh}：{route} 已指向函数 {other}；没有写入任何内容"
            ))
            .hint(words!(
                "give this function another path, or remove the route from {other} first",
                "请为该函数换一个路径，或先从 {other} 中移除该路由"
            )))
        }
        _ => Ok(()),
    }
}
