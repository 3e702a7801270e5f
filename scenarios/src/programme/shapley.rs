//! Sharing out the value of a whole among those that make it (Shapley 1953, in: Contributions to the
//! Theory of Games II, 307-317).

/// At most so many players: the value of every subset is needed.
pub const MOST: usize = 16;

/// The Shapley value of every player.
///
/// `value[s]` is what the players in the set `s` (bit k: player k) bring about together; `value[0]` is
/// 0 by definition and taken as such. The share of a player is what it adds, averaged over all orders
/// in which the players may come. The shares add up to the value of all players.
///
/// `None` when `value` has not exactly one number for every subset of 1 to [`MOST`] players.
pub fn shapley(value: &[f64]) -> Option<Vec<f64>> {
    let players = value.len().checked_ilog2()? as usize;
    if !value.len().is_power_of_two() || !(1..=MOST).contains(&players) {
        return None;
    }
    let at = |set: usize| if set == 0 { 0.0 } else { value[set] };
    // s! (n - s - 1)! / n! = 1 / (n (n - 1 over s))
    let mut weights = Vec::with_capacity(players);
    let mut choose = 1.0;
    for size in 0..players {
        weights.push(1.0 / (players as f64 * choose));
        choose *= (players - 1 - size) as f64 / (size + 1) as f64;
    }
    let share = |player: usize| {
        let without = (0..value.len()).filter(|set| set & (1 << player) == 0);
        let added = without
            .map(|set| weights[set.count_ones() as usize] * (at(set | (1 << player)) - at(set)));
        added.sum::<f64>() + 0.0
    };
    Some((0..players).map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_glove_game_of_the_textbook() {
        // Players 0 and 1 have a left glove, player 2 a right one; a pair is worth 1: 1/6, 1/6, 2/3.
        let value: Vec<f64> = (0..8_u32).map(|s| f64::from(s & 4 != 0 && s & 3 != 0)).collect();
        let found = shapley(&value).unwrap();
        for (x, want) in found.iter().zip([1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0]) {
            assert!((x - want).abs() < 1e-15, "{found:?}");
        }
    }

    #[test]
    fn what_cannot_be_shared_out_is_refused() {
        assert_eq!(shapley(&[]), None);
        assert_eq!(shapley(&[0.0]), None);
        assert_eq!(shapley(&[0.0, 1.0, 2.0]), None);
        assert_eq!(shapley(&[0.0, 5.0]), Some(vec![5.0]));
    }

    proptest! {
        #[test]
        fn trap_28_shares_add_up_to_the_whole(
            players in 1_usize..=4,
            numbers in proptest::collection::vec(-1e7..1e7_f64, 16),
        ) {
            let value = &numbers[..1 << players];
            let shares = shapley(value).unwrap();
            let whole = value[value.len() - 1];
            let sum: f64 = shares.iter().sum();
            prop_assert!((sum - whole).abs() <= 1e-6, "{sum} {whole}");
        }

        #[test]
        fn without_interaction_everyone_gets_what_it_brings_alone(
            alone in proptest::collection::vec(-1e6..1e6_f64, 1..=4),
        ) {
            let sum_of = |set: usize| {
                (0..alone.len()).filter(|k| set & (1 << k) != 0).map(|k| alone[k]).sum()
            };
            let value: Vec<f64> = (0..1 << alone.len()).map(sum_of).collect();
            for (share, own) in shapley(&value).unwrap().iter().zip(&alone) {
                prop_assert!((share - own).abs() <= 1e-6);
            }
        }
    }
}
