//! Whoever reads the answer: the program that started this one, and waits for it.

/// Waits until nobody can read the answer any more, because whoever was to is gone. A program that is
/// killed passes no signal on, but its end of the pipe closes.
#[cfg(unix)]
pub async fn gone() {
    let (tell, told) = tokio::sync::oneshot::channel();
    // A thread of its own, since the poll blocks; it ends with the program.
    std::thread::spawn(move || {
        if closed(&std::io::stdout()) {
            let _ = tell.send(());
        }
    });
    // Where it cannot be told the program only hears of signals, as it would from a shell.
    if told.await.is_err() {
        std::future::pending().await
    }
}

/// Blocks until the other end is closed. `false` where that cannot be told.
#[cfg(unix)]
fn closed(end: &impl std::os::fd::AsFd) -> bool {
    use rustix::event::{PollFd, PollFlags, poll};
    // Both of these are told whether they are asked for or not.
    let hung = PollFlags::HUP | PollFlags::ERR;
    loop {
        let mut ends = [PollFd::new(end, PollFlags::empty())];
        match poll(&mut ends, None) {
            Ok(_) if ends[0].revents().intersects(hung) => return true,
            // A signal says nothing about the reader.
            Err(rustix::io::Errno::INTR) => {}
            _ => return false,
        }
    }
}

/// The standard library has no way to ask elsewhere.
#[cfg(not(unix))]
pub async fn gone() {
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(unix)]
    fn a_reader_that_goes_is_noticed_and_one_that_stays_is_waited_for() {
        use super::closed;
        let (reader, writer) = std::os::unix::net::UnixStream::pair().expect("a pair");
        let (pipe_reader, pipe_writer) = std::io::pipe().expect("a pipe");
        let (told, heard) = std::sync::mpsc::channel();
        for number in [0, 1] {
            let told = told.clone();
            let (writer, pipe_writer) = (
                writer.try_clone().expect("cloned"),
                pipe_writer.try_clone().expect("cloned"),
            );
            std::thread::spawn(move || {
                let is_closed = match number {
                    0 => closed(&writer),
                    _ => closed(&pipe_writer),
                };
                let _ = told.send((number, is_closed));
            });
        }
        let soon = std::time::Duration::from_millis(100);
        let late = std::time::Duration::from_secs(20);
        assert!(heard.recv_timeout(soon).is_err(), "both readers are there");
        drop(reader);
        assert_eq!(heard.recv_timeout(late), Ok((0, true)));
        drop(pipe_reader);
        assert_eq!(heard.recv_timeout(late), Ok((1, true)));
    }
}
