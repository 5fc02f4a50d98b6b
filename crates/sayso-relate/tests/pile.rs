//! The pile stages on hand-made documents: invented outlets, people and places.

use sayso_knowledge::Knowledge;
use sayso_record::{
    Attribution, ChainLink, ClaimKind, ClaimRelation, Commitment, Control, ControlStatus, Document,
    Edge, Event, Exactness, Figure, FigureKind, Findings, Hedge, Judgement, Layers, Metadata,
    Modality, Quote, RelationKind, Segment, SegmentKind, Span, Stance,
};
use sayso_relate::{Context, Options, Pile, Told, relate, told};

fn document(id: &str, outlet: &str, date: &str, text: &str) -> Document {
    Document {
        metadata: Metadata {
            outlet: Some(outlet.to_owned()),
            published: Some(date.to_owned()),
            ..Metadata::default()
        },
        ..Document::plain(id, text)
    }
}

/// Adds "N of" at the words, at Velmora harbour, in the document's own voice.
fn figure(
    document: &Document,
    layers: &mut Layers,
    words: &str,
    of: &str,
    low: Option<f64>,
    high: Option<f64>,
) {
    let start = document
        .text
        .find(words)
        .expect("the test's words stand in its text");
    layers.figures.push(Figure {
        id: format!("f{}", layers.figures.len()),
        start,
        end: start + words.len(),
        what: FigureKind::Killed,
        of: Some(of.to_owned()),
        low,
        high,
        exactness: Exactness::Exact,
        unit: None,
        place: Some("Velmora".to_owned()),
        time: None,
        negated: false,
        attribution: None,
    });
}

/// Gives the layers' last figure to `speaker`, the document's own teller standing as said.
fn attributed(document: &Document, layers: &mut Layers, speaker: &str, commitment: Commitment) {
    let figure = layers
        .figures
        .last_mut()
        .expect("a figure was added before");
    let id = format!("a{}", layers.attributions.len());
    figure.attribution = Some(id.clone());
    let link = |teller: &str, commitment| ChainLink {
        teller: teller.to_owned(),
        edge: Edge::Reports,
        cue: None,
        commitment,
    };
    layers.attributions.push(Attribution {
        id,
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![Span::new(figure.start, figure.end)],
        speaker: Some(speaker.to_owned()),
        chain: vec![
            link(document.teller(), commitment),
            link(speaker, Commitment::Asserts),
        ],
        stance: Stance::Asserts,
        hedge: Hedge::None,
        quote: Quote::Indirect,
        own_voice: false,
    });
}

/// What each document tells.
fn tells(documents: &[Document], layers: &[Layers]) -> Vec<Told> {
    documents
        .iter()
        .zip(layers)
        .map(|(d, l)| told(d, l))
        .collect()
}

fn run(documents: &[Document], layers: &[Layers], judgements: &[Judgement]) -> Findings {
    let knowledge = Knowledge::bundled();
    let pile = Pile {
        documents,
        told: &tells(documents, layers),
        judgements,
    };
    relate(
        &Context {
            knowledge: &knowledge,
        },
        &pile,
        &Options::default(),
    )
    .0
}

fn judgement(act: &str, target: &str, other: Option<&str>, value: Option<&str>) -> Judgement {
    Judgement {
        id: format!("j-{act}-{target}"),
        act: act.to_owned(),
        target: target.to_owned(),
        other: other.map(str::to_owned),
        value: value.map(str::to_owned),
        who: "Ona Brandt".to_owned(),
        when: Some("2031-03-01T10:00:00Z".to_owned()),
        reason: "I asked both".to_owned(),
        retracted: None,
    }
}

const DISPATCH: &str = "A fire in the grain hall by the northern quay killed 37 dockers before the brigade could reach the upper floors, and the hall burned until the morning tide.";

