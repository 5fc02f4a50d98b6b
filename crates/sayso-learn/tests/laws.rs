//! What holds of every model: it learns what can be learned, its file reads back, bad bytes are
//! refused, and BIO labels come out well formed.

use proptest::prelude::*;
use sayso_learn::{Choices, Example, Model, bio, row, train};

fn labels() -> Vec<String> {
    ["O", "B-x", "I-x", "B-y", "I-y"]
        .map(str::to_owned)
        .to_vec()
}

/// Words with a fixed label each, and one whose label depends on the word before it.
fn examples() -> Vec<Example> {
    let sentences: &[&[(&str, usize)]] = &[
        &[("the", 0), ("mayor", 1), ("said", 3), ("no", 0)],
        &[
            ("the", 0),
            ("old", 1),
            ("mayor", 2),
            ("spoke", 3),
            ("up", 4),
        ],
        &[("up", 0), ("the", 0), ("hill", 0)],
    ];
    sentences
        .iter()
        .map(|s| Example {
            features: (0..s.len())
                .map(|i| {
                    let before = if i > 0 { s[i - 1].0 } else { "" };
                    vec![row(0, &[s[i].0]), row(1, &[before, s[i].0])]
                })
                .collect(),
            labels: s.iter().map(|w| w.1).collect(),
        })
        .collect()
}

fn trained() -> Model {
    let labels = labels();
    train(
        &examples(),
        &labels,
        &Choices::default(),
        bio(&labels),
        |_, _| {},
    )
}

#[test]
fn it_learns_what_words_and_neighbours_tell() {
    let (model, labels) = (trained(), labels());
    for example in examples() {
        assert_eq!(
            model.decode(&example.features, bio(&labels)),
            example.labels
        );
    }
}

#[test]
fn training_is_the_same_each_time_and_the_file_reads_back() {
    let bytes = trained().to_bytes();
    assert_eq!(bytes, trained().to_bytes());
    let read = Model::from_bytes(&bytes).expect("its own file");
    for example in examples() {
        assert_eq!(
            read.decode(&example.features, bio(&labels())),
            example.labels
        );
    }
    for cut in [0, 5, 20, bytes.len() - 1] {
        assert!(Model::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_model_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
        let mut file = if head { b"sayso-model\n1\nO\nB-x\n\n".to_vec() } else { Vec::new() };
        file.extend(bytes);
        let _ = Model::from_bytes(&file);
    }

    #[test]
    fn inside_never_follows_anything_but_its_own(features in prop::collection::vec(prop::collection::vec(0u32..1 << 22, 0..4), 0..20)) {
        let (model, labels) = (trained(), labels());
        let found = model.decode(&features, bio(&labels));
        prop_assert_eq!(found.len(), features.len());
        for (n, label) in found.iter().enumerate() {
            if let Some(kind) = labels[*label].strip_prefix("I-") {
                prop_assert!(n > 0 && labels[found[n - 1]].ends_with(kind));
            }
        }
    }
}
