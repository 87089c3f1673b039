package io.castellan.server.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that carry TCP, and the channel classes that go with them: epoll where its
 * library loads, else the JDK's selector. {@code -Dcastellan.transport=nio} asks for the selector.
 *
 * @param name {@code epoll} or {@code nio}
 * @param eventLoops the loops; listeners and their connections share them
 * @param serverChannel what a listener is made of
 * @param clientChannel what an outgoing connection is made of
 */
public record Transport(
    String name,
    EventLoopGroup eventLoops,
    Class<? extends ServerChannel> serverChannel,
    Class<? extends Channel> clientChannel)
    implements AutoCloseable {

  /**
   * Make event loops on the best transport here.
   *
   * @param threadName prefix of the threads' names
   * @param threads how many loops
   */
  public static Transport open(String threadName, int threads) {
    boolean epoll = !"nio".equals(System.getProperty("castellan.transport")) && Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    EventLoopGroup loops = new Loops(threads, new DefaultThreadFactory(threadName), io);
    return epoll
        ? new Transport("epoll", loops, EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new Transport("nio", loops, NioServerSocketChannel.class, NioSocketChannel.class);
  }

  /** Loops that look at their sockets every few milliseconds, however many tasks they have. */
  private static final class Loops extends MultiThreadIoEventLoopGroup {
    private static final long TASKS_MS = 5;

    Loops(int threads, ThreadFactory factory, IoHandlerFactory io) {
      super(threads, factory, io);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... args) {
      return new SingleThreadIoEventLoop(
          this, executor, io, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), TASKS_MS);
    }
  }

  /** End the loops and wait for them, at most two seconds. */
  @Override
  public void close() {
    eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