/// The dispatch printed by `n` outlets, each with words of its own around it.
fn copies(n: usize) -> (Vec<Document>, Vec<Layers>) {
    (0..n)
        .map(|i| {
            let own = [
                "Readers wrote to us.",
                "Our quay desk adds little.",
                "More tomorrow in print.",
            ][i % 3];
            let d = document(
                &format!("copy{i:02}"),
                &format!("Outlet {i}"),
                &format!("2031-02-{:02}", i + 1),
                &format!("{own} Item {i}. {DISPATCH}"),
            );
            let mut l = Layers::default();
            figure(&d, &mut l, "37 dockers", "dockers", Some(37.0), Some(37.0));
            (d, l)
        })
        .unzip()
}

/// Two independent figures that exclude each other, one vague, one rejected.
fn dispute() -> (Vec<Document>, Vec<Layers>) {
    let mut out = (Vec::new(), Vec::new());
    let mut add = |d: Document, l: Layers| {
        out.0.push(d);
        out.1.push(l);
    };
    let d = document(
        "gazette",
        "Velmora Gazette",
        "2031-02-03",
        "The harbour office counts 37 dockers dead.",
    );
    let mut l = Layers::default();
    figure(&d, &mut l, "37 dockers", "dockers", Some(37.0), Some(37.0));
    attributed(&d, &mut l, "Harbour Office", Commitment::Neutral);
    add(d, l);
    let d = document(
        "union",
        "Dock Union Sheet",
        "2031-02-04",
        "We buried sixty-one dockers this week, all from that hall.",
    );
    let mut l = Layers::default();
    figure(
        &d,
        &mut l,
        "sixty-one dockers",
        "dockers",
        Some(61.0),
        Some(61.0),
    );
    add(d, l);
    let d = document(
        "echo",
        "Coast Echo",
        "2031-02-05",
        "Some dozens of dockers died there, people say.",
    );
    let mut l = Layers::default();
    figure(
        &d,
        &mut l,
        "dozens of dockers",
        "dockers",
        Some(24.0),
        Some(99.0),
    );
    add(d, l);
    let d = document(
        "sceptic",
        "The Sceptic",
        "2031-02-06",
        "The office's tale of 5 dockers lost is a lie.",
    );
    let mut l = Layers::default();
    figure(&d, &mut l, "5 dockers", "dockers", Some(5.0), Some(5.0));
    attributed(&d, &mut l, "Quay Police", Commitment::Rejects);
    add(d, l);
    out
}

#[test]
fn fourteen_copies_are_one_origin() {
    let (documents, layers) = copies(14);
    let found = run(&documents, &layers, &[]);
    assert_eq!(found.claims.len(), 1);
    let claim = &found.claims[0];
    assert_eq!(
        claim.question,
        "How many dockers were killed at Velmora in February 2031?"
    );
    assert_eq!(claim.relation, ClaimRelation::Agree);
    assert_eq!(claim.answers.len(), 1);
    assert_eq!(claim.answers[0].appearances.len(), 14);
    assert_eq!(
        (claim.answers[0].origins.min, claim.answers[0].origins.max),
        (1, 1)
    );
    assert_eq!(claim.grade.airwars, "weak");
    assert!(
        claim.grade.because[0].starts_with("weak, not fair: 14 documents, 1 origin"),
        "{:?}",
        claim.grade.because
    );
    assert!(
        found
            .relations
            .iter()
            .any(|r| r.kind == RelationKind::Copies)
    );
    assert!(
        found.relations.len() < 14 * 3,
        "relations stay bounded: {}",
        found.relations.len()
    );
}

#[test]
fn two_tellings_of_one_figure_are_fair() {
    let (mut documents, mut layers) = copies(3);
    let d = document(
        "own",
        "Velmora Gazette",
        "2031-02-02",
        "Our man stood at the fence and saw the bodies of 37 dockers carried out.",
    );
    let mut l = Layers::default();
    figure(&d, &mut l, "37 dockers", "dockers", Some(37.0), Some(37.0));
    documents.push(d);
    layers.push(l);
    let claim = run(&documents, &layers, &[]).claims.remove(0);
    assert_eq!((claim.origins.min, claim.origins.max), (2, 2));
    assert_eq!(claim.grade.airwars, "fair");
    assert_eq!(claim.grade.admiralty, "F2");
}

