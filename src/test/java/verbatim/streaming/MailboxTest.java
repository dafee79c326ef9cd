package verbatim.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import verbatim.Waiting;

class MailboxTest {
  private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
  private final CountDownLatch mayRead = new CountDownLatch(1);

  @Test
  void an_error_at_one_does_not_silence_the_next() throws Exception {
    Mailbox<String> mailbox = new Mailbox<>(10, this::take);
    mailbox.offer("bad");
    mailbox.offer("waiting behind it");
    mayRead.countDown();
    assertThat(read.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("waiting behind it");
    mailbox.offer("bad");
    mailbox.offer("later");
    assertThat(read.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("later");
  }

  private void take(String one) {
    try {
      mayRead.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (one.equals("bad")) {
      throw new AssertionError("made by the test");
    }
    read.add(one);
  }

  @Test
  void one_more_than_may_wait_is_refused() {
    Mailbox<String> mailbox = new Mailbox<>(1, this::take);
    int taken = 0;
    while (mailbox.offer("one") && taken < 3) {
      taken++;
    }
    assertThat(taken).as("one is being read perhaps, one waits").isBetween(1, 2);
    mayRead.countDown();
  }
}
