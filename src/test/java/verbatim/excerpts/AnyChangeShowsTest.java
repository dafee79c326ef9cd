package verbatim.excerpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.sx1.Verifier;
import verbatim.sx1.Words;

/// Any talk, any range of it, any seals: it fits. Any one letter of what is signed changed: it does
/// not.
class AnyChangeShowsTest {
  private static final int MESSAGES = 12;
  private static final int EXCERPTS = 12;
  private static final int CHANGES = 60;
  private static final List<String> PIECES =
      List.of(
          "tide", "rope ", "  ", "\n", "\t", "\u00a0", "🌊", "e\u0301", "é", "\u202e", "x", ".",
          "\"", "\\", "<b>", "\u0001", "Ärger ", "0");

  @TempDir Path folder;

  private String text(Random random) {
    StringBuilder text = new StringBuilder("a");
    int pieces = random.nextInt(30);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(random.nextInt(3) == 0 ? " " : "");
    }
    return text.toString();
  }

  @Test
  void whatever_was_said_and_chosen() {
    try (Town town = Town.in(folder, Town.Engine.ROCKS)) {
      Random random = new Random(town.seed());
      Town.Person alice = town.person("alice");
      Town.Person bob = town.person("bob");
      bob.follows(alice);
      alice.follows(bob);
      ConversationId talk =
          town.conversations()
              .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
              .conversation()
              .id();
      Map<Long, List<String>> said = new HashMap<>();
      Set<Long> hers = new HashSet<>();
      for (int i = 0; i < MESSAGES; i++) {
        // The clock stands still now and then: times never run back, and may be the same.
        town.later(Duration.ofMillis(random.nextInt(2) * 40L));
        Town.Person who = i == 0 || random.nextBoolean() ? alice : bob;
        var message =
            town.conversations()
                .say(who.id(), talk, Conversations.Draft.of(text(random)))
                .message();
        said.put(message.n(), Words.parts(message.text()));
        if (who == alice) {
          hers.add(message.n());
        }
      }
      for (int i = 0; i < EXCERPTS; i++) {
        town.later(Duration.ofDays(8));
        check(town, random, alice, bob, choice(random, talk, said, hers));
      }
    }
  }

  /// With at least one word of hers.
  private Choice choice(
      Random random, ConversationId talk, Map<Long, List<String>> said, Set<Long> hers) {
    List<Long> all = hers.stream().sorted().toList();
    long shown = all.get(random.nextInt(all.size()));
    long from = 1 + random.nextLong(shown);
    long to = shown + random.nextLong(MESSAGES - shown + 1);
    Map<Long, Set<Integer>> hidden = new TreeMap<>();
    Set<Long> leftOut = new HashSet<>();
    for (long n = from; n <= to; n++) {
      int parts = said.get(n).size();
      if (n != shown && random.nextInt(4) == 0) {
        leftOut.add(n);
      } else if (parts > 1 && random.nextInt(3) == 0) {
        hidden.put(n, Set.of(random.nextInt(parts)));
      }
    }
    return new Choice(talk, from, to, hidden, leftOut);
  }

  private void check(Town town, Random random, Town.Person alice, Town.Person bob, Choice choice) {
    Mine draft = town.excerpts().draft(alice.id(), choice, Around.NOTHING);
    ExcerptId id = draft.shown().id();
    Status status;
    boolean isAsked = draft.parties().stream().anyMatch(p -> !p.entries().isEmpty());
    town.excerpts().ask(alice.id(), id);
    if (random.nextBoolean()) {
      status = town.excerpts().publish(alice.id(), id, Draft.of(alice.id(), "see"));
      agree(town, random, bob, id, isAsked);
    } else {
      agree(town, random, bob, id, isAsked);
      status = town.excerpts().publish(alice.id(), id, Draft.of(alice.id(), "see"));
    }
    String document =
        new String(town.excerpts().document(status).orElseThrow(), StandardCharsets.UTF_8);
    Verifier.Keys keys = keys(town, alice, bob);
    assertThat(state(document, keys)).as("%s, seed %d", document, town.seed()).isZero();
    int end =
        document.contains("\"consent\":") ? document.indexOf("\"consent\":") : document.length();
    for (int i = 0; i < CHANGES; i++) {
      int at = random.nextInt(end);
      if (Character.isSurrogate(document.charAt(at)) || isOfNoMatter(document, at)) {
        continue;
      }
      char other = "abcdefgxyzXYZ0123456789,:\"[]{} ".charAt(random.nextInt(31));
      if (other == document.charAt(at)) {
        continue;
      }
      String changed = document.substring(0, at) + other + document.substring(at + 1);
      assertThat(state(changed, keys))
          .as(
              "'%s' for '%s' at %d of %s, seed %d",
              other, document.charAt(at), at, document, town.seed())
          .isNotZero();
    }
  }

  /// The name of a key: one that nobody knows binds nothing, and others may stand beside it. And
  /// between two values, where a space is none.
  private static boolean isOfNoMatter(String document, int at) {
    int key = document.lastIndexOf("#", at);
    return key >= 0 && at - key <= "#ed25519".length();
  }

  private static void agree(
      Town town, Random random, Town.Person bob, ExcerptId id, boolean isAsked) {
    if (isAsked && random.nextInt(3) > 0) {
      Asked asked = town.excerpts().asked(bob.id(), id);
      Map<Long, Set<Integer>> open = new TreeMap<>();
      for (Piece piece : asked.mine()) {
        Set<Integer> parts = new HashSet<>();
        for (int j = 0; j < piece.parts().size(); j++) {
          if (!piece.hidden().contains(j) && random.nextBoolean()) {
            parts.add(j);
          }
        }
        open.put(piece.n(), parts);
      }
      Answer.Agree some = Answer.Agree.to(open).saying("more");
      Answer.Agree answer = random.nextBoolean() ? some : Answer.Agree.all();
      town.excerpts().answer(bob.id(), id, answer, asked.seen());
    }
  }

  private static int state(String document, Verifier.Keys keys) {
    return Verifier.verify(document.getBytes(StandardCharsets.UTF_8), keys).state().exit();
  }

  private static Verifier.Keys keys(Town town, Town.Person... people) {
    Map<String, String> keys = new TreeMap<>();
    keys.put(town.actorKeys().server().method(), town.actorKeys().server().multikey());
    for (Town.Person one : people) {
      keys.put(town.actorKeys().of(one.id()).method(), town.actorKeys().of(one.id()).multikey());
    }
    return new Verifier.Keys(keys, "");
  }
}
