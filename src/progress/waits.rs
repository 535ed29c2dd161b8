//! The wait for what the service goes on doing.
//!
//! Only one thing is waited for at a time, and each has a line when it begins and one when it is over.

use std::cell::RefCell;

use super::took;
use crate::apply::Waiting;
use crate::model::resource::Resource;
use crate::progress::meter::Meter;
use crate::view::amount::whole;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Shows what a deploy waits for, one thing after the other.
pub struct Waits<'a> {
    screen: Screen<'a>,
    /// Of the wait that is under way.
    meter: RefCell<Option<Meter<'a>>>,
}

impl<'a> Waits<'a> {
    /// Nothing is waited for yet.
    pub fn new(screen: Screen<'a>) -> Waits<'a> {
        let meter = RefCell::new(None);
        Waits { screen, meter }
    }

    /// Takes the news of a resource.
    pub fn tell(&self, resource: &Resource, news: &Waiting) {
        let Words { en, zh } = resource.label();
        let mut meter = self.meter.borrow_mut();
        match news {
            Waiting::Begun => {
                self.screen.say(&words!(
                    "waiting until {en} is ready …",
                    "正在等待{zh} 就绪 …"
                ));
                *meter = Some(Meter::begin(self.screen));
            }
            Waiting::Under(state) => {
                if let Some(meter) = &*meter {
                    meter.show(|spent| line(&resource.label(), state, spent));
                }
            }
            // Without a beginning nothing was waited for, and nothing is said.
            Waiting::Ready => {
                if let Some(meter) = meter.take() {
                    meter.end(|spent| {
                        let Words {
                            en: pace,
                            zh: zh_pace,
                        } = took(spent);
                        words!("{en} is ready{pace}", "{zh} 已就绪{zh_pace}")
                    });
                }
            }
            Waiting::Draining => self.screen.say(&words!(
                "{en}: ending its running requests; calls fail for about 5 seconds …",
                "{zh}：正在中断执行中的请求，约 5 秒内调用会失败 …"
            )),
            Waiting::Drained => self.screen.say(&words!(
                "{en}: takes calls again",
                "{zh}：已恢复调用"
            )),
            Waiting::Closed => self.screen.say_in(Tone::Remote, &words!(
                "{en}: its invocation is disabled already, by others; nothing is running, and it stays disabled",
                "{zh}：其调用此前已被他人停用；没有执行中的请求，保持停用"
            )),
            Waiting::GivenUp => {
                // Its line must be gone before another is written.
                drop(meter.take());
                self.screen.say(&words!(
                    "{en}: the instances are still starting; not waiting any longer",
                    "{zh}：实例仍在准备中，不再等待"
                ));
            }
        }
    }
}

/// For how long a resource is waited for, and what the service says of it.
fn line(label: &Words, state: &Words, spent: u64) -> Words {
    let Words { en, zh } = label;
    let Words {
        en: time,
        zh: zh_time,
    } = whole(spent);
    let Words {
        en: state,
        zh: zh_state,
    } = state;
    words!(
        "waiting for {en}: {time}, {state}",
        "正在等待{zh} 就绪：已用 {zh_time}，{zh_state}"
    )
}
