//! The process behind one characteristic at one machine: what a piece becomes, tools, causes.

use super::super::ticks;
use super::chart::ChartState;
use super::luck::{CauseLuck, ProcessLuck};
use crate::plant::model::{AssignableCause, Characteristic, Clock, DefectKind, MachineIx, Tool};
use sim_core::special::normal_quantile;

/// A piece that is being judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its number at the machine, and the pieces that its machine has made with it.
    pub(super) number: u64,
    pub(super) made: f64,
    /// Operating clock of the machine \[s\].
    pub(super) operated: f64,
    /// Pieces that move as one.
    pub(super) lot: u32,
    /// Month of the year from 0.
    pub(super) month: usize,
}

impl Piece {
    pub(super) fn on(&self, clock: Clock) -> f64 {
        match clock {
            Clock::Cycles => self.made,
            Clock::Operating | Clock::Calendar => self.operated,
        }
    }
}

/// What became of a piece, and what the machine has to do now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Made {
    pub(super) defect: Option<DefectKind>,
    /// The tool broke: the piece is scrap.
    pub(super) broken: bool,
    /// Stop to look for a cause, and stop to change the tool \[µs\].
    pub(super) hold: i64,
    pub(super) change: i64,
    /// Pieces made after this one are to be sorted.
    pub(super) sort_since: Option<u64>,
}

/// A process out of control.
#[derive(Clone, Copy, Debug)]
pub(super) struct Episode {
    pub(super) cause: usize,
    /// Number of the cause's arrival: the ordinal of all its draws.
    pub(super) number: u64,
    shift: f64,
    /// Pieces made when it began.
    pub(super) began: f64,
    by_tool: bool,
    by_restart: bool,
    /// When the monitor sees it, on the monitor's clock.
    pub(super) seen_at: Option<f64>,
}

#[derive(Clone, Debug)]
struct CauseState {
    luck: CauseLuck,
    /// Arrivals drawn, and the clock at the next one.
    number: u64,
    next: f64,
}

/// Counted since the start of the run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ProcessCounts {
    pub(super) drifts: u64,
    pub(super) drift_pieces: u64,
    pub(super) found: u64,
    pub(super) pieces_to_find: f64,
    pub(super) tools: u64,
    pub(super) breaks: u64,
    pub(super) alarms: u64,
    pub(super) false_alarms: u64,
    pub(super) ignored: u64,
    pub(super) measured: u64,
    pub(super) sorted: u64,
}

/// One characteristic at one machine.
#[derive(Clone, Debug)]
pub(super) struct Process {
    /// Position of the characteristic.
    pub(super) of: usize,
    pub(super) luck: ProcessLuck,
    causes: Vec<CauseState>,
    pub(super) episode: Option<Episode>,
    /// Escapes of every episode so far.
    pub(super) escapes: Vec<u32>,
    /// Tools so far, pieces made with this one, its wear, where it breaks, its error of setting.
    tool: u64,
    used: u32,
    wear: f64,
    breaks_at: f64,
    offset: f64,
    /// Corrections since the last change.
    pub(super) correction: f64,
    pub(super) chart: ChartState,
    pub(super) since_sample: u32,
    pub(super) sum: f64,
    /// The last piece of the last sample without alarm.
    pub(super) last_good: u64,
    /// A cause is being looked for until this operating clock while the machine works.
    pub(super) searching: Option<f64>,
    /// Monitor: stops without cause so far, and the clock at the next one.
    pub(super) false_stops: u64,
    pub(super) next_false_stop: f64,
    pub(super) count: ProcessCounts,
}

