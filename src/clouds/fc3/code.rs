//! Downloads the code that is online.

use super::service::FC3;
use crate::clouds::{fc2, oss};
use crate::error::{self, Error};
use crate::model::resource::{Generation, Resource};
use crate::package::{LIMIT, checksum};
use crate::ports::{Method, Request, Watch};
use crate::wire::{Action, Call, Client, Failure, Task, USER_AGENT, pair, unreadable};
use crate::words;
use crate::words::Words;

const GET_CODE: Action = Action::new(&FC3, "GetFunctionCode", Task::Read);

/// The call that asks where it lies.
fn code_call<'c>(function: &Resource, qualifier: &str) -> Call<'c> {
    if function.generation == Generation::SECOND {
        return fc2::code_call(function, qualifier);
    }
    Call::new(GET_CODE, &["functions", function.name(), "code"]).query("qualifier", qualifier)
}

impl Client<'_> {
    /// The code package of the function as it is online. `watch` is told how much of it is here, from
    /// nothing on with every try.
    ///
    /// # Errors
    /// The service does not say where it is, or other bytes arrive than it has.
    pub async fn download(
        &self,
        function: &Resource,
        qualifier: &str,
        watch: Watch<'_>,
    ) -> error::Result<Vec<u8>> {
        let name = function.root_name();
        let label = words!("the code of function {name}", "函数 {name} 的代码");
        let (url, expected) = self
            .code_url(code_call(function, qualifier))
            .await
            .map_err(|failure| failure.into_error(&label))?;
        let bytes = self.fetch(&url, &label, Some(watch)).await?;
        let found = checksum(&bytes);
        // A service that names no checksum leaves nothing to compare with.
        if !expected.is_empty() && found != expected {
            return Err(Error::cloud(words!(
                "the downloaded code is damaged: its checksum is {found}, that of the live code is {expected}",
                "下载的代码已损坏：校验值为 {found}，线上为 {expected}"
            ))
            .hint(words!("run the command again", "请重新执行该命令")));
        }
        Ok(bytes)
    }

    /// Where the package lies for a while, and its checksum, which is empty where the service does not say
    /// it.
    async fn code_url(&self, call: Call<'_>) -> Result<(String, String), Failure> {
        let response = self.send(&call).await?;
        let doc = self.document(call.action, &response)?;
        let text = |name: &str| doc[name].as_str().unwrap_or_default().to_owned();
        match text("url") {
            // An address that nobody can call is no better than none.
            url if url.starts_with("http") => Ok((url, text("checksum"))),
            _ => {
                let detail = words!(
                    "the reply does not say where the code is",
                    "响应中没有代码的下载地址"
                );
                Err(unreadable(call.action, &response, detail))
            }
        }
    }

    /// Whatever an address gives. `watch` is told how much of it is here, from nothing on with every
    /// try.
    ///
    /// # Errors
    /// It cannot be reached, or answers anything else than success.
    pub async fn fetch(
        &self,
        url: &str,
        label: &Words,
        watch: Option<Watch<'_>>,
    ) -> error::Result<Vec<u8>> {
        let response = self
            .exchange(oss::GET, watch, || self.get_url(url))
            .await
            .map_err(|failure| failure.into_error(label))?;
        Ok(response.body)
    }

    /// The URL carries its own signature, where it has one.
    fn get_url(&self, url: &str) -> Request {
        Request {
            method: Method::Get,
            url: url.to_owned(),
            headers: vec![pair("user-agent", USER_AGENT)],
            body: Vec::new(),
            timeout: self.patience_for_bytes(),
            limit: LIMIT,
        }
    }
}
