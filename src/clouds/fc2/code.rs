//! Where the code of a function of a service lies.

use super::FC2;
use crate::model::resource::Resource;
use crate::wire::{Action, Call, Task};

const GET_CODE: Action = Action::new(&FC2, "GetFunctionCode", Task::Read);

/// The call that asks where the code lies, at a version or an alias of the service.
pub(in crate::clouds) fn code_call<'c>(function: &Resource, qualifier: &str) -> Call<'c> {
    let service = super::resource::qualified(function, qualifier);
    Call::new(
        GET_CODE,
        &["services", &service, "functions", function.name(), "code"],
    )
}