#[test]
fn disjoint_figures_conflict_and_a_rejecting_teller_is_no_support() {
    let (documents, layers) = dispute();
    let found = run(&documents, &layers, &[]);
    assert_eq!(found.claims.len(), 1);
    let claim = &found.claims[0];
    assert_eq!(claim.kind, ClaimKind::Figure);
    assert_eq!(claim.relation, ClaimRelation::Conflict);
    assert_eq!(claim.grade.airwars, "contested");
    let answer = |value: &str| {
        claim
            .answers
            .iter()
            .find(|a| a.value == value)
            .expect("the answer is there")
    };
    assert_eq!(answer("37").origins.max, 1);
    assert_eq!(answer("61").origins.max, 1);
    assert_eq!(
        (answer("5").origins.min, answer("5").origins.max),
        (0, 1),
        "the police are said to say so, nobody who tells it lets it stand"
    );
    assert_eq!(answer("5").appearances[0].commitment, Commitment::Rejects);
    assert!(
        answer("5")
            .because
            .iter()
            .any(|b| b.contains("no support: The Sceptic rejects"))
    );
    let kind = |x: &str, y: &str| {
        let id = |value: &str| answer(value).appearances[0].statement.clone();
        let (x, y) = (id(x), id(y));
        found
            .relations
            .iter()
            .find(|r| (r.a == x && r.b == y) || (r.a == y && r.b == x))
            .map(|r| r.kind)
    };
    assert_eq!(kind("37", "61"), Some(RelationKind::Conflicts));
    assert_eq!(kind("37", "24–99"), Some(RelationKind::Refines));
}

#[test]
fn an_unusual_figure_without_credit_lowers_only_the_least() {
    let texts = [
        ("first", "2031-02-01", "The clerk counted 4,127 sacks gone."),
        (
            "second",
            "2031-02-09",
            "Everyone knows of the 4,127 sacks by now.",
        ),
    ];
    let (documents, layers): (Vec<_>, Vec<_>) = texts
        .iter()
        .map(|(id, date, text)| {
            let d = document(id, &format!("The {id} paper"), date, text);
            let mut l = Layers::default();
            figure(
                &d,
                &mut l,
                "4,127 sacks",
                "sacks",
                Some(4127.0),
                Some(4127.0),
            );
            (d, l)
        })
        .unzip();
    let found = run(&documents, &layers, &[]);
    assert_eq!(
        (found.claims[0].origins.min, found.claims[0].origins.max),
        (1, 2)
    );
    assert_eq!(found.relations[0].kind, RelationKind::Derives);
    assert_eq!(found.claims[0].grade.airwars, "weak");
}

#[test]
fn one_place_taken_in_two_months_is_two_questions() {
    let control = |id: &str, date: &str, text: &str, holder: &str| {
        let d = document(id, &format!("Paper {id}"), date, text);
        let mut l = Layers::default();
        l.control.push(Control {
            id: "c0".to_owned(),
            start: 0,
            end: text.len(),
            place: "Velmora".to_owned(),
            holder: Some(holder.to_owned()),
            status: ControlStatus::Captured,
            value: None,
            time: None,
            modality: Modality::Actual,
            attribution: None,
        });
        (d, l)
    };
    let (documents, layers): (Vec<_>, Vec<_>) = [
        control(
            "a",
            "2031-03-28",
            "The Coast Guard took Velmora",
            "Coast Guard",
        ),
        control(
            "b",
            "2031-12-12",
            "Velmora fell to the River League",
            "River League",
        ),
    ]
    .into_iter()
    .unzip();
    let mut questions: Vec<String> = run(&documents, &layers, &[])
        .claims
        .into_iter()
        .map(|c| c.question)
        .collect();
    questions.sort();
    assert_eq!(
        questions,
        [
            "Who captured Velmora in December 2031?",
            "Who captured Velmora in March 2031?"
        ]
    );
}

