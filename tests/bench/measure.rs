//! One process, measured from outside: wall time, processor time, peak memory.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::{Pid, SysconfVar, sysconf};

use crate::Result;

/// Pause between two looks at a process's peak memory.
const PAUSE: Duration = Duration::from_millis(2);

/// What one run took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Run {
    pub(crate) wall: Duration,
    /// User and system time; zero where `/proc` is missing.
    pub(crate) processor: Duration,
    /// Peak of the resident set in KiB; zero where `/proc` is missing.
    pub(crate) peak: u64,
}

/// What several runs took.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    pub(crate) least: Duration,
    pub(crate) median: Duration,
    pub(crate) most: Duration,
    pub(crate) processor: Duration,
    pub(crate) peak: u64,
}

impl Figures {
    /// Of at least one run; the middle one of an even number is the later.
    pub(crate) fn new(runs: &[Run]) -> Self {
        let mut walls: Vec<Duration> = runs.iter().map(|run| run.wall).collect();
        walls.sort_unstable();
        let mut processors: Vec<Duration> = runs.iter().map(|run| run.processor).collect();
        processors.sort_unstable();
        let at = |sorted: &[Duration], place: usize| sorted.get(place).copied().unwrap_or_default();
        Self {
            least: at(&walls, 0),
            median: at(&walls, runs.len() / 2),
            most: at(&walls, runs.len().saturating_sub(1)),
            processor: at(&processors, runs.len() / 2),
            peak: runs.iter().map(|run| run.peak).max().unwrap_or_default(),
        }
    }
}

/// Runs a command to its end; gives its standard output too.
pub(crate) fn run(command: &mut Command) -> Result<(Run, String)> {
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let started = Instant::now();
    let mut child = command.spawn()?;
    let pid = child.id();
    let ended = AtomicBool::new(false);
    let (run, waited) = thread::scope(|scope| {
        let peak = scope.spawn(|| watched(pid, &ended));
        // Without collecting it: the processor time of an ended process still stands in `/proc/PID/stat`.
        let id = Id::Pid(Pid::from_raw(pid.cast_signed()));
        let waited = waitid(id, WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT);
        let (wall, processor) = (started.elapsed(), processor_time(pid));
        ended.store(true, Ordering::Release);
        (Run { wall, processor, peak: peak.join().unwrap_or_default() }, waited)
    });
    let status = child.wait()?;
    waited?;
    let (said, complained) = (text_of(&mut stdout)?, text_of(&mut stderr)?);
    if status.success() {
        return Ok((run, said));
    }
    Err(format!("{command:?} ended with {status}\n{said}{complained}").into())
}

fn text_of(file: &mut File) -> Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// The highest VmHWM seen; it never falls while a process lives.
fn watched(pid: u32, ended: &AtomicBool) -> u64 {
    let mut peak = 0;
    while !ended.load(Ordering::Acquire) {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let found = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = found.unwrap_or(peak).max(peak);
        thread::sleep(PAUSE);
    }
    peak
}

/// utime and stime: the 14th and 15th field of `/proc/PID/stat` (proc(5)).
fn processor_time(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(") ").map(|(_, rest)| rest).unwrap_or_default();
    let ticks: u64 = fields.split(' ').skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    let per_second = sysconf(SysconfVar::CLK_TCK).ok().flatten().and_then(|ticks| u64::try_from(ticks).ok());
    Duration::from_millis(ticks * 1000 / per_second.filter(|ticks| *ticks > 0).unwrap_or(100))
}
