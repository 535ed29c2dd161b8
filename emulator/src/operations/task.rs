//! Asynchronous invocations as tasks. Nothing runs here, so each has ended as soon as it is known (G36).

use serde_json::{Value, json};

use crate::call::Call;
use crate::cloud::Cloud;
use crate::doc::{Doc, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// How a task ends here.
const DONE: &str = "Succeeded";

impl Cloud {
    /// Notes an asynchronous invocation and returns its id.
    pub(super) fn begin_task(&mut self, call: &Call<'_>) -> Result<String> {
        let given = call
            .request
            .header("x-fc-async-task-id")
            .unwrap_or_default();
        // The client may choose the id, and is refused one that is taken.
        let id = match given {
            "" => self.ids.uuid(),
            given => given.to_owned(),
        };
        let request = self.ids.request(call.now);
        let function = self.function_mut(call.name(0))?;
        let arn = function.arn().to_owned();
        let qualifier = function.qualifier(call)?;
        if function.tasks.contains_key(&id) {
            let message = format!("async task '{id}' already exists");
            return Err(ApiError::new(
                400,
                "StatefulAsyncInvocationAlreadyExists",
                message,
            ));
        }
        let task = json!({
            "endTime": call.now.millis(),
            "functionArn": arn,
            "qualifier": qualifier,
            "requestId": request,
            "startedTime": call.now.millis(),
            "status": DONE,
            "taskId": id,
        });
        function
            .tasks
            .insert(id.clone(), task.as_object().cloned().unwrap_or_default());
        Ok(id)
    }

    /// `GetAsyncTask`.
    pub(crate) fn get_task(&mut self, call: &Call<'_>) -> Result<Response> {
        let task = self.task_mut(call)?.clone();
        Ok(Response::ok(&Value::Object(task)))
    }

    /// `ListAsyncTasks`.
    pub(crate) fn list_tasks(&mut self, call: &Call<'_>) -> Result<Response> {
        let status = call.param("status").filter(|status| !status.is_empty());
        let fits = |task: &Doc| {
            status
                .as_deref()
                .is_none_or(|status| text(task, "status") == Some(status))
        };
        let tasks = self.function(call.name(0))?.tasks.iter();
        let listed = tasks
            .filter(|(_, task)| fits(task))
            .map(|(id, task)| (id, Value::Object(task.clone())));
        super::page::page(call, "tasks", listed)
    }

    /// `StopAsyncTask`. What has ended stays as it ended.
    pub(crate) fn stop_task(&mut self, call: &Call<'_>) -> Result<Response> {
        self.task_mut(call)?;
        Ok(Response::empty(204))
    }

    /// A task, or the refusal that there is none of that id.
    fn task_mut(&mut self, call: &Call<'_>) -> Result<&mut Doc> {
        let (function, id) = (call.name(0), call.name(1));
        let found = self.function_mut(function)?.tasks.get_mut(id);
        found.ok_or_else(|| {
            let message = format!("async task '{id}' of function '{function}' does not exist");
            ApiError::new(404, "AsyncTaskNotFound", message)
        })
    }
}
