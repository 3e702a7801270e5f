//! Keys of characteristics: process, tool, causes, lots, and how the process is watched.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const NUMBER: Kind = Kind::Value(Dimension::Number, Bounds::ANY);
const SHARE: Kind = Kind::Value(Dimension::Share, Bounds::SHARE);
const FACTOR: Kind = Kind::Value(Dimension::Number, Bounds::POSITIVE.likely(0.1, 10.0));
const DURATION: Kind = Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE);
/// On the clock that the same table names.
const ON_CLOCK: Kind = Kind::Either(&[
    Kind::Law(Dimension::Pieces, Bounds::POSITIVE),
    Kind::Law(Dimension::Time, Bounds::POSITIVE),
]);
const CLOCK: Kind = Kind::Word(&["cycles", "operating"]);

pub(in crate::plant::read) static QUALITY: Section = Section {
    name: "[quality.NAME]",
    doc: "A characteristic made at a machine, each of its servers a process of its own. The value of \
          a piece is mean + setting of the tool + wear + shift + sigma x a standard normal number; \
          outside the limits it is defective. Numbers are in the unit of the characteristic. Not \
          with flow at rates.",
    fields: &[
        Field::required("at", Kind::Name("machine"), "where it is made"),
        Field::default("unit", Kind::Text, "", "unit of the numbers, for people"),
        Field::default("target", NUMBER, "0", "what is wanted; the centre of control charts"),
        Field::optional("lower", NUMBER, "lower limit of what is good"),
        Field::optional("upper", NUMBER, "upper limit of what is good"),
        Field::optional("mean", NUMBER, "mean without tool and shift; absent: `target`"),
        Field::default(
            "sigma",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "1",
            "standard deviation in control, with a new tool",
        ),
        Field::optional(
            "spread_by_month",
            Kind::List(&FACTOR),
            "factor on sigma by month, January first",
        ),
        Field::default(
            "visual",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "0 %",
            "probability of an attribute defect: scratch, burr, missing part",
        ),
        Field::optional("tool", Kind::Table(&TOOL), "what wears"),
        Field::optional("causes", Kind::Named(&CAUSE), "what brings the process out of control"),
        Field::optional("lots", Kind::Table(&LOTS), "lots of material, machine by machine"),
        Field::optional("gauge", Kind::Table(&GAUGE), "samples of the process"),
        Field::optional("monitor", Kind::Table(&MONITOR), "a monitor of the process"),
        Field::optional("response", Kind::Table(&RESPONSE), "what is done at an alarm"),
        Field::optional("escapes", Kind::Table(&ESCAPES), "what a defect at a customer brings"),
    ],
};

static TOOL: Section = Section {
    name: "tool",
    doc: "A tool that wears: after n pieces the mean has moved by wear x n^exponent.",
    fields: &[
        Field::default(
            "wear",
            Kind::Law(Dimension::Number, Bounds::ANY),
            "0",
            "change of the mean, drawn for each tool",
        ),
        Field::default("exponent", FACTOR, "1", "power of the number of pieces"),
        Field::default(
            "offset",
            Kind::Law(Dimension::Number, Bounds::ANY),
            "0",
            "what is added to the mean from a change on, drawn for each tool",
        ),
        Field::required("life", Kind::Count(1, u32::MAX), "pieces after which it is changed"),
        Field::default(
            "spread_growth",
            Kind::Value(Dimension::Share, Bounds::NOT_NEGATIVE.likely(0.0, 3.0)),
            "0 %",
            "growth of sigma over `life` pieces, in a straight line",
        ),
        Field::optional(
            "wear_limit",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "changed when wear has moved the mean so far, instead of after `life` pieces",
        ),
        Field::default(
            "least",
            Kind::Count(0, u32::MAX),
            "0",
            "with `wear_limit`: not before so many pieces",
        ),
        Field::optional(
            "most",
            Kind::Count(1, u32::MAX),
            "with `wear_limit`: at the latest after so many pieces; absent: `life`",
        ),
        Field::default("change", DURATION, "0 min", "time to change it; the machine stands"),
        Field::optional(
            "breaks",
            Kind::Law(Dimension::Pieces, Bounds::POSITIVE),
            "pieces until it breaks; the piece is scrapped and the tool changed",
        ),
    ],
};

static CAUSE: Section = Section {
    name: "[quality.NAME.causes.NAME]",
    doc: "An assignable cause. It comes on a clock of its own, whatever inspection does; one that comes \
          while the process is out of control changes nothing.",
    fields: &[
        Field::default("clock", CLOCK, "cycles", "what it counts: pieces, or operating time"),
        Field::required("every", ON_CLOCK, "from one to the next"),
        Field::default(
            "shift",
            Kind::Law(Dimension::Number, Bounds::ANY),
            "0",
            "how far the mean moves, drawn for each",
        ),
        Field::default("up", SHARE, "50 %", "probability that it moves up"),
        Field::default("spread_x", FACTOR, "1", "factor on sigma"),
        Field::default("visual", SHARE, "0 %", "added to the probability of an attribute defect"),
        Field::default(
            "cleared_by_tool_change",
            SHARE,
            "0 %",
            "probability that the next tool change takes it away",
        ),
        Field::default(
            "cleared_by_restart",
            SHARE,
            "0 %",
            "probability that the next repair, planned work or service takes it away",
        ),
    ],
};

