package verbatim.index;

import java.util.ArrayList;
import java.util.List;

/// What is put into the index: a key that is its own, a number by which it is found and ordered,
/// and fields. A word is found as it is; a text is found by each of its words, folded, and by some
/// of them in a row; a mark can be changed later without putting the entry in anew.
public final class Entry {
  record Field(String name, String value) {}

  final String key;
  final long number;
  final List<Field> words = new ArrayList<>();
  final List<Field> texts = new ArrayList<>();
  final List<String> marks = new ArrayList<>();
  final List<String> marked = new ArrayList<>();

  public Entry(String key, long number) {
    this.key = key;
    this.number = number;
  }

  public Entry word(String field, String value) {
    words.add(new Field(field, value));
    return this;
  }

  public Entry text(String field, String value) {
    texts.add(new Field(field, value));
    return this;
  }

  public Entry mark(String field, boolean isSet) {
    marks.add(field);
    if (isSet) {
      marked.add(field);
    }
    return this;
  }

  /// It says nothing of what it holds: private words stand in it.
  @Override
  public String toString() {
    return "Entry " + key;
  }
}
