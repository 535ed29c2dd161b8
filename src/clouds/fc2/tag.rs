//! The tags of services: nothing else of this generation has any, and no reply about a service shows them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::FC2;
use crate::model::resource::Resource;
use crate::wire::{Action, Body, Call, Client, Failure, Task, unreadable};
use crate::words;

const TAG: Action = Action::new(&FC2, "TagResource", Task::Set);
const TAGS: Action = Action::new(&FC2, "GetResourceTags", Task::Read);
const UNTAG: Action = Action::new(&FC2, "UntagResource", Task::Delete);

impl Client<'_> {
    /// The tags of a service.
    ///
    /// # Errors
    /// Whatever else than texts by their keys comes back.
    pub async fn service_tags(
        &self,
        service: &Resource,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let response = self
            .send(&Call::new(TAGS, &["tag"]).query("resourceArn", service.arn()))
            .await?;
        let doc = self.document(TAGS, &response)?;
        let tags = match &doc["tags"] {
            Value::Null => return Ok(BTreeMap::new()),
            Value::Object(tags) => tags,
            _ => {
                let detail = words!("the reply is not a list of tags", "响应不是标签列表");
                return Err(unreadable(TAGS, &response, detail));
            }
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let tags = tags.iter().map(|(key, value)| (key.clone(), text(value)));
        Ok(tags.collect())
    }

    /// Puts tags on a service, texts by their keys. One of the same key gets the new value.
    ///
    /// # Errors
    /// [`Failure::gone`] where the service is no more.
    pub async fn tag_service(&self, service: &Resource, tags: &Value) -> Result<(), Failure> {
        let body = json!({"resourceArn": service.arn(), "tags": tags});
        self.silent(Call::new(TAG, &["tag"]).body(Body::Json(&body)))
            .await
    }

    /// Takes the tag of that key off a service.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn untag_service(&self, service: &Resource, key: &str) -> Result<(), Failure> {
        let body = json!({"resourceArn": service.arn(), "tagKeys": [key], "all": false});
        self.silent(Call::new(UNTAG, &["tag"]).body(Body::Json(&body)))
            .await
    }
}