#[test]
fn a_persons_word_outranks_the_rules() {
    let (documents, layers) = copies(2);
    let claim = run(&documents, &layers, &[]).claims.remove(0);
    let ids: Vec<&str> = claim.answers[0]
        .appearances
        .iter()
        .map(|a| a.id.as_str())
        .collect();
    let apart = judgement("not_same_origin", ids[0], Some(ids[1]), None);
    let graded = judgement("grade", &claim.id, None, Some("contested/B3"));
    let got = run(&documents, &layers, &[apart.clone(), graded])
        .claims
        .remove(0);
    assert_eq!((got.origins.min, got.origins.max), (2, 2));
    assert_eq!(
        (got.grade.airwars.as_str(), got.grade.admiralty.as_str()),
        ("contested", "B3")
    );
    assert_eq!(got.grade.by, "Ona Brandt");

    let taken_back = Judgement {
        retracted: Some("2031-03-02T10:00:00Z".to_owned()),
        ..apart
    };
    assert_eq!(
        run(&documents, &layers, &[taken_back]).claims[0]
            .origins
            .max,
        1
    );

    let (documents, layers) = dispute();
    let same = judgement("withdraw", "union", None, None);
    let got = run(&documents, &layers, &[same]);
    assert!(got.statements.iter().all(|s| s.doc != "union"));
    assert!(got.claims[0].answers.iter().all(|a| a.value != "61"));
}

#[test]
fn what_a_person_joins_is_one_origin_and_what_he_splits_is_two_claims() {
    let (documents, layers) = dispute();
    let before = run(&documents, &layers, &[]);
    let claim = &before.claims[0];
    let same = judgement("same_origin", "gazette", Some("union"), None);
    assert_eq!(
        run(&documents, &layers, &[same]).claims[0].origins.max,
        claim.origins.max - 1
    );
    let out = claim
        .answers
        .iter()
        .find(|a| a.value == "61")
        .expect("the answer is there")
        .appearances[0]
        .id
        .clone();
    let split = judgement("split", &claim.id, Some(&out), None);
    let after = run(&documents, &layers, &[split]);
    assert_eq!(after.claims.len(), 2);
    assert!(
        after
            .claims
            .iter()
            .any(|c| c.answers.len() == 1 && c.answers[0].value == "61")
    );
}

#[test]
fn the_order_of_documents_changes_no_byte() {
    let (mut documents, mut layers) = dispute();
    let (more, theirs) = copies(6);
    documents.extend(more);
    layers.extend(theirs);
    let told = |order: &[usize]| {
        let d: Vec<Document> = order.iter().map(|&n| documents[n].clone()).collect();
        let l: Vec<Layers> = order.iter().map(|&n| layers[n].clone()).collect();
        serde_json::to_string(&run(&d, &l, &[])).expect("findings are plain values")
    };
    let n = documents.len();
    let mut order: Vec<usize> = (0..n).collect();
    let first = told(&order);
    assert!(first.len() > 1000);
    for _ in 0..n {
        order.rotate_left(1);
        order.swap(0, n / 2);
        assert_eq!(told(&order), first);
    }
    order.reverse();
    assert_eq!(told(&order), first);
}

