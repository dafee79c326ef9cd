package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.media.Shelf.MIRA;
import static verbatim.media.Shelf.OLE;
import static verbatim.media.Shelf.ready;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;

class KeepingMediaTest {
  private static final StatusId POST = new StatusId(9_001);
  private static final StatusId OTHER_POST = new StatusId(9_002);
  private static final Limits.Media LIMITS = Limits.usual().media();

  @TempDir Path temporary;
  private Shelf shelf;

  @BeforeEach
  void open() {
    shelf = new Shelf(temporary);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private Medium picture() {
    return shelf.uploads(MIRA, Samples.jpeg(20, 20));
  }

  private Guard guard(Medium medium) {
    return shelf.media.open(ready(medium).original().path()).orElseThrow().guard();
  }

  @Test
  void an_upload_is_its_owners_alone_until_a_post_uses_it() {
    Medium medium = picture();
    assertThat(guard(medium)).isEqualTo(new Guard.OwnerOnly(MIRA));
    shelf.posts(POST, MIRA, medium);
    assertThat(guard(medium)).isEqualTo(new Guard.Attached(MIRA, List.of(POST)));
  }

  @Test
  void another_can_neither_read_nor_change_nor_attach_nor_discard_it() {
    Medium medium = picture();
    assertThatThrownBy(() -> shelf.media.mine(OLE, medium.id())).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> shelf.update(OLE, medium.id(), Media.Said.NOTHING))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> shelf.media.attach(OLE, List.of(medium.id()), POST))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> shelf.media.discard(OLE, medium.id())).isInstanceOf(Refused.class);
    assertThat(shelf.media.find(medium.id())).contains(medium);
  }

  @Test
  void it_is_described_credited_and_focused() {
    Medium medium = picture();
    var said =
        new Media.Said(
            "Boats \uD83D\uDEA4 at  low tide\r\n", new Medium.Focus(0.5, -1), "Ole H\u00E5kon");
    Medium told = shelf.update(MIRA, medium.id(), said);
    assertThat(told.description()).isEqualTo("Boats \uD83D\uDEA4 at  low tide\n");
    assertThat(told.focus()).isEqualTo(new Medium.Focus(0.5, -1));
    assertThat(told.credit()).isEqualTo("Ole H\u00E5kon");
    assertThat(shelf.media.find(medium.id())).contains(told);
    assertThat(told.toString()).doesNotContain("tide");
  }

  @Test
  void one_character_past_each_limit() {
    Medium medium = picture();
    var centre = Medium.Focus.CENTRE;
    shelf.update(
        MIRA,
        medium.id(),
        new Media.Said(
            "x".repeat(LIMITS.descriptionCharactersMax()),
            centre,
            "y".repeat(LIMITS.creditCharactersMax())));
    for (var said :
        List.of(
            new Media.Said("x".repeat(LIMITS.descriptionCharactersMax() + 1), centre, ""),
            new Media.Said("", centre, "y".repeat(LIMITS.creditCharactersMax() + 1)),
            new Media.Said("", new Medium.Focus(1.01, 0), ""),
            new Media.Said("", new Medium.Focus(0, Double.NaN), ""),
            new Media.Said("\uD83D", centre, ""))) {
      assertThatThrownBy(() -> shelf.update(MIRA, medium.id(), said)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void no_more_than_four_to_a_post() {
    var ids = java.util.stream.Stream.generate(this::picture).limit(5).map(Medium::id).toList();
    assertThat(shelf.media.attach(MIRA, ids.subList(0, 4), POST)).hasSize(4);
    assertThatThrownBy(() -> shelf.media.attach(MIRA, ids, POST)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> shelf.media.attach(MIRA, List.of(new MediaId(5)), POST))
        .isInstanceOf(Refused.class);
  }

  @Test
  void what_nobody_uses_in_time_is_gone_with_its_files() {
    Medium loose = picture();
    Medium used = picture();
    shelf.posts(POST, MIRA, used);
    shelf.passes(LIMITS.unattachedMax());
    assertThatThrownBy(() -> shelf.media.attach(MIRA, List.of(loose.id()), POST))
        .isInstanceOf(Refused.class);
    assertThat(shelf.media.expireUnattached(shelf.now())).isZero();
    shelf.passes(LIMITS.expiryGrace().plusMillis(1));
    assertThat(shelf.media.expireUnattached(shelf.now())).isOne();
    assertThat(shelf.media.find(loose.id())).isEmpty();
    assertThat(shelf.media.open(ready(loose).original().path())).isEmpty();
    assertThat(shelf.media.find(used.id())).isPresent();
    assertThat(shelf.files()).isEqualTo(2);
    assertThat(shelf.media.expireUnattached(shelf.now())).isZero();
  }

  @Test
  void a_deleted_post_takes_its_media_with_it() {
    Medium medium = picture();
    shelf.posts(POST, MIRA, medium);
    shelf.media.erase(List.of(medium.id()), POST);
    assertThat(shelf.media.find(medium.id())).isEmpty();
    assertThat(shelf.media.of(MIRA, new MediaId(Long.MAX_VALUE), 10)).isEmpty();
    assertThat(shelf.files()).isZero();
    shelf.media.erase(List.of(medium.id()), POST);
  }

  @Test
  void but_not_what_another_post_uses() {
    Medium medium = picture();
    shelf.posts(POST, MIRA, medium);
    shelf.posts(POST, MIRA, medium);
    shelf.posts(OTHER_POST, MIRA, medium);
    shelf.media.erase(List.of(medium.id()), POST);
    shelf.media.erase(List.of(medium.id()), POST);
    assertThat(guard(medium)).isEqualTo(new Guard.Attached(MIRA, List.of(OTHER_POST)));
    shelf.media.erase(List.of(medium.id()), OTHER_POST);
    assertThat(shelf.files()).isZero();
  }

  @Test
  void a_post_to_be_written_anew_may_use_its_media_again_for_a_while() {
    Medium medium = picture();
    shelf.posts(POST, MIRA, medium);
    shelf.passes(Duration.ofDays(30));
    shelf.media.expireUnattached(shelf.now());
    shelf.media.release(List.of(medium.id()), POST);
    assertThat(guard(medium)).isEqualTo(new Guard.OwnerOnly(MIRA));
    shelf.posts(OTHER_POST, MIRA, medium);
    shelf.passes(LIMITS.releasedMax().plusDays(1));
    assertThat(shelf.media.expireUnattached(shelf.now())).isZero();
    shelf.media.release(List.of(medium.id()), OTHER_POST);
    shelf.passes(LIMITS.releasedMax().plus(LIMITS.expiryGrace()).plusMillis(1));
    assertThat(shelf.media.expireUnattached(shelf.now())).isOne();
    assertThat(shelf.files()).isZero();
  }

  @Test
  void an_account_takes_everything_with_it() {
    for (int i = 0; i < 3; i++) {
      shelf.posts(new StatusId(i + 1), MIRA, picture());
    }
    Medium oles = shelf.uploads(OLE, Samples.png(9, 9));
    while (shelf.media.eraseSome(MIRA, 2)) {}
    assertThat(shelf.media.of(MIRA, new MediaId(Long.MAX_VALUE), 10)).isEmpty();
    assertThat(shelf.media.find(oles.id())).isPresent();
    assertThat(shelf.files()).isEqualTo(2);
  }

  @Test
  void files_stay_while_a_backup_runs_and_go_after_it() {
    Medium medium = picture();
    try (var first = shelf.media.hold();
        var second = shelf.media.hold()) {
      shelf.media.discard(MIRA, medium.id());
      first.close();
      first.close();
      assertThat(shelf.media.find(medium.id())).isEmpty();
      assertThat(shelf.files()).isEqualTo(2);
      second.close();
    }
    assertThat(shelf.files()).isZero();
  }

  @Test
  void paths_that_are_none_of_ours_open_nothing() {
    Medium medium = picture();
    String path = ready(medium).original().path();
    for (String odd :
        List.of(
            "",
            "/",
            "../" + path,
            path + "/..",
            path + "\0",
            path + "\n",
            path.toUpperCase(java.util.Locale.ROOT),
            path.replace("original.jpg", "../x"),
            path.replace("original.jpg", "original.png"),
            path.replace("original.jpg", "original.html"),
            "..%2f..%2fetc/passwd",
            "a".repeat(26) + "/small.jpg",
            path.substring(0, 26))) {
      assertThat(shelf.media.open(odd)).as(odd).isEmpty();
    }
    assertThat(shelf.media.open(path).orElseThrow().type()).isEqualTo("image/jpeg");
  }

  @Test
  void names_cannot_be_guessed_and_do_not_repeat() {
    var folder = new Folder(temporary.resolve("keys"), new java.security.SecureRandom());
    var keys = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      String key = folder.newKey();
      assertThat(key).matches("[a-z2-7]{26}");
      keys.add(key);
    }
    assertThat(keys).hasSize(1_000);
  }

  @Test
  void a_ticket_opens_one_file_for_a_while() {
    String path = ready(picture()).original().path();
    String other = ready(picture()).original().path();
    String ticket = shelf.media.ticket(path);
    assertThat(admits(path, ticket)).isTrue();
    assertThat(admits(other, ticket)).isFalse();
    for (String forged :
        List.of(
            "",
            ".",
            "1.",
            "9" + ticket,
            ticket + "A",
            ticket.substring(0, ticket.length() - 1),
            "x.y",
            "99999999999999999999.x",
            "-1." + ticket.split("\\.", -1)[1],
            ticket.repeat(50))) {
      assertThat(admits(path, forged)).as(forged).isFalse();
    }
    assertThat(shelf.media.ticket(path)).isEqualTo(ticket);
    shelf.passes(LIMITS.ticketMax());
    assertThat(admits(path, ticket)).isTrue();
    shelf.passes(LIMITS.ticketMax());
    assertThat(admits(path, ticket)).isFalse();
  }

  private boolean admits(String path, String ticket) {
    return shelf.media.admits(path, shelf.media.open(path).orElseThrow().guard(), ticket);
  }

  @Test
  void a_ticket_for_the_readers_of_a_post_ends_with_the_post() {
    Medium medium = picture();
    String path = ready(medium).original().path();
    var post = new StatusId(900);
    var other = new StatusId(901);
    String ticket = shelf.media.ticket(path, post);
    assertThat(admits(path, ticket)).isFalse();
    shelf.posts(post, MIRA, medium);
    shelf.posts(other, MIRA, medium);
    assertThat(admits(path, ticket)).isTrue();
    assertThat(admits(path, shelf.media.ticket(path))).isTrue();
    shelf.media.release(List.of(medium.id()), post);
    assertThat(admits(path, ticket)).isFalse();
    assertThat(admits(path, shelf.media.ticket(path, other))).isTrue();
    shelf.media.release(List.of(medium.id()), other);
    assertThat(admits(path, shelf.media.ticket(path, other))).isFalse();
    assertThat(admits(path, shelf.media.ticket(path))).isTrue();
  }

  @Test
  void portraits_go_with_the_account() throws IOException {
    String avatar = shelf.media.avatar(MIRA, new ByteArrayInputStream(Samples.png(4, 4)));
    String header = shelf.media.header(MIRA, new ByteArrayInputStream(Samples.png(9, 3)));
    String others = shelf.media.avatar(OLE, new ByteArrayInputStream(Samples.png(4, 4)));
    while (shelf.media.eraseSome(MIRA, 2)) {}
    assertThat(shelf.media.open(avatar)).isEmpty();
    assertThat(shelf.media.open(header)).isEmpty();
    assertThat(shelf.media.open(others)).isPresent();
    assertThat(shelf.files()).isEqualTo(1);
  }

  @Test
  void one_upload_too_many_that_no_post_uses() {
    byte[] small = Samples.png(1, 1);
    for (int i = 0; i < LIMITS.unattachedFilesMax(); i++) {
      shelf.uploads(MIRA, small);
    }
    assertThatThrownBy(() -> shelf.uploads(MIRA, small)).isInstanceOf(Refused.class);
    shelf.uploads(OLE, small);
    shelf.posts(POST, MIRA, shelf.media.of(MIRA, new MediaId(Long.MAX_VALUE), 1).getFirst());
    shelf.uploads(MIRA, small);
  }

  @Test
  void many_at_once_are_no_way_past_the_limit() throws Exception {
    byte[] small = Samples.png(1, 1);
    for (int i = 2; i < LIMITS.unattachedFilesMax(); i++) {
      shelf.uploads(MIRA, small);
    }
    List<Callable<Medium>> many = Collections.nCopies(12, () -> shelf.uploads(MIRA, small));
    int taken = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Medium> one : threads.invokeAll(many)) {
        taken += one.state() == Future.State.SUCCESS ? 1 : 0;
      }
    }
    assertThat(taken).isBetween(0, 2);
    for (int i = taken; i < 2; i++) {
      shelf.uploads(MIRA, small);
    }
    assertThatThrownBy(() -> shelf.uploads(MIRA, small)).isInstanceOf(Refused.class);
  }
}
