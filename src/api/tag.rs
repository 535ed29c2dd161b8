//! The calls about what is not part of a function's own update: its tags and its resource group.

use serde_json::{Value, json};

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::Failure;
use crate::model::resource::Resource;

const TAG: Action = Action::new("TagResources", Task::Create);
const UNTAG: Action = Action::new("UntagResources", Task::Delete);
const GROUP: Action = Action::new("ChangeResourceGroup", Task::Update);

impl Client<'_> {
    /// Puts tags on the function; `tags` is the API's list of `Key` and `Value`. A tag of that key
    /// gets the new value.
    ///
    /// # Errors
    /// [`Failure::gone`] where the function is no more.
    pub async fn tag(&self, function: &Resource, tags: &Value) -> Result<(), Failure> {
        let body = json!({"ResourceId": [arn(function)], "ResourceType": "FUNCTION", "Tag": tags});
        self.silent(Call::new(TAG, &["tags-v2"]).body(&body)).await
    }

    /// Takes the tags of those keys off the function.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn untag(&self, function: &Resource, keys: &[String]) -> Result<(), Failure> {
        let mut call = Call::new(UNTAG, &["tags-v2"]);
        call.query = vec![
            ("ResourceId", json!([arn(function)]).to_string()),
            ("ResourceType", "function".to_owned()),
            ("TagKey", json!(keys).to_string()),
        ];
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
        self.silent(Call::new(GROUP, &["resource-groups"]).body(&body))
            .await
    }
}

fn arn(function: &Resource) -> String {
    let Resource {
        account,
        region,
        function,
        ..
    } = function;
    format!("acs:fc:{region}:{account}:functions/{function}")
}