#[test]
fn every_finding_stands_on_words_of_its_document() {
    let (mut documents, mut layers) = dispute();
    let (more, theirs) = copies(4);
    documents.extend(more);
    layers.extend(theirs);
    // A record that points past the end of its text is left out with a remark.
    let good = layers[0].figures[0].clone();
    layers[0].figures.push(Figure {
        id: "bad".to_owned(),
        start: 10,
        end: 9_999,
        ..good
    });
    let knowledge = Knowledge::bundled();
    let pile = Pile {
        documents: &documents,
        told: &tells(&documents, &layers),
        judgements: &[],
    };
    let (found, remarks) = relate(
        &Context {
            knowledge: &knowledge,
        },
        &pile,
        &Options::default(),
    );
    assert_eq!(remarks.len(), 1);
    let words = |doc: &str, start: usize, end: usize| {
        documents
            .iter()
            .find(|d| d.id == doc)
            .and_then(|d| d.text.get(start..end))
            .is_some_and(|w| !w.is_empty())
    };
    for claim in &found.claims {
        assert!(
            claim
                .evidence
                .spans()
                .iter()
                .all(|s| words(&s.doc, s.start, s.end))
        );
        assert!(!claim.grade.because.is_empty());
        for answer in &claim.answers {
            assert!(answer.origins.min <= answer.origins.max);
            assert_eq!(answer.origin_groups.len() as u32, answer.origins.max);
            assert!(
                answer
                    .appearances
                    .iter()
                    .all(|a| words(&a.doc, a.start, a.end))
            );
        }
    }
    for passage in &found.passages {
        assert!(words(&passage.a.doc, passage.a.start, passage.a.end));
        assert!(words(&passage.b.doc, passage.b.start, passage.b.end));
    }
}

/// One event told in one document, by `speaker` where given.
fn event(id: &str, date: &str, actor: &str, speaker: Option<&str>) -> (Document, Layers) {
    let text = format!("Shells fell on the customs house, and {actor} fired them.");
    let d = document(id, &format!("Paper {id}"), date, &text);
    let mut l = Layers::default();
    l.events.push(Event {
        id: "e0".to_owned(),
        start: 0,
        end: 11,
        kind: "Shelling/artillery/missile attack".to_owned(),
        actor: vec![actor.to_owned()],
        recipient: Vec::new(),
        place: Some("Velmora".to_owned()),
        time: Some("2031-02-09".to_owned()),
        figures: Vec::new(),
        modality: Modality::Actual,
        attribution: speaker.map(|_| "a0".to_owned()),
    });
    if let Some(speaker) = speaker {
        l.attributions.push(Attribution {
            id: "a0".to_owned(),
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![Span::new(0, 11)],
            speaker: Some(speaker.to_owned()),
            chain: Vec::new(),
            stance: Stance::Asserts,
            hedge: Hedge::None,
            quote: Quote::Indirect,
            own_voice: false,
        });
    }
    (d, l)
}

#[test]
fn competing_actors_ask_who_was_behind_it() {
    let (documents, layers): (Vec<_>, Vec<_>) = [
        event("a", "2031-02-10", "River League", None),
        event("b", "2031-02-10", "Coast Guard", Some("Harbour Office")),
    ]
    .into_iter()
    .unzip();
    let claims = run(&documents, &layers, &[]).claims;
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].kind, ClaimKind::Responsibility);
    assert_eq!(claims[0].relation, ClaimRelation::Conflict);
    assert_eq!(claims[0].grade.airwars, "contested");
    assert!(
        claims[0]
            .question
            .starts_with("Who was behind the shelling"),
        "{}",
        claims[0].question
    );
}

#[test]
fn only_an_admission_confirms() {
    let graded = |speaker| {
        let (d, l) = event("a", "2031-02-10", "Coast Guard", Some(speaker));
        run(&[d], &[l], &[]).claims.remove(0).grade.airwars
    };
    assert_eq!(graded("Coast Guard"), "confirmed");
    assert_eq!(graded("Harbour Office"), "weak");
}

