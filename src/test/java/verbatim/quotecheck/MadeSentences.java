package verbatim.quotecheck;

import java.util.List;
import java.util.Random;

/// Sentences about an invented town, put together by chance: alike enough to be taken for one
/// another, with names, numbers, apostrophes and negations in them.
final class MadeSentences {
  private static final List<String> WHO =
      List.of(
          "the council",
          "our harbour",
          "the last boat",
          "the night ferry",
          "the bakery",
          "the school on the hill",
          "the new bridge",
          "the old market",
          "my neighbour",
          "the harbour master",
          "the choir",
          "the library",
          "the fishing fleet",
          "the island",
          "everybody on the quay",
          "the boat yard",
          "half of Ternhaven",
          "the lighthouse keeper");
  private static final List<String> DOES =
      List.of(
          "will keep",
          "wants",
          "has lost",
          "never asked for",
          "doesn't need",
          "can't pay for",
          "would rather have",
          "has paid twice for",
          "isn't ready for",
          "promised us",
          "should repair",
          "won't give up",
          "counted",
          "didn't mention",
          "talks about",
          "is waiting for",
          "sold",
          "remembers",
          "builds",
          "hasn't forgotten");
  private static final List<String> WHAT =
      List.of(
          "the timetable",
          "forty loaves of bread",
          "a second engine",
          "twelve new lamps",
          "the winter road",
          "a warm waiting room",
          "the price of a ticket",
          "seven empty houses",
          "the music on Fridays",
          "the repairs",
          "a place to sleep",
          "the sea wall",
          "three hundred crowns",
          "the morning tide",
          "a fair answer",
          "the keys to the hall",
          "the letter from Brunnow",
          "fresh paint",
          "the bell of the church",
          "a longer night");
  private static final List<String> WHEN =
      List.of(
          "before the winter",
          "until the ice is gone",
          "every single morning",
          "after the storm",
          "on the second Sunday",
          "when the tide turns",
          "without any noise",
          "at half the price",
          "as long as I live here",
          "in front of everybody",
          "for the children's sake",
          "between two storms",
          "by the end of March",
          "as we've always done",
          "");
  private static final List<String> OPENING =
      List.of(
          "I think",
          "Honestly,",
          "We all know that",
          "It's true that",
          "Nobody told me that",
          "I'm sure",
          "Ask Ilse Brandvane:",
          "You'd think",
          "They've said that",
          "Let me be clear:",
          "I don't believe",
          "Mark my words:",
          "As Oskar Lindqvist says,",
          "",
          "",
          "");
  private static final List<String> MORE =
      List.of(
          "and that's not my fault",
          "but nobody listens",
          "and I'll say it again",
          "because we're tired of waiting",
          "and I won't be quiet",
          "so we'll meet at nine",
          "though it isn't easy",
          "and there are 48 of us",
          "but I can't prove it",
          "",
          "",
          "");

  private final Random random;

  MadeSentences(Random random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String sentence() {
    String all =
        String.join(" ", one(OPENING), one(WHO), one(DOES), one(WHAT), one(WHEN), one(MORE))
            .replaceAll(" +", " ")
            .strip();
    return Character.toUpperCase(all.charAt(0)) + all.substring(1) + ".";
  }

  /// A post of one to three sentences.
  String post() {
    StringBuilder post = new StringBuilder(sentence());
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      post.append(' ').append(sentence());
    }
    return post.toString();
  }
}
