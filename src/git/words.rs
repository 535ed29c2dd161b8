//! What people are told of the tree.

use super::{Checkout, UnknownReason};
use crate::plain::line;
use crate::words;
use crate::words::Words;

impl UnknownReason {
    /// Why it is not known, and what makes it known, in one line.
    pub fn words(self) -> Words {
        match self {
            UnknownReason::NoGit => words!(
                "git is not installed here: install it, so that commits can be compared",
                "本机没有 git：安装后才能比较提交"
            ),
            UnknownReason::NoRepository => words!(
                "this folder is in no git repository: deploy from a clone, so that commits can be compared",
                "当前目录不在 git 仓库中：从克隆的仓库部署才能比较提交"
            ),
            UnknownReason::Refused => words!(
                "git refuses this repository because its files belong to somebody else: 'git status' here shows the safe.directory command that allows it",
                "该仓库的文件属于其他用户，git 拒绝读取：在此执行 'git status' 可看到允许读取的 safe.directory 命令"
            ),
            UnknownReason::NoCommit => words!(
                "nothing is committed here yet: commit before you deploy",
                "这里还没有任何提交：请先提交再部署"
            ),
            UnknownReason::TimedOut => words!(
                "git did not answer within 5 seconds: 'git status' here shows how long it takes",
                "git 在 5 秒内没有响应：可在此执行 'git status' 查看耗时"
            ),
            UnknownReason::Failed => words!(
                "git could not tell: 'git status' here shows why",
                "git 无法给出结果：在此执行 'git status' 可查看原因"
            ),
            UnknownReason::Shallow => words!(
                "this clone lacks older commits: 'git fetch --unshallow --filter=tree:0' brings them (in a pipeline: fetch-depth: 0)",
                "当前克隆缺少较早的提交：可用 'git fetch --unshallow --filter=tree:0' 补全（流水线中设置 fetch-depth: 0）"
            ),
            UnknownReason::DirtyHere => words!(
                "files here are changed and not committed: commit them (in a pipeline: have no step change them, or name them in .gitignore), so that commits can be compared",
                "本地有未提交的改动：提交后才能比较提交（流水线中请避免步骤改动文件，或写入 .gitignore）"
            ),
            UnknownReason::DirtyThere => words!(
                "what is online was deployed from files that were not committed: no commit tells what they were",
                "线上内容是用未提交的文件部署的：没有提交能说明其内容"
            ),
            UnknownReason::OtherRepository => words!(
                "what is online was deployed from another repository, or from this one under another address: 'git fetch' may bring its commit, else deploy from a clone of that one, or decide about each difference",
                "线上内容是从另一个仓库部署的，或来自同一仓库的另一个地址：可尝试 'git fetch' 取得其提交，否则请从那个仓库部署，或逐项决定差异"
            ),
            UnknownReason::Unsaid => words!(
                "what is online does not say from which commit it was deployed: the next deploy from a clone does",
                "线上内容没有记录部署时的提交：下次从克隆的仓库部署后就会有"
            ),
            UnknownReason::Absent => words!(
                "the commit that is online is not in this clone: 'git fetch' may bring it",
                "线上内容对应的提交不在当前克隆中：可尝试 'git fetch'"
            ),
        }
    }
}

/// How many of the files that are in no commit are named.
const NAMED: usize = 3;

impl Checkout {
    /// What is said in a pipeline, where nobody has edited anything, of a tree that is none of a commit.
    pub fn untidy(&self) -> Option<Words> {
        let first: Vec<String> = self
            .changed
            .iter()
            .take(NAMED)
            .map(|one| line(one))
            .collect();
        let (names, more) = (first.join(", "), self.changed.len() - first.len());
        let Words { en, zh } = match (first.len(), more) {
            (0, _) => return None,
            (_, 0) => Words::same(names),
            (_, more) => words!("{names} and {more} more", "{names} 等，另有 {more} 项"),
        };
        Some(words!(
            "what is deployed here is no commit's: changed, or in none: {en}. Nobody can tell then whether this commit contains what is online; have no step before the deploy change them, or name them in .gitignore",
            "这里部署的内容不属于任何提交：有改动或不在任何提交中：{zh}。因此无法判断本次提交是否包含线上的内容；请避免之前的步骤改动它们，或写入 .gitignore"
        ))
    }

    /// What is said where the pipeline names another commit than the one that lies here.
    pub fn contradiction(&self) -> Option<Words> {
        let here = self.commit.as_ref()?.short();
        let claimed = self.claimed.as_ref()?.short();
        Some(words!(
            "the pipeline names commit {claimed}, and {here} is checked out: {here} counts",
            "流水线给出的提交是 {claimed}，而实际检出的是 {here}：以 {here} 为准"
        ))
    }
}
