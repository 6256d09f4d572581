import { describe, expect, test } from '@jest/globals';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import { findHits } from './findHits.ts';
import { toQuery, wordsToFind } from './Query.ts';
import { tokensOf } from './tokensOf.ts';
import { wordsToIndex } from './wordsToIndex.ts';

const TECHNICAL = "call foo_bar.baz(42) at v1.2.3 with user@example.com and don't";

const hits = (text: string, query: string) =>
  findHits(text, toQuery(query))?.map(([from, to]) => text.slice(from, to));

describe('findHits', () => {
  test.each([
    ['case', 'Hello WORLD', 'world hello', ['Hello', 'WORLD']],
    ['accents', 'un café crème', 'CREME cafe', ['café', 'crème']],
    ['accents written apart', 'un cafe\u0301 noir', 'café', ['cafe\u0301']],
    ['accents that are asked for', 'un cafe noir', 'café', ['cafe']],
    ['sharp s', 'Die STRASSE', 'straße', ['STRASSE']],
    ['ligatures and wide letters', 'ｏﬀice', 'office', ['ｏﬀice']],
    ['soft hyphens', 'co\u00adoperate', 'cooperate', ['co\u00adoperate']],
    ['dotted and dotless i', 'İstanbul ılık', 'istanbul ilik', ['İstanbul', 'ılık']],
    ['the final sigma', 'ὁ σοφός ΣΟΦΟΣ', 'σοφοσ', ['σοφός', 'ΣΟΦΟΣ']],
    ['Cyrillic', 'Ёлка и йод', 'елка иод', ['Ёлка', 'йод']],
    ['Hebrew points', 'שָׁלוֹם עוֹלָם', 'שלום', ['שָׁלוֹם']],
    ['Arabic marks and lengthening', 'كتــاب مُحَمَّد', 'محمد كتاب', ['كتــاب', 'مُحَمَّد']],
    ['Devanagari', 'नमस्ते, दुनिया!', 'दुनिया', ['दुनिया']],
    ['Korean', '한국어 문장', '한국어'.normalize('NFD'), ['한국어']],
    ['Chinese', '我今天去北京大学。', '北京', ['北京']],
    ['one character', '我今天去北京大学。', '去', ['去']],
    ['Japanese among Latin', '今日はAIと日本語で話す', '日本語 ai', ['AI', '日本語']],
    ['half-width kana', 'ｶﾞﾗｽの靴', 'ガラス', ['ｶﾞﾗｽ']],
    ['squared kana', '5㌔走る', 'キロ', ['㌔']],
    ['Thai', 'ฉันรักประเทศไทยมาก', 'ประเทศไทย', ['ประเทศไทย']],
    ['Thai marks with their letter', 'น้ำตก', 'น้ำ', ['น้ำ']],
    ['Khmer', 'ខ្ញុំរៀនភាសាខ្មែរ', 'ភាសា', ['ភាសា']],
    ['emoji around', '👩‍👩‍👧‍👦hello❤️ world🇩🇪', '😀hello 🇩🇪', ['hello']],
    ['a part of a name', TECHNICAL, 'baz', ['baz']],
    ['parts of a name in a row', TECHNICAL, 'foo_bar', ['foo_bar']],
    ['parts of a name, apart', TECHNICAL, 'bar foo', ['foo', 'bar']],
    ['a whole name', TECHNICAL, 'foo_bar.baz', ['foo_bar.baz']],
    ['parts whatever joins them', TECHNICAL, 'foo.bar', ['foo_bar']],
    ['a version', TECHNICAL, '1.2.3', ['1.2.3']],
    ['a version with its v', TECHNICAL, 'V1.2', ['v1.2']],
    ['a part of an address', TECHNICAL, 'example', ['example']],
    ['an address', TECHNICAL, 'user@example.com', ['user', 'example.com']],
    ['parts of a path', 'see libs/store/src-old/a_b.test.ts', 'src-old test', ['src', 'old', 'test']],
    ['a curly apostrophe', TECHNICAL, 'don’t', ["don't"]],
    ['what has a curly apostrophe', 'I don’t', "don't", ['don’t']],
    ['a Ukrainian apostrophe', 'м’ята', 'м\u02BCята', ['м’ята']],
    [
      'letters with a stroke',
      'Đà Nẵng, Łódź, Ørsted',
      'da nang lodz orsted',
      ['Đà', 'Nẵng', 'Łódź', 'Ørsted'],
    ],
    ['letters in one', 'l’œuvre, Ærø', 'ÆRØ', ['Ærø']],
    ['letters in one, written as two', 'un œuf', 'oeuf', ['œuf']],
    ['hiragana by katakana', 'ひらがなのテスト', 'ヒラガナ てすと', ['ひらがな', 'テスト']],
    ['numbers', 'in 2024 it was 3.14', '3.14 ２０２４', ['2024', '3.14']],
    ['places that overlap', '哈哈哈', '哈哈', ['哈哈哈']],
  ])('finds %s', (_what, text, query, expected) => {
    expect(hits(text, query)).toEqual(expected);
  });

  test.each([
    ['a part of a word', 'concatenate', 'cat'],
    ['parts of a name in another order', TECHNICAL, 'bar_foo'],
    ['parts that two words have', 'foo bar', 'foo_bar'],
    ['a number within another', 'v11.2.3', '1.2.3'],
    ['only some of the words', 'one two', 'one three'],
    ['characters that stand apart', '本日は日中の本', '日本'],
    ['pairs that stand apart', '東京都と京都大', '東京都大'],
    ['characters over a stop', '今日。本当', '日本'],
    ['a Thai letter with another mark', 'กาน้ำ', 'นำ'],
    ['marks that make another vowel', 'दिन', 'दान'],
  ])('does not find %s', (_what, text, query) => {
    expect(hits(text, query)).toBeUndefined();
  });

  test('finds in any text each of its words and runs, where they stand, and its index has what is looked up', () => {
    fc.assert(
      fc.property(anyMessageText(12), anyMessageText(4), (text, more) => {
        const index = wordsToIndex(tokensOf(text), Infinity);
        for (const token of tokensOf(text)) {
          const [first, last] =
            'parts' in token ? [token.parts.at(0), token.parts.at(-1)] : [token.run.at(0), token.run.at(-1)];
          const [from, to] = [first?.from ?? 0, last?.to ?? 0];
          expect(from).toBeLessThan(to);
          const query = toQuery(text.slice(from, to));
          expect(wordsToFind(query).filter((word) => !index?.has(word))).toEqual([]);
          const found = findHits(text, query) ?? [];
          expect(found.some(([a, b]) => a <= from && b >= to)).toBe(true);
        }
        // Whatever is found is looked up, so nothing that would be found is missed.
        const other = toQuery(more);
        if (findHits(text, other)) expect(wordsToFind(other).every((word) => index?.has(word))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('finds whatever parts of a word stand in a row, where they stand, however they are joined', () => {
    const part = fc.stringMatching(/^[a-zA-Z]{2,6}$|^[0-9]{1,4}$/u);
    const name = fc.array(part, { minLength: 2, maxLength: 6 });
    const place = fc.nat();
    fc.assert(
      fc.property(name, fc.constantFrom('.', '_', '-', '@', '/', ':'), place, place, (parts, joint, a, b) => {
        const from = a % parts.length;
        const sought = parts.slice(from, from + 1 + (b % (parts.length - from))).join(joint);
        const text = `(${parts.join(joint)})`;
        const found = findHits(text, toQuery(sought)) ?? [];
        const at = 1 + parts.slice(0, from).reduce((sum, { length }) => sum + length + 1, 0);
        const covered = (place: number) => found.some(([first, end]) => first <= place && place < end);
        for (let place = at; place < at + sought.length; place++)
          if (text[place] !== joint) expect([place, covered(place)]).toEqual([place, true]);
        const index = wordsToIndex(tokensOf(text), Infinity);
        expect(wordsToFind(toQuery(sought)).filter((word) => !index?.has(word))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('does not find what it was asked for when there is nothing to search for in it', () => {
    for (const text of ['', ' ', '😀 !?', '。、', '👩‍👩‍👧‍👦']) {
      expect(wordsToFind(toQuery(text))).toEqual([]);
    }
  });
});
