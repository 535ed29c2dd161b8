//! Layers: packages that functions share, in numbered versions. What becomes of numbers and rights is guessed
//! (G39).

use serde_json::{Value, json};

use super::body::Shape::{List, Object, Text};
use super::body::{self, Field};
use super::bound;
use crate::call::Call;
use crate::checksum::checksum;
use crate::cloud::Cloud;
use crate::cloud::layer::Layer;
use crate::doc::{Doc, fill};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// `CreateLayerVersionInput`.
pub(super) const CREATE: &[Field] = &[
    (
        "code",
        Object(&[
            ("checksum", Text),
            ("ossBucketName", Text),
            ("ossObjectName", Text),
            ("zipFile", Text),
        ]),
    ),
    ("compatibleRuntime", List(&Text)),
    ("description", Text),
    ("license", Text),
];

impl Cloud {
    /// `CreateLayerVersion`.
    pub(crate) fn create_layer(&mut self, call: &Call<'_>) -> Result<Response> {
        let doc = body::read(call, CREATE)?;
        self.add_layer(call, doc)
    }

    /// The next version of a layer, which may be a new one.
    pub(super) fn add_layer(&mut self, call: &Call<'_>, mut doc: Doc) -> Result<Response> {
        let name = call.name(0).to_owned();
        bound::name("layerName", &name, 64)?;
        let package = match doc.shift_remove("code") {
            Some(Value::Object(code)) => self.package(&code)?,
            _ => return Err(ApiError::required("code")),
        };
        let account = self.account.clone();
        let layer = self.layers.entry(name.clone()).or_insert_with(|| Layer {
            acl: "0".to_owned(),
            ..Layer::default()
        });
        // Numbers are never given twice, even where a version was deleted.
        layer.made += 1;
        let version = layer.made;
        let arn = format!(
            "acs:fc:{}:{account}:layers/{name}/versions/{version}",
            call.region
        );
        fill(
            &mut doc,
            json!({"description": "", "license": "", "compatibleRuntime": []}),
        );
        fill(
            &mut doc,
            json!({
                "acl": layer.acl,
                "codeChecksum": checksum(&package),
                "codeSize": package.len(),
                "createTime": call.now.iso(),
                "layerName": name,
                "layerVersionArn": arn,
                "version": version,
            }),
        );
        layer.versions.insert(version, (doc.clone(), package));
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `GetLayerVersion`, with an address of its package.
    pub(crate) fn get_layer(&mut self, call: &Call<'_>) -> Result<Response> {
        self.layer_version(call, call.name(0), call.name(1))
    }

    /// `GetLayerVersionByArn`.
    pub(crate) fn get_layer_by_arn(&mut self, call: &Call<'_>) -> Result<Response> {
        let arn = call.name(0).to_owned();
        let path = arn.split_once(":layers/").map(|(_, path)| path);
        let parts = path.and_then(|path| path.split_once("/versions/"));
        let (name, version) =
            parts.ok_or_else(|| ApiError::out_of_range("arn", "a layer's ARN"))?;
        self.layer_version(call, name, version)
    }

    /// A version of a layer with an address of its package, which is made for each reading.
    fn layer_version(&mut self, call: &Call<'_>, name: &str, version: &str) -> Result<Response> {
        let (mut doc, package) = self.layer_entry(name, version)?.clone();
        let url = self.store.offer(call, &self.account, package);
        let location = json!({"location": url, "repositoryType": "OSS"});
        doc.insert("code".to_owned(), location);
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `ListLayerVersions`, from `startVersion` on, the oldest first.
    pub(crate) fn list_layer_versions(&mut self, call: &Call<'_>) -> Result<Response> {
        let number = |name: &str| call.param(name).and_then(|text| text.parse::<u32>().ok());
        let start = number("startVersion").unwrap_or(1);
        let limit = number("limit").unwrap_or(20) as usize;
        let layer = self.layer(call.name(0))?;
        let mut rest = layer.versions.range(start..);
        let shown: Vec<Value> = rest
            .by_ref()
            .take(limit)
            .map(|(_, (doc, _))| Value::Object(doc.clone()))
            .collect();
        let mut body = json!({"layers": shown});
        if let Some((next, _)) = rest.next() {
            body["nextVersion"] = (*next).into();
        }
        Ok(Response::ok(&body))
    }

    /// `ListLayers`: the newest version of each.
    pub(crate) fn list_layers(&mut self, call: &Call<'_>) -> Result<Response> {
        let newest = self.layers.iter().filter_map(|(name, layer)| {
            let (_, (doc, _)) = layer.versions.last_key_value()?;
            Some((name, Value::Object(doc.clone())))
        });
        super::page::page(call, "layers", newest)
    }

    /// `DeleteLayerVersion`. The layer goes with its last version.
    pub(crate) fn delete_layer(&mut self, call: &Call<'_>) -> Result<Response> {
        self.layer_entry(call.name(0), call.name(1))?;
        let number: u32 = call.name(1).parse().unwrap_or_default();
        if let Some(layer) = self.layers.get_mut(call.name(0)) {
            layer.versions.remove(&number);
            if layer.versions.is_empty() {
                self.layers.remove(call.name(0));
            }
        }
        Ok(Response::empty(204))
    }

    /// `PutLayerACL`.
    pub(crate) fn put_layer_acl(&mut self, call: &Call<'_>) -> Result<Response> {
        self.layer(call.name(0))?;
        let public = call.param("public").as_deref() == Some("true");
        let acl = call
            .param("acl")
            .unwrap_or_else(|| u8::from(public).to_string());
        if let Some(layer) = self.layers.get_mut(call.name(0)) {
            // Every version shows the right of the whole layer.
            for (doc, _) in layer.versions.values_mut() {
                doc.insert("acl".to_owned(), acl.clone().into());
            }
            layer.acl = acl;
        }
        Ok(Response::empty(204))
    }

    /// A layer, or the refusal that there is none of that name.
    fn layer(&self, name: &str) -> Result<&Layer> {
        let missing = || {
            let message = format!("layer '{name}' does not exist");
            ApiError::new(404, "LayerNotFound", message)
        };
        self.layers.get(name).ok_or_else(missing)
    }

    /// A version and its package; the layer is looked for first, so that the refusal names what is missing.
    fn layer_entry(&self, name: &str, version: &str) -> Result<&(Doc, Vec<u8>)> {
        let found = version
            .parse()
            .ok()
            .and_then(|number: u32| self.layer(name).ok()?.versions.get(&number));
        let missing = || {
            let message = format!("version '{version}' of layer '{name}' does not exist");
            ApiError::new(404, "LayerVersionNotFound", message)
        };
        self.layer(name)?;
        found.ok_or_else(missing)
    }
}
