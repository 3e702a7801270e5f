//! Plants and studies to start from (`plants/`, `studies/`, `calibration/`), and small programs that
//! use Gemba as a library (`rust/`).
