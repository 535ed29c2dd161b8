//! Layers. They are those of FC 3.0, told in the words of FC 2.0.

use serde_json::{Value, json};

use super::super::layer::CREATE;
use super::{body, defaults};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::fc2::Fc2;
use crate::doc::text;
use crate::error::Result;
use crate::http::Response;

impl Fc2 {
    /// `POST /layers/L/versions`.
    pub(crate) fn create_layer(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, CREATE)?;
        let response = cloud.add_layer(call, input)?;
        Ok(retold(cloud, &response))
    }

    /// `GET /layers/L/versions/N`.
    pub(crate) fn get_layer(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let response = cloud.get_layer(call)?;
        Ok(retold(cloud, &response))
    }

    /// `GET /layerarn/ARN`.
    pub(crate) fn get_layer_by_arn(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let response = cloud.get_layer_by_arn(call)?;
        Ok(retold(cloud, &response))
    }

    /// `GET /layers/L/versions`.
    pub(crate) fn list_layer_versions(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let response = cloud.list_layer_versions(call)?;
        Ok(retold(cloud, &response))
    }

    /// `GET /layers`.
    pub(crate) fn list_layers(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let response = cloud.list_layers(call)?;
        Ok(retold(cloud, &response))
    }
}

/// A reply about layers as FC 2.0 has it. What it calls them is guessed (G64).
fn retold(cloud: &Cloud, response: &Response) -> Response {
    let mut body = response.json();
    if let Some(Value::Array(layers)) = body.get_mut("layers") {
        layers.iter_mut().for_each(|layer| retell(cloud, layer));
    } else {
        retell(cloud, &mut body);
    }
    Response::ok(&body)
}

/// One version of a layer.
fn retell(cloud: &Cloud, layer: &mut Value) {
    let Value::Object(layer) = layer else {
        return;
    };
    let version = layer.get("version").and_then(Value::as_u64);
    let version = version.unwrap_or_default().to_string();
    let name = text(layer, "layerName").unwrap_or_default();
    let id = defaults::layer_id(&cloud.account, name, &version);
    let acl = text(layer, "acl").and_then(|acl| acl.parse::<u8>().ok());
    layer.insert("acl".to_owned(), json!(acl.unwrap_or_default()));
    let arn = layer.shift_remove("layerVersionArn");
    layer.insert("arn".to_owned(), id.into());
    layer.insert("arnV2".to_owned(), arn.unwrap_or_default());
}
