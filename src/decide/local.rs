//! The flag that overwrites online with what is here. Flags take back what was kept before, too, so the
//! one that is suggested reaches no further than the question, and says what else it would overwrite.

use crate::drift::Stands;
use crate::plan::Asked;
use crate::words;
use crate::words::Words;

/// The flag for these questions, and what it does.
pub(super) fn flag(open: &[Asked], stands: Stands) -> (&'static str, Words) {
    let code = open.iter().any(|asked| asked.question.is_code());
    let config = open.iter().any(|asked| !asked.question.is_code());
    // The flag of one half is only better where the wider one would take back something in the other half.
    match (config, code) {
        (false, true) if stands.config => (
            "--code local",
            words!(
                "overwrite the live code with the local code",
                "用本地代码覆盖线上代码"
            ),
        ),
        (true, false) if stands.code && !stands.config => (
            "--config local",
            words!(
                "overwrite the live settings with the local ones",
                "用本地配置覆盖线上配置"
            ),
        ),
        (true, false) if stands.code => (
            "--config local",
            words!(
                "overwrite the live settings with the local ones, including those kept before",
                "用本地配置覆盖线上配置，包括此前保留的配置"
            ),
        ),
        // Nothing is kept that it could take back.
        _ if stands == Stands::default() => (
            "--use-local",
            words!(
                "overwrite the live version with the local one",
                "用本地内容覆盖线上"
            ),
        ),
        _ => (
            "--use-local",
            words!(
                "overwrite the live version with the local one, including what was kept before",
                "用本地内容覆盖线上，包括此前保留的内容"
            ),
        ),
    }
}
