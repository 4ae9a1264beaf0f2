//! Views of `pgai demo`: what is told on the way, and the end.

use crate::app::demo::{Demonstrated, Told};
use crate::output::{Output, Screen, View};

impl Output {
    /// Tells on the way what the demo does; silent in JSON.
    pub fn tell(&self, told: &Told<'_>) {
        if !self.is_human() {
            return;
        }
        self.screen(|screen| match told {
            Told::Begins(_) => {}
            Told::Ends(part, took) => {
                screen.line(format!(
                    "{} {}",
                    screen.bold(&format!("== {part}")),
                    screen.dim(&format!("({:.1} s)", took.as_secs_f64()))
                ));
            }
            Told::Initialized(initialized) => {
                let counts = &initialized.counts;
                screen.line(format!(
                    "   {} views, {} functions and {} endpoints of schemas {} are now YAML files:",
                    counts.views,
                    counts.functions,
                    counts.endpoints,
                    initialized.schemas.join(", ")
                ));
                screen.line("   pgai.yaml, pgai/views, pgai/functions, pgai/endpoints, pgai/lock");
                screen.line("");
            }
            Told::Manifest(path, text) => {
                screen.line(format!("   {}", screen.dim(path)));
                text.lines().for_each(|line| screen.line(format!("   {line}")));
                screen.line("");
            }
            Told::Difference(difference) => {
                difference.view(screen);
                screen.line("");
            }
            Told::Applied(done) => {
                done.view(screen);
                screen.line("");
            }
            Told::Called(called) => {
                screen.line(format!("   $ {}", called.curl));
                screen.line(format!("   {} {}", called.status, called.answer));
            }
        });
    }
}

impl View for Demonstrated {
    fn view(&self, screen: &mut Screen) {
        let total: u128 = self.parts.iter().map(|(_, took)| took).sum();
        screen.gap();
        screen.line(format!(
            "Done in {:.1} s on PostgreSQL {} and PostgREST {}: the shop's API was imported, orders got a version v2,",
            std::time::Duration::from_millis(u64::try_from(total).unwrap_or(u64::MAX)).as_secs_f64(),
            self.postgresql,
            self.postgrest
        ));
        screen.line(format!("both versions answered, and openapi.json describes {} paths.", self.openapi_paths));
        screen.gap();
        if self.kept {
            screen.line("Everything is left running:");
            screen.line(format!("  the API       {}", self.url));
            screen.line(format!("  the project   {}", self.project.display()));
            screen.line("Go on with:");
            screen.line(format!("  cd {} && pgai contract orders", self.project.display()));
            screen.line("  edit pgai/views/api/orders_v2.yaml, then: pgai check --fix && pgai diff && pgai apply");
            screen.line(format!("  pgai sandbox down --remove --dir {}   when you are done", self.sandbox.display()));
        } else {
            screen.line("Servers and files are gone again. Go on with:");
            screen.line("  pgai demo --keep --dir shop-demo     the same, left running for looking around");
            screen.line("  pgai init --db service=NAME --postgrest URL   your own database (reading only)");
        }
    }
}
