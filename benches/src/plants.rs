//! Plants of any size, written as plant files.

use std::fmt::Write;

/// Preventive work in [`shop`] falls due at this age \[h of work\].
pub const SERVICE_EVERY_H: i64 = 30;
/// Technicians in a [`shop`] of ten lines; other sizes have as many for each line.
pub const TECHNICIANS_FOR_TEN_LINES: usize = 3;
/// Machines of one line of a [`shop`].
pub const LINE: usize = 10;
/// Places of every buffer of a [`shop`].
pub const ROOM: u32 = 10;

/// Ten-machine lines side by side, ten places between machines, a piece a minute. Machines wear out
/// (Weibull), are replaced at an age, and all share the technicians. The machines of a line are
/// `m001` to `m010`, of the next `m011` to `m020`; their failure modes `F001` and so on, their
/// preventive tasks `P001` and so on.
pub fn shop(lines: usize) -> String {
    let mut text = head("Lines with shared technicians");
    for i in 0..lines * LINE {
        machine(&mut text, i);
        if i % LINE > 0 {
            buffer(&mut text, i, ROOM);
        }
        let name = name(i);
        _ = write!(
            text,
            r#"
[failures.F{name}]
machine = "m{name}"
life = {{ weibull = {{ shape = 2.5, mean = "40 h" }} }}
repair = {{ lognormal = {{ mean = "1 h", cv = 0.8 }} }}
skill = "any"

[maintenance.P{name}]
on = "F{name}"
policy = "age"
every = "{SERVICE_EVERY_H} h"
duration = {{ triangular = {{ min = "20 min", mode = "30 min", max = "45 min" }} }}
skill = "any"
"#
        );
    }
    let people = (TECHNICIANS_FOR_TEN_LINES * lines).div_ceil(10);
    _ = write!(
        text,
        "\n[crews.technicians]\nskills = [\"any\"]\npeople = {people}\nduty = \"always\"\n"
    );
    text
}

/// One line of `machines`, a piece a minute, `room` places between machines; every machine fails
/// and is repaired at once, as in the ten-machine line of `examples/plants`.
pub fn line(machines: usize, room: u32) -> String {
    let mut text = head("One line");
    for i in 0..machines {
        machine(&mut text, i);
        if i > 0 {
            buffer(&mut text, i, room);
        }
        let name = name(i);
        _ = write!(
            text,
            r#"
[failures.F{name}]
machine = "m{name}"
life = {{ exponential = {{ mean = "8 h" }} }}
repair = {{ exponential = {{ mean = "0.5 h" }} }}
"#
        );
    }
    text
}

/// Number of machine `i` (counted from 0) in names.
pub fn name(i: usize) -> String {
    format!("{:03}", i + 1)
}

fn head(title: &str) -> String {
    format!(
        "[plant]\nname = \"{title}\"\nstart = 2026-01-01\nconstraint = \"m001\"\ncondition = \"new\"\n"
    )
}

fn machine(text: &mut String, i: usize) {
    _ = write!(text, "\n[machines.m{}]\ncycle = \"60 s\"\n", name(i));
}

/// The buffer before machine `i`.
fn buffer(text: &mut String, i: usize, room: u32) {
    let (to, from) = (name(i), name(i - 1));
    _ = write!(text, "\n[buffers.b{to}]\nfrom = \"m{from}\"\nto = \"m{to}\"\ncapacity = {room}\n");
}