static LOTS: Section = Section {
    name: "lots",
    doc: "Lots of material; pieces of a bad one may be defective.",
    fields: &[
        Field::required("size", Kind::Count(1, u32::MAX), "pieces of a lot"),
        Field::required("bad", SHARE, "share of lots that are bad"),
        Field::required("adds", SHARE, "probability that a piece of a bad lot is defective"),
    ],
};

static GAUGE: Section = Section {
    name: "gauge",
    doc: "Samples of the process, and the chart that they are put on. With z = (mean of the sample - \
          target) / (sqrt(sigma^2 + sd^2) / sqrt(sample)).",
    fields: &[
        Field::required("every", Kind::Count(1, u32::MAX), "pieces from sample to sample"),
        Field::default("sample", Kind::Count(1, 1000), "1", "the last pieces, which are measured"),
        Field::default(
            "sd",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE),
            "0",
            "standard deviation of a measurement",
        ),
        Field::default(
            "chart",
            Kind::Word(&["shewhart", "limits", "ewma", "cusum", "check"]),
            "shewhart",
            "how samples give an alarm: |z| beyond `limit` and `rules`; mean farther from the target \
             than `limit`; EWMA of z beyond `limit` of its standard deviations; tabular CUSUM of z; or \
             a check without numbers, by `detects` and `false_alarm`",
        ),
        Field::optional(
            "limit",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "limit of the chart; absent: 3 (shewhart), 2.7 (ewma), 5 (cusum)",
        ),
        Field::optional(
            "rules",
            Kind::List(&Kind::Count(2, 4)),
            "shewhart: rules of Western Electric in force beside the first (2: 2 of 3 beyond 2; 3: 4 of 5 \
             beyond 1; 4: 8 in a row, on one side)",
        ),
        Field::default(
            "lambda",
            Kind::Value(Dimension::Number, Bounds { least: 0.0, open: true, ..Bounds::SHARE }),
            "0.2",
            "ewma: weight of the newest sample",
        ),
        Field::default(
            "slack",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE),
            "0.5",
            "cusum: k, half the shift that matters",
        ),
        Field::default("detects", SHARE, "100 %", "check: an uncontrolled process is recognised"),
        Field::default("false_alarm", SHARE, "0 %", "check: a controlled one is called out"),
        Field::default("acted_on", SHARE, "100 %", "alarms on which somebody acts"),
    ],
};

static MONITOR: Section = Section {
    name: "monitor",
    doc: "A monitor that watches every piece, such as a camera or a learned model.",
    fields: &[
        Field::required("detects", SHARE, "probability that it sees an uncontrolled process"),
        Field::default("clock", CLOCK, "cycles", "clock of `lag` and `false_stops`"),
        Field::optional("lag", ON_CLOCK, "from the beginning of the drift to the alarm"),
        Field::default(
            "acted_on",
            SHARE,
            "100 %",
            "probability that the operator acts, once a drift",
        ),
        Field::optional("false_stops", ON_CLOCK, "from one alarm without cause to the next"),
    ],
};

static RESPONSE: Section = Section {
    name: "response",
    doc: "What is done at an alarm on which somebody acts. The machine stands meanwhile, over the end of a \
          shift, too.",
    fields: &[
        Field::default("find", DURATION, "0 min", "to find the cause"),
        Field::default("fix", DURATION, "0 min", "to take it away"),
        Field::default("false_alarm", DURATION, "0 min", "to find that there is none"),
        Field::default(
            "corrects",
            SHARE,
            "0 %",
            "share of the deviation of the mean from the target that is corrected with a cause",
        ),
        Field::default("false_corrects", SHARE, "0 %", "the same where there is none"),
        Field::default(
            "keeps_running",
            Kind::Flag,
            "false",
            "the machine works until the cause is taken away",
        ),
        Field::optional(
            "sorts",
            SHARE,
            "pieces since the last sample without alarm are looked through: share of the defects still \
             in the line that is found; they leave at the next inspection, or at the end",
        ),
    ],
};

static ESCAPES: Section = Section {
    name: "escapes",
    doc: "What a defective piece brings that reaches finished goods.",
    fields: &[
        Field::default("claim", SHARE, "0 %", "probability of a claim"),
        Field::default("lag", DURATION, "60 d", "from finished goods to the claim"),
        Field::optional(
            "cluster",
            Kind::Count(1, u32::MAX),
            "so many escapes of one drift make a containment event",
        ),
    ],
};