impl Process {
    pub(super) fn new(of: usize, characteristic: &Characteristic, machine: &str) -> Self {
        let cause = |c: &AssignableCause| CauseState {
            luck: CauseLuck::new(&c.name, &characteristic.name, machine),
            number: 0,
            next: 0.0,
        };
        Self {
            of,
            luck: ProcessLuck::new(&characteristic.name, machine),
            causes: characteristic.causes.iter().map(cause).collect(),
            episode: None,
            escapes: Vec::with_capacity(64),
            tool: 0,
            used: 0,
            wear: 0.0,
            breaks_at: f64::INFINITY,
            offset: 0.0,
            correction: 0.0,
            chart: ChartState::default(),
            since_sample: 0,
            sum: 0.0,
            last_good: 0,
            searching: None,
            false_stops: 0,
            next_false_stop: f64::INFINITY,
            count: ProcessCounts::default(),
        }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, q: &Characteristic, streams: sim_core::Streams) {
        self.luck.again(streams);
        for (state, cause) in self.causes.iter_mut().zip(&q.causes) {
            state.luck.again(streams);
            state.number = 1;
            state.next = cause.every.quantile(state.luck.every.uniform_at(1));
        }
        self.episode = None;
        self.escapes.clear();
        self.tool = 0;
        self.correction = 0.0;
        if let Some(tool) = &q.tool {
            self.new_tool(tool);
            if tool.used_at_start {
                let most = if tool.wear_limit.is_some() { tool.most } else { tool.life };
                self.used = (self.luck.start.uniform_at(0) * f64::from(most)) as u32;
            }
        }
        self.new_chart();
        self.last_good = 0;
        self.searching = None;
        self.false_stops = 0;
        self.next_false_stop = 0.0;
        self.plan_false_stop(q);
        self.count = ProcessCounts::default();
    }

    fn new_tool(&mut self, tool: &Tool) {
        self.tool += 1;
        self.used = 0;
        self.wear = tool.wear.quantile(self.luck.wear.uniform_at(self.tool));
        self.offset = tool.offset.quantile(self.luck.offset.uniform_at(self.tool));
        let breaks = |law: &sim_core::Distribution| {
            law.quantile(self.luck.breaks.uniform_at(self.tool)).max(1.0)
        };
        self.breaks_at = tool.breaks.as_ref().map_or(f64::INFINITY, breaks);
        self.correction = 0.0;
    }

    pub(super) fn new_chart(&mut self) {
        self.chart = ChartState::default();
        self.since_sample = 0;
        self.sum = 0.0;
    }

    /// How far the mean has moved by wear.
    fn worn(&self, tool: &Tool) -> f64 {
        let used = f64::from(self.used);
        let pieces = if tool.exponent == 1.0 { used } else { libm::pow(used, tool.exponent) };
        self.wear * pieces
    }

    /// Where the process stands: its mean and its standard deviation.
    pub(super) fn stands(&self, q: &Characteristic, month: usize) -> (f64, f64) {
        let (mut mean, mut sigma) = (q.mean + self.correction, q.sigma);
        if let Some(tool) = &q.tool {
            mean += self.offset + self.worn(tool);
            let share = f64::from(self.used) / f64::from(tool.life);
            sigma *= 1.0 + tool.spread_growth * share;
        }
        if let Some(episode) = &self.episode {
            mean += episode.shift;
            sigma *= q.causes[episode.cause].spread;
        }
        if let Some(months) = &q.spread_by_month {
            sigma *= months[month];
        }
        (mean, sigma)
    }

    /// The next piece, made by the process as it stood when work on it began.
    pub(super) fn make(&mut self, q: &Characteristic, piece: &Piece) -> Made {
        let mut made = Made::default();
        let (mean, sigma) = self.stands(q, piece.month);
        let u = self.luck.value.uniform_at(piece.number);
        made.defect = outside(q, mean, sigma, u).or_else(|| self.attribute(q, piece));
        if self.episode.is_some() {
            self.count.drift_pieces += 1;
        }
        if self.search_over(piece) {
            self.cause_found(q, piece);
        }
        self.next_causes(q, piece);
        self.watch(q, piece, &mut made, || mean + sigma * normal_quantile(u));
        if let Some(tool) = &q.tool {
            self.wear_tool(tool, piece, &mut made);
        }
        made
    }

    fn attribute(&self, q: &Characteristic, piece: &Piece) -> Option<DefectKind> {
        let p = q.visual + self.episode.map_or(0.0, |e| q.causes[e.cause].visual);
        if p > 0.0 && self.luck.attribute.uniform_at(piece.number) < p {
            return Some(DefectKind::Visual);
        }
        let lots = q.lots?;
        let lot = (piece.made - 1.0) as u64 / u64::from(lots.size);
        let bad = self.luck.lot.uniform_at(lot) < lots.bad
            && self.luck.material.uniform_at(piece.number) < lots.adds;
        bad.then_some(DefectKind::Material)
    }

