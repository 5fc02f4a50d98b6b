//! Annotators, what they read and write, and the order that follows.

use sayso_record::{Document, Layers, Remark};

use crate::Context;

/// A layer an annotator may read or write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Sentences.
    Sentences,
    /// Tokens.
    Tokens,
    /// Quotations.
    Quotations,
    /// Names.
    Mentions,
    /// Actors.
    Actors,
    /// Places.
    Places,
    /// Time expressions.
    Times,
    /// Attributions.
    Attributions,
    /// Figures.
    Figures,
    /// Control of places.
    Control,
    /// Events.
    Events,
    /// Forecasts.
    Forecasts,
    /// Ways actors are named.
    Labels,
    /// What comments do with what they answer.
    Replies,
}

/// One annotator: a name, what it reads, what it writes.
pub struct Annotator {
    /// Name, that of its folder.
    pub name: &'static str,
    /// Layers it reads.
    pub reads: &'static [Layer],
    /// Layer it writes, and nobody else.
    pub writes: Layer,
    /// Whether its rules or its model are for English alone.
    pub english: bool,
    pub(crate) run: fn(&Context<'_>, &Document, &mut Layers) -> Vec<Remark>,
}

/// The registry cannot be put in order: a mistake in the program, told when it starts.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A layer is read that nobody writes.
    #[error("annotator {reader} reads {layer:?}, which nobody writes")]
    Missing {
        /// Who reads.
        reader: &'static str,
        /// What.
        layer: Layer,
    },
    /// A layer has two writers.
    #[error("{layer:?} has two writers; one layer, one annotator")]
    Twice {
        /// Which.
        layer: Layer,
    },
    /// Annotators wait for each other.
    #[error("annotators wait for each other: {}", .0.join(", "))]
    Circle(Vec<&'static str>),
}

macro_rules! annotator {
    ($name:literal, [$($read:ident),*], $layer:ident, $field:ident) => {
        annotator!($name, [$($read),*], $layer, $field, true)
    };
    ($name:literal, [$($read:ident),*], $layer:ident, $field:ident, $english:literal) => {
        Annotator {
            name: $name,
            reads: &[$(Layer::$read),*],
            writes: Layer::$layer,
            english: $english,
            run: |context, document, layers| {
                let (found, remarks) = crate::$field::annotate(context, document, layers);
                layers.$field = found;
                remarks
            },
        }
    };
}

fn registry() -> Vec<Annotator> {
    vec![
        annotator!("actors", [Tokens], Actors, actors, false),
        annotator!(
            "attributions",
            [Sentences, Tokens, Quotations, Actors, Mentions],
            Attributions,
            attributions
        ),
        annotator!(
            "mentions",
            [Sentences, Tokens, Actors, Places, Times],
            Mentions,
            mentions,
            false
        ),
        annotator!(
            "control",
            [
                Sentences,
                Tokens,
                Actors,
                Places,
                Times,
                Attributions,
                Labels
            ],
            Control,
            control
        ),
        annotator!(
            "events",
            [
                Sentences,
                Tokens,
                Actors,
                Places,
                Times,
                Attributions,
                Labels,
                Figures,
                Control
            ],
            Events,
            events
        ),
        annotator!(
            "forecasts",
            [
                Sentences,
                Actors,
                Places,
                Times,
                Attributions,
                Labels,
                Control
            ],
            Forecasts,
            forecasts
        ),
        annotator!(
            "figures",
            [
                Sentences,
                Tokens,
                Actors,
                Places,
                Times,
                Attributions,
                Labels
            ],
            Figures,
            figures
        ),
        annotator!(
            "labels",
            [Sentences, Tokens, Quotations, Actors, Times],
            Labels,
            labels
        ),
        annotator!(
            "places",
            [Sentences, Tokens, Actors, Times],
            Places,
            places,
            false
        ),
        annotator!("quotations", [], Quotations, quotations, false),
        annotator!("replies", [], Replies, replies),
        annotator!("sentences", [], Sentences, sentences, false),
        annotator!("times", [], Times, times),
        annotator!("tokens", [Sentences], Tokens, tokens, false),
    ]
}

/// The annotators in an order in which each finds what it reads; equals by name.
///
/// # Errors
/// When a layer is missing, written twice, or annotators wait for each other.
pub fn plan() -> Result<Vec<Annotator>, PlanError> {
    order(registry())
}

fn order(mut waiting: Vec<Annotator>) -> Result<Vec<Annotator>, PlanError> {
    waiting.sort_by_key(|a| a.name);
    for (at, annotator) in waiting.iter().enumerate() {
        if waiting[..at].iter().any(|b| b.writes == annotator.writes) {
            return Err(PlanError::Twice {
                layer: annotator.writes,
            });
        }
        for layer in annotator.reads {
            if !waiting.iter().any(|b| b.writes == *layer) {
                return Err(PlanError::Missing {
                    reader: annotator.name,
                    layer: *layer,
                });
            }
        }
    }
    let mut done: Vec<Annotator> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|a| {
            a.reads
                .iter()
                .all(|layer| done.iter().any(|d| d.writes == *layer))
        });
        match ready {
            Some(at) => done.push(waiting.remove(at)),
            None => return Err(PlanError::Circle(waiting.iter().map(|a| a.name).collect())),
        }
    }
    Ok(done)
}

/// Those of an ordered plan that some layers need; all of them when no layer is named.
pub(crate) fn needed(plan: Vec<Annotator>, layers: &[Layer]) -> Vec<Annotator> {
    if layers.is_empty() {
        return plan;
    }
    let mut wanted = layers.to_vec();
    let mut out: Vec<Annotator> = Vec::new();
    // From the last to the first: who is needed needs those before him.
    for annotator in plan.into_iter().rev() {
        if wanted.contains(&annotator.writes) {
            wanted.extend(annotator.reads);
            out.push(annotator);
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &'static str, reads: &'static [Layer], writes: Layer) -> Annotator {
        Annotator {
            name,
            reads,
            writes,
            english: false,
            run: |_, _, _| Vec::new(),
        }
    }

    #[test]
    fn everyone_finds_what_he_reads() {
        let order = plan().expect("the registry is sound");
        for (at, annotator) in order.iter().enumerate() {
            for layer in annotator.reads {
                assert!(order[..at].iter().any(|a| a.writes == *layer));
            }
        }
    }

    #[test]
    fn only_what_a_layer_is_made_of_is_needed() {
        let plan = needed(plan().expect("the registry is sound"), &[Layer::Tokens]);
        let names: Vec<&str> = plan.iter().map(|a| a.name).collect();
        assert_eq!(names, ["sentences", "tokens"]);
    }

    #[test]
    fn missing_double_and_circular_layers_are_refused() {
        let missing = order(vec![named("a", &[Layer::Times], Layer::Actors)]);
        assert!(matches!(missing.err(), Some(PlanError::Missing { .. })));
        let twice = order(vec![
            named("a", &[], Layer::Actors),
            named("b", &[], Layer::Actors),
        ]);
        assert!(matches!(twice.err(), Some(PlanError::Twice { .. })));
        let circle = order(vec![
            named("a", &[Layer::Times], Layer::Actors),
            named("b", &[Layer::Actors], Layer::Times),
        ]);
        assert_eq!(circle.err(), Some(PlanError::Circle(vec!["a", "b"])));
    }
}
