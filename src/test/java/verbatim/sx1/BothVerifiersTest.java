package verbatim.sx1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Result;

/// The verifier in Java and the one for browsers, of which neither knows the other, say the same
/// of every document, and for the same reason.
class BothVerifiersTest {
  private static final Path MODULE = Path.of("src/main/resources/web/assets/sx1.js");
  private static final int TALKS = 50;
  private static final int CHANGES = 20;
  private static final int TALKS_LONG = 5_000;
  private static final long SEED = 20_261_122;

  @TempDir Path folder;

  private record Case(byte[] document, String around, Result result) {
    static Case of(byte[] document) {
      return of(document, "");
    }

    static Case of(byte[] document, String around) {
      return new Case(document, around, Verifier.verify(document, Talks.keys(), around));
    }

    String told() {
      String verdict = result.fault().isEmpty() ? result.lines().getLast() : result.fault();
      return result.state().exit() + " " + verdict + " " + result.notes();
    }
  }

  @Test
  void they_agree_on_a_thousand_single_changes() throws Exception {
    List<Case> cases = changed(new Random(SEED), TALKS, CHANGES);
    ReadingStrictlyTest.refused()
        .forEach(document -> cases.add(Case.of(document.getBytes(ISO_8859_1))));
    requireAgreement(cases);
  }

  @Test
  @Tag("long")
  void they_agree_on_many_thousand_single_changes() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed of the changes: " + seed);
    requireAgreement(changed(new Random(seed), TALKS_LONG, CHANGES));
  }

  private static List<Case> changed(Random random, int count, int changes) {
    Talks talks = new Talks(random);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] document = talks.excerpt(talks.talk(2 + random.nextInt(7))).bytes();
      Json json = Json.read(document);
      cases.add(Case.of(document, i % 2 == 0 ? "" : Attestations.around("x", "", List.of())));
      for (int k = 0; k < changes; k++) {
        cases.add(
            Case.of(
                random.nextInt(4) == 0
                    ? talks.changed(document)
                    : talks.changed(json).written().getBytes(UTF_8)));
      }
    }
    return cases;
  }

  @Test
  void they_agree_on_crafted_signatures() throws Exception {
    Path signatures = Path.of("src/test/resources/sx1/signatures.json").toAbsolutePath();
    List<String> said =
        node(
            """
            for (const one of JSON.parse(readFileSync(process.argv[3]))) {
              const bytes = (name) => Uint8Array.from(Buffer.from(one[name], 'hex'));
              console.log(await sx1.signatureFits(bytes('key'), bytes('message'), bytes('signature')), one.name);
            }
            """,
            signatures);
    List<String> expected = new ArrayList<>();
    for (Json one : SigningTest.crafted()) {
      boolean fits = one.fields().at("fits").equals(new Json.Truth(true));
      expected.add(fits + " " + one.fields().text("name"));
    }
    assertThat(said).isEqualTo(expected);
  }

  @Test
  void they_write_numbers_and_letters_alike() throws Exception {
    Random random = new Random(SEED);
    List<String> typed = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double near = random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12));
      if (Double.isFinite(any)) {
        typed.add("[" + any + "," + near + "," + (float) near + "]");
      }
      StringBuilder letters = new StringBuilder();
      for (int k = 0; k < 5; k++) {
        letters.appendCodePoint(random.nextInt(0xd800));
        letters.appendCodePoint(0xe000 + random.nextInt(0x102000));
        letters.appendCodePoint(random.nextInt(0xa0));
      }
      typed.add(
          Json.Fields.EMPTY
              .with(letters.toString(), letters.reverse().toString())
              .with("\ue000", 1)
              .with("\ud83d\ude00", 2)
              .written());
    }
    Path file = folder.resolve("typed");
    Files.write(
        file,
        typed.stream()
            .map(one -> Base64.getEncoder().encodeToString(one.getBytes(UTF_8)))
            .toList());
    List<String> said =
        node(
            """
            for (const line of readFileSync(process.argv[3], 'utf8').trimEnd().split('\\n')) {
              const written = sx1.canonical(sx1.readJson(Uint8Array.from(Buffer.from(line, 'base64')), true));
              console.log(Buffer.from(written).toString('base64'));
            }
            """,
            file);
    for (int i = 0; i < typed.size(); i++) {
      assertThat(new String(Base64.getDecoder().decode(said.get(i)), UTF_8))
          .isEqualTo(Json.readWithFractions(typed.get(i).getBytes(UTF_8)).canonical());
    }
  }

  @Test
  void the_one_for_browsers_is_light() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Files.readAllBytes(MODULE));
    }
    assertThat(packed.size()).isLessThan(25_000);
  }

  private void requireAgreement(List<Case> cases) throws Exception {
    Path file = folder.resolve("cases");
    List<String> lines = new ArrayList<>();
    lines.add(Talks.keys().json().written());
    for (Case one : cases) {
      lines.add(one.around() + " " + Base64.getEncoder().encodeToString(one.document()));
    }
    Files.write(file, lines);
    List<String> said =
        node(
            """
            const [keys, ...cases] = readFileSync(process.argv[3], 'utf8').trimEnd().split('\\n');
            const known = sx1.readKeys(Buffer.from(keys));
            for (const line of cases) {
              const [around, document] = line.split(' ');
              const result = await sx1.verify(Uint8Array.from(Buffer.from(document, 'base64')), known, around);
              console.log(JSON.stringify(`${result.exit} ${sx1.verdict(result)} [${result.notes.join(', ')}]`));
            }
            """,
            file);
    assertThat(said).hasSameSizeAs(cases);
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      assertThat(Json.read(said.get(i).getBytes(UTF_8)).text())
          .as(() -> new String(one.document(), UTF_8))
          .isEqualTo(one.told());
    }
  }

  /// @return what it printed, line by line
  private List<String> node(String program, Path argument) throws Exception {
    Path module = Files.copy(MODULE, folder.resolve("sx1.mjs"));
    Path script =
        Files.writeString(
            folder.resolve("script.mjs"),
            "import { readFileSync } from 'node:fs';\nconst sx1 = await import(process.argv[2]);\n"
                + program);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                "node", script.toString(), module.toUri().toString(), argument.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    int exit = process.waitFor();
    List<String> said = read(out);
    assertThat(exit).as(() -> String.join("\n", said)).isZero();
    return said;
  }

  private static List<String> read(Path out) throws IOException {
    return Files.readAllLines(out);
  }
}
