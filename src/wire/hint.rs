//! What to do about a failed call: the next step, where the failure shows one.

use super::call::{Action, Task};
use super::failure::{Failure, Reason};
use super::refusal::{Refusal, RefusalFault};
use super::service::Right;
use crate::ports::TransportError;
use crate::words;
use crate::words::Words;

/// The hint for that failure.
pub(super) fn hint(failure: &Failure) -> Words {
    match &*failure.reason {
        Reason::Refused(refusal) => refused(refusal, failure.action),
        Reason::Unreadable { .. } | Reason::NoCall => stranger(failure.action),
        Reason::Lost { error, .. } => match error {
            TransportError::Connect(_) => (failure.action.service.way)(),
            TransportError::Timeout => timeout(failure.action),
            TransportError::Broken(_) => again(),
            TransportError::TooLarge(_) => stranger(failure.action),
        },
    }
}

fn refused(refusal: &Refusal, action: Action) -> Words {
    match refusal.fault() {
        RefusalFault::Busy | RefusalFault::Server => again(),
        RefusalFault::Clock => words!(
            "correct this machine's clock, then run the command again",
            "请校准本机时钟，然后重新执行该命令"
        ),
        RefusalFault::Token => words!(
            "the temporary credentials have expired or do not match: obtain new ones",
            "临时凭证已过期或不配套：请重新获取"
        ),
        RefusalFault::Key => words!(
            "check the access key: where Serverless Devs keeps it, 's config get' shows it and 's config add' replaces it",
            "请检查 AccessKey：如由 Serverless Devs 保存，可用 's config get' 查看，用 's config add' 更换"
        ),
        RefusalFault::Permission => permission(refusal, action),
        RefusalFault::Stranger => stranger(action),
        RefusalFault::Value if action.writes() => words!(
            "correct that setting in s.yaml, then deploy again",
            "请在 s.yaml 中更正该设置，然后重新部署"
        ),
        RefusalFault::Value | RefusalFault::Other => words!(
            "do what the message says; if that does not help, give the request id to Alibaba Cloud support",
            "请按上面的错误信息处理；若无法解决，请将请求 ID 提供给阿里云技术支持"
        ),
    }
}

fn permission(refusal: &Refusal, action: Action) -> Words {
    // What the server itself calls the right is nearer the truth than the name of the action.
    let named = match action.service.right {
        Right::Action(ram) => Ok(format!("{ram}:{}", action.name)),
        Right::Policy(policy) => Err(policy),
    };
    match refusal.permission.clone().map_or(named, Ok) {
        Ok(name) => words!(
            "grant {name} to the RAM user or role of this access key, or use another key (-a ALIAS)",
            "请为该密钥所属的 RAM 用户或角色授予 {name} 权限，或改用其他密钥（-a ALIAS）"
        ),
        Err(policy) => words!(
            "grant the policy {policy} to the RAM user or role of this access key, or use another key (-a ALIAS)",
            "请为该密钥所属的 RAM 用户或角色授予 {policy} 权限策略，或改用其他密钥（-a ALIAS）"
        ),
    }
}

fn timeout(action: Action) -> Words {
    let variable = match action.task {
        Task::Upload => "FC_GUARD_UPLOAD_TIMEOUT",
        _ => "FC_CLIENT_READ_TIMEOUT",
    };
    words!(
        "check the network, or allow more time with the environment variable {variable}=SECONDS",
        "请检查网络；可设置环境变量 {variable}=SECONDS 延长等待时间"
    )
}

fn stranger(action: Action) -> Words {
    let Words { en, zh } = (action.service.title)();
    words!(
        "this reply does not look like one from {en}: check region and endpoint in s.yaml, and any proxy",
        "返回的内容不像来自{zh}：请检查 s.yaml 中的 region 和 endpoint，以及代理"
    )
}

fn again() -> Words {
    words!(
        "try again in a minute; if it keeps failing, give the request id to Alibaba Cloud support",
        "请稍后重试；若持续失败，请将请求 ID 提供给阿里云技术支持"
    )
}
