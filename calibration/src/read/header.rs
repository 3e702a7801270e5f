//! What a column means, found from its header in English, German, Spanish or Portuguese.

use crate::read::Table;

/// Meaning of a column of the stop log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Start of the stop.
    Start,
    /// End of the stop.
    End,
    /// Number of the record.
    Id,
    /// Length of the stop.
    Duration,
    /// Date, when start and end carry none.
    Date,
    /// Did the line stop (yes or no).
    Stopped,
    /// Machine or equipment.
    Machine,
    /// Group of equipment or of causes.
    Group,
    /// Reason in words or code.
    Reason,
    /// Planned or unplanned.
    Kind,
    /// Shift.
    Shift,
}

/// THE LIST: roles in order of precedence, the key of the mapping file, words of a header.
pub const ROLES: [(Role, &str, &[&str]); 11] = [
    (Role::Start, "start", &["start", "begin", "von", "inicio", "beginn", "comienzo", "started"]),
    (Role::End, "end", &["end", "ende", "bis", "fin", "fim", "final", "stopped at", "finished"]),
    (Role::Id, "id", &["id", "nr", "no", "number", "nummer", "numero"]),
    (
        Role::Duration,
        "duration",
        &[
            "duration",
            "dauer",
            "duracion",
            "duracao",
            "tiempo",
            "tempo",
            "downtime",
            "minutes",
            "minuten",
            "minutos",
            "stillstand",
            "stillstandszeit",
            "ausfallzeit",
        ],
    ),
    (Role::Date, "date", &["date", "datum", "fecha", "data", "dia", "day", "tag"]),
    (Role::Stopped, "stopped", &["stopped", "stop", "paro", "gestoppt", "parada", "halt"]),
    (
        Role::Machine,
        "machine",
        &[
            "machine",
            "maschine",
            "equipment",
            "equipo",
            "equipamento",
            "maquina",
            "anlage",
            "asset",
            "line",
            "linie",
            "linea",
            "linha",
            "station",
        ],
    ),
    (Role::Group, "group", &["group", "gruppe", "grupo", "category", "kategorie", "categoria"]),
    (
        Role::Reason,
        "reason",
        &["reason", "grund", "causa", "motivo", "ursache", "cause", "fault", "storung"],
    ),
    (Role::Kind, "type", &["type", "typ", "tipo", "planned", "geplant", "planeado", "planejado"]),
    (Role::Shift, "shift", &["shift", "schicht", "turno"]),
];

/// Lower case, accents folded, everything else a blank: "Duração_(min)" gives "duracao min".
pub fn normalised(header: &str) -> String {
    let folded: String = header
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' => 'e',
            'í' | 'ì' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Does any word of the normalised header appear in `words`?
pub fn has_word(header: &str, words: &[&str]) -> bool {
    header.split(' ').any(|word| words.contains(&word)) || words.contains(&header)
}

/// Role of one header, the first in [`ROLES`] of which it holds a word.
pub fn role_of(header: &str) -> Option<Role> {
    let header = normalised(header);
    ROLES.iter().find(|(_, _, words)| has_word(&header, words)).map(|(role, _, _)| *role)
}

/// Columns of a table by role; the first column of a role wins.
pub fn roles(table: &Table) -> Vec<(Role, usize)> {
    let mut found: Vec<(Role, usize)> = Vec::new();
    for (i, header) in table.headers.iter().enumerate() {
        if let Some(role) = role_of(header)
            && !found.iter().any(|(r, _)| *r == role)
        {
            found.push((role, i));
        }
    }
    found
}

/// How well a table serves as a stop log: number of roles found; 0 when it cannot.
pub fn log_score(table: &Table) -> usize {
    let found = roles(table);
    let has = |role| found.iter().any(|(r, _)| *r == role);
    let timed = has(Role::Date) || has(Role::Start);
    let lasting = has(Role::Duration) || (has(Role::Start) && has(Role::End));
    if timed && lasting { found.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_four_languages() {
        for (header, role) in [
            ("downtime_start_time", Role::Start),
            ("Ende", Role::End),
            ("Duração (min)", Role::Duration),
            ("TURNO ", Role::Shift),
            ("Maschine", Role::Machine),
            ("PARO", Role::Stopped),
            ("Störung", Role::Reason),
            ("downtime_id", Role::Id),
        ] {
            assert_eq!(role_of(header), Some(role), "{header}");
        }
        assert_eq!(role_of("ENCARGADO"), None);
    }
}
