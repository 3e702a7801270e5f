//! The maintenance laboratory: repairs that do not renew.

mod effect;
