//! The calls about what is not part of a function's own update: its tags and its resource group.

use serde_json::{Value, json};

use super::service::FC3;
use crate::wire::{Action, Body, Call, Client, Failure, Task};

const TAG: Action = Action::new(&FC3, "TagResources", Task::Set);
const UNTAG: Action = Action::new(&FC3, "UntagResources", Task::Delete);
const GROUP: Action = Action::new(&FC3, "ChangeResourceGroup", Task::Update);

impl Client<'_> {
    /// Puts tags on the function with that ARN; `tags` is the API's list of `Key` and `Value`. A tag of that
    /// key gets the new value.
    ///
    /// # Errors
    /// [`Failure::gone`] where the function is no more.
    pub async fn tag(&self, arn: &str, tags: &Value) -> Result<(), Failure> {
        // The type in capital letters here and in small ones below, as upstream sends it to either call.
        let body = json!({"ResourceId": [arn], "ResourceType": "FUNCTION", "Tag": tags});
        self.silent(Call::new(TAG, &["tags-v2"]).body(Body::Json(&body)))
            .await
    }

    /// Takes the tags of those keys off the function with that ARN.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn untag(&self, arn: &str, keys: &[String]) -> Result<(), Failure> {
        // A list in a query is JSON in a text.
        let call = Call::new(UNTAG, &["tags-v2"])
            .query("ResourceId", json!([arn]).to_string())
            .query("ResourceType", "function")
            .query("TagKey", json!(keys).to_string());
        self.silent(call).await
    }

    /// Moves the function to another resource group.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn change_resource_group(&self, function: &str, group: &str) -> Result<(), Failure> {
        let body = json!({
            "NewResourceGroupId": group,
            "ResourceId": function,
            "ResourceType": "function",
        });
        self.silent(Call::new(GROUP, &["resource-groups"]).body(Body::Json(&body)))
            .await
    }
}
