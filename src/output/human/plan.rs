//! The view of `pgai plan`, and of what apply asks about.

use crate::app::plan::Planned;
use crate::output::{Screen, View};
use crate::plan::Lock;

impl View for Planned {
    fn view(&self, screen: &mut Screen) {
        if self.plan.is_empty() {
            screen.line(format!("{}: nothing to do", screen.bold(&self.database)));
            return;
        }
        let mut object = "";
        for (at, step) in self.plan.steps.iter().enumerate() {
            if step.object != object {
                object = &step.object;
                screen.gap();
                screen.line(screen.bold(object));
            }
            let lock = match step.lock {
                Lock::None => String::new(),
                lock => format!("; {}", lock.words()),
            };
            let allowed = step.allowed.map(|class| format!("; allowed: {}", class.word())).unwrap_or_default();
            screen.line(screen.dim(&format!("  {}. {}{lock}{allowed}", at + 1, step.reason)));
            for line in step.sql.as_str().lines() {
                screen.line(format!("     {line}"));
            }
        }
        super::diff::contract(screen, &self.contract);
        screen.gap();
        let blocked = self.plan.locked.len();
        let readers = match blocked {
            0 => "no reader waits".to_owned(),
            1 => "readers of 1 view wait while it runs".to_owned(),
            _ => format!("readers of {blocked} views wait while it runs"),
        };
        screen.line(format!(
            "{} steps in one transaction on {}; {readers}; about {} of {} locks",
            self.plan.steps.len(),
            self.database,
            self.locks.0,
            self.locks.1
        ));
    }
}
