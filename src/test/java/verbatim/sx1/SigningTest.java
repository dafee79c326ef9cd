package verbatim.sx1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verbatim.sx1.Verifier.Ed25519;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Multikey;

/// Who signs, and what does not pass for a signature.
class SigningTest {
  private static final Json.Fields NOTE =
      Json.Fields.EMPTY.with("id", "https://quarry.example/1").with("content", "granite");

  static List<Json> crafted() throws IOException {
    return Json.readWithFractions(
            Files.readAllBytes(Path.of("src/test/resources/sx1/signatures.json")))
        .items();
  }

  private static byte[] hex(Json.Fields fields, String name) {
    return HexFormat.of().parseHex(fields.text(name));
  }

  @Test
  void signatures_made_without_a_secret_are_none() throws IOException {
    for (Json one : crafted()) {
      Json.Fields crafted = one.fields();
      assertThat(
              Ed25519.fits(hex(crafted, "key"), hex(crafted, "message"), hex(crafted, "signature")))
          .as(crafted.text("name"))
          .isEqualTo(crafted.at("fits").equals(new Json.Truth(true)));
    }
  }

  @Test
  void a_new_key_signs() {
    Signer signer = Signer.of(Talks.ODO + "#key", Signer.Keys.make(new SecureRandom()));
    Json.Fields signed = signer.sign(NOTE, Talks.NOW);
    assertThat(signer.multikey()).startsWith("z6Mk");
    assertThat(Signer.fits(signed, signer.multikey())).isTrue();
    assertThat(Signer.fits(signed, Talks.ODO_KEY.multikey())).isFalse();
    assertThat(Signer.fits(NOTE, signer.multikey())).isFalse();
  }

  @Test
  void whatever_is_changed_in_object_or_proof_does_not_fit() {
    Json.Fields signed = Talks.ODO_KEY.sign(NOTE, Talks.NOW);
    String key = Talks.ODO_KEY.multikey();
    assertThat(Signer.fits(signed.with("content", "Granite"), key)).isFalse();
    assertThat(Signer.fits(signed.with("more", 1), key)).isFalse();
    Json.Fields proof = signed.fields("proof");
    for (String name : proof.all().keySet()) {
      assertThat(Signer.fits(signed.with("proof", proof.with(name, "zz")), key)).as(name).isFalse();
      assertThat(Signer.fits(signed.with("proof", proof.without(name)), key)).as(name).isFalse();
    }
    assertThat(Signer.fits(signed.with("proof", proof.with("more", 1)), key)).isFalse();
  }

  @Test
  void the_context_stands_in_both_or_in_neither() {
    Json context = Json.read("[\"https://www.w3.org/ns/activitystreams\"]".getBytes(UTF_8));
    Json.Fields signed = Talks.ODO_KEY.sign(NOTE.with("@context", context), Talks.NOW);
    String key = Talks.ODO_KEY.multikey();
    assertThat(Signer.fits(signed, key)).isTrue();
    assertThat(Signer.fits(signed.without("@context"), key)).isFalse();
    Json.Fields proof = signed.fields("proof");
    assertThat(Signer.fits(signed.with("proof", proof.without("@context")), key)).isFalse();
  }

  @Test
  void keys_are_read_in_one_way() {
    String key = Talks.ODO_KEY.multikey();
    assertThat(Multikey.write(Multikey.read(key))).isEqualTo(key);
    for (String none :
        List.of(
            "",
            "z",
            key.substring(1),
            key + "1",
            "z1" + key.substring(1),
            key.replace('M', 'l'),
            "z6LS" + key.substring(4),
            "u" + key)) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Multikey.read(none)))
          .as(none)
          .isInstanceOf(Verifier.Malformed.class);
    }
  }

  @Test
  void fractions_are_written_as_scripts_write_them() {
    Map<String, String> all =
        Map.ofEntries(
            Map.entry("1.0", "1"),
            Map.entry("-0.0", "0"),
            Map.entry("-0", "0"),
            Map.entry("0.1", "0.1"),
            Map.entry("1e21", "1e+21"),
            Map.entry("123456789012345680000", "123456789012345680000"),
            Map.entry("1e-7", "1e-7"),
            Map.entry("0.000001", "0.000001"),
            Map.entry("5e-324", "5e-324"),
            Map.entry("2e23", "2e+23"),
            Map.entry("-71.184902", "-71.184902"),
            Map.entry("1.7976931348623157e308", "1.7976931348623157e+308"),
            Map.entry("333333333.33333329", "333333333.3333333"),
            Map.entry("9007199254740993", "9007199254740992"));
    all.forEach(
        (typed, written) ->
            assertThat(Json.readWithFractions(typed.getBytes(UTF_8)).canonical())
                .as(typed)
                .isEqualTo(written));
  }
}
