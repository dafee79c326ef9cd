package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import verbatim.Waiting;
import verbatim.kernel.Refused;

class CommitterTest {
  @Test
  void after_an_error_everybody_is_refused_and_nobody_waits() {
    RocksDB.loadLibrary();
    try (Committer committer = new Committer(new OutOfMemory())) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      committer.submit(write(answer));
      assertThatThrownBy(() -> answer.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(Refused.class);
      // Answered a moment before the thread ends: what comes meanwhile is refused either way.
      CompletableFuture<Boolean> later = new CompletableFuture<>();
      assertThatThrownBy(
              () -> {
                committer.submit(write(later));
                try {
                  later.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (java.util.concurrent.ExecutionException e) {
                  throw e.getCause();
                }
              })
          .isInstanceOf(Refused.class);
    }
  }

  private static Write write(CompletableFuture<Boolean> answer) {
    return new Write.Blind(
        List.of(new Write.Change.Put(new byte[] {1}, new byte[] {1})), true, answer);
  }

  private static final class OutOfMemory implements Committer.Disk {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return null;
    }

    @Override
    public long changes() {
      return 0;
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    public void write(WriteBatch batch, boolean sync) {
      throw new OutOfMemoryError("as if");
    }

    @Override
    public void failed(RocksDBException e) {}
  }
}