#[test]
fn a_translation_and_a_citation_tell_nothing_of_their_own() {
    let one = |id: &str, text: &str| {
        let d = document(id, &format!("Paper {id}"), "2031-02-03", text);
        let mut l = Layers::default();
        figure(&d, &mut l, "37 dockers", "dockers", Some(37.0), Some(37.0));
        (d, l)
    };
    let (a, la) = one("x/one.en", "The hall took 37 dockers with it.");
    let (mut b, lb) = one("x/one.de", "So there died 37 dockers, told in other words.");
    let apart = run(&[a.clone(), b.clone()], &[la.clone(), lb.clone()], &[]);
    assert_eq!(apart.claims[0].origins.max, 2);
    b.metadata.translation_of = Some("one.en.txt".to_owned());
    let joined = run(&[a.clone(), b], &[la.clone(), lb], &[]);
    assert_eq!(
        (joined.claims[0].origins.min, joined.claims[0].origins.max),
        (1, 1)
    );

    let (c, mut lc) = one("citing", "Elsewhere one reads of 37 dockers dead.");
    attributed(&c, &mut lc, "Paper x/one.en", Commitment::Neutral);
    let cited = run(&[a, c], &[la, lc], &[]);
    assert_eq!(
        (cited.claims[0].origins.min, cited.claims[0].origins.max),
        (1, 1)
    );
}

#[test]
fn a_reply_with_another_figure_corrects() {
    let text = "Piet: I saw 12 dockers dead.\nOna: Read the list, it has 37 dockers on it.";
    let mut d = document("thread", "Quay Talk", "2031-02-03", text);
    let at = text.find("Ona").unwrap_or_default();
    let comment = |id: &str, author: &str, start, end, reply_to| Segment {
        id: id.to_owned(),
        kind: SegmentKind::Comment,
        start,
        end,
        parent: None,
        author: Some(author.to_owned()),
        time: None,
        number: None,
        reply_to,
    };
    d.segments = vec![
        comment("c1", "Piet", 0, at - 1, Vec::new()),
        comment("c2", "Ona", at, text.len(), vec!["c1".to_owned()]),
    ];
    let mut l = Layers::default();
    figure(&d, &mut l, "12 dockers", "dockers", Some(12.0), Some(12.0));
    figure(&d, &mut l, "37 dockers", "dockers", Some(37.0), Some(37.0));
    let found = run(&[d], &[l], &[]);
    assert_eq!(found.relations.len(), 1);
    assert_eq!(found.relations[0].kind, RelationKind::Corrects);
    assert_eq!(found.claims[0].relation, ClaimRelation::Conflict);
}

#[test]
fn a_source_is_rated_by_its_record_in_other_claims() {
    let nouns = ["barges", "cranes", "sheds", "carts", "lamps", "boats"];
    let (mut documents, mut layers) = (Vec::new(), Vec::new());
    let mut tell = |id: String, outlet: &str, noun: &str, number: f64| {
        let words = format!("{number} {noun}");
        let d = document(
            &id,
            outlet,
            "2031-02-03",
            &format!("{words} burned at Velmora."),
        );
        let mut l = Layers::default();
        figure(&d, &mut l, &words, noun, Some(number), Some(number));
        documents.push(d);
        layers.push(l);
    };
    for (n, noun) in nouns.iter().enumerate() {
        let number = n as f64 + 3.0;
        tell(format!("a{n}"), "Quay Post", noun, number);
        tell(format!("b{n}"), "Lock Post", noun, number);
    }
    tell("c".to_owned(), "Quay Post", "wagons", 7.0);
    tell("d".to_owned(), "New Post", "tents", 8.0);
    let found = run(&documents, &layers, &[]);
    let grade = |noun: &str| {
        let claim = found.claims.iter().find(|c| c.question.contains(noun));
        claim.expect("asked").grade.clone()
    };
    let known = grade("wagons");
    assert_eq!(known.admiralty, "B3", "{known:?}");
    assert!(
        known
            .because
            .iter()
            .any(|b| b.contains("in 6 of 6 other claims")),
        "{known:?}"
    );
    // Of one whom nothing else in the pile shows nothing can be said.
    assert_eq!(grade("tents").admiralty, "F3");
    // A claim is no witness to its own sources: five others are left.
    assert!(
        grade("barges")
            .because
            .iter()
            .any(|b| b.contains("in 5 of 5 other claims"))
    );
}
