package verbatim.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.kernel.ArchiveId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Refused;
import verbatim.statuses.Status;

/// Alice has an archive, and then something that is in it is deleted.
class WhatIsDeletedLeavesArchivesTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private ArchiveId made(Town.Person who) {
    ArchiveId id = town.archives().ask(who.id()).id();
    town.settle();
    return id;
  }

  private boolean isToldOf(Town.Person who, ArchiveId id) {
    Archive archive = town.archives().get(who.id(), id);
    return archive.state() == Archive.State.REMOVED && archive.why().contains("deleted since");
  }

  /// All that stands in the files of archives, unpacked.
  private String unpacked() throws Exception {
    var all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
      for (Path file : files.toList()) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
          for (var entry : zip.stream().toList()) {
            all.writeBytes(zip.getInputStream(entry).readAllBytes());
          }
        }
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_post_that_was_deleted_is_in_no_archive_any_more_and_its_author_is_told(Town.Engine engine)
      throws Exception {
    open(engine);
    Status status = alice.posts("said by heronmouse");
    bob.posts("said by tidemill");
    ArchiveId hers = made(alice);
    ArchiveId his = made(bob);
    assertThat(unpacked()).contains("heronmouse", "tidemill");
    alice.deletes(status);
    town.settle();
    assertThat(unpacked()).doesNotContain("heronmouse").contains("tidemill");
    assertThat(isToldOf(alice, hers)).isTrue();
    assertThatThrownBy(() -> town.archives().file(alice.id(), hers)).isInstanceOf(Refused.class);
    assertThat(town.archives().get(bob.id(), his).state()).isEqualTo(Archive.State.READY);
    ArchiveId next = made(alice);
    assertThat(town.archives().get(alice.id(), next).state()).isEqualTo(Archive.State.READY);
    assertThat(unpacked()).doesNotContain("heronmouse");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void a_message_erased_for_all_is_in_no_members_archive_any_more(Town.Engine engine)
      throws Exception {
    open(engine);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    Message words =
        town.conversations()
            .say(alice.id(), talk, Conversations.Draft.of("said by heronmouse"))
            .message();
    town.settle();
    bob.posts("a word of his own");
    town.conversations().say(bob.id(), talk, Conversations.Draft.of("yes"));
    ArchiveId hers = made(alice);
    ArchiveId his = made(bob);
    assertThat(unpacked().split("heronmouse", -1)).as("in both").hasSize(3);
    town.conversations().eraseForAll(alice.id(), talk, words.n());
    town.settle();
    assertThat(unpacked()).doesNotContain("heronmouse");
    assertThat(isToldOf(alice, hers)).isTrue();
    assertThat(isToldOf(bob, his)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void also_where_all_of_them_leave_before_the_archives_are_looked_at(Town.Engine engine)
      throws Exception {
    open(engine);
    ConversationId talk =
        town.conversations()
            .begin(alice.id(), List.of(bob.id()), Conversation.Mode.CONSENT)
            .conversation()
            .id();
    Message words =
        town.conversations()
            .say(alice.id(), talk, Conversations.Draft.of("said by heronmouse"))
            .message();
    town.conversations().accept(bob.id(), talk);
    made(alice);
    made(bob);
    assertThat(unpacked().split("heronmouse", -1)).as("in both").hasSize(3);
    town.conversations().eraseForAll(alice.id(), talk, words.n());
    town.conversations().leave(alice.id(), talk);
    town.conversations().leave(bob.id(), talk);
    town.settle();
    assertThat(unpacked()).doesNotContain("heronmouse");
  }

  @ParameterizedTest
  @EnumSource(Town.Engine.class)
  void what_was_said_after_it_was_made_leaves_it_alone(Town.Engine engine) {
    open(engine);
    alice.posts("kept");
    ArchiveId hers = made(alice);
    town.later(Duration.ofMinutes(1));
    Status later = alice.posts("later");
    alice.deletes(later);
    town.settle();
    assertThat(town.archives().get(alice.id(), hers).state()).isEqualTo(Archive.State.READY);
  }
}
