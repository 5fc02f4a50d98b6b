#!/usr/bin/env python3
"""Incidents and casualty counts on MUC-4, from what `sayso annotate` prints.

  muc4.py input GOLD > input.jsonl        texts without gold
  muc4.py score GOLD PRED                 figures

Rules.
Incident: a document reports one when its key has a template. It is predicted when an event of harm
(attack, armed clash, bombing, shelling, explosion, abduction, destruction, suicide bomb, air strike)
is actual, its teller does not reject it and its words are not denied, or when a figure of killed,
wounded or abducted people stands that is not negated. F1 over documents.
Casualty counts: documents whose key has a number for human targets with an effect of death, injury,
or kidnapping. Such a document is found when one of these numbers ("6", "3 - 5"; PLURAL is no number)
lies in the bounds of a predicted figure with that effect (killed; wounded; captured, detained,
missing). One person told without a number ("a peasant was killed") is a count of one and asked for.
Recall over documents.
"""
import json
import re
import sys

HARM = ('attack', 'armed clash', 'strike', 'shelling', 'explosive', 'suicide', 'abduction',
        'destruction', 'grenade', 'chemical')
EFFECT = {'DEATH': {'killed'}, 'INJURY': {'wounded'},
          'REGAINED FREEDOM': {'captured', 'detained', 'missing'}}
KIDNAP = {'captured', 'detained', 'missing'}


def lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def counts(record):
    """Numbers of the key, each with the figures' kinds that would tell it."""
    out = []
    for template in record['templates']:
        slots = template['slots']
        kidnap = any('KIDNAP' in str(f.get('value')) for f in slots.get('incident_type', []))
        effects = {}
        for fill in slots.get('hum_tgt_effect_of_incident', []):
            effects.setdefault(json.dumps(fill.get('of')), set()).update(
                EFFECT.get(str(fill.get('value')), set()))
        for fill in slots.get('hum_tgt_number', []):
            value = str(fill.get('value') or '')
            number = re.fullmatch(r'~?(\d+)(?: - (\d+))?', value.strip())
            if not number:
                continue
            kinds = set(effects.get(json.dumps(fill.get('of')), set()))
            if kidnap:
                kinds |= KIDNAP
            if kinds:
                out.append((int(number[1]), int(number[2] or number[1]), kinds))
    return out


def rejects(record, item):
    for a in record['attributions']:
        if a['id'] == item.get('attribution'):
            return any(link['commitment'] == 'rejects' for link in a['chain'])
    return False


def main():
    act, gold = sys.argv[1], lines(sys.argv[2])
    if act == 'input':
        for g in gold:
            print(json.dumps({'id': g['id'], 'text': g['text'], 'date': g['date']}))
        return
    pred = {p['id']: p for p in lines(sys.argv[3])}
    tp = fp = fn = found = asked = 0
    missed = []
    for g in gold:
        p = pred[g['id']]
        told = [e for e in p['events']
                if any(h in e['type'].lower() for h in HARM)
                and e['modality'] == 'actual' and not rejects(p, e)]
        hurt = [f for f in p['figures']
                if f['what'] in ('killed', 'wounded', 'captured', 'detained', 'missing')
                and not f['negated'] and not rejects(p, f)]
        says, is_one = bool(told or hurt), bool(g['templates'])
        tp += says and is_one
        fp += says and not is_one
        fn += is_one and not says
        numbers = counts(g)
        if numbers:
            asked += 1
            hit = any(
                f['what'] in kinds and not f['negated']
                and (f['low'] is None or f['low'] <= high) and (f['high'] is None or low <= f['high'])
                for low, high, kinds in numbers for f in p['figures'])
            found += hit
            if not hit:
                missed.append((g['id'], numbers, [(f['what'], f['low'], f['high']) for f in p['figures']]))
    precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
    print('incident  p %.4f  r %.4f  f1 %.4f  (%d right, %d spurious, %d missed)' % (
        precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), tp, fp, fn))
    print('casualty counts  recall %.4f  (%d of %d documents)' % (found / max(asked, 1), found, asked))
    if '--errors' in sys.argv:
        for m in missed:
            print(m)


if __name__ == '__main__':
    main()
