//! The language a text is written in: by its script where that tells, else by letter n-grams
//! (whichlang), believed only for texts of some length that lack English's commonest words.
//! A wrong "not English" would silence half the layers, so doubt means no answer.

use whichlang::Lang;

/// Letters looked at.
const SAMPLE: usize = 4000;

/// Letters of a Latin text below which nothing is said.
const ENOUGH: usize = 120;

/// Words that make a tenth or more of English prose, and little of any other language's.
const ENGLISH: [&str; 24] = [
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "by", "on", "have", "has",
    "had", "are", "were", "this", "from", "they", "it", "be", "not", "at",
];

/// ISO 639-1 code of a text's language, where it can be told.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    let sample: String = {
        let mut left = SAMPLE;
        text.chars()
            .take_while(|c| {
                left -= usize::from(c.is_alphabetic());
                left > 0
            })
            .collect()
    };
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let of = |script: fn(char) -> bool| sample.chars().filter(|c| script(*c)).count();
    let most = |count: usize| count * 2 > letters && letters >= 8;
    let holds = |some: &str| sample.chars().any(|c| some.contains(c));
    if most(of(
        |c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}'),
    )) {
        return Some(if holds("پچژگ") { "fa" } else { "ar" });
    }
    if most(of(|c| matches!(c, '\u{400}'..='\u{4ff}'))) {
        return Some(if holds("іїєґ") { "uk" } else { "ru" });
    }
    if most(of(|c| matches!(c, '\u{590}'..='\u{5ff}'))) {
        return Some("he");
    }
    // Scripts of east and south Asia are told apart by few letters.
    let eastern = most(of(|c| c.is_alphabetic() && c > '\u{8ff}'));
    if letters < ENOUGH && !eastern {
        return None;
    }
    let words = || {
        let words = sample.split(|c: char| !c.is_alphabetic());
        words.filter(|w| !w.is_empty())
    };
    // Names are of no language; German capitalises two words in five.
    let capital = words()
        .filter(|w| w.starts_with(char::is_uppercase))
        .count();
    let words: Vec<String> = words().map(str::to_lowercase).collect();
    if capital * 5 > words.len() * 3 {
        return None;
    }
    let common = words
        .iter()
        .filter(|w| ENGLISH.contains(&w.as_str()))
        .count();
    let code = match whichlang::detect_language(&sample) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    };
    match code {
        "en" if common * 12 > words.len() => Some("en"),
        // English words, or a list of names: no answer.
        "en" => None,
        _ if common * 12 > words.len() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_reports_are_told() {
        let cases = [
            (
                "en",
                "The ministry said on Monday that its forces had taken the hills to the west of \
                 the town and that the road from the capital was open for the first time in a \
                 year. Residents were not so sure: two of them told us that shells still fell on \
                 the market at night.",
            ),
            (
                "de",
                "Das Ministerium teilte am Montag mit, seine Truppen hätten die Höhen westlich der \
                 Stadt eingenommen; die Straße in die Hauptstadt sei zum ersten Mal seit einem Jahr \
                 offen. Bewohner waren sich nicht so sicher: Noch immer schlügen nachts Granaten \
                 auf dem Markt ein.",
            ),
            (
                "fr",
                "Le ministère a déclaré lundi que ses forces avaient pris les collines à l'ouest de \
                 la ville et que la route de la capitale était ouverte pour la première fois depuis \
                 un an. Des habitants en doutaient: des obus tombent encore la nuit sur le marché.",
            ),
            (
                "ar",
                "أعلنت الوزارة يوم الاثنين أن قواتها سيطرت على التلال غرب المدينة",
            ),
            (
                "fa",
                "وزارت روز دوشنبه گفت نیروهایش تپه‌های غرب شهر را گرفتند",
            ),
            (
                "ru",
                "Министерство заявило в понедельник, что его войска заняли высоты",
            ),
            (
                "uk",
                "Міністерство заявило у понеділок, що його війська зайняли висоти",
            ),
            ("he", "המשרד הודיע ביום שני כי כוחותיו כבשו את הגבעות"),
        ];
        for (code, text) in cases {
            assert_eq!(detect(text), Some(code), "{text}");
        }
    }

    #[test]
    fn doubt_is_no_answer() {
        for text in [
            "",
            "ISIS retakes Palmyra",
            "12 March 2016",
            ":-) !!",
            "******************",
            "- API.pdf",
            "Homs Hama Idlib Raqqa",
            "Aleppo, Ariha, Azaz, al-Bab, Daraa, Deir ez-Zor, Douma, Hama, Hasakah, Homs, Idlib, \
             Jableh, Jarabulus, Kobani, Latakia, Manbij, Palmyra, Qamishli, Raqqa, Salamiyah, \
             Suwayda, Tabqa, Tartus, Zabadani, Mayadin, Abu Kamal, Maaloula, Qusayr, Rastan.",
        ] {
            assert!(
                matches!(detect(text), None | Some("en")),
                "{text}: {:?}",
                detect(text)
            );
        }
    }
}
