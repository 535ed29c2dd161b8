//! What to do about a failed call: the next step, where the failure shows one.

use super::call::{Action, Task};
use super::failure::{Failure, Reason};
use super::refusal::{Fault, Refusal};
use crate::ports::TransportError;
use crate::words;
use crate::words::Words;

/// The hint for that failure.
pub(super) fn hint(failure: &Failure) -> Option<Words> {
    match &*failure.reason {
        Reason::Refused(refusal) => refused(refusal, failure.action),
        Reason::Unreadable { .. } => Some(stranger()),
        Reason::Lost { error, .. } => Some(match error {
            TransportError::Connect(_) => words!(
                "check the region, `endpoint` in s.yaml, FC_CLIENT_CUSTOM_ENDPOINT, and the network or proxy",
                "请检查 region、s.yaml 中的 endpoint、FC_CLIENT_CUSTOM_ENDPOINT，以及网络或代理"
            ),
            TransportError::Timeout => timeout(failure.action),
            TransportError::Broken(_) => again(),
        }),
    }
}

fn refused(refusal: &Refusal, action: Action) -> Option<Words> {
    match refusal.fault() {
        Fault::Busy | Fault::Server => Some(again()),
        Fault::Clock => Some(words!("set this machine's clock right", "请校准本机时钟")),
        Fault::Token => Some(words!(
            "the temporary credentials have expired or do not belong together: get new ones",
            "临时凭证已过期或不匹配，请重新获取"
        )),
        Fault::Key => Some(words!(
            "check the access key: `s config get` shows it, `s config add` replaces it",
            "请检查访问密钥：可用 `s config get` 查看，用 `s config add` 更换"
        )),
        Fault::Permission => Some(permission(refusal, action)),
        Fault::Stranger => Some(stranger()),
        Fault::Value | Fault::Other => None,
    }
}

fn permission(refusal: &Refusal, action: Action) -> Words {
    let known = match action.task {
        Task::Token | Task::Upload => None,
        _ => Some(format!("fc:{}", action.name)),
    };
    match refusal.permission.clone().or(known) {
        Some(name) => words!(
            "allow {name} to this access key's RAM user or role, or use another key (`-a <name>`)",
            "请为该密钥所属的 RAM 用户或角色授予 {name} 权限，或改用其他密钥（`-a <名称>`）"
        ),
        None => words!(
            "give this access key's RAM user or role the policy AliyunFCFullAccess, or use another key (`-a <name>`)",
            "请为该密钥所属的 RAM 用户或角色授予 AliyunFCFullAccess 策略，或改用其他密钥（`-a <名称>`）"
        ),
    }
}

fn timeout(action: Action) -> Words {
    let variable = match action.task {
        Task::Upload => "FC_GUARD_UPLOAD_TIMEOUT",
        _ => "FC_CLIENT_READ_TIMEOUT",
    };
    words!(
        "check the network; {variable}=<seconds> gives it more time",
        "请检查网络；可用 {variable}=<秒数> 延长等待时间"
    )
}

fn stranger() -> Words {
    words!(
        "that is not how Function Compute answers: check the region, `endpoint` in s.yaml, and any proxy",
        "这不是函数计算的应答：请检查 region、s.yaml 中的 endpoint，以及代理"
    )
}

fn again() -> Words {
    words!(
        "try again in a minute; if it stays, ask Alibaba Cloud support and name the request id",
        "请稍后重试；若持续出现，请将请求 ID 提供给阿里云技术支持"
    )
}
