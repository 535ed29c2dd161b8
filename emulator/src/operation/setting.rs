//! Settings beside a function that nobody has made yet: what reading them answers.

use serde_json::{Value, json};

use super::Call;
use crate::error::{ApiError, ApiResult};
use crate::http::Response;

/// No asynchronous invocation was configured.
pub(crate) fn asynchronous(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = existing(call)?;
    let message = format!("async config of function '{name}' does not exist");
    Err(ApiError::new(404, "AsyncConfigNotExists", message))
}

/// No instances were provisioned.
pub(crate) fn provision(call: &mut Call<'_>) -> ApiResult<Response> {
    existing(call)?;
    let body = json!({
        "alwaysAllocateCPU": false,
        "alwaysAllocateGPU": false,
        "current": 0,
        "currentError": "",
        "defaultTarget": 0,
        "functionArn": "",
        "scheduledActions": [],
        "target": 0,
        "targetTrackingPolicies": [],
    });
    Ok(Response::json(200, &body))
}

/// No scaling was configured.
pub(crate) fn scaling(call: &mut Call<'_>) -> ApiResult<Response> {
    existing(call)?;
    let body = json!({
        "currentError": "",
        "currentInstances": 0,
        "functionArn": "",
        "horizontalScalingPolicies": [],
        "minInstances": 0,
        "scheduledPolicies": [],
        "targetInstances": 0,
    });
    Ok(Response::json(200, &body))
}

/// No concurrency was reserved.
pub(crate) fn concurrency(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = existing(call)?;
    let message = format!("concurrency config of function '{name}' does not exist");
    Err(ApiError::new(404, "OnDemandConfigNotFound", message))
}

/// No networks were bound.
pub(crate) fn vpc_bindings(call: &mut Call<'_>) -> ApiResult<Response> {
    existing(call)?;
    Ok(Response::json(200, &json!({"vpcIds": []})))
}

/// The tags that functions were created with.
pub(crate) fn tags(call: &mut Call<'_>) -> ApiResult<Response> {
    let wanted: Option<Vec<String>> = call
        .request
        .query("ResourceId")
        .map(|text| {
            serde_json::from_str(&text)
                .map_err(|_| ApiError::invalid("ResourceId must be a JSON array"))
        })
        .transpose()?;
    let asked = |arn: &str| {
        let ends =
            |id: &String| arn == id || arn.strip_suffix(id).is_some_and(|head| head.ends_with('/'));
        wanted.as_ref().is_none_or(|ids| ids.iter().any(ends))
    };
    let lines: Vec<Value> = call
        .state
        .functions
        .values()
        .filter(|function| asked(super::text(&function.fields, "functionArn")))
        .flat_map(|function| tag_lines(&json!(function.fields)))
        .collect();
    let id = call.fresh_id();
    Ok(Response::json(
        200,
        &json!({"TagResources": lines, "RequestId": id}),
    ))
}

fn tag_lines(function: &Value) -> Vec<Value> {
    let tags = function["tags"].as_array();
    let line = |tag: &Value| {
        json!({
            "ResourceId": function["functionArn"],
            "ResourceType": "ALIYUN::FC:FUNCTION",
            "TagKey": tag["Key"],
            "TagValue": tag["Value"],
        })
    };
    tags.into_iter().flatten().map(line).collect()
}

/// The name of the function in the path, which must exist.
fn existing(call: &mut Call<'_>) -> ApiResult<String> {
    let name = call.name(0).to_owned();
    call.state.function(&name)?;
    Ok(name)
}
