//! The verdicts, and the one table of what they are called.

use crate::model::mark::Vouch;
use crate::words;
use crate::words::Words;

/// What the witnesses say about one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nobody changed it.
    Settled,
    /// Nobody changed it, and it was decided earlier that what is online stays although the file says
    /// otherwise.
    Standing,
    /// Changed, and both sides say the same now.
    Agreed,
    /// Moved online only because the service moves it with a setting that it follows, so that whatever is
    /// decided about that one holds for it, too. The file leaves it to the service.
    Along,
    /// Changed here: ours to apply.
    Local,
    /// Changed online by somebody else.
    Remote,
    /// Changed on both sides, to different values; or changed here after it was decided that what is
    /// online stays.
    Conflict,
    /// It differs and nothing is known of how that came: we never deployed it.
    Unknown,
    /// What is online was deployed from a commit that contains the one here: a deploy would take it back.
    Older,
}

impl Verdict {
    /// The word that reports and scripts see.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Settled => "settled",
            Verdict::Standing => "standing",
            Verdict::Agreed => "agreed",
            Verdict::Along => "along",
            Verdict::Local => "local",
            Verdict::Remote => "remote",
            Verdict::Conflict => "conflict",
            Verdict::Unknown => "unknown",
            Verdict::Older => "older",
        }
    }

    /// The verdict of that word; one that no version had says nothing.
    pub fn of(word: &str) -> Verdict {
        match word {
            "settled" => Verdict::Settled,
            "standing" => Verdict::Standing,
            "agreed" => Verdict::Agreed,
            "along" => Verdict::Along,
            "local" => Verdict::Local,
            "remote" => Verdict::Remote,
            "conflict" => Verdict::Conflict,
            "older" => Verdict::Older,
            _ => Verdict::Unknown,
        }
    }

    /// Whether somebody else has a hand in it.
    pub fn foreign(self) -> bool {
        matches!(
            self,
            Verdict::Remote | Verdict::Conflict | Verdict::Unknown | Verdict::Older
        )
    }

    /// The verdict as people read it, in each form of a report and at the question.
    pub fn words(self) -> Words {
        match self {
            Verdict::Settled => words!("unchanged", "未改动"),
            Verdict::Standing => words!("live version kept", "保留线上的值"),
            Verdict::Agreed => words!("the same on both sides", "两边一致"),
            Verdict::Along => words!(
                "moved along online with another setting",
                "在线上随其他配置变动"
            ),
            Verdict::Local => words!("changed locally", "本地改动"),
            Verdict::Remote => words!("changed online", "线上改动"),
            Verdict::Conflict => words!("changed on both sides", "两边都有改动"),
            Verdict::Unknown => words!("different, origin unknown", "不一致，来源不明"),
            Verdict::Older => words!("older here than online", "本地版本比线上旧"),
        }
    }

    /// The same where there is room for a word or two.
    pub fn badge(self) -> Words {
        match self {
            Verdict::Along => words!("moved along online", "在线上随其他配置变动"),
            Verdict::Conflict => words!("conflict", "冲突"),
            Verdict::Unknown => words!("differs", "不一致"),
            Verdict::Settled
            | Verdict::Standing
            | Verdict::Agreed
            | Verdict::Local
            | Verdict::Older
            | Verdict::Remote => self.words(),
        }
    }

    /// What stands above the differences of which it is the verdict.
    pub fn heading(self) -> Words {
        match self {
            Verdict::Remote => words!(
                "changed online since the last deploy:",
                "上次部署后线上的改动："
            ),
            Verdict::Unknown => words!("different (live → local):", "不一致（线上 → 本地）："),
            Verdict::Local => words!("changed locally:", "本地的改动："),
            Verdict::Older => words!(
                "older here than online, so deploying it is a rollback (live → local):",
                "本地版本比线上旧，部署即为回滚（线上 → 本地）："
            ),
            Verdict::Settled
            | Verdict::Standing
            | Verdict::Agreed
            | Verdict::Along
            | Verdict::Conflict => {
                let Words { en, zh } = self.words();
                words!("{en}:", "{zh}：")
            }
        }
    }
}

/// A conflict that nobody made online: what was decided before is asked about again.
pub fn reopened() -> Words {
    words!(
        "live version kept, changed locally since",
        "保留线上的值，此后本地有改动"
    )
}

/// The table of verdicts (see the head of [`super`]): who changed it, and whether both sides say the same
/// now.
pub(super) fn judge((local, remote): (bool, bool), agree: bool) -> Verdict {
    match (local, remote) {
        (false, false) => Verdict::Settled,
        _ if agree => Verdict::Agreed,
        (true, false) => Verdict::Local,
        (false, true) => Verdict::Remote,
        (true, true) => Verdict::Conflict,
    }
}

/// The verdict in the light of what the mark says of the setting. It never makes a question disappear about
/// what was not left there by a deploy.
pub(super) fn vouched(verdict: Verdict, vouch: Vouch) -> Verdict {
    let is_open = verdict.foreign() || verdict == Verdict::Local;
    match vouch {
        Vouch::Older if is_open => Verdict::Older,
        Vouch::Ours if verdict.foreign() => Verdict::Local,
        Vouch::Settled if is_open => Verdict::Settled,
        Vouch::Theirs if matches!(verdict, Verdict::Unknown | Verdict::Local) => Verdict::Remote,
        Vouch::Moved if verdict == Verdict::Local => Verdict::Unknown,
        Vouch::Nothing
        | Vouch::Older
        | Vouch::Ours
        | Vouch::Settled
        | Vouch::Theirs
        | Vouch::Moved => verdict,
    }
}
