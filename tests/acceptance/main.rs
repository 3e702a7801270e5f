//! The whole house against what it promises: published results, balances, isolation, architecture.

mod architecture;
mod conservation;
mod isolation;
mod oracles;