    fn wear_tool(&mut self, tool: &Tool, piece: &Piece, made: &mut Made) {
        self.used = self.used.saturating_add(piece.lot);
        let breaks = f64::from(self.used) >= self.breaks_at;
        let due = match tool.wear_limit {
            None => self.used >= tool.life,
            Some(limit) => {
                self.used >= tool.most
                    || (self.used >= tool.least && self.worn(tool).abs() >= limit)
            }
        };
        if !(breaks || due) {
            return;
        }
        made.broken = breaks;
        made.change = ticks(tool.change.quantile(self.luck.change.uniform_at(self.tool)));
        self.count.tools += 1;
        self.count.breaks += u64::from(breaks);
        self.new_tool(tool);
        if self.episode.is_some_and(|e| e.by_tool) {
            self.episode = None;
        }
    }

    /// A failure has been repaired, or planned work is done.
    pub(super) fn restarted(&mut self) {
        if self.episode.is_some_and(|e| e.by_restart) {
            self.episode = None;
        }
    }

    /// Causes that have come; while the process is out of control they change nothing.
    fn next_causes(&mut self, q: &Characteristic, piece: &Piece) {
        for (k, cause) in q.causes.iter().enumerate() {
            while self.causes[k].next <= piece.on(cause.clock) {
                let state = &mut self.causes[k];
                let number = state.number;
                state.number += 1;
                state.next += cause
                    .every
                    .quantile(state.luck.every.uniform_at(state.number))
                    .max(f64::MIN_POSITIVE);
                if self.episode.is_none() {
                    self.begin_episode(q, k, number, piece);
                }
            }
        }
    }

    fn begin_episode(&mut self, q: &Characteristic, cause: usize, number: u64, piece: &Piece) {
        let (luck, law) = (&self.causes[cause].luck, &q.causes[cause]);
        let size = law.shift.quantile(luck.shift.uniform_at(number));
        let up = luck.direction.uniform_at(number) < law.up;
        let seen = q.monitor.as_ref().filter(|m| luck.seen.uniform_at(number) < m.detects);
        let lag = seen.map(|m| piece.on(m.clock) + m.lag.quantile(luck.lag.uniform_at(number)));
        self.episode = Some(Episode {
            cause,
            number,
            shift: if up { size } else { -size },
            began: piece.made,
            by_tool: luck.by_tool.uniform_at(number) < law.cleared_by_tool,
            by_restart: luck.by_restart.uniform_at(number) < law.cleared_by_restart,
            seen_at: lag,
        });
        self.escapes.push(0);
        self.count.drifts += 1;
    }

    /// The streams of the cause of an episode.
    pub(super) fn luck_of(&self, episode: &Episode) -> &CauseLuck {
        &self.causes[episode.cause].luck
    }
}

/// Is the value with this uniform number outside the limits, and on which side?
///
/// Most pieces are far from them: two bounds on the standard normal quantile spare its evaluation.
fn outside(q: &Characteristic, mean: f64, sigma: f64, u: f64) -> Option<DefectKind> {
    /// Distance from 1/2, and the normal quantile there, rounded up.
    const BOUNDS: [(f64, f64); 3] = [(0.4, 1.2816), (0.475, 1.96), (0.4975, 2.8071)];
    let above = q.upper.map_or(f64::INFINITY, |limit| (limit - mean) / sigma);
    let below = q.lower.map_or(f64::INFINITY, |limit| (mean - limit) / sigma);
    let room = above.min(below);
    let from_middle = (u - 0.5).abs();
    if BOUNDS.iter().any(|(distance, z)| from_middle < *distance && *z <= room) {
        return None;
    }
    let z = normal_quantile(u);
    match () {
        () if z > above => Some(DefectKind::High),
        () if -z > below => Some(DefectKind::Low),
        () => None,
    }
}

/// The processes of one machine, by position.
pub(super) fn of_machine(quality: &[Characteristic], m: MachineIx) -> impl Iterator<Item = usize> {
    let here = move |q: &Characteristic| q.machines.contains(&m);
    quality.iter().enumerate().filter(move |(_, q)| here(q)).map(|(k, _)| k)
}
