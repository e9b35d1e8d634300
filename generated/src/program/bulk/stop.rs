//! The end that a person asks for: the first signal waits for what is under way, the
//! second doesn't.

use std::io::Write as _;

use indicatif::ProgressBar;
use tokio::sync::watch::{self, Receiver};

use super::super::exit::Exit;

/// Says if the run is to end.
#[derive(Clone)]
pub(crate) struct Stop(Receiver<bool>);

impl Stop {
    /// Listens for signals.
    pub(crate) fn listen(bar: ProgressBar) -> Self {
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            let _ = tell.send(true);
            bar.suspend(|| {
                let text = "ends after the requests that are under way; once more ends it now";
                let _ = writeln!(std::io::stderr(), "{text}");
            });
            signal().await;
            std::process::exit(Exit::Interrupted.code().into());
        });
        Self(told)
    }

    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the run is to end.
    pub(crate) async fn asked(&mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = signal(SignalKind::terminate());
    match terminated {
        Ok(mut terminated) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn signal() {
    drop(tokio::signal::ctrl_c().await);
}
