package verbatim.sx1;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import verbatim.sx1.Verifier.Conversation;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Hashes;
import verbatim.sx1.Verifier.Head;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Verifier.Multikey;
import verbatim.sx1.Verifier.Proofs;
import verbatim.sx1.Verifier.Result;

/// Run by `.ci/shared-checks`: the vectors of the format, which are no part of this repository,
/// through the committing half and the verifier, and the vector of FEP-8b32.
final class SharedVectors {
  private int checks;

  private SharedVectors() {}

  public static void main(String[] folder) throws IOException {
    SharedVectors all = new SharedVectors();
    all.commitments(json(folder[0], "sx1-vectors.json"));
    all.cases(json(folder[0], "sx1-vectors.json"));
    all.proof(json(folder[0], "fep-8b32-vector.json"));
    System.out.println(all.checks + " checks of the vectors in Java: all fine");
  }

  private static Json.Fields json(String folder, String file) throws IOException {
    return Json.readWithFractions(Files.readAllBytes(Path.of(folder, file))).fields();
  }

  private void same(String what, Object expected, Object found) {
    checks++;
    if (!Objects.equals(expected, found)) {
      throw new AssertionError(what + ": expected " + expected + " but was " + found);
    }
  }

  private void commitments(Json.Fields vectors) {
    Json.Fields conversation = vectors.fields("conversation");
    Conversation read = Conversation.read(conversation);
    same("jcs_conversation", vectors.text("jcs_conversation"), read.json().canonical());
    Digest chain = Chain.start(read);
    same("chain0", vectors.text("chain0"), chain.toString());
    byte[] hub = vectors.digest("hub_mac_key").bytes();
    for (Json one : vectors.items("messages")) {
      Json.Fields vector = one.fields();
      long n = vector.whole("n");
      long ms = vector.whole("ms");
      Seed seed = Seed.of(vector.digest("seed").bytes());
      Head head = Head.read(vector.fields("head"));
      same("head " + n, vector.text("jcs_head"), head.json().canonical());
      List<Digest> files = new ArrayList<>();
      for (Json file : vector.has("files") ? vector.items("files") : List.<Json>of()) {
        files.add(file(file.fields(), seed, head));
      }
      Message message = Message.of(seed, head, Words.written(vector.text("text")), files);
      same(
          "segments " + n,
          vector.items("segments").stream().map(Json::text).toList(),
          message.parts());
      same("head_salt " + n, vector.text("head_salt"), message.headSalt().toString());
      same(
          "head_hash " + n,
          vector.text("head_hash"),
          Hashes.head(message.headSalt().bytes(), head.json()).toString());
      same("seg0_salt " + n, vector.text("seg0_salt"), message.partSalt(0).toString());
      same("seg0_hash " + n, vector.text("seg0_hash"), message.partHash(0).toString());
      Digest m = message.commitment();
      same("msg " + n, vector.text("msg"), m.toString());
      same("entry " + n, vector.text("entry"), Chain.entry(n, ms, m).toString());
      chain = Chain.next(chain, Chain.entry(n, ms, m));
      same("chain " + n, vector.text("chain"), chain.toString());
      same(
          "frank " + n,
          vector.text("frank"),
          Chain.frank(hub, head.conv(), n, ms, head.author(), m).toString());
    }
  }

  private Digest file(Json.Fields vector, Seed seed, Head head) {
    int index = (int) vector.whole("index");
    Digest file = Digest.sha256(vector.text("bytes_utf8").getBytes(UTF_8));
    same("sha256", vector.text("sha256"), file.toString());
    same(
        "attachment",
        head.attachments().get(index),
        Message.attachment(
            seed,
            index,
            head.attachments().get(index).mediaType(),
            file,
            vector.text("bytes_utf8").getBytes(UTF_8).length));
    return file;
  }

  private void cases(Json.Fields vectors) {
    for (Json one : vectors.items("cases")) {
      Json.Fields vector = one.fields();
      String name = vector.text("name");
      Json keys =
          vector.at("keys").equals(new Json.Text("all")) ? vectors.at("keys") : vector.at("keys");
      byte[] document = vector.at("excerpt").written().getBytes(UTF_8);
      Result result =
          Verifier.verify(
              document,
              keys(keys.fields()),
              vector.has("around_now") ? vector.text("around_now") : "");
      same(name, vector.whole("exit"), (long) result.state().exit());
      same(name, vector.text("last_line"), result.lines().getLast());
      if (vector.has("prints")) {
        same(
            name,
            vector.items("prints").stream().map(Json::text).toList(),
            result.notes().stream().filter(note -> note.startsWith("the text")).toList());
        same(name, vector.text("around_now"), around(vector.fields("post_now")));
      }
      if (!result.rows().isEmpty()) {
        same(name + " rebuilt", vector.at("excerpt"), Excerpt.read(document).json());
      }
    }
  }

  private static String around(Json.Fields post) {
    return Attestations.around(
        post.text("text"),
        post.text("spoiler"),
        post.items("media").stream().map(Json::text).map(Digest::read).toList());
  }

  private static Verifier.Keys keys(Json.Fields keys) {
    Map<String, String> all = new TreeMap<>();
    keys.all().forEach((name, key) -> all.put(name, key.text()));
    return new Verifier.Keys(all, "");
  }

  private void proof(Json.Fields vector) {
    Json.Fields document = vector.fields("document");
    Json.Fields options = vector.fields("proofOptions");
    same("jcs_document", vector.text("jcs_document"), document.canonical());
    same("jcs_proofOptions", vector.text("jcs_proofOptions"), options.canonical());
    same(
        "payload",
        vector.text("sha256_proofOptions_hex") + vector.text("sha256_document_hex"),
        java.util.HexFormat.of().formatHex(Proofs.payload(document, options)));
    byte[] secret = Multikey.read(vector.text("secretKeyMultibase"), (byte) 0x80, (byte) 0x26);
    Signer signer = Signer.of(options.text("verificationMethod"), Talks.keys(secret));
    same("publicKeyMultibase", vector.text("publicKeyMultibase"), signer.multikey());
    Json.Fields signed = signer.sign(document, Instant.parse(options.text("created")));
    same("proofValue", vector.text("proofValue"), signed.fields("proof").text("proofValue"));
    same("signed", vector.fields("signed"), signed);
    same("fits", true, Signer.fits(vector.fields("signed"), vector.text("publicKeyMultibase")));
  }
}
