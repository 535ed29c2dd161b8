//! The demo: the example goes through the three situations with the real `s` CLI, against the
//! emulator. Every step says what it does, shows it, and checks that it did so.
//!
//! It ends with an error where anything is not as its words say, so it cannot come to show something that is
//! not true.

pub(crate) mod emulator;
pub(crate) mod interrupt;
mod lang;
mod sandbox;
mod stage;

use std::env;
use std::io;
use std::io::IsTerminal;

use anyhow::Result;
use serde_json::json;

use crate::demo::emulator::Emulator;
use crate::demo::interrupt::Interrupt;
pub(crate) use crate::demo::interrupt::Interrupted;
use crate::demo::lang::Lang;
use crate::demo::sandbox::Sandbox;
use crate::demo::stage::Stage;
use crate::project::Project;

/// Shows all three situations. What was started ends and what was written goes away with it.
pub(crate) fn run(project: &Project, auto: bool) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let sandbox = Sandbox::new(project)?;
    let emulator = Emulator::start(&project.binary("fc-emulator"), sandbox.path())?;
    let stage = Stage {
        project,
        sandbox: &sandbox,
        emulator: &emulator,
        interrupt: &interrupt,
        lang: Lang::chosen(),
        attended: !auto && somebody(),
    };
    introduce(&stage);
    absent(&stage)?;
    changed(&stage)?;
    cloned(&stage)?;
    conclude(&stage)
}

/// The same test as fc-guard's own: a terminal in both directions, and no CI.
fn somebody() -> bool {
    let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    terminal && env::var_os("CI").is_none()
}

/// Says what is about to be shown, and who answers.
fn introduce(stage: &Stage) {
    stage.say(
        "A copy of examples/http-python, the real `s` CLI, and an emulated cloud on this machine: \
         no account is needed and nothing outside a temporary folder is touched.",
        "examples/http-python 的一份副本、真正的 `s` 命令行，以及本机上的模拟云：\
         不需要任何账号，也不会改动临时目录以外的任何内容。",
    );
    if !stage.attended {
        stage.say(
            "Nobody answers questions here, so each one is first refused and then decided by a flag.",
            "这里没有人回答问题，所以每个问题先被拒绝，再用参数决定。",
        );
    }
}

/// Situation 1: not online yet.
fn absent(stage: &Stage) -> Result<()> {
    stage.title("1. Not online yet", "一、线上还没有");
    stage.say(
        "The function is not online, so the deploy creates it and asks nothing.",
        "线上没有这个函数，部署会直接创建，不问任何问题。",
    );
    let created = stage.deploy(&[], false)?;
    stage.verify(
        created.code == 0 && created.writes > 0,
        "the function was created",
        "函数已创建",
    )?;
    stage.say(
        "Nothing has changed since, so the same command has nothing to do.",
        "之后什么都没有变，同样的命令无事可做。",
    );
    let again = stage.deploy(&[], false)?;
    stage.verify(again.idle(), "nothing was written", "没有任何写入")
}

/// Situation 2: deployed from here, then changed by somebody else.
fn changed(stage: &Stage) -> Result<()> {
    stage.title(
        "2. Deployed from here, changed online, deployed again",
        "二、从这里部署过，线上被改过，再次部署",
    );
    stage.say(
        "A colleague gives the function more memory and a new variable in the console.",
        "同事在控制台给函数加了内存，还加了一个环境变量。",
    );
    stage.console(&json!({
        "memorySize": 1024,
        "environmentVariables": { "LOG_LEVEL": "debug" },
    }))?;
    stage.say(
        "You know nothing of that, and want a longer timeout.",
        "你并不知道这件事，只想把超时时间调长。",
    );
    stage.edit("timeout: 30", "timeout: 60")?;
    decide(stage, "--use-local")?;
    // A person may answer anything, so nothing of it can be checked.
    if stage.attended {
        return Ok(());
    }
    let live = stage.live()?;
    stage.verify(
        live["memorySize"] == 512
            && live["timeout"] == 60
            && live["environmentVariables"] == json!({ "GREETING": "hello" }),
        "online is now what s.yaml says",
        "线上现在与 s.yaml 一致",
    )
}

/// Situation 3: nothing is known here about what is online.
fn cloned(stage: &Stage) -> Result<()> {
    stage.title(
        "3. New here, but already online",
        "三、这里是新的，但线上已经有了",
    );
    stage.say(
        "A fresh clone knows nothing of earlier deploys, and asks for another memory size.",
        "一份新的克隆不知道以前的部署，并且要求不同的内存大小。",
    );
    stage.sandbox.forget()?;
    stage.edit("memorySize: 512", "memorySize: 768")?;
    // Read before the question, because afterwards it is what has to be proved.
    let before = stage.live()?;
    let decided = decide(stage, "--use-remote")?;
    if !stage.attended {
        stage.verify(
            stage.live()? == before,
            "online is as it was before",
            "线上与之前完全相同",
        )?;
    }
    // Whoever stopped has decided nothing that could be remembered.
    if decided {
        remembered(stage)?;
    }
    Ok(())
}

/// An answer that was given once is not asked for again.
fn remembered(stage: &Stage) -> Result<()> {
    stage.say(
        "The answer is remembered: deploying again neither asks nor writes.",
        "回答会被记住：再次部署既不再问，也不写入。",
    );
    let again = stage.deploy(&[], false)?;
    stage.verify(
        again.idle(),
        "nothing was asked or written",
        "没有再问，也没有写入",
    )
}

/// The question of a deploy: a person answers it, or else it is refused and a flag decides. Returns
/// whether it was decided.
fn decide(stage: &Stage, flag: &str) -> Result<bool> {
    if stage.attended {
        return answer(stage);
    }
    stage.say(
        "Without anybody to ask, the deploy shows the differences, writes nothing and fails.",
        "没有人可以询问时，部署只显示差异，不写入任何内容，并以失败退出。",
    );
    let refused = stage.deploy(&[], false)?;
    stage.verify(
        refused.refused(),
        "it refused and wrote nothing",
        "部署被拒绝，没有任何写入",
    )?;
    stage.say("The flag that it named decides.", "用它给出的参数来决定。");
    let decided = stage.deploy(&[flag], false)?;
    stage.verify(decided.code == 0, "it was decided and done", "已决定并完成")?;
    Ok(true)
}

/// Lets a person answer. Returns whether they decided.
fn answer(stage: &Stage) -> Result<bool> {
    stage.say(
        "Your turn: the deploy shows what differs and asks. Every answer is right, stopping too.",
        "轮到你了：部署会显示差异并提问。怎么回答都可以，停止也行。",
    );
    let answered = stage.deploy(&[], true)?;
    if answered.code == 0 {
        stage.say(
            "You have decided, and that was done.",
            "你做了决定，已照办。",
        );
        return Ok(true);
    }
    stage.verify(
        answered.refused(),
        "you stopped, and nothing was written",
        "你选择了停止，没有任何写入",
    )?;
    Ok(false)
}

/// Shows what is online at the end.
fn conclude(stage: &Stage) -> Result<()> {
    stage.say("This is online at the end:", "最后线上的配置：");
    println!("{}", stage.live()?);
    stage.say(
        "That was all. The emulator stops now and the temporary folder goes away.",
        "演示结束。模拟云随即停止，临时目录也会被删除。",
    );
    Ok(())
}
