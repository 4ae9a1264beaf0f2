//! The figures as one table.

use std::time::Duration;

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Style};

use crate::measure::Figures;

/// One command on one database.
pub(crate) struct Row {
    pub(crate) views: usize,
    pub(crate) command: &'static str,
    pub(crate) figures: Figures,
    /// The same catalog queries without pgai.
    pub(crate) queries: Figures,
}

const TITLES: [&str; 9] =
    ["views", "command", "min s", "median s", "max s", "cpu s", "peak MiB", "queries alone s", "times that"];

pub(crate) fn print(version: &str, tables: usize, rows: &[Row]) {
    let mut builder = Builder::default();
    builder.push_record(TITLES);
    for row in rows {
        let Figures { least, median, most, processor, peak } = row.figures;
        let queries = row.queries.median;
        builder.push_record([
            row.views.to_string(),
            row.command.to_owned(),
            seconds(least),
            seconds(median),
            seconds(most),
            seconds(processor),
            (peak / 1024).to_string(),
            seconds(queries),
            format!("{:.1}", median.as_secs_f64() / queries.as_secs_f64().max(f64::EPSILON)),
        ]);
    }
    let mut table = builder.build();
    table.with(Style::psql()).modify(Columns::new(2..), Alignment::right());
    println!("pgai {} on PostgreSQL {version}, {tables} tables", env!("CARGO_PKG_VERSION"));
    println!("{table}");
}

fn seconds(duration: Duration) -> String {
    format!("{:.2}", duration.as_secs_f64())
}
